//! Notes of a file and what associations tie: a note to its step, what happened to what undoes it.
//! A note that is tied to no step is one of the whole map.

use super::{Nodes, Place};
use crate::engines::formats::bpmn::flows::Flows;
use crate::engines::formats::bpmn::kinds;
use crate::engines::formats::draft::Draft;
use crate::engines::formats::xml::tree::Element;
use crate::engines::map::BesideKind;
use std::collections::HashMap;

impl<'x> Nodes<'x> {
    /// The notes of a collaboration, and what they belong to.
    pub fn notes(&mut self, collaboration: &'x Element) {
        collaboration.children.iter().for_each(|child| self.note_or_tie(child));
    }

    pub(super) fn note_or_tie(&mut self, child: &'x Element) {
        match child.name.as_str() {
            "textAnnotation" => {
                let text = child.first("text").map_or("", |text| text.text.as_str());
                self.texts.push((child.get("id"), text, child.line));
            }
            "association" => {
                self.ties.push((child.get("sourceRef"), child.get("targetRef"), child.line));
                self.data.tie(child);
            }
            _ => {}
        }
    }

    /// The ways from events that call something back to the steps that undo it, which BPMN ties by an association.
    pub fn undone_by(&self, flows: &mut Flows<'x>) {
        let compensates = |id: &str| match self.places.get(id) {
            Some(Place::Step(step)) => self.element.get(step).is_some_and(|node| {
                node.name == "boundaryEvent" && kinds::trigger(node) == "compensate"
            }),
            _ => false,
        };
        for &(from, to, line) in &self.ties {
            match (compensates(from), compensates(to)) {
                (true, false) if self.places.contains_key(to) => flows.undone_by(from, to, line),
                (false, true) if self.places.contains_key(from) => flows.undone_by(to, from, line),
                _ => {}
            }
        }
    }

    /// Puts the notes of the file beside what they belong to: a step, or the step that a flow leaves.
    pub fn annotate(&self, flows: &Flows<'x>, draft: &mut Draft) {
        let (mut tied, sources) = (HashMap::<&str, Vec<usize>>::new(), flows.sources());
        let step = |id: &str| {
            let step = self.entries(id).first().copied();
            step.or_else(|| self.exits(sources.get(id)?).first().copied())
        };
        for &(from, to, _) in &self.ties {
            tied.entry(from).or_default().extend(step(to));
            tied.entry(to).or_default().extend(step(from));
        }
        let mut texts: Vec<_> = self.texts.iter().collect();
        texts.sort_by_key(|(.., line)| *line);
        for (id, text, line) in texts {
            match tied.get(id).filter(|steps| !id.is_empty() && !steps.is_empty()) {
                Some(steps) => {
                    let note = BesideKind::Note;
                    steps.iter().for_each(|step| draft.beside(*step, note, text));
                    draft.understood(*line, "textAnnotation", "A note beside a step.");
                }
                None => {
                    draft.note_of_all(text);
                    draft.understood(*line, "textAnnotation", "A note of the whole map.");
                }
            }
        }
    }
}
