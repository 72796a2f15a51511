//! Scenarios: what an emulator begins with, as data.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::Deserialize;
use time::OffsetDateTime;

use crate::clock::{Clock, NoTime, read_time};
use crate::faults::{Fault, Limit, Scope};
use crate::seed::Seed;
use crate::strict::Strictness;

/// What an emulator begins with besides its documents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Setting {
    pub(crate) time: Option<OffsetDateTime>,
    pub(crate) frozen: bool,
    pub(crate) faults: Vec<(Scope, Fault, usize)>,
    pub(crate) chance: Option<(Scope, Vec<Fault>, f64, u64)>,
    /// By operation; that of no operation is for all calls.
    pub(crate) limits: BTreeMap<String, (u32, Duration)>,
    pub(crate) lenient: Vec<Strictness>,
}

impl Setting {
    pub(crate) fn set_clock(&self, clock: &Clock) {
        clock.reset();
        if let Some(time) = self.time {
            clock.set(time);
        }
        clock.freeze(self.frozen);
    }
}

/// A seed, a time and what goes wrong, from a file: see [`Builder::scenario`](crate::Builder::scenario).
///
/// ```
/// let scenario = partner_emulator::Scenario::from_json(r#"{
///   "description": "The month's end, and the service is busy.",
///   "seed": {"customers": [{"id": "0c39d6d5-c70d-4c55-bc02-f620844f3fd1", "name": "Contoso"}]},
///   "time": "2026-01-31T23:59:00Z",
///   "frozen": true,
///   "faults": [{"fault": "throttle=2", "times": 3}, {"fault": "aadsts=50076", "scope": "token"}],
///   "chance": {"faults": ["drop"], "probability": 0.05, "seed": 7},
///   "limits": ["500/60", "listCustomerUsers=5/60"],
///   "lenient": ["query-parameters"]
/// }"#)?;
/// # Ok::<(), partner_emulator::ScenarioError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Scenario {
    pub(crate) seed: Option<Seed>,
    pub(crate) setting: Setting,
}

/// Why a [`Scenario`] can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioError(String);

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the scenario: {}", self.0)
    }
}

impl std::error::Error for ScenarioError {}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    ///
    /// If the text is no such JSON: the message says where.
    pub fn from_json(json: &str) -> Result<Self, ScenarioError> {
        let file: File = partner_models::with_serde::from_str(json)
            .map_err(|error| ScenarioError(error.to_string()))?;
        let fail = |what: String| ScenarioError(what);
        let mut setting = Setting { frozen: file.frozen, ..Setting::default() };
        if let Some(time) = &file.time {
            let now = read_time(time).ok_or_else(|| fail(format!("time: {NoTime}")))?;
            setting.time = Some(now);
        }
        for (index, one) in file.faults.iter().enumerate() {
            let fault = read(&format!("faults[{index}].fault"), &one.fault)?;
            setting.faults.push((one.scope.into(), fault, one.times));
        }
        if let Some(chance) = &file.chance {
            if !(0.0..=1.0).contains(&chance.probability) {
                return Err(fail("chance.probability: a share from 0 to 1 is wanted".into()));
            }
            let faults = chance.faults.iter().enumerate();
            let faults = faults.map(|(index, text)| read(&format!("chance.faults[{index}]"), text));
            let faults = faults.collect::<Result<_, _>>()?;
            setting.chance = Some((chance.scope.into(), faults, chance.probability, chance.seed));
        }
        for (index, text) in file.limits.iter().enumerate() {
            let limit: Limit = read(&format!("limits[{index}]"), text)?;
            let operation = limit.operation.unwrap_or_default();
            setting.limits.insert(operation, (limit.calls, limit.window));
        }
        for (index, text) in file.lenient.iter().enumerate() {
            setting.lenient.push(read(&format!("lenient[{index}]"), text)?);
        }
        Ok(Self { seed: file.seed, setting })
    }
}

/// A value that is written as a text.
fn read<T: FromStr<Err: fmt::Display>>(place: &str, text: &str) -> Result<T, ScenarioError> {
    text.parse().map_err(|error| ScenarioError(format!("{place}: {error}")))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// For whoever reads the file.
    #[serde(default, rename = "description")]
    _description: Option<String>,
    #[serde(default)]
    seed: Option<Seed>,
    #[serde(default)]
    time: Option<String>,
    #[serde(default)]
    frozen: bool,
    #[serde(default)]
    faults: Vec<Planned>,
    #[serde(default)]
    chance: Option<Chance>,
    #[serde(default)]
    limits: Vec<String>,
    #[serde(default)]
    lenient: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Planned {
    fault: String,
    #[serde(default = "once")]
    times: usize,
    #[serde(default)]
    scope: Calls,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chance {
    faults: Vec<String>,
    probability: f64,
    #[serde(default)]
    seed: u64,
    #[serde(default)]
    scope: Calls,
}

fn once() -> usize {
    1
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Calls {
    #[default]
    Api,
    Token,
    All,
}

impl From<Calls> for Scope {
    fn from(calls: Calls) -> Self {
        match calls {
            Calls::Api => Self::Api,
            Calls::Token => Self::Token,
            Calls::All => Self::All,
        }
    }
}
