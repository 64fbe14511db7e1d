//! What a page with islands costs the browser.
//! Over the budget is a failure.

use std::fs;
use std::path::Path;

use crate::files;
use crate::run::Failure;
use crate::site::SITE;

/// Bytes as brotli compresses them.
const BUDGET: u64 = 273_000;
/// Scripts of pages without islands. Whatever else is served counts until it is named here.
const ELSEWHERE: [&str; 3] = ["files.", "grid.", "job."];

/// Prints what is loaded.
///
/// # Errors
/// When it is over the budget, or there is nothing.
pub fn check() -> Result<(), Failure> {
    let mut total = 0;
    for file in files::below(Path::new(SITE), ".br")? {
        let name = file.strip_prefix(SITE)?.display().to_string();
        let is_loaded = !ELSEWHERE.iter().any(|beginning| name.starts_with(beginning));
        if is_loaded && [".wasm.br", ".js.br", ".css.br"].iter().any(|end| name.ends_with(end)) {
            let bytes = fs::metadata(&file)?.len();
            total += bytes;
            println!("{bytes:9} bytes  {name}");
        }
    }
    println!("{total:9} bytes  of {BUDGET} for a page with islands");
    match total {
        0 => Err("The browser's half is not there as it is deployed: run `make site`.".into()),
        1..=BUDGET => Ok(()),
        _ => Err("The browser's half is over its budget.".into()),
    }
}
