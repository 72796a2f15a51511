//! The emulator, called over the network as any client calls it.

mod documented;
mod support;
