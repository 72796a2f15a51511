//! Events: verified, refused, and received from the emulator.

mod emulator;
mod fetching;
mod hostile;
mod refusals;
mod support;
