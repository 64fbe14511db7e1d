//! Lays out the folder that is served: scripts and styles named by their hash and listed in `manifest.json`.
//! It must never leave a half-written folder where a whole one is served from.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::files;
use crate::product::Build;
use crate::run::{Failure, run};

use super::small;

/// Twelve hexadecimal digits that stand for a content.
pub(crate) fn hash(content: &[u8]) -> String {
    hex::encode(&Sha256::digest(content)[..6])
}

/// The script of every page, which others import from.
const SHARED: &str = "page.js";

/// Puts together what was made in `work` and the files of `public`.
pub(crate) fn publish(work: &Path, site: &Path, build: Build) -> Result<(), Failure> {
    let new = site.with_extension("new");
    let _ = fs::remove_dir_all(&new);
    fs::create_dir_all(&new)?;
    let mut folder = Folder { path: new.clone(), names: BTreeMap::new() };
    for made in ["app_bg.wasm", "app.js", "app.css"] {
        folder.add_hashed(made, &content(&work.join(made), work, build)?)?;
    }
    let snippets = work.join("snippets");
    if snippets.is_dir() {
        for file in files::below(&snippets, "")? {
            folder.add(&file.strip_prefix(work)?.display().to_string(), &fs::read(&file)?)?;
        }
    }
    let mut files = files::below(Path::new("public"), "")?;
    // The others import it, under the name that it has by then.
    files.sort_by_key(|file| !file.ends_with(SHARED));
    for file in files {
        let name = file.strip_prefix("public")?.display().to_string();
        match file.extension().and_then(|it| it.to_str()) {
            Some("js") => {
                let script = folder.importing(content(&file, work, build)?)?;
                folder.add_hashed(&name, &script)?;
            }
            _ if name.ends_with(".gitkeep") => {}
            _ => folder.add(&name, &fs::read(&file)?)?,
        }
    }
    folder.write_manifest()?;
    if build == Build::Release {
        compress(&new)?;
    }
    let _ = fs::remove_dir_all(site);
    Ok(fs::rename(new, site)?)
}

/// The content of a file as it is served; `work` is where a script may be made smaller.
fn content(file: &Path, work: &Path, build: Build) -> Result<Vec<u8>, Failure> {
    let is_script = file.extension().is_some_and(|it| it == "js");
    if is_script && build == Build::Release {
        small::script(file, work)
    } else {
        Ok(fs::read(file)?)
    }
}

/// A folder in the making.
struct Folder {
    path: PathBuf,
    /// Hashed names by logical names.
    names: BTreeMap<String, String>,
}

impl Folder {
    fn add(&self, name: &str, content: &[u8]) -> Result<(), Failure> {
        let file = self.path.join(name);
        fs::create_dir_all(file.parent().unwrap_or(&self.path))?;
        Ok(fs::write(file, content)?)
    }

    /// Adds a file under a name that changes with its content.
    fn add_hashed(&mut self, name: &str, content: &[u8]) -> Result<(), Failure> {
        let (stem, ending) = name.rsplit_once('.').ok_or("a file without an ending")?;
        let hashed = format!("{stem}.{}.{ending}", hash(content));
        self.add(&hashed, content)?;
        self.names.insert(name.to_owned(), hashed);
        Ok(())
    }

    /// A script that imports others by the names under which they are served.
    fn importing(&self, script: Vec<u8>) -> Result<Vec<u8>, Failure> {
        let script = String::from_utf8(script).map_err(|_| "a script that is no text")?;
        let Some(hashed) = self.names.get(SHARED) else { return Ok(script.into_bytes()) };
        Ok(script.replace(&format!("\"./{SHARED}\""), &format!("\"./{hashed}\"")).into_bytes())
    }

    fn write_manifest(&self) -> Result<(), Failure> {
        let lines: Vec<_> =
            self.names.iter().map(|(name, hashed)| format!("  \"{name}\": \"{hashed}\"")).collect();
        self.add("manifest.json", format!("{{\n{}\n}}\n", lines.join(",\n")).as_bytes())
    }
}

fn compress(folder: &Path) -> Result<(), Failure> {
    let mut all = files::below(folder, "")?;
    all.retain(|file| {
        let ending = file.extension().and_then(|it| it.to_str());
        matches!(ending, Some("js" | "css" | "wasm" | "svg" | "txt"))
    });
    run(Command::new("brotli").args(["--best", "--keep"]).args(&all))?;
    run(Command::new("gzip").args(["--best", "--keep", "--no-name"]).args(&all))
}
