//! The client, generated from a description; and what is said about descriptions that are refused.
//!
//! The snapshots are the texts as a contributor sees them. Read them as one who does not know the code.

mod accepted;
mod answers;
mod chains;
mod envelopes;
mod hosts;
mod lacking;
mod lists;
mod parameters;
mod requests;
mod shop;
#[path = "../support/mod.rs"]
mod support;
mod words;
