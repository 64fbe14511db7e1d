//! Makes what browsers load out of what was written: one style sheet out of many, and the loader of a wasm file.
//! Kept apart from the toolbox, because what it is built from takes longest to compile.

mod loader;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};

const USAGE: &str =
    "browser styles ENTRY.css OUTPUT.css | browser loader INPUT.wasm FOLDER NAME [small]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["styles", entry, output] => styles(Path::new(entry), Path::new(output)),
        ["loader", wasm, folder, name] => loader::write(wasm, Path::new(folder), name),
        ["loader", wasm, folder, name, "small"] => {
            loader::write_small(wasm, Path::new(folder), name)
        }
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes one style sheet with everything that the entry imports, each import inside its layer.
///
/// No browser is named as a target, so that nothing is rewritten for an older one.
fn styles(entry: &Path, output: &Path) -> Result<(), Box<dyn Error>> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    // Errors point into the bundler's files, which do not outlive this function.
    let mut sheet = bundler.bundle(entry).map_err(|error| error.to_string())?;
    sheet.minify(MinifyOptions::default()).map_err(|error| error.to_string())?;
    let css = sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() })?;
    std::fs::write(output, css.code + "\n")?;
    Ok(())
}
