//! A crate that depends on `partner-models` as any other does: its tests are in `tests`, its cases in
//! `may` and `may_not`.
