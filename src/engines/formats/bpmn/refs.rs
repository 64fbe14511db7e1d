//! References that are written as qualified names: `tns:pay`, where the element is called `pay`.
//! A name of another file’s namespace stays as it is: nothing here is meant by it.

use crate::engines::formats::xml::tree::{Element, File};
use std::collections::{HashMap, HashSet};

/// The attributes that name another element.
const NAMING: &[&str] = &[
    "sourceRef",
    "targetRef",
    "processRef",
    "attachedToRef",
    "calledElement",
    "default",
    "activityRef",
    "dataObjectRef",
];

/// The elements whose text names another element.
const TEXTS: [&str; 3] = ["flowNodeRef", "sourceRef", "targetRef"];

/// Takes the prefixes off the references that mean an element of this file.
pub fn unqualify(file: &mut File) {
    let mut ids = HashSet::new();
    collect(&file.root, &mut ids);
    let own = file.root.get("targetNamespace").to_owned();
    let declared: HashMap<&str, &str> =
        file.prefixes.iter().map(|(prefix, space)| (prefix.as_str(), space.as_str())).collect();
    let short = |name: &str| {
        let (prefix, local) = name.trim().split_once(':')?;
        // A prefix that nobody declared can only have been meant for this file.
        let ours = declared.get(prefix).is_none_or(|space| *space == own);
        (ours && !ids.contains(name.trim()) && ids.contains(local)).then(|| local.to_owned())
    };
    rename(&mut file.root, &short);
}

fn collect(element: &Element, ids: &mut HashSet<String>) {
    ids.insert(element.get("id").to_owned());
    element.children.iter().for_each(|child| collect(child, ids));
}

fn rename(element: &mut Element, short: &impl Fn(&str) -> Option<String>) {
    for name in NAMING {
        if let Some(value) = element.attribute_mut(name)
            && let Some(local) = short(value)
        {
            *value = local;
        }
    }
    if TEXTS.contains(&element.name.as_str())
        && let Some(local) = short(&element.text)
    {
        element.text = local;
    }
    element.children.iter_mut().for_each(|child| rename(child, short));
}
