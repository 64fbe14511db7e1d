//! The controls of an integration that a list shows: those that are expected there, and those that somebody looked at.

use super::list::Only;
use crate::listing::{Sortable, Value};
use faultline::document::controls::{Control, ControlState, Finding};
use faultline::document::engagement::Engagement;
use faultline::document::integrations::Integration;
use faultline::platform::catalogue::Catalogue;

/// A control at an integration.
pub struct ControlLine {
    /// The integration's name.
    pub integration: String,
    /// The control.
    pub control: Control,
    /// What was found of it, if somebody looked.
    pub found: Option<Finding>,
}

impl ControlLine {
    /// How it stands; unknown while nobody has looked.
    pub fn state(&self) -> ControlState {
        self.found.as_ref().map_or(ControlState::Unknown, |found| found.state)
    }

    fn kind(&self) -> &'static str {
        let kind = self.found.as_ref().and_then(|found| found.kind);
        kind.map_or("", Catalogue::label)
    }

    fn seen_on(&self) -> String {
        let day = self.found.as_ref().and_then(|found| found.seen_on);
        day.map_or_else(String::new, |day| day.to_string())
    }

    fn evidence(&self) -> &str {
        self.found.as_ref().map_or("", |found| found.evidence.as_str())
    }
}

/// The columns of the file.
pub const CONTROL_COLUMNS: [Sortable<ControlLine>; 7] = [
    Sortable {
        key: "integration",
        label: "Integration",
        of: |line| line.integration.as_str().into(),
    },
    Sortable { key: "control", label: "Control", of: |line| Value::ranked(line.control) },
    Sortable { key: "family", label: "Family", of: |line| Value::ranked(line.control.family()) },
    Sortable { key: "state", label: "State", of: |line| Value::ranked(line.state()) },
    Sortable { key: "evidence", label: "Evidence", of: |line| line.evidence().into() },
    Sortable { key: "kind", label: "Kind of evidence", of: |line| line.kind().into() },
    Sortable { key: "seen", label: "Seen on", of: |line| line.seen_on().as_str().into() },
];

/// The controls of one integration that are asked for.
pub fn of(document: &Engagement, integration: &Integration, only: Only) -> Vec<ControlLine> {
    let sheet = document.controls(integration.id);
    let line = |control: &Control| ControlLine {
        integration: integration.name.clone(),
        control: *control,
        found: sheet.and_then(|sheet| sheet.controls.get(control)).cloned(),
    };
    let shown = |line: &ControlLine| {
        let expected = line.control.expected(integration.criticality);
        (expected || line.state() != ControlState::Unknown)
            && only.family.is_none_or(|family| line.control.family() == family)
            && only.state.is_none_or(|state| line.state() == state)
    };
    Control::ALL.iter().map(line).filter(shown).collect()
}
