//! Values that are a number here and a string there.

use std::borrow::Cow;
use std::fmt;

use crate::value::number::Number;

/// A value that is documented as a string and sent as a number, or the other way round. Either is
/// read, and written back as it was.
///
/// ```
/// use partner_models::NumberOrString;
///
/// let sent: NumberOrString = partner_models::from_str("60012")?;
/// let documented: NumberOrString = partner_models::from_str(r#""60012""#)?;
/// assert_ne!(sent, documented);
/// assert_eq!(sent.text(), documented.text());
/// # Ok::<(), partner_models::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NumberOrString {
    /// A number, with its digits.
    Number(Number),
    /// A string.
    String(String),
}

impl NumberOrString {
    /// The string, or the digits of the number: what to compare where it is all the same.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Number(number) => number.text(),
            Self::String(text) => Cow::Borrowed(text),
        }
    }
}

impl fmt::Display for NumberOrString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text())
    }
}

impl From<&str> for NumberOrString {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for NumberOrString {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<i64> for NumberOrString {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

impl From<Number> for NumberOrString {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

#[cfg(test)]
mod tests {
    use super::NumberOrString;

    #[test]
    fn what_is_neither_is_refused() {
        for (json, found) in
            [("true", "a boolean"), ("null", "null"), ("[1]", "an array"), ("{}", "an object")]
        {
            let error = crate::from_str::<NumberOrString>(json).expect_err(json);
            let expected = format!(
                "expected a number or a string, found {found} at line 1 column {}",
                json.len()
            );
            assert_eq!(error.to_string(), expected);
        }
        assert!(crate::from_str::<NumberOrString>(r#""\ud800""#).is_err());
    }

    #[test]
    fn either_is_written_as_it_was() {
        for json in ["60012", "1.50", r#""a\nb""#, r#""""#] {
            let value: NumberOrString = crate::from_str(json).expect(json);
            assert_eq!(crate::to_string(&value), json);
        }
    }
}
