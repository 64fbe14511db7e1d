//! What is made although nobody uses it: wasm-bindgen exports whatever a dependency marks, and writes a class for it.

use walrus::Module;

/// The script without the classes that nothing in it names.
pub fn without_classes(script: &str) -> String {
    let statements = statements(script);
    let classes = statements.iter().filter_map(|statement| {
        let name = statement.strip_prefix("class ")?.split(' ').next()?;
        let own = [
            format!("class {name} "),
            format!("if (Symbol.dispose) {name}."),
            format!("const {name}Finalization "),
        ];
        let is_own = |other: &str| own.iter().any(|beginning| other.starts_with(beginning));
        let is_used = statements.iter().any(|other| other.contains(name) && !is_own(other));
        (!is_used).then_some(own)
    });
    let unused: Vec<String> = classes.flatten().collect();
    let is_used = |statement: &&&str| !unused.iter().any(|own| statement.starts_with(own));
    statements.iter().filter(is_used).copied().collect()
}

/// The statements of a script as wasm-bindgen writes it: each begins with a line that is not indented.
fn statements(script: &str) -> Vec<&str> {
    let mut statements = Vec::new();
    let (mut start, mut end) = (0, 0);
    for line in script.split_inclusive('\n') {
        if end > start && !line.starts_with([' ', '}', '\n']) {
            statements.push(&script[start..end]);
            start = end;
        }
        end += line.len();
    }
    statements.push(&script[start..]);
    statements
}

/// Removes the exports that the script does not name, and whatever was there for them alone.
pub fn remove_exports(module: &mut Module, script: &str) {
    let exports = module.exports.iter();
    let unused = exports.filter(|export| !script.contains(&export.name));
    let unused: Vec<_> = unused.map(walrus::Export::id).collect();
    for id in unused {
        module.exports.delete(id);
    }
    walrus::passes::gc::run(module);
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "\
export function start() {
    wasm.start();
}

class Kept {
    free() {
    }
}
if (Symbol.dispose) Kept.prototype[Symbol.dispose] = Kept.prototype.free;

class Left {
    free() {
        LeftFinalization.unregister(this);
    }
}
if (Symbol.dispose) Left.prototype[Symbol.dispose] = Left.prototype.free;
const LeftFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_left_free(ptr, 1));
const make = () => Kept.__wrap(0);
";

    #[test]
    fn a_class_that_nothing_names_goes_with_all_that_is_its_own() {
        let without = without_classes(SCRIPT);
        assert!(!without.contains("Left") && !without.contains("__wbg_left_free"), "{without}");
        let gone = SCRIPT.split("class Left").next().unwrap().len();
        assert!(without.starts_with(&SCRIPT[..gone]) && without.ends_with("Kept.__wrap(0);\n"));
    }
}
