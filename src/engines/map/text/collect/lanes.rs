//! Lanes as they are named, in front of a step or ahead of all.
//! A lane that is no known system is read as a team, with a remark.

use super::Collector;
use crate::engines::map::LaneKind;
use crate::engines::map::names::{closest, key, one_line};
use crate::engines::map::text::quotes::{Quoted, unquoted};
use crate::engines::map::text::{DraftLane, MAX_LANES};

impl Collector<'_> {
    /// The lane for steps that come before any lane is named.
    pub(super) fn unassigned(&mut self) -> Option<usize> {
        self.lane = self.lane_named("Unassigned");
        self.lane
    }

    /// The lane of this name, made when it is new.
    pub(super) fn lane_named(&mut self, name: &str) -> Option<usize> {
        let own = key(name);
        let known = self.lanes.iter().position(|lane| *lane == own);
        if known.is_some() {
            return known;
        }
        if name.is_empty() || !self.name_fits(name) {
            return None;
        }
        if self.lanes.len() >= MAX_LANES {
            let help = "Is a colon meant as part of a name? Put that name in quotation marks.";
            self.error(format!("A map has at most {MAX_LANES} lanes."), help);
            return None;
        }
        let system = self.names.systems.id(name);
        if system.is_none() {
            let near = closest(name, self.names.systems.names())
                .map(|near| format!(" Did you mean “{near}”?"));
            let near = near.unwrap_or_default();
            self.remark(format!("“{name}” is no known system, so it was read as a team.{near}"));
        }
        let kind = if system.is_some() { LaneKind::System } else { LaneKind::Team };
        self.lanes.push(own);
        self.found.draft.lanes.push(DraftLane { name: name.to_owned(), kind, system });
        Some(self.lanes.len() - 1)
    }

    /// `lane Name`, `lane Name [kind]` or `lane Name [kind System's name]`.
    pub(super) fn declare(&mut self, text: &str) {
        let bracket = text
            .strip_suffix(']')
            .and_then(|text| Some(text.split_at(Quoted::new(text).rfind("[")?)));
        let (name, written) =
            bracket.map_or((text, None), |(name, written)| (name, Some(written[1..].trim())));
        let name = one_line(&unquoted(name));
        if name.is_empty() {
            return self
                .error("The lane has no name.".into(), "Write it like this: lane Anna [person]");
        }
        let remarks = self.found.draft.remarks.len();
        let Some(lane) = self.lane_named(&name) else { return };
        let Some(written) = written else { return };
        self.found.draft.remarks.truncate(remarks);
        let (word, system) = written.split_once(char::is_whitespace).unwrap_or((written, ""));
        let Ok(kind) = word.to_lowercase().parse() else {
            return self.error(
                format!("“{written}” is no kind of lane."),
                "A lane is a system, a team or a person.",
            );
        };
        self.found.draft.lanes[lane].kind = kind;
        self.found.draft.lanes[lane].system = match unquoted(system).as_str() {
            "" => self.names.systems.id(&name),
            "-" => None,
            other => match self.names.systems.id(other) {
                Some(id) => Some(id),
                None => {
                    return self.error(
                        format!("No system is called “{other}”."),
                        "Add it under Systems first.",
                    );
                }
            },
        };
    }
}
