//! The comparison: it goes through both versions at once, item by item, and notes each field that reads otherwise.
//! Items are told apart by what identifies them, never by their place in a list.

use super::edition::Edition;
use super::lists::{by_key, elements, is_list, keyed, left_over};
use super::registers::{self, Kept, Register};
use super::words::{Names, is_stated};
use super::{Area, FieldChange, ItemChange};
use crate::delivery::report::Target;
use crate::stores::room::Change;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

type Fields = Map<String, Value>;

/// The items that differ, as they are met.
pub(super) fn items(before: &Edition, after: &Edition) -> Vec<ItemChange> {
    let names = Names::of(before, after);
    let mut walk = Walk { names: &names, items: Vec::new() };
    let root = Item { name: String::new(), anchor: None };
    let empty = Fields::new();
    let (before, after) = (before.value.as_object(), after.value.as_object());
    walk.fields("", "", &root, before.unwrap_or(&empty), after.unwrap_or(&empty));
    walk.items
}

/// The item whose fields are compared.
#[derive(Debug, Clone)]
struct Item {
    name: String,
    anchor: Option<String>,
}

struct Walk<'a> {
    names: &'a Names<'a>,
    items: Vec<ItemChange>,
}

impl Walk<'_> {
    /// The fields that differ of two objects; items inside them are noted on the way.
    fn fields(
        &mut self,
        path: &str,
        label: &str,
        item: &Item,
        before: &Fields,
        after: &Fields,
    ) -> Vec<FieldChange> {
        let keys = after.keys().chain(before.keys().filter(|key| !after.contains_key(*key)));
        let mut found = Vec::new();
        for key in keys {
            let here = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let (old, new) = (stated(before.get(key)), stated(after.get(key)));
            if old == new || !registers::is_compared(&here) {
                continue;
            }
            match registers::at(&here) {
                Some(register) => self.register(register, item, (old, new)),
                None => {
                    let label = self.labelled(path, label, key);
                    found.extend(self.field(&here, &label, item, old, new));
                }
            }
        }
        found
    }

    fn labelled(&self, path: &str, around: &str, key: &str) -> String {
        let own = self.names.label(path, key);
        if around.is_empty() { own } else { format!("{around}: {own}") }
    }

    /// One field that differs, by its shape.
    fn field(
        &mut self,
        path: &str,
        label: &str,
        item: &Item,
        old: Option<&Value>,
        new: Option<&Value>,
    ) -> Vec<FieldChange> {
        let empty = Fields::new();
        match (old, new) {
            (Some(Value::Object(old)), Some(Value::Object(new))) => {
                self.fields(path, label, item, old, new)
            }
            (Some(Value::Object(old)), None) => self.fields(path, label, item, old, &empty),
            (None, Some(Value::Object(new))) => self.fields(path, label, item, &empty, new),
            _ if is_list(old) && is_list(new) => {
                self.unkeyed(path, label, item, elements(old), elements(new))
            }
            _ => vec![self.change(path, label, old, new)],
        }
    }

    fn change(
        &self,
        path: &str,
        label: &str,
        old: Option<&Value>,
        new: Option<&Value>,
    ) -> FieldChange {
        let (from, to) = self.names.both(path, old, new);
        let raw = |value: Option<&Value>| value.cloned().unwrap_or(Value::Null);
        FieldChange { label: label.to_owned(), before: raw(old), after: raw(new), from, to }
    }

    /// A list whose elements nothing tells apart: what stands in both is left out, and the rest is taken in its order.
    fn unkeyed(
        &mut self,
        path: &str,
        label: &str,
        item: &Item,
        before: &[Value],
        after: &[Value],
    ) -> Vec<FieldChange> {
        let (old, new) = (left_over(before, after), left_over(after, before));
        let mut found = Vec::new();
        for at in 0..old.len().max(new.len()) {
            match (old.get(at), new.get(at)) {
                (Some(Value::Object(old)), Some(Value::Object(new))) => {
                    found.extend(self.fields(path, label, item, old, new));
                }
                (old, new) => found.push(self.change(path, label, old.copied(), new.copied())),
            }
        }
        if old.is_empty() && new.is_empty() && path.starts_with("document.") {
            let whole = |list: &[Value]| Value::Array(list.to_vec());
            let order = format!("{label}, their order");
            found.push(self.change(path, &order, Some(&whole(before)), Some(&whole(after))));
        }
        found
    }

    fn register(
        &mut self,
        register: &Register,
        around: &Item,
        (old, new): (Option<&Value>, Option<&Value>),
    ) {
        match register.kept {
            Kept::One => self.item(register, around, String::new(), (old, new)),
            Kept::ByKey => {
                for (key, old, new) in by_key(old, new) {
                    self.item(register, around, self.names.label(register.at, key), (old, new));
                }
            }
            Kept::List(keys) => self.list(register, keys, around, elements(old), elements(new)),
        }
    }

    fn list(
        &mut self,
        register: &Register,
        keys: &[&str],
        around: &Item,
        before: &[Value],
        after: &[Value],
    ) {
        let (old, new) = (keyed(keys, before), keyed(keys, after));
        let there: BTreeMap<_, _> = old.iter().map(|(key, element)| (key, *element)).collect();
        let kept: BTreeSet<_> = new.iter().map(|(key, _)| key).collect();
        for (key, element) in &new {
            let own = self.names.named(register, element);
            self.item(register, around, own, (there.get(key).copied(), Some(*element)));
        }
        for (_, element) in old.iter().filter(|(key, _)| !kept.contains(key)) {
            let own = self.names.named(register, element);
            self.item(register, around, own, (Some(*element), None));
        }
        if register.ordered {
            self.order(register, around, &old, &new);
        }
    }

    /// That items which stand in both versions stand in another order.
    fn order(
        &mut self,
        register: &Register,
        around: &Item,
        old: &[(String, &Value)],
        new: &[(String, &Value)],
    ) {
        let shared = |of: &[(String, &Value)], other: &[(String, &Value)]| -> Vec<String> {
            let there: BTreeSet<_> = other.iter().map(|(key, _)| key).collect();
            of.iter().map(|(key, _)| key).filter(|key| there.contains(key)).cloned().collect()
        };
        if shared(old, new) == shared(new, old) {
            return;
        }
        let whole = |of: &[(String, &Value)]| {
            Value::Array(of.iter().map(|(_, one)| self.names.named(register, one).into()).collect())
        };
        // They are names already.
        let fields = vec![self.change("", "Order", Some(&whole(old)), Some(&whole(new)))];
        let kind = format!("Order of the {}s", register.kind.to_lowercase());
        self.push(register.area, Change::Changed, kind, around.clone(), fields, Value::Null);
    }

    /// One item of a register: new, gone, or with fields that differ.
    fn item(
        &mut self,
        register: &Register,
        around: &Item,
        own: String,
        (old, new): (Option<&Value>, Option<&Value>),
    ) {
        let Some(shown) = new.or(old) else { return };
        let item = within(register, around, own, shown);
        let kind = register.kind.to_owned();
        match (old, new) {
            (Some(Value::Object(old)), Some(Value::Object(new))) => {
                let at = self.items.len();
                let fields = self.fields(register.at, "", &item, old, new);
                if !fields.is_empty() {
                    self.push(register.area, Change::Changed, kind, item, fields, Value::Null);
                    // An item stands before what is inside it.
                    self.items[at..].rotate_right(1);
                }
            }
            (Some(old), Some(new)) if old != new => {
                let fields = vec![self.change(register.at, register.kind, Some(old), Some(new))];
                self.push(register.area, Change::Changed, kind, item, fields, Value::Null);
            }
            (Some(_), Some(_)) => {}
            (None, _) => {
                self.push(register.area, Change::Added, kind, item, Vec::new(), shown.clone());
            }
            (_, None) => {
                self.push(register.area, Change::Removed, kind, item, Vec::new(), shown.clone());
            }
        }
    }

    fn push(
        &mut self,
        area: Area,
        change: Change,
        kind: String,
        item: Item,
        fields: Vec<FieldChange>,
        body: Value,
    ) {
        let to = Target { section: area.section(), anchor: item.anchor };
        self.items.push(ItemChange { area, change, kind, name: item.name, to, fields, body });
    }
}

/// An item of a register, named within the item around it.
fn within(register: &Register, around: &Item, own: String, shown: &Value) -> Item {
    let name = match (around.name.as_str(), own.as_str()) {
        ("", _) => own,
        (around, "") => around.to_owned(),
        (around, own) => format!("{around} · {own}"),
    };
    let id = |(before, field): (&str, &str)| {
        shown.get(field).and_then(Value::as_str).map(|id| format!("{before}{id}"))
    };
    let anchor = register.anchor.and_then(id).or_else(|| around.anchor.clone());
    Item { name, anchor }
}

/// What is stated: nothing, an empty text and an empty list read the same.
fn stated(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| is_stated(value))
}
