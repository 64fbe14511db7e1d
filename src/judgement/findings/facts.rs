//! Everything the findings of one integration depend on, taken out of the document.
//! What is not in here can change no finding; “what would change it” is asked by changing a copy of it.

use crate::document::controls::{Control, ControlState, Family, Finding};
use crate::document::engagement::{Complaint, Engagement};
use crate::document::evidence;
use crate::document::integrations::{
    Availability, Criticality, Integration, Ownership, Timing, Transport,
};
use crate::document::matching::Judgement;
use crate::document::samples::{Pattern, Rule};
use crate::judgement::evidence::{Subject, half_life};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{FieldId, IntegrationId, SystemId, WorkflowId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// How a control is known to be as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// The kind of its evidence, once somebody said so.
    pub kind: Option<evidence::Kind>,
    /// The day on which it was seen, once somebody said so.
    pub seen_on: Option<NaiveDate>,
}

impl Proof {
    /// How many days old it is on a day, when it has passed its half-life.
    #[must_use]
    pub fn stale_for(&self, today: NaiveDate) -> Option<i64> {
        let age = (today - self.seen_on?).num_days();
        (age > half_life(self.kind)).then_some(age)
    }
}

/// The facts of one integration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The integration.
    pub integration: IntegrationId,
    /// What people call it.
    pub name: String,
    /// The system its records come from, by name.
    pub source: String,
    /// Decides which controls are expected.
    pub criticality: Criticality,
    /// Whether it can be changed.
    pub code: Availability,
    /// Whether credentials can be had.
    pub credentials: Availability,
    /// Whether it can be maintained.
    pub maintainable: Availability,
    /// Whether anybody still needs what it delivers.
    pub needed: Availability,
    /// Owners that nobody is.
    pub unowned: Vec<Ownership>,
    /// Its controls; one that is absent is unknown.
    pub controls: BTreeMap<Control, ControlState>,
    /// The controls whose evidence somebody wrote down, with how it is known and when it was seen.
    pub proofs: BTreeMap<Control, Proof>,
    /// The controls whose evidence no longer holds.
    pub expired: BTreeSet<Control>,
    /// Since when controls are in place, where that is known.
    pub since: BTreeMap<Control, NaiveDate>,
    /// Its sample patterns.
    pub patterns: Vec<Pattern>,
    /// What was written down of single samples, with the rule of the pattern they are of.
    pub texts: Vec<(Rule, String)>,
    /// The patterns with a payload, a log line or an id that can be followed.
    pub logged: BTreeSet<Rule>,
    /// The map differences that are put down to it.
    pub differences: Vec<Told>,
    /// The fields it carries that have no settled owner.
    pub unsettled: Vec<Unsettled>,
    /// Whether people carry the records across.
    pub by_hand: bool,
    /// Minutes a month of manual steps nearest to it on the actual maps.
    pub manual_minutes: i64,
    /// The workflow whose actual map has no way around it.
    pub only_way: Option<WorkflowId>,
    /// A system at either end whose API version is known not to be pinned, by name.
    pub unpinned: Option<String>,
    /// Whether a contract with the other side is named and approved.
    pub contract: bool,
    /// The complaints that were ticked.
    pub complaints: Vec<Complaint>,
    /// Confirmed samples that are asked for.
    pub samples_needed: i64,
    /// The day it is judged on.
    pub today: NaiveDate,
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

/// A carried field without a settled owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsettled {
    /// The field.
    pub about: Subject,
    /// What people call it.
    pub name: String,
    /// What is open, in a sentence.
    pub says: String,
    /// The comparison of both sides that found records to differ on it: how many, and on which day.
    pub compared: Option<(i64, NaiveDate)>,
}

impl Facts {
    /// The facts of an integration as the document has them, with the map differences that are put down to it.
    #[must_use]
    pub fn of(doc: &Engagement, integration: &Integration, differences: Vec<Told>) -> Self {
        let today = doc.as_of.date_naive();
        let sheet: Vec<_> =
            doc.controls(integration.id).into_iter().flat_map(|sheet| &sheet.controls).collect();
        let ends = [integration.source, integration.destination];
        let systems = ends.iter().filter_map(|id| doc.system(*id));
        let unpinned = systems.clone().find(|system| system.version_pinned == Some(false));
        let examples = doc.samples.examples.iter();
        let own = examples
            .filter(|one| one.integration == Some(integration.id) && one.state.is_confirmed());
        let followed = own.clone().filter(|one| one.can_be_followed());
        Self {
            integration: integration.id,
            name: integration.name.clone(),
            source: systems.map(|system| system.name.clone()).next().unwrap_or_default(),
            criticality: integration.criticality,
            code: integration.code,
            credentials: integration.credentials,
            maintainable: integration.maintainable,
            needed: integration.needed,
            unowned: integration.unassigned(),
            controls: sheet.iter().map(|(one, found)| (**one, found.state_on(today))).collect(),
            proofs: proofs(&sheet),
            expired: set(&sheet, |found| found.is_expired(today)),
            since: sheet.iter().filter_map(|(one, found)| Some((**one, found.since?))).collect(),
            patterns: doc.samples.of(integration.id).cloned().collect(),
            texts: own.map(|one| (one.rule(), one.words())).collect(),
            logged: followed.map(|one| one.rule()).collect(),
            differences,
            unsettled: unsettled(doc, integration),
            by_hand: integration.transport == Transport::CopyPaste
                || integration.timing == Timing::ByHand,
            manual_minutes: 0,
            only_way: None,
            unpinned: unpinned.map(|system| system.name.clone()),
            contract: integration.contract.is_approved(),
            complaints: doc.brief.complaints.clone(),
            samples_needed: doc.brief.samples_needed.max(1),
            today,
        }
    }

