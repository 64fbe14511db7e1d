//! Everything the findings of one integration depend on, taken out of the document.
//! What is not in here can change no finding; “what would change it” is asked by changing a copy of it.

use crate::document::controls::{Control, ControlState, Family};
use crate::document::engagement::Engagement;
use crate::document::integrations::{Availability, Criticality, Integration};
use crate::document::matching::Judgement;
use crate::document::samples::Pattern;
use crate::judgement::evidence::Subject;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntegrationId, WorkflowId};
use std::collections::BTreeMap;

/// The facts of one integration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The integration.
    pub integration: IntegrationId,
    /// What people call it.
    pub name: String,
    /// Decides which controls are expected.
    pub criticality: Criticality,
    /// Whether its code can be had.
    pub code: Availability,
    /// Whether credentials can be had.
    pub credentials: Availability,
    /// Whether it can be maintained.
    pub maintainable: Availability,
    /// Its controls; one that is absent is unknown.
    pub controls: BTreeMap<Control, ControlState>,
    /// Its sample patterns.
    pub patterns: Vec<Pattern>,
    /// The map differences that are put down to it.
    pub differences: Vec<Told>,
}

/// A map difference that is put down to an integration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The workflow whose maps differ.
    pub workflow: WorkflowId,
    /// Its name.
    pub workflow_name: String,
    /// The difference as a subject.
    pub about: Subject,
    /// The difference in a sentence.
    pub says: String,
    /// What a person made of it, once someone has.
    pub judgement: Option<Judgement>,
}

impl Facts {
    /// The facts of an integration as the document has them, with the map differences that are put down to it.
    #[must_use]
    pub fn of(doc: &Engagement, integration: &Integration, differences: Vec<Told>) -> Self {
        let sheet = doc.controls(integration.id);
        let states = sheet.into_iter().flat_map(|sheet| &sheet.controls);
        Self {
            integration: integration.id,
            name: integration.name.clone(),
            criticality: integration.criticality,
            code: integration.code,
            credentials: integration.credentials,
            maintainable: integration.maintainable,
            controls: states.map(|(control, found)| (*control, found.state)).collect(),
            patterns: doc.samples.of(integration.id).cloned().collect(),
            differences,
        }
    }

    /// The state of a control, unknown when nothing was recorded.
    #[must_use]
    pub fn state(&self, control: Control) -> ControlState {
        self.controls.get(&control).copied().unwrap_or(ControlState::Unknown)
    }

    /// The controls of a family that are expected here and in this state, in catalogue order.
    #[must_use]
    pub fn expected(&self, family: Family, state: ControlState) -> Vec<Control> {
        let expected = Control::of(family).filter(|control| control.expected(self.criticality));
        expected.filter(|control| self.state(*control) == state).collect()
    }

    /// The patterns with a confirmed sample.
    pub fn confirmed(&self) -> impl Iterator<Item = &Pattern> {
        self.patterns.iter().filter(|pattern| pattern.confirmed > 0)
    }

    /// A control of this integration as a subject.
    #[must_use]
    pub fn control(&self, control: Control) -> Subject {
        Subject::Control { integration: self.integration, control }
    }

    /// The expected controls nobody has looked at, and how many are expected.
    #[must_use]
    pub fn unknown_controls(&self) -> (Vec<Control>, i64) {
        let expected =
            || Control::ALL.iter().copied().filter(|control| control.expected(self.criticality));
        let unknown = expected().filter(|control| self.state(*control) == ControlState::Unknown);
        (unknown.collect(), expected().map(|_| 1).sum())
    }
}
