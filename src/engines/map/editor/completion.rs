//! Names offered while one writes: lanes and systems, kinds, integrations, marks, kinds of records, steps to lead to.
//! An offer is taken only when it was chosen: Enter stays a line break.

use super::Editor;
use super::offsets::{byte_at, units};
use crate::engines::map::text::{MARKS, beside_word, step_words};
use crate::engines::map::{BesideKind, FlowKind, StepKind};
use crate::platform::catalogue::Catalogue;
use places::{after_word, in_brackets, lane, lead, mark, touching};

mod places;

/// The most offers shown.
const MOST: usize = 8;
/// After a lane its step is told.
const LANE_END: &str = ": ";

/// What can stand at the caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offers {
    /// Where the word begins that is being written, in UTF-16 units.
    pub from: usize,
    /// The names that fit.
    pub names: Vec<String>,
    /// The one that is chosen.
    pub chosen: Option<usize>,
    /// What follows the name.
    after: &'static str,
}

/// What a key did to the offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferKey {
    /// It chose another one.
    Chose,
    /// It takes one.
    Takes(usize),
    /// It closes them.
    Closes,
    /// It was not meant for them.
    Passes,
}

impl Offers {
    /// What a key does: arrows choose, Tab or Enter takes what was chosen, Escape closes.
    pub fn key(&mut self, key: &str) -> OfferKey {
        let count = self.names.len();
        match (key, self.chosen) {
            ("ArrowDown", chosen) => self.choose(chosen.map_or(0, |at| (at + 1) % count)),
            ("ArrowUp", Some(at)) => self.choose((at + count - 1) % count),
            ("Escape", _) => OfferKey::Closes,
            ("Tab", chosen) => OfferKey::Takes(chosen.unwrap_or_default()),
            ("Enter", Some(at)) => OfferKey::Takes(at),
            _ => OfferKey::Passes,
        }
    }

    fn choose(&mut self, at: usize) -> OfferKey {
        self.chosen = Some(at);
        OfferKey::Chose
    }
}

impl Editor {
    /// The offers at the caret; `asked` when somebody asked for all of them.
    #[must_use]
    pub fn offers(&self, caret: usize, asked: bool) -> Option<Offers> {
        let before = &self.text[..byte_at(&self.text, caret)];
        let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        let (typed, known, after) = self.at_end_of(line)?;
        if typed.is_empty() && !asked && after == LANE_END {
            return None;
        }
        let names = fitting(typed, known);
        let from = caret - units(typed);
        (!names.is_empty()).then_some(Offers { from, names, chosen: None, after })
    }

    /// Takes an offer in place of what was typed of it, up to `end`.
    pub fn take_offer(&mut self, offers: &Offers, at: usize, end: usize) {
        let Some(name) = offers.names.get(at) else { return };
        let (from, to) = (byte_at(&self.text, offers.from), byte_at(&self.text, end));
        let rest = &self.text[to..];
        let sign = offers.after.trim();
        let rest = if sign.is_empty() { rest } else { rest.strip_prefix(sign).unwrap_or(rest) };
        let put = format!("{}{name}{}", &self.text[..from], offers.after);
        let caret = units(&put);
        self.replace(format!("{put}{rest}"), caret);
    }

    /// What is being written at the end of a line, the names that it could be, and what follows such a name.
    fn at_end_of<'l>(&self, line: &'l str) -> Option<(&'l str, Vec<String>, &'static str)> {
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
        if let Some(typed) = in_brackets(line) {
            return Some(self.in_brackets(line.trim_start(), typed));
        }
        if let Some(typed) = after_word(line, &[" via "], &['(', ')', '[', ']']) {
            return Some((typed, owned(self.names.integrations.names().collect()), ""));
        }
        if let Some(typed) = touching(line) {
            return Some((typed, owned(self.names.data_types.names().collect()), ""));
        }
        if let Some(typed) = mark(line) {
            return Some((typed, owned(MARKS.to_vec()), ""));
        }
        if let Some(typed) = lead(line) {
            let steps = self.reading.map().steps.iter().map(|step| step.name.clone());
            return Some((typed, steps.collect(), ""));
        }
        let typed = lane(line)?;
        let lanes = self.reading.map().lanes.iter().map(|lane| lane.name.clone());
        let systems = self.names.systems.names().map(str::to_owned);
        Some((typed, lanes.chain(systems).collect(), LANE_END))
    }
}

impl Editor {
    /// What can stand in a bracket: behind a step its kind and form, behind an arrow what the flow is, and on a line of its
    /// own what lies beside the step above.
    fn in_brackets<'l>(&self, line: &str, typed: &'l str) -> (&'l str, Vec<String>, &'static str) {
        if ["->", "=>", "→"].iter().any(|arrow| line.starts_with(arrow)) {
            let kinds = FlowKind::ALL.iter().filter(|kind| !kind.is_sequence());
            return (typed, kinds.map(|kind| kind.key().to_owned()).collect(), "]");
        }
        if line.starts_with('[') {
            return self.beside(typed);
        }
        let item = typed.rsplit_once(',').map_or(typed, |(_, last)| last.trim_start());
        (item, kinds().into_iter().chain(step_words()).collect(), "]")
    }

    /// What lies beside a step: first what it is, then the data that was named before or that the registry knows.
    fn beside<'l>(&self, typed: &'l str) -> (&'l str, Vec<String>, &'static str) {
        let words = || BesideKind::ALL.iter().map(|kind| beside_word(*kind));
        let begun =
            |word: &&str| typed.get(..word.len() + 1).is_some_and(|t| t == format!("{word} "));
        let longest = words().filter(begun).max_by_key(|word| word.len());
        let Some(word) = longest else {
            return (typed, words().map(ToOwned::to_owned).collect(), " ");
        };
        let steps = self.reading.map().steps.iter();
        let known = steps.flat_map(|step| &step.beside).filter(|it| it.kind != BesideKind::Note);
        let known = known.map(|it| it.text.clone());
        let names = known.chain(self.names.data_types.names().map(str::to_owned));
        let names =
            if word == beside_word(BesideKind::Note) { Vec::new() } else { names.collect() };
        (typed[word.len() + 1..].trim_start(), names, "]")
    }
}

