//! Events: verified, refused, and received from the emulator.

mod emulator;
mod hostile;
mod refusals;
mod support;
