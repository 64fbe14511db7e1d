//! What the steps “logs and payloads” and “validation” count of the controls.
//! Looking at a control counts, whatever was found; only what is expected is asked for.

use super::Item;
use crate::document::controls::{Control, ControlState, Family};
use crate::judgement::evidence::Subject;
use crate::judgement::findings::Facts;
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{inside, listed};

/// The expected visibility controls; a verdict can rest on it once one was looked at.
pub(super) fn logs(facts: &Facts) -> Item {
    looked_at(facts, |control| control.family() == Family::Visibility, |known, _| !known.is_empty())
}

/// Every expected control but visibility; a verdict can rest on it once duplicates and validation were looked at.
pub(super) fn validation(facts: &Facts) -> Item {
    let decisive =
        |control: &Control| matches!(control.family(), Family::Duplicates | Family::Validation);
    looked_at(
        facts,
        |control| control.family() != Family::Visibility,
        |_, unknown| !unknown.iter().any(decisive),
    )
}

fn looked_at(
    facts: &Facts,
    asked: impl Fn(Control) -> bool,
    evidence: impl Fn(&[Control], &[Control]) -> bool,
) -> Item {
    let expected = Control::ALL.iter().copied().filter(|one| asked(*one));
    let expected = expected.filter(|one| one.expected(facts.criticality));
    let (unknown, known): (Vec<_>, Vec<_>) =
        expected.partition(|control| facts.state(*control) == ControlState::Unknown);
    let shown: Vec<_> = unknown.iter().take(3).map(|control| inside(control.label())).collect();
    let more = unknown.len() - shown.len();
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    let names = if more > 0 { shown.join(", ") } else { listed(&shown) };
    let says = format!("Look at {names}{rest} on “{}”.", facts.name);
    let about = Subject::Controls { integration: facts.integration };
    let (known_count, of) = (known.len() as i64, (known.len() + unknown.len()) as i64);
    Item::new(known_count, of, evidence(&known, &unknown), says, about)
}
