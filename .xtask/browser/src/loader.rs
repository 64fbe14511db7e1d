//! The loader of a wasm file, `NAME.js`, beside `NAME_bg.wasm`, which it is given when it starts.
//! What is deployed is without what no browser needs.

mod names;
mod panics;
mod unused;

use std::error::Error;
use std::fs;
use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

/// Writes both as they are made.
pub fn write(wasm: &str, folder: &Path, name: &str) -> Result<(), Box<dyn Error>> {
    Ok(bindgen(wasm, name)?.generate(folder)?)
}

/// Writes both without what was made for nobody, and with short names between them.
pub fn write_small(wasm: &str, folder: &Path, name: &str) -> Result<(), Box<dyn Error>> {
    let mut output = bindgen(wasm, name)?.generate_output()?;
    output.emit(folder)?;
    let loader = folder.join(format!("{name}.js"));
    let script = unused::without_classes(&fs::read_to_string(&loader)?);
    let module = output.wasm_mut();
    unused::remove_exports(module, &script);
    panics::trap(module);
    let names = names::shorten(module);
    fs::write(loader, names::replace(&script, &names))?;
    fs::write(folder.join(format!("{name}_bg.wasm")), module.emit_wasm())?;
    Ok(())
}

fn bindgen(wasm: &str, name: &str) -> Result<Bindgen, Box<dyn Error>> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).out_name(name).web(true)?;
    bindgen.remove_name_section(true).remove_producers_section(true).typescript(false);
    Ok(bindgen)
}
