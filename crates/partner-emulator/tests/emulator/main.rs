//! The emulator, called over the network as any client calls it.

mod analytics;
mod clock;
mod command;
mod contract;
mod corpus;
mod documented;
mod faults;
mod kernel;
mod licenses;
mod patience;
mod requests;
mod seeds;
mod sign_in;
mod support;
mod users;
