//! The directions of imports between features: none leads back to where it began, and `ui` knows no feature.
//! An import that closes a circle fails here and is named; what only tests import does not count.

#![expect(clippy::unwrap_used, reason = "what a test cannot set up fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// From one part of the app to another, by the files whose imports lead there.
type Graph = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

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

/// Every file of the app, by its path below `src`, without tests and comments.
fn code() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    let named = found.into_iter().map(|path| {
        let text = fs::read_to_string(&path).unwrap();
        let shipped = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let lines = shipped.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code = lines.collect::<Vec<_>>().join("\n");
        (path.strip_prefix(&root).unwrap().display().to_string(), code)
    });
    named.filter(|(file, _)| !file.contains("tests") && file != "circles.rs").collect()
}

/// The part of the app that a file or a module belongs to; `prelude` is what `ui` is used by, `zone` what it tells times in.
fn part(name: &str) -> String {
    let first: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    if first == "prelude" || first == "zone" { "ui".to_owned() } else { first }
}

fn graph(code: &BTreeMap<String, String>) -> Graph {
    let mut graph = Graph::new();
    for (file, text) in code.iter().filter(|(file, _)| *file != "lib.rs") {
        for rest in text.split("crate::").skip(1) {
            let several = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
            let names = several.map_or(vec![rest], |(names, _)| names.split(',').collect());
            for to in names.iter().map(|name| part(name.trim())) {
                if to != part(file) && code.keys().any(|known| part(known) == to) {
                    graph
                        .entry(part(file))
                        .or_default()
                        .entry(to)
                        .or_default()
                        .insert(file.clone());
                }
            }
        }
    }
    graph
}

/// Every import between two parts that each lead to the other.
fn circles(graph: &Graph) -> Vec<String> {
    let reached = |from: &str| {
        let mut reached = BTreeSet::new();
        let mut ahead = vec![from.to_owned()];
        while let Some(part) = ahead.pop() {
            for next in graph.get(&part).into_iter().flat_map(BTreeMap::keys) {
                if reached.insert(next.clone()) {
                    ahead.push(next.clone());
                }
            }
        }
        reached
    };
    let imports = graph.iter().flat_map(|(from, to)| to.iter().map(move |to| (from, to)));
    imports
        .filter(|(from, (to, _))| reached(to).contains(*from))
        .map(|(from, (to, files))| format!("{from} -> {to}: {files:?}"))
        .collect()
}

#[test]
fn no_feature_imports_what_imports_it() {
    let graph = graph(&code());
    let imports: usize = graph.values().map(BTreeMap::len).sum();
    assert!(imports > 100, "only {imports} imports between features were read");
    let circles = circles(&graph);
    assert!(circles.is_empty(), "these imports close a circle: {circles:#?}");
}

#[test]
fn an_import_that_is_turned_round_is_found() {
    let mut code = code();
    assert!(circles(&graph(&code)).is_empty());
    let files = code.get_mut("files.rs").unwrap();
    files.push_str("\nuse crate::samples::detail::Shown;\n");
    let found = circles(&graph(&code));
    assert!(found.iter().any(|import| import.starts_with("files -> samples")), "{found:?}");
}

#[test]
fn ui_knows_no_feature() {
    let known = graph(&code()).remove("ui").unwrap_or_default();
    assert!(known.is_empty(), "{known:?}");
}

#[test]
fn addresses_are_built_in_one_place() {
    let mut wrong = Vec::new();
    for (file, text) in code().iter().filter(|(file, _)| *file != "urls.rs") {
        let dense: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        // A slash before a value is a JSON pointer, or a page below an address.
        let address = |rest: &&str| rest.starts_with(|c: char| c.is_alphabetic() || c == '?');
        let built = dense.split("format!(\"/").skip(1).filter(address);
        let built = built.map(|rest| rest.chars().take(30).collect());
        wrong.extend(built.map(|address: String| format!("{file}: /{address}")));
    }
    assert!(wrong.is_empty(), "these build an address of their own: {wrong:#?}");
}
