//! What the commands print. Whoever reads it may stop: `cargo xtask coverage | head -1` is no fault, and what
//! a command writes to files is written all the same. `println!` would panic.

use std::fmt;
use std::io::{self, Write};

/// Prints, and goes on where nobody reads it.
pub(crate) fn out(text: fmt::Arguments<'_>) {
    let _ = io::stdout().write_fmt(text);
}

/// Tells what is wrong, and goes on where nobody reads it.
pub(crate) fn err(text: fmt::Arguments<'_>) {
    let _ = io::stderr().write_fmt(text);
}

/// A line of output.
macro_rules! say {
    ($($text:tt)*) => { $crate::say::out(format_args!("{}\n", format_args!($($text)*))) };
}

/// A line about what is wrong.
macro_rules! complain {
    ($($text:tt)*) => { $crate::say::err(format_args!("{}\n", format_args!($($text)*))) };
}

pub(crate) use {complain, say};
