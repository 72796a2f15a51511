//! The emulator, called over the network as any client calls it.

mod analytics;
mod clock;
mod command;
mod contract;
mod corpus;
mod described;
mod documented;
mod faults;
mod kernel;
mod licenses;
mod page;
mod patience;
mod receiver;
mod requests;
mod scenario;
mod seeds;
mod sign_in;
mod state;
mod support;
mod traffic;
mod users;
mod webhooks;
