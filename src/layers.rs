//! The directions of imports: platform ← engines ← document ← judgement ← stores ← delivery.
//! An import that runs upwards fails here and is named; what only tests import does not count.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers, from the ground up: each may import itself and what stands before it.
const LAYERS: [&str; 6] = ["platform", "engines", "document", "judgement", "stores", "delivery"];
/// Which other engines an engine is made of. One that is not named here stands alone.
const ENGINES: [(&str, &[&str]); 4] = [
    ("formats", &["map", "redact", "spreadsheet", "tables"]),
    ("office", &["spreadsheet"]),
    ("reconcile", &["redact", "tables"]),
    ("tables", &["spreadsheet"]),
];

/// An import from one place to another, as `layer::module`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Import {
    file: String,
    from: (String, String),
    to: (String, String),
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file without its tests.
fn shipped(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or_default()
}

/// What a file imports of this crate: every `crate::layer::module` that it names.
fn imports(file: &str, text: &str) -> Vec<Import> {
    let mut parts = file.trim_end_matches(".rs").split('/');
    let mut name = || parts.next().unwrap_or_default().to_owned();
    let from = (name(), name());
    let named = |path: &str| {
        let mut words = path.split("::").map(|word| {
            word.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
        });
        Some((words.next()?, words.next().unwrap_or_default()))
    };
    let code = shipped(text).lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1).filter_map(named).collect::<Vec<_>>())
        .map(|to| Import { file: file.to_owned(), from: from.clone(), to })
        .collect()
}

fn runs_upwards(import: &Import) -> bool {
    let floor = |layer: &str| LAYERS.iter().position(|name| *name == layer);
    let (Some(from), Some(to)) = (floor(&import.from.0), floor(&import.to.0)) else { return false };
    let mine = |engine: &str| {
        engine.is_empty()
            || engine == import.from.1
            || ENGINES.iter().any(|(name, uses)| *name == import.from.1 && uses.contains(&engine))
    };
    to > from || (from == 1 && to == 1 && !import.from.1.is_empty() && !mine(&import.to.1))
}

#[test]
fn no_import_runs_upwards() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    let tests = |file: &str| file.contains("/tests") || file.contains("/testing");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for path in found {
        let file = path.strip_prefix(&root).unwrap().display().to_string();
        if tests(&file) || file == "layers.rs" {
            continue;
        }
        let imports = imports(&file, &fs::read_to_string(&path).unwrap());
        seen += imports.len();
        wrong.extend(imports.into_iter().filter(runs_upwards));
    }
    assert!(seen > 1_000, "only {seen} imports were read");
    assert!(wrong.is_empty(), "these imports run upwards: {wrong:#?}");
}

#[test]
fn an_import_that_is_turned_round_is_found() {
    let upwards = |file: &str, text: &str| imports(file, text).iter().any(runs_upwards);
    assert!(upwards("document/truth.rs", "use crate::judgement::verdict::Change;\n"));
    assert!(upwards("platform/ids.rs", "pub type A = crate::document::samples::Sample;\n"));
    assert!(upwards("engines/redact.rs", "use crate::engines::map::Map;\n"));
    assert!(!upwards("engines/formats/bpmn.rs", "use crate::engines::map::Map;\n"));
    assert!(!upwards("judgement/verdict.rs", "use crate::document::call::Call;\n"));
    let test = "#[cfg(test)]\nmod tests {\n    use crate::judgement::assess::testing::sound;\n}\n";
    assert!(!upwards("document/truth.rs", test));
}
