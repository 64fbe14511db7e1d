//! Short names between a program and its loader. Those that wasm-bindgen gives carry hashes, which do not compress, once in
//! each of both files.

use std::collections::HashMap;

use walrus::Module;

/// Renames whatever the program imports, and the functions of its closures, and says how.
pub fn shorten(module: &mut Module) -> HashMap<String, String> {
    let mut names = HashMap::new();
    let imports = module.imports.iter_mut().map(|import| &mut import.name);
    let exports = module.exports.iter_mut().map(|export| &mut export.name);
    for name in imports.chain(exports.filter(|name| name.starts_with("wasm_bindgen__"))) {
        let count = names.len();
        let short = names.entry(name.clone()).or_insert_with(|| format!("${count:x}"));
        name.clone_from(short);
    }
    names
}

/// The script with these names replaced wherever they stand as a whole.
pub fn replace(script: &str, names: &HashMap<String, String>) -> String {
    let mut replaced = String::with_capacity(script.len());
    let mut rest = script;
    while !rest.is_empty() {
        let (word, behind) =
            rest.split_at(rest.find(|sign| !is_of_a_name(sign)).unwrap_or(rest.len()));
        replaced.push_str(names.get(word).map_or(word, String::as_str));
        let (between, next) = behind.split_at(behind.find(is_of_a_name).unwrap_or(behind.len()));
        replaced.push_str(between);
        rest = next;
    }
    replaced
}

fn is_of_a_name(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || sign == '_' || sign == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_replaced_as_a_whole_wherever_it_stands() {
        let names = [("__wbg_a_1".to_owned(), "$0".to_owned())].into();
        let script = "__wbg_a_1: (a) => wasm.__wbg_a_1(`${a}`), __wbg_a_12: 0, x__wbg_a_1: 1 }";
        let short = "$0: (a) => wasm.$0(`${a}`), __wbg_a_12: 0, x__wbg_a_1: 1 }";
        assert_eq!(replace(script, &names), short);
    }
}
