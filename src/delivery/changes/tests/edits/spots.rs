//! Places of a version that can be edited, found in what is stored and not in how it is compared.

use super::{BEFORE, PASSED_OVER};
use crate::delivery::changes::registers;
use serde_json::Value;
use std::sync::LazyLock;

/// A place in a value: names of fields and numbers of elements.
pub(super) type Pointer = Vec<Step>;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    Field(String),
    Element(usize),
}

/// A place by the names of its fields only.
pub(super) fn path(pointer: &[Step]) -> String {
    let fields = pointer.iter().filter_map(|step| match step {
        Step::Field(name) => Some(name.as_str()),
        Step::Element(_) => None,
    });
    fields.collect::<Vec<_>>().join(".")
}

pub(super) fn at<'a>(value: &'a mut Value, pointer: &[Step]) -> &'a mut Value {
    pointer.iter().fold(value, |value, step| match step {
        Step::Field(name) => &mut value[name.as_str()],
        Step::Element(at) => &mut value[*at],
    })
}

/// The first element of a list.
pub(super) fn first<'a>(value: &'a Value, list: &[Step]) -> &'a Value {
    let list = list.iter().fold(value, |value, step| match step {
        Step::Field(name) => &value[name.as_str()],
        Step::Element(at) => &value[*at],
    });
    &list[0]
}

/// What can be edited.
#[derive(Debug, Clone)]
pub(super) enum Spot {
    /// A text, a number, a tick, nothing, or a list of such.
    Leaf(Pointer),
    /// A list of objects: one is added.
    Grows(Pointer),
    /// An element of a list of objects: it is taken out.
    Goes(Pointer),
}

impl Spot {
    pub(super) fn pointer(&self) -> &Pointer {
        match self {
            Self::Leaf(pointer) | Self::Grows(pointer) | Self::Goes(pointer) => pointer,
        }
    }
}

/// Every spot of a version.
pub(super) static SPOTS: LazyLock<Vec<Spot>> = LazyLock::new(|| {
    let mut spots = Vec::new();
    gather(&BEFORE, &mut Vec::new(), &mut spots);
    spots
});

fn gather(value: &Value, here: &mut Pointer, spots: &mut Vec<Spot>) {
    // Where a sentence leads is read by nobody.
    if PASSED_OVER.contains(&path(here).as_str()) || path(here).ends_with(".about") {
        return;
    }
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                here.push(Step::Field(name.clone()));
                gather(field, here, spots);
                here.pop();
            }
        }
        Value::Array(elements) if !elements.is_empty() && elements.iter().all(Value::is_object) => {
            spots.push(Spot::Grows(here.clone()));
            for (number, element) in elements.iter().enumerate() {
                here.push(Step::Element(number));
                spots.push(Spot::Goes(here.clone()));
                gather(element, here, spots);
                here.pop();
            }
        }
        // Nothing stands in it that another one could be like.
        Value::Array(elements) if elements.is_empty() && keys(here).is_some() => {}
        _ if identifies(here) => {}
        _ => spots.push(Spot::Leaf(here.clone())),
    }
}

/// The fields that tell the elements of a list apart; `None` for a list that is compared as a whole.
pub(super) fn keys(list: &[Step]) -> Option<&'static [&'static str]> {
    match registers::at(&path(list))?.kept {
        registers::Kept::List(keys) => Some(keys),
        _ => None,
    }
}

/// Whether a field identifies the element it is in.
fn identifies(here: &[Step]) -> bool {
    let [list @ .., Step::Element(_), Step::Field(name)] = here else { return false };
    keys(list).is_some_and(|keys| keys.contains(&name.as_str()))
}
