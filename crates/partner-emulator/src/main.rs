//! The emulator as a command.

fn main() {}
