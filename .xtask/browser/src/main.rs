//! Makes what browsers load out of what was written: one style sheet out of many, and the loader of a wasm file.
//! Kept apart from the toolbox, because what it is built from takes longest to compile.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use wasm_bindgen_cli_support::Bindgen;

const USAGE: &str = "browser styles ENTRY.css OUTPUT.css | browser loader INPUT.wasm FOLDER NAME";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["styles", entry, output] => styles(Path::new(entry), Path::new(output)),
        ["loader", wasm, folder, name] => loader(wasm, folder, name),
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

/// Writes `NAME.js` and `NAME_bg.wasm`, which the first one is given when it starts.
fn loader(wasm: &str, folder: &str, name: &str) -> Result<(), Box<dyn Error>> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).out_name(name).web(true)?;
    bindgen.remove_name_section(true).remove_producers_section(true).typescript(false);
    Ok(bindgen.generate(folder)?)
}