/// Names that begin with what was typed, then those that have it inside; a name that is written out is no offer.
fn fitting(typed: &str, known: Vec<String>) -> Vec<String> {
    let typed = typed.to_lowercase();
    let (mut first, mut second): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for name in known {
        let lower = name.to_lowercase();
        if lower == typed || first.contains(&name) || second.contains(&name) {
            continue;
        }
        if lower.starts_with(&typed) {
            first.push(name);
        } else if lower.contains(&typed) {
            second.push(name);
        }
    }
    first.append(&mut second);
    first.truncate(MOST);
    first
}

fn kinds() -> Vec<String> {
    let told = StepKind::ALL.iter().map(|kind| {
        let manual = if kind.is_manual() { "manual " } else { "" };
        format!("{manual}{}", kind.label().to_lowercase())
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::map::editor::registry::{Integration, Registry};
    use crate::platform::ids::{DataTypeId, IntegrationId, SystemId};

    fn editor(text: &str) -> Editor {
        let (shop, erp) = (SystemId::new(), SystemId::new());
        let registry = Registry {
            systems: vec![(shop, "Shop".into()), (erp, "ERP".into())],
            integrations: vec![Integration {
                id: IntegrationId::new(),
                name: "Orders API".into(),
                joins: (shop, erp),
                confirmed: 0,
                minutes: 0,
            }],
            data_types: vec![(DataTypeId::new(), "Stock".into())],
        };
        Editor::open(registry, text.into(), 1)
    }

    fn offered(text: &str) -> Vec<String> {
        // The line that is being written need not be one that can be understood.
        let mut editor = editor(&text[..text.rfind('\n').map_or(0, |at| at + 1)]);
        editor.typed(text.to_owned(), 0, 0.0);
        let offers = editor.offers(units(text), false);
        offers.map(|offers| offers.names).unwrap_or_default()
    }

    #[test]
    fn what_fits_the_place_is_offered() {
        assert_eq!(offered("sh"), ["Shop"]);
        assert_eq!(offered("Warehouse: a\nware"), ["Warehouse"]);
        assert_eq!(offered("Shop: a [copy"), ["manual copy-paste"]);
        assert_eq!(offered("Shop: a\nERP: b VIA ord"), ["Orders API"]);
        assert_eq!(offered("Shop: a (creates st"), ["Stock"]);
        assert_eq!(offered("Shop: a !m"), ["!memory"]);
        assert_eq!(offered("Shop: a [user"), ["user task"]);
        assert_eq!(offered("Shop: a [manual check, us"), ["user task"]);
        assert_eq!(offered("Shop: a [timer event, inter"), ["interrupts"]);
        assert_eq!(offered("Shop: a\n-> Pay [me"), ["message"]);
        assert_eq!(offered("Shop: a\n[wri"), ["writes", "writes to"]);
        assert_eq!(offered("Shop: a\n[reads st"), ["Stock"]);
        assert_eq!(offered("Shop: a\n[data Order form]\nb\n[reads ord"), ["Order form"]);
        assert_eq!(offered("Shop: Create order\nERP: b\n-> cre"), ["Create order"]);
        assert_eq!(offered("Shop: Create order\nERP: b\n-> late: cre"), ["Create order"]);
    }

    #[test]
    fn nothing_is_offered_where_nothing_can_stand() {
        assert!(offered("").is_empty(), "a line that was not begun is left alone");
        assert!(offered("Shop: ").is_empty());
        assert!(offered("Shop").is_empty(), "a name that is written out is no offer");
        assert!(offered("# sh").is_empty());
        assert!(offered("Shop: a via Orders API (5").is_empty());
        assert_eq!(editor("").offers(0, true).unwrap().names, ["Shop", "ERP"]);
    }

    #[test]
    fn an_offer_replaces_what_was_typed_and_doubles_no_sign() {
        let mut editor = editor("Shop: a [cop] x\n");
        let offers = editor.offers(12, false).unwrap();
        editor.take_offer(&offers, 0, 12);
        assert_eq!(editor.text(), "Shop: a [manual copy-paste] x\n");
        assert_eq!(editor.caret(), 27);
        assert!(editor.undo());
        assert_eq!(editor.text(), "Shop: a [cop] x\n");
    }

    #[test]
    fn enter_stays_a_line_break_until_an_offer_is_chosen() {
        let mut offers = editor("e").offers(1, true).unwrap();
        assert_eq!(offers.key("Enter"), OfferKey::Passes);
        assert_eq!(offers.key("ArrowUp"), OfferKey::Passes);
        assert_eq!(offers.key("ArrowDown"), OfferKey::Chose);
        assert_eq!(offers.key("Enter"), OfferKey::Takes(0));
        assert_eq!(offers.key("Escape"), OfferKey::Closes);
    }
}
