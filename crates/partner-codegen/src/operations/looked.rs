//! `x-status` and `x-reviewed`: whether an operation stays, and when it was last held against its page.

use crate::diagnostic::Diagnostic;
use crate::json::Node;
use crate::load::Source;

/// What `x-status` may say.
const STATUSES: &[&str] = &["current", "retiring", "retired"];

/// The status of an operation. `deprecated` is the standard's word for one that is going or gone.
pub(super) fn status(operation: &Node) -> &str {
    let usual = if operation.is_true("deprecated") { "retiring" } else { "current" };
    operation.str("x-status").unwrap_or(usual)
}

/// Checks both at an operation, or the day of a family.
pub(super) fn check(source: &Source, node: &Node, problems: &mut Vec<Diagnostic>) {
    let mut refuse = |node: &Node, message: String, help: String| {
        problems.push(source.problem(node.span.clone(), message, help));
    };
    if let Some(said) = node.get("x-status")
        && let Some(status) = said.as_str()
    {
        if !STATUSES.contains(&status) {
            let help = format!("write one of `{}`", STATUSES.join("`, `"));
            refuse(said, format!("`{status}` is no status of an operation"), help);
        } else if (status != "current") != node.is_true("deprecated") {
            let help = "an operation that is `retiring` or `retired` says `\"deprecated\": true`, and no other does";
            refuse(said, format!("the status `{status}` contradicts `deprecated`"), help.into());
        }
    }
    if let Some(said) = node.get("x-reviewed")
        && let Some(day) = said.as_str()
        && !is_day(day)
    {
        let help = "write it as `2026-11-25`";
        refuse(said, format!("`{day}` is no day"), help.into());
    }
}

/// Whether a text is a day of the calendar: `2026-11-25`.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |text: &str, digits: usize| {
        let fits = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| fits)
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return false;
    };
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::is_day;

    #[test]
    fn days_are_those_of_the_calendar() {
        for day in ["2026-11-25", "2024-02-29", "2000-02-29", "2026-12-31"] {
            assert!(is_day(day), "{day}");
        }
        for day in [
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "2026-1-1",
            "26-11-25",
            "2026-11-25T00:00:00Z",
            "+026-11-25",
            "",
        ] {
            assert!(!is_day(day), "{day}");
        }
    }
}
