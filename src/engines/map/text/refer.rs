//! References from one line to a step of another: by name, by lane and name, by number among equals.
//! An exact name always wins over one that differs in case.

use super::quotes::{Quoted, is_quoted, unquoted};
use super::{DraftLane, DraftStep, bracket, lines};
use crate::engines::map::FlowKind;
use crate::engines::map::names::{Names, closest, key, one_line};
use crate::platform::ids::IntegrationId;
use std::collections::HashMap;

/// What an arrow says.
#[derive(Debug, PartialEq)]
pub struct Target {
    /// Position of the step it leads to.
    pub step: usize,
    /// When.
    pub condition: String,
    /// The integration it uses.
    pub via: Option<IntegrationId>,
    /// What the flow is.
    pub kind: FlowKind,
}

/// The steps of a text by name.
pub struct Book<'a> {
    lanes: &'a [DraftLane],
    steps: &'a [DraftStep],
    by_key: HashMap<String, Vec<usize>>,
}

impl<'a> Book<'a> {
    /// A book of these steps.
    pub fn new(lanes: &'a [DraftLane], steps: &'a [DraftStep]) -> Self {
        let mut book = Self { lanes, steps, by_key: HashMap::new() };
        for (at, step) in steps.iter().enumerate() {
            book.by_key.entry(key(&step.name)).or_default().push(at);
        }
        book
    }

    /// The steps that go by a name, exact ones if there are any, in a lane if one is given.
    pub fn named(&self, name: &str, lane: Option<&str>) -> Vec<usize> {
        let lane = lane.map(key);
        let in_lane = |at: &usize| {
            lane.as_ref().is_none_or(|lane| key(&self.lanes[self.steps[*at].lane].name) == *lane)
        };
        let mut found: Vec<usize> = self.by_key.get(&key(name)).cloned().unwrap_or_default();
        found.retain(in_lane);
        let is_exact = |at: &usize| self.steps[*at].name == name;
        if found.iter().any(is_exact) {
            found.retain(is_exact);
        }
        found
    }

    /// Reads what stands after an arrow; a step whose name ends like a kind of flow is still found by it.
    ///
    /// # Errors
    /// What is wrong and what to do.
    pub fn target(&self, text: &str, names: &Names) -> Result<Target, (String, String)> {
        if let Some(found) = self.without_via(text, None) {
            return found;
        }
        let (rest, kind) = bracket::flow(text);
        let found = self.of_a_kind(rest, names)?;
        Ok(Target { kind, ..found })
    }

    fn of_a_kind(&self, text: &str, names: &Names) -> Result<Target, (String, String)> {
        if let Some(found) = self.without_via(text, None) {
            return found;
        }
        let Some((before, via)) = lines::via_part(text) else { return Err(self.unknown(text)) };
        let known = names.integrations.id(&unquoted(via));
        match (self.without_via(before, known), known) {
            (Some(found), Some(_)) => found,
            (Some(_), None) => Err(unknown_integration(&unquoted(via), names)),
            (None, _) => Err(self.unknown(before)),
        }
    }

    /// Tries the readings in turn: a name, lane and name, condition and name, all three.
    fn without_via(
        &self,
        text: &str,
        via: Option<IntegrationId>,
    ) -> Option<Result<Target, (String, String)>> {
        let quoted = Quoted::new(text);
        let split = lines::colon(&quoted).map(|at| (text[..at].trim(), text[at + 1..].trim()));
        let told = |found: Result<usize, _>, condition: String| {
            found.map(|step| Target { step, condition, via, kind: FlowKind::Sequence })
        };
        if let Some(found) = self.reference(text, None) {
            return Some(told(found, String::new()));
        }
        let (first, rest) = split?;
        if let Some(found) = self.reference(rest, Some(&unquoted(first))) {
            return Some(told(found, String::new()));
        }
        let condition = one_line(&unquoted(first));
        if let Some(found) = self.reference(rest, None) {
            return Some(told(found, condition));
        }
        let quoted = Quoted::new(rest);
        let at = lines::colon(&quoted)?;
        let found = self.reference(rest[at + 1..].trim(), Some(&unquoted(&rest[..at])))?;
        Some(told(found, condition))
    }

    /// A name, perhaps with a number; `None` when no step is called that.
    fn reference(&self, text: &str, lane: Option<&str>) -> Option<Result<usize, (String, String)>> {
        let plain = self.named(&one_line(&unquoted(text)), lane);
        match plain.as_slice() {
            [step] => return Some(Ok(*step)),
            [] => {}
            [first, second, ..] => return Some(Err(self.ambiguous(text, *first, *second))),
        }
        let (name, number) = text.strip_suffix(')')?.rsplit_once('(')?;
        let number: usize = number.trim().parse().ok()?;
        let among = self.named(&one_line(&unquoted(name)), lane);
        number.checked_sub(1).and_then(|at| among.get(at)).map(|step| Ok(*step))
    }

    fn ambiguous(&self, text: &str, first: usize, second: usize) -> (String, String) {
        let lane = |at: usize| &self.lanes[self.steps[at].lane].name;
        let name = unquoted(text);
        let help = if lane(first) == lane(second) {
            format!("Say which: “{}: {name} (1)” or “{}: {name} (2)”.", lane(first), lane(first))
        } else {
            format!("Say which: “{}: {name}” or “{}: {name}”.", lane(first), lane(second))
        };
        (format!("Several steps are called “{name}”."), help)
    }

    fn unknown(&self, text: &str) -> (String, String) {
        if text.is_empty() {
            return (
                "The arrow leads nowhere.".into(),
                "Write the name of a step after “->”.".into(),
            );
        }
        let last = Quoted::new(text).rfind(": ").map_or(text, |at| &text[at + 2..]);
        let wanted = if is_quoted(text) { unquoted(text) } else { unquoted(last) };
        let help = match closest(&wanted, self.steps.iter().map(|step| step.name.as_str())) {
            Some(near) => format!("Did you mean “{near}”?"),
            None => "Write the step on a line of its own; the arrow can then lead to it.".into(),
        };
        (format!("No step is called “{wanted}”."), help)
    }
}

fn unknown_integration(via: &str, names: &Names) -> (String, String) {
    let help = match closest(via, names.integrations.names()) {
        Some(near) => format!("Did you mean “{near}”?"),
        None => "Add it under Systems first, or leave out “via”.".into(),
    };
    (format!("No integration is called “{via}”."), help)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn targets(text: &str) -> Vec<(usize, usize, String)> {
        let draft = parse(text, &Names::default()).unwrap();
        draft.flows.into_iter().map(|flow| (flow.from, flow.to, flow.condition)).collect()
    }

    #[test]
    fn a_word_before_a_colon_is_a_lane_when_such_a_lane_has_the_step() {
        let text = "A: x\n-> B: y\n---\nB: y\n-> A: x\n---\nC: y";
        assert_eq!(targets(text), [(0, 1, String::new()), (1, 0, String::new())]);
    }

    #[test]
    fn any_other_word_before_a_colon_is_a_condition() {
        assert_eq!(targets("A: x\n-> late: x"), [(0, 0, "late".to_owned())]);
    }

    #[test]
    fn steps_of_one_name_are_told_apart_by_number() {
        assert_eq!(targets("A: x\n-> A: x (2)\n---\nA: x"), [(0, 1, String::new())]);
        let errors = parse("A: x\n-> x\n---\nA: x", &Names::default()).unwrap_err();
        assert_eq!(errors[0].help, "Say which: “A: x (1)” or “A: x (2)”.");
    }
}