    /// The state of a control, unknown when nothing was recorded.
    #[must_use]
    pub fn state(&self, control: Control) -> ControlState {
        self.controls.get(&control).copied().unwrap_or(ControlState::Unknown)
    }

    /// Whether a control is known to be missing or only partly there; unknown is neither.
    #[must_use]
    pub fn lacks(&self, control: Control) -> bool {
        matches!(self.state(control), ControlState::Missing | ControlState::Partial)
    }

    /// Whether a control is in place, or does not apply.
    #[must_use]
    pub fn has(&self, control: Control) -> bool {
        matches!(self.state(control), ControlState::InPlace | ControlState::NotApplicable)
    }

    /// Those of these controls that are missing or only partly there.
    #[must_use]
    pub fn lacking(&self, of: impl IntoIterator<Item = Control>) -> Vec<Control> {
        of.into_iter().filter(|control| self.lacks(*control)).collect()
    }

    /// Those of these controls that nobody has looked at, or whose evidence no longer holds.
    #[must_use]
    pub fn unknown(&self, of: impl IntoIterator<Item = Control>) -> Vec<Control> {
        of.into_iter().filter(|control| self.state(*control) == ControlState::Unknown).collect()
    }

    /// The controls of a family that are expected here, in catalogue order.
    pub fn expected_of(&self, family: Family) -> impl Iterator<Item = Control> + '_ {
        Control::of(family).filter(|control| control.expected(self.criticality))
    }

    /// The controls of a family that are expected here and in this state, in catalogue order.
    #[must_use]
    pub fn expected(&self, family: Family, state: ControlState) -> Vec<Control> {
        self.expected_of(family).filter(|control| self.state(*control) == state).collect()
    }

    /// The patterns with a confirmed sample.
    pub fn confirmed(&self) -> impl Iterator<Item = &Pattern> {
        self.patterns.iter().filter(|pattern| pattern.confirmed > 0)
    }

    /// How many samples are confirmed.
    #[must_use]
    pub fn samples(&self) -> i64 {
        self.confirmed().map(|pattern| pattern.confirmed).sum()
    }

    /// A control of this integration as a subject.
    #[must_use]
    pub fn control(&self, control: Control) -> Subject {
        Subject::Control { integration: self.integration, control }
    }

    /// The expected controls nobody has looked at, and how many are expected.
    #[must_use]
    pub fn unknown_controls(&self) -> (Vec<Control>, i64) {
        let expected = Control::ALL.iter().copied().filter(|one| one.expected(self.criticality));
        let expected: Vec<_> = expected.collect();
        (self.unknown(expected.iter().copied()), expected.len() as i64)
    }
}

/// How those controls are known that have evidence.
fn proofs(sheet: &[(&Control, &Finding)]) -> BTreeMap<Control, Proof> {
    let proven = sheet.iter().filter(|(_, found)| found.has_evidence());
    let proof = |found: &Finding| Proof { kind: found.kind, seen_on: found.seen_on };
    proven.map(|(control, found)| (**control, proof(found))).collect()
}

fn set(sheet: &[(&Control, &Finding)], holds: impl Fn(&Finding) -> bool) -> BTreeSet<Control> {
    sheet.iter().filter(|(_, found)| holds(found)).map(|(control, _)| **control).collect()
}

/// The fields of what an integration carries that are disputed, unowned or doubly owned.
fn unsettled(doc: &Engagement, integration: &Integration) -> Vec<Unsettled> {
    let carried = doc.fields.iter().filter(|field| integration.carries.contains(&field.data_type));
    let open = carried.filter(|field| !field.is_settled());
    open.map(|field| Unsettled {
        about: Subject::Field { field: field.id },
        name: field.name.clone(),
        says: crate::judgement::truth::open(doc, field),
        compared: compared(doc, integration, field.id),
    })
    .collect()
}

/// What the newest comparison of the two sides found of a field.
fn compared(
    doc: &Engagement,
    integration: &Integration,
    field: FieldId,
) -> Option<(i64, NaiveDate)> {
    let between = |[a, b]: [SystemId; 2]| {
        let ends = (integration.source, integration.destination);
        ends == (a, b) || ends == (b, a)
    };
    let mut compared = doc.samples.compared.iter();
    let found = compared.find(|one| one.field == field && between(one.systems))?;
    Some((found.differ, found.on))
}
