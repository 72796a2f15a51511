//! The query of a call. Names are known in any ASCII case, as the service knows them.

use super::failure::Failure;

/// The query, decoded.
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn read(text: Option<&str>) -> Self {
        Self(form_urlencoded::parse(text.unwrap_or_default().as_bytes()).into_owned().collect())
    }

    /// The names and values, in their order.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The names, in their order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.pairs().map(|(name, _)| name)
    }

    /// Every value of that name.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The value of a name that may be there once.
    pub(crate) fn one(&self, name: &str) -> Result<Option<&str>, Failure> {
        let mut values = self.all(name);
        match (values.next(), values.next()) {
            (value, None) => Ok(value),
            _ => Err(Failure::invalid(format!("{name}: given more than once."))),
        }
    }

    /// A whole number of at least that size.
    pub(crate) fn number(&self, name: &str, least: usize) -> Result<Option<usize>, Failure> {
        let Some(text) = self.one(name)? else { return Ok(None) };
        let number = text.parse().ok().filter(|number| *number >= least);
        let fail =
            || Failure::invalid(format!("{name}: a whole number of at least {least} is wanted."));
        number.map(Some).ok_or_else(fail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_case_and_values_decoded() {
        let query = Query::read(Some("LicenseGroupIds=Group1&licensegroupids=Group%32&size=+3"));
        assert_eq!(query.all("licenseGroupIds").collect::<Vec<_>>(), ["Group1", "Group2"]);
        assert!(query.one("licenseGroupIds").is_err());
        assert!(query.number("size", 1).is_err(), "a blank is no digit");
        assert!(matches!(query.number("top", 1), Ok(None)));
        assert!(matches!(Query::read(Some("top=7")).number("top", 7), Ok(Some(7))));
        assert!(Query::read(Some("top=6")).number("top", 7).is_err());
    }
}
