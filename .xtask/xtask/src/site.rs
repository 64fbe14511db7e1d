//! What the browser loads, in `target/site`: the wasm half and its loader, one style sheet, the static files.
//! Built anew only as far as something changed; what is deployed is optimised and compressed, once.

mod publish;
mod small;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use crate::files;
use crate::product::Build;
use crate::run::{Failure, cargo, run};
use crate::rust::{WASM, for_browsers};
use publish::hash;

/// Where it is served from.
pub const SITE: &str = "target/site";
/// The browser's half, as cargo selects it.
pub const HALF: [&str; 6] =
    ["--package", "faultline-app", "--lib", "--no-default-features", "--features", "hydrate"];
/// Where it is made.
const WORK: &str = "target/browser";
const STAMP: &str = "target/browser/site.stamp";
const TOOL: &str = "target/xtask/debug/browser";

/// Builds it.
///
/// # Errors
/// When something does not compile, or a program that is needed fails.
pub fn build(build: Build) -> Result<(), Failure> {
    thread::scope(|scope| {
        let tool = scope.spawn(compile_tool);
        compile(build)?;
        tool.join().map_err(|_| "the browser's tool was not built")?
    })?;
    fs::create_dir_all(WORK)?;
    let compiled = compiled(build);
    let wasm = format!("{build:?} {}", hash(&fs::read(&compiled)?));
    let inputs = format!("{wasm} {}", hash_of_folders(&["style", "public"])?);
    if Path::new(SITE).is_dir() && fs::read_to_string(STAMP).is_ok_and(|last| last == inputs) {
        return Ok(());
    }
    make_loader(build, &compiled, &wasm)?;
    run(Command::new(TOOL)
        .args(["styles", "style/main.css"])
        .arg(Path::new(WORK).join("app.css")))?;
    publish::publish(Path::new(WORK), Path::new(SITE), build)?;
    fs::write(STAMP, inputs)?;
    Ok(())
}

/// What bundles style sheets and writes the loader.
fn compile_tool() -> Result<(), Failure> {
    let mut build = cargo();
    build.args(["build", "--quiet", "--manifest-path", ".xtask/Cargo.toml", "-p", "browser"]);
    run(build.args(["--target-dir", "target/xtask"]))
}

fn compile(build: Build) -> Result<(), Failure> {
    // What browsers load is asked for here alone: natively the crate can then be compiled beside the one it uses.
    let profile = match build {
        Build::Quick => "dev",
        Build::Release => "wasm-release",
    };
    let mut rustc = for_browsers(cargo());
    rustc.arg("rustc").args(HALF).args(["--crate-type", "cdylib", "--profile", profile]);
    run(rustc.args(["--target", WASM]))
}

/// Where cargo puts it.
fn compiled(build: Build) -> String {
    let folder = match build {
        Build::Quick => "debug",
        Build::Release => "wasm-release",
    };
    format!("target/{WASM}/{folder}/faultline_app.wasm")
}

/// Writes `app.js` and `app_bg.wasm`, unless they were made of this wasm.
fn make_loader(build: Build, compiled: &str, wasm: &str) -> Result<(), Failure> {
    let stamp = Path::new(WORK).join("loader.stamp");
    if fs::read_to_string(&stamp).is_ok_and(|last| last == wasm) {
        return Ok(());
    }
    let _ = fs::remove_file(&stamp);
    let _ = fs::remove_dir_all(Path::new(WORK).join("snippets"));
    let mut loader = Command::new(TOOL);
    loader.args(["loader", compiled, WORK, "app"]);
    match build {
        Build::Quick => run(&mut loader)?,
        Build::Release => {
            run(loader.arg("small"))?;
            small::program(&Path::new(WORK).join("app_bg.wasm"))?;
        }
    }
    fs::write(stamp, wasm)?;
    Ok(())
}

/// Stands for the names and contents of all files of these folders.
fn hash_of_folders(folders: &[&str]) -> Result<String, Failure> {
    let mut all = Vec::new();
    for folder in folders {
        for file in files::below(Path::new(folder), "")? {
            let content = hash(&fs::read(&file)?);
            all.extend_from_slice(format!("{} {content}\n", file.display()).as_bytes());
        }
    }
    Ok(hash(&all))
}
