//! Writing to the console so that nothing is lost unseen: a full disk or a closed pipe is a failure with a sentence.
//! It must never panic, which the printing macros do.

use crate::failure::Failure;
use std::io::{self, Write};

/// Writes to standard output, all of it.
///
/// # Errors
/// A sentence, when it cannot be written.
pub fn say(text: &str) -> Result<(), Failure> {
    write(|out| out.write_all(text.as_bytes()))
}

/// Writes a line to standard output.
///
/// # Errors
/// As [`say`].
pub fn say_line(text: &str) -> Result<(), Failure> {
    write(|out| writeln!(out, "{text}"))
}

/// Has something written to standard output, all of it.
///
/// # Errors
/// As [`say`].
pub fn write<T>(give: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> Result<T, Failure> {
    let mut out = io::stdout().lock();
    let given = give(&mut out).and_then(|given| out.flush().map(|()| given));
    given.map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => "The output was closed before all of it was written.".into(),
        _ => Failure::from(format!("The output cannot be written: {error}.")),
    })
}

/// Tells something on standard error; when nobody can hear it, nothing is lost that was asked for.
pub fn tell(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
