//! What commands print. Who reads it may have enough and go (`| head`): then the command ends.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write as _, stdout};

/// Prints a line.
macro_rules! say {
    ($($text:tt)*) => { $crate::out::print(format_args!("{}\n", format_args!($($text)*))) };
}

/// Prints text that brings its own end.
macro_rules! show {
    ($($text:tt)*) => { $crate::out::print(format_args!($($text)*)) };
}

pub fn print(text: Arguments<'_>) {
    match stdout().lock().write_fmt(text) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => {
            eprintln!("nephele: cannot print: {error}");
            std::process::exit(1);
        }
    }
}
