//! What the emulator insists on although the documentation is silent: the service may be less strict.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};

/// Something that the emulator refuses although the documentation does not say that the service does.
/// Each can be switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Strictness {
    /// Query parameters that are not described are refused.
    QueryParameters,
    /// Groups of licences other than `Group1` and `Group2` are refused. If not, they have no licences.
    LicenseGroups,
    /// A SKU that an update assigns or removes more than once is refused. If not, the last one counts.
    RepeatedSkus,
    /// To assign a SKU that the customer has not subscribed to is refused. If not, nothing is assigned.
    UnknownSkus,
    /// To exclude a service plan that the SKU does not have is refused. If not, nothing is excluded.
    UnknownPlans,
    /// To remove a licence that the user does not have is refused. If not, nothing is removed.
    MissingLicenses,
    /// `seekOperation` without `MS-ContinuationToken`, and the reverse, are refused. If not, the answer
    /// is the first page.
    SeekWithoutToken,
    /// Identifiers in `MS-RequestId` and `MS-CorrelationId` that are no GUIDs, locales that are none and
    /// other versions than `v1` are refused.
    Headers,
    /// Explicit nulls in a body are refused where the schema has none for a name as it is spelt there. If
    /// not, they are left out, as those of names in other case always are: a documented request has them.
    Nulls,
    /// Texts in a body that are not of the described `format`, such as identifiers that are no GUIDs, are
    /// refused. If not, they are taken and told again as they are.
    Formats,
    /// To register for events that are not described is refused. If not, they are never sent.
    WebhookEvents,
}

/// Each with its name and what the emulator does.
const ALL: [(Strictness, &str, &str); 11] = [
    (Strictness::QueryParameters, "query-parameters", "query parameters that are not described"),
    (Strictness::LicenseGroups, "license-groups", "licence groups other than Group1 and Group2"),
    (Strictness::RepeatedSkus, "repeated-skus", "a SKU more than once in an update"),
    (Strictness::UnknownSkus, "unknown-skus", "to assign a SKU that is not subscribed"),
    (Strictness::UnknownPlans, "unknown-plans", "to exclude a plan that the SKU does not have"),
    (Strictness::MissingLicenses, "missing-licenses", "to remove a licence that is not there"),
    (
        Strictness::SeekWithoutToken,
        "seek-without-token",
        "seekOperation without a token, and the reverse",
    ),
    (Strictness::Headers, "headers", "headers of a call that are not as described"),
    (Strictness::Nulls, "nulls", "explicit nulls in a body, of names spelt as described"),
    (
        Strictness::Formats,
        "formats",
        "texts in a body that are no GUID or time where one is described",
    ),
    (Strictness::WebhookEvents, "webhook-events", "to register for events that are not described"),
];

impl Strictness {
    /// All of them.
    pub const ALL: [Self; 11] = {
        let mut all = [Self::QueryParameters; 11];
        let mut index = 0;
        while index < all.len() {
            all[index] = ALL[index].0;
            index += 1;
        }
        all
    };

    /// What is refused, in a few words.
    #[must_use]
    pub fn refuses(self) -> &'static str {
        self.entry().2
    }

    fn entry(self) -> &'static (Self, &'static str, &'static str) {
        let found = ALL.iter().find(|(one, ..)| *one == self);
        // Each is in the table: a test looks.
        found.unwrap_or(&ALL[0])
    }
}

impl fmt::Display for Strictness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.entry().1)
    }
}

/// Text is no [`Strictness`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownStrictness(String);

impl fmt::Display for UnknownStrictness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = ALL.iter().map(|(_, name, _)| *name).collect();
        write!(f, "`{}`: one of {} is wanted", self.0, names.join(", "))
    }
}

impl std::error::Error for UnknownStrictness {}

impl FromStr for Strictness {
    type Err = UnknownStrictness;

    fn from_str(text: &str) -> Result<Self, UnknownStrictness> {
        let found = ALL.iter().find(|(_, name, _)| *name == text.trim());
        found.map(|(one, ..)| *one).ok_or_else(|| UnknownStrictness(text.to_owned()))
    }
}

/// What the emulator does not insist on.
#[derive(Default)]
pub(crate) struct Leniency(AtomicU32);

impl Leniency {
    pub(crate) fn insists(&self, on: Strictness) -> bool {
        self.0.load(Ordering::Relaxed) & bit(on) == 0
    }

    /// From now on these are not insisted on, and all others are.
    pub(crate) fn set(&self, off: &[Strictness]) {
        let bits = off.iter().fold(0, |bits, one| bits | bit(*one));
        self.0.store(bits, Ordering::Relaxed);
    }
}

fn bit(one: Strictness) -> u32 {
    1 << (one as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_read_as_it_is_shown_and_switched_off_alone() {
        let leniency = Leniency::default();
        for one in Strictness::ALL {
            assert_eq!(one.to_string().parse(), Ok(one));
            assert!(!one.refuses().is_empty() && leniency.insists(one));
            leniency.set(&[one]);
            let off: Vec<_> =
                Strictness::ALL.into_iter().filter(|one| !leniency.insists(*one)).collect();
            assert_eq!(off, [one]);
            leniency.set(&[]);
        }
        let error = "all".parse::<Strictness>().expect_err("it is none").to_string();
        assert!(error.starts_with("`all`: one of query-parameters, "), "{error}");
    }
}
