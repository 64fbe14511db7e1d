//! Data objects and stores: each lies beside the steps that read or write it.
//! What no step works with is named in the note of the map, unless it has no name to be told by.

use super::nodes::Nodes;
use crate::engines::formats::draft::Draft;
use crate::engines::formats::xml::tree::Element;
use crate::engines::map::BesideKind;
use std::collections::{HashMap, HashSet};

/// What a step does with data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Reads,
    Writes,
    Works,
}

/// The data of a file, and what works with it.
#[derive(Default)]
pub struct Data<'x> {
    found: Vec<&'x Element>,
    /// What works with each, and how.
    ties: HashMap<&'x str, Vec<(&'x str, Way)>>,
}

/// Whether an element is data that steps work with.
pub fn is_data(name: &str) -> bool {
    matches!(name, "dataObject" | "dataObjectReference" | "dataStoreReference")
}

impl<'x> Data<'x> {
    /// Notes that data is there.
    pub fn add(&mut self, element: &'x Element) {
        self.found.push(element);
    }

    /// What a node reads and writes.
    pub fn of_node(&mut self, node: &'x Element) {
        let end = |tie: &'x Element, end| tie.first(end).map(|end| end.text.trim());
        for tie in node.all("dataInputAssociation") {
            let data = end(tie, "sourceRef").unwrap_or_default();
            self.works(data, node.get("id"), Way::Reads);
        }
        for tie in node.all("dataOutputAssociation") {
            let data = end(tie, "targetRef").unwrap_or_default();
            self.works(data, node.get("id"), Way::Writes);
        }
    }

    fn works(&mut self, data: &'x str, node: &'x str, way: Way) {
        if !data.is_empty() {
            self.ties.entry(data).or_default().push((node, way));
        }
    }

    /// An association, which may tie data to a node; its direction tells what the node does.
    pub fn tie(&mut self, association: &'x Element) {
        let (from, to) = (association.get("sourceRef"), association.get("targetRef"));
        let directed = association.get("associationDirection") == "One";
        let way = |way| if directed { way } else { Way::Works };
        self.works(from, to, way(Way::Reads));
        self.works(to, from, way(Way::Writes));
    }
}

impl Nodes<'_> {
    /// Puts the data beside what works with it.
    pub fn lay_data(&self, draft: &mut Draft) {
        let found = &self.data.found;
        let objects: HashMap<&str, &str> =
            found.iter().map(|it| (it.get("id"), it.get("name"))).collect();
        let referred: HashSet<&str> =
            found.iter().map(|it| it.get("dataObjectRef")).filter(|id| !id.is_empty()).collect();
        for element in found {
            let id = element.get("id");
            let own = [
                element.get("name"),
                objects.get(element.get("dataObjectRef")).copied().unwrap_or_default(),
            ];
            let name = own.into_iter().map(str::trim).find(|name| !name.is_empty());
            let ties = self.data.ties.get(id).into_iter().flatten();
            let ties = ties.filter_map(|(node, way)| Some((*self.entries(node).first()?, *way)));
            let ties: Vec<_> = ties.collect();
            let is_store = element.name == "dataStoreReference";
            for (step, way) in &ties {
                let otherwise = if is_store { "Store" } else { "Data" };
                draft.beside(*step, kind(is_store, *way), name.unwrap_or(otherwise));
            }
            if ties.is_empty() && referred.contains(id) {
                continue;
            }
            tell(draft, element, name, ties.is_empty());
        }
    }
}

fn kind(is_store: bool, way: Way) -> BesideKind {
    match (is_store, way) {
        (false, Way::Reads) => BesideKind::Reads,
        (false, Way::Writes) => BesideKind::Writes,
        (false, Way::Works) => BesideKind::Data,
        (true, Way::Reads) => BesideKind::ReadsFrom,
        (true, Way::Writes) => BesideKind::WritesTo,
        (true, Way::Works) => BesideKind::Store,
    }
}

fn tell(draft: &mut Draft, element: &Element, name: Option<&str>, alone: bool) {
    let Some(name) = name else {
        if alone {
            let why = "It has no name, and no step works with it; it was left out.";
            draft.lost(element.line, &element.name, why);
        } else {
            draft.understood(element.line, &element.name, "Data beside a step.");
        }
        return;
    };
    let what = format!("{} “{name}”", element.name);
    if alone {
        draft.note_of_all(&format!("Data: {name}"));
        let became = "No step works with it; the note of the map names it.";
        draft.doubt(element.line, what, became);
    } else {
        draft.understood(element.line, what, "Data beside the steps that work with it.");
    }
}
