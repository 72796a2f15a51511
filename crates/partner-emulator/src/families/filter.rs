//! Filters of the newer analytics: `channel eq 'reseller' and customerName ne 'Contoso'`.

/// A row: its columns and their texts.
pub(super) type Row = Vec<(&'static str, String)>;

/// Alternatives, each a list of comparisons that must all hold: `and` binds closer than `or`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Filter(Vec<Vec<Comparison>>);

#[derive(Debug, PartialEq, Eq)]
struct Comparison {
    column: &'static str,
    equal: bool,
    value: String,
}

impl Filter {
    /// Reads a filter over these columns; what is wrong where it is none.
    pub(super) fn read(text: &str, columns: &[&'static str]) -> Result<Self, String> {
        let words = words(text)?;
        let mut alternatives = vec![Vec::new()];
        let mut words = words.into_iter();
        loop {
            let mut next =
                |wanted: &str| words.next().ok_or(format!("{wanted} is wanted at its end"));
            let column = column(&next("a column")?, columns)?;
            let operator = next("eq or ne")?;
            let equal = match operator.to_ascii_lowercase().as_str() {
                "eq" => true,
                "ne" => false,
                _ => return Err(format!("eq or ne is wanted, not {operator}")),
            };
            let value = next("a value")?;
            if let Some(last) = alternatives.last_mut() {
                last.push(Comparison { column, equal, value });
            }
            match words.next() {
                None => return Ok(Self(alternatives)),
                Some(word) if word.eq_ignore_ascii_case("and") => {}
                Some(word) if word.eq_ignore_ascii_case("or") => alternatives.push(Vec::new()),
                Some(word) => return Err(format!("and or or is wanted, not {word}")),
            }
        }
    }

    /// Whether a row is to be shown. Texts are compared without regard to case.
    pub(super) fn admits(&self, row: &Row) -> bool {
        let holds = |comparison: &Comparison| {
            let value = row.iter().find(|(name, _)| *name == comparison.column);
            let value = value.map(|(_, value)| value.to_lowercase()).unwrap_or_default();
            (value == comparison.value.to_lowercase()) == comparison.equal
        };
        self.0.iter().any(|comparisons| comparisons.iter().all(holds))
    }
}

/// The column of that name, whatever its case.
pub(super) fn column(name: &str, columns: &[&'static str]) -> Result<&'static str, String> {
    let found = columns.iter().find(|column| column.eq_ignore_ascii_case(name));
    found
        .copied()
        .ok_or_else(|| format!("there is no column {name}; there are {}", columns.join(", ")))
}

/// Words and quoted texts. A quote within a text is doubled.
fn words(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let Some(quoted) = rest.strip_prefix('\'') else {
            let end = rest.find(|c: char| c.is_whitespace() || c == '\'').unwrap_or(rest.len());
            words.push(rest[..end].to_owned());
            rest = rest[end..].trim_start();
            continue;
        };
        let mut value = String::new();
        let mut remaining = quoted;
        loop {
            let end = remaining.find('\'').ok_or("a text lacks its closing quote")?;
            value.push_str(&remaining[..end]);
            remaining = &remaining[end + 1..];
            match remaining.strip_prefix('\'') {
                Some(more) => {
                    value.push('\'');
                    remaining = more;
                }
                None => break,
            }
        }
        words.push(value);
        rest = remaining.trim_start();
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[&str] = &["channel", "customerName"];

    fn admits(filter: &str, channel: &str, name: &str) -> bool {
        let row = vec![("channel", channel.to_owned()), ("customerName", name.to_owned())];
        Filter::read(filter, COLUMNS).expect("it is a filter").admits(&row)
    }

    #[test]
    fn comparisons_are_joined_and_binds_closer() {
        assert!(admits("Channel eq 'RESELLER'", "reseller", ""));
        assert!(!admits("channel ne 'reseller'", "reseller", ""));
        assert!(admits("channel eq reseller AND customerName eq 'O''Hara'", "reseller", "O'Hara"));
        let either = "channel eq 'a' and customerName eq 'x' or customerName eq 'y'";
        assert!(admits(either, "a", "x") && admits(either, "b", "y") && !admits(either, "b", "x"));
    }

    #[test]
    fn what_is_no_filter_is_told() {
        let error = |text| Filter::read(text, COLUMNS).expect_err("it is no filter");
        assert_eq!(error(""), "a column is wanted at its end");
        assert_eq!(
            error("colour eq 'red'"),
            "there is no column colour; there are channel, customerName"
        );
        assert_eq!(error("channel lt 'a'"), "eq or ne is wanted, not lt");
        assert_eq!(error("channel eq"), "a value is wanted at its end");
        assert_eq!(error("channel eq 'a"), "a text lacks its closing quote");
        assert_eq!(error("channel eq 'a' xor"), "and or or is wanted, not xor");
        assert_eq!(error("channel eq 'a' and"), "a column is wanted at its end");
    }
}
