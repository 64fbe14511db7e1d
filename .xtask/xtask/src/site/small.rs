//! Makes what is deployed as small as it gets, with tools that Node runs.
//! Where Node is not installed it is deployed as it was made.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::node;
use crate::run::{Failure, find, run, skip};

/// Where npm keeps the tools.
const TOOLS: &str = ".xtask/node_modules";

/// Puts a smaller program in place of this one.
pub(super) fn program(wasm: &Path) -> Result<(), Failure> {
    if find("node").is_none() {
        return skip(
            "wasm-opt, terser: Node is not installed, so the browser loads more than it needs to",
        );
    }
    node::install(Path::new(".xtask"))?;
    let small = wasm.with_extension("small");
    let mut wasm_opt = Command::new("node");
    wasm_opt.arg(format!("{TOOLS}/binaryen/bin/wasm-opt")).args(OPTIMISATIONS);
    run(wasm_opt.arg("-o").arg(&small).arg(wasm))?;
    Ok(fs::rename(small, wasm)?)
}

/// As small as it gets, with what every browser of the last years understands. An address and an offset may be added where
/// the memory is read: only one that wraps round would end below 1,024, where nothing of ours lies but the stack's last end.
const OPTIMISATIONS: [&str; 15] = [
    "-Oz",
    "--low-memory-unused",
    "--optimize-added-constants-propagate",
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

/// A script as it is deployed: without comments, and with short names; `folder` is where it may be written.
pub(super) fn script(script: &Path, folder: &Path) -> Result<Vec<u8>, Failure> {
    if find("node").is_none() {
        return Ok(fs::read(script)?);
    }
    node::install(Path::new(".xtask"))?;
    let small = folder.join("small.js");
    let mut terser = Command::new("node");
    terser.arg(format!("{TOOLS}/terser/bin/terser")).arg(script);
    terser.args(["--module", "--compress", "passes=3", "--mangle", "--output"]);
    run(terser.arg(&small))?;
    Ok(fs::read(small)?)
}
