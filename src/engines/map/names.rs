//! The names a map's text may refer to: systems, integrations, data types.
//! Names are compared without regard to case or spacing; two alike get a number, so that each stays reachable.

use crate::platform::ids::{DataTypeId, IntegrationId, SystemId};
use std::collections::BTreeMap;
use std::marker::PhantomData;
use uuid::Uuid;

/// What the text of a map can name beyond its own steps.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The engagement's systems.
    pub systems: Index<SystemId>,
    /// Its integrations.
    pub integrations: Index<IntegrationId>,
    /// Its data types.
    pub data_types: Index<DataTypeId>,
}

/// Names to ids and back.
#[derive(Debug, Clone)]
pub struct Index<Id> {
    entries: Entries,
    id: PhantomData<Id>,
}

impl<Id> Default for Index<Id> {
    fn default() -> Self {
        Self { entries: Entries::default(), id: PhantomData }
    }
}

impl<Id: From<Uuid> + Into<Uuid>> Index<Id> {
    /// An index over these names; a name that is taken is made distinct with a number, an empty one is left out.
    pub fn new(entries: impl IntoIterator<Item = (Id, String)>) -> Self {
        let mut index = Self::default();
        for (id, name) in entries {
            index.entries.add(id.into(), &name);
        }
        index
    }

    /// The id that goes by this name.
    #[must_use]
    pub fn id(&self, name: &str) -> Option<Id> {
        self.entries.by_name.get(&key(name)).copied().map(Id::from)
    }

    /// The name to write for this id.
    #[must_use]
    pub fn name(&self, id: Id) -> Option<&str> {
        self.entries.by_id.get(&id.into()).map(String::as_str)
    }

    /// All names, those made first before the others.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.by_id.values().map(String::as_str)
    }
}

/// Names to ids of whatever kind, and back: compiled once for all kinds.
#[derive(Debug, Clone, Default)]
struct Entries {
    by_name: BTreeMap<String, Uuid>,
    by_id: BTreeMap<Uuid, String>,
}

impl Entries {
    fn add(&mut self, id: Uuid, name: &str) {
        let plain = one_line(name);
        if plain.is_empty() {
            return;
        }
        let mut distinct = plain.clone();
        let mut number = 2_u32;
        while self.by_name.contains_key(&key(&distinct)) {
            distinct = format!("{plain} ({number})");
            number += 1;
        }
        self.by_name.insert(key(&distinct), id);
        self.by_id.insert(id, distinct);
    }
}

/// A name as one line: no control characters, single spaces, none at the ends.
#[must_use]
pub fn one_line(name: &str) -> String {
    let spaced: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What two names share when people would call them the same.
#[must_use]
pub fn key(name: &str) -> String {
    one_line(name).to_lowercase()
}

/// How many single-letter edits apart two names are, without regard to case.
#[must_use]
pub fn distance(a: &str, b: &str) -> usize {
    strsim::levenshtein(&key(a), &key(b))
}

/// The closest of some names, when it is close enough to have been meant.
pub fn closest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (wanted.chars().count() / 3).max(1);
    let scored = names.into_iter().map(|name| (distance(wanted, name), name));
    scored.filter(|(far, _)| *far <= limit).min_by_key(|(far, _)| *far).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_systems_of_one_name_are_both_reachable() {
        let (a, b) = (SystemId::new(), SystemId::new());
        let index = Index::new([(a, "Shop".to_owned()), (b, " shop ".to_owned())]);
        assert_eq!(index.id("SHOP"), Some(a));
        assert_eq!(index.id("shop (2)"), Some(b));
        assert_eq!(index.name(b), Some("shop (2)"));
    }

    #[test]
    fn a_slip_of_the_keyboard_finds_the_name_that_was_meant() {
        assert_eq!(closest("Creat order", ["Create order", "Pick goods"]), Some("Create order"));
        assert_eq!(closest("Invoice", ["Create order", "Pick goods"]), None);
    }
}
