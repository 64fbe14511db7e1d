//! An answer as it is recorded: the part of the document that it changes, with who said so and when.
//! What is known already is never written over.

use super::{IntegrationQuestion, Question, Sought, WorkflowQuestion};
use crate::document::controls::{Control, ControlSheet, ControlState, Finding};
use crate::document::engagement::{Engagement, Part, Problem};
use crate::document::evidence::Kind;
use crate::document::integrations::{Availability, Integration};
use crate::document::systems::{ApiAccess, Delivery, DiscoveryFact, System};
use crate::document::workflow::{HiddenRule, HiddenRuleTopic, Workflow};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntegrationId, PartId, WorkflowId};
use crate::platform::wording::{day, ended};
use std::collections::BTreeMap;

/// An answer, on its way into the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The key of what was chosen; empty where there is no choice.
    pub choice: String,
    /// It in words.
    pub value: String,
    /// What was added to it.
    pub note: String,
    /// Who said so, and when.
    pub by: String,
}

impl Told {
    /// The answer to a question, if one came that can be recorded.
    #[must_use]
    pub fn of(question: &Question) -> Option<Self> {
        let at = question.answered_at.filter(|_| question.can_be_taken_over())?;
        Some(Self {
            choice: question.choice.clone(),
            value: question.answered()?.to_owned(),
            note: question.note.clone(),
            by: format!("Answered by {} on {}", question.answered_by_name, day(at.date_naive())),
        })
    }

    /// All of it as one text, after what stood there before.
    fn after(&self, before: &str) -> String {
        let parts = [before, &self.value, &self.note, &self.by];
        let parts: Vec<_> = parts.iter().map(|part| ended(part.trim())).collect();
        let parts: Vec<_> =
            parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect();
        parts.join(" ")
    }

    /// Who said so, and what was added.
    fn source(&self) -> String {
        Self { value: self.by.clone(), by: String::new(), ..self.clone() }.after("")
    }
}

/// What is asked about, by name; `None` when the document does not have it any more.
#[must_use]
pub fn thing(doc: &Engagement, sought: Sought) -> Option<&str> {
    match sought {
        Sought::System(id, _) => doc.system(id).map(|it| it.name.as_str()),
        Sought::Integration(id, _) | Sought::Control(id, _) => {
            doc.integration(id).map(|it| it.name.as_str())
        }
        Sought::Workflow(id, _) => workflow(doc, id).map(|it| it.name.as_str()),
    }
}

fn workflow(doc: &Engagement, id: WorkflowId) -> Option<&Workflow> {
    doc.workflows.iter().find(|workflow| workflow.id == id)
}

/// Whether a document has such a place, and nothing is known there.
#[must_use]
pub fn is_unknown(doc: &Engagement, sought: Sought) -> bool {
    let today = doc.as_of.date_naive();
    match sought {
        Sought::System(id, fact) => doc.system(id).is_some_and(|it| !it.knows(fact)),
        Sought::Integration(id, fact) => {
            doc.integration(id).is_some_and(|it| it.value_of(fact).is_none())
        }
        Sought::Control(id, control) => {
            let found = doc.controls(id).and_then(|sheet| sheet.controls.get(&control));
            let state = found.map_or(ControlState::Unknown, |found| found.state_on(today));
            doc.integration(id).is_some() && state == ControlState::Unknown
        }
        Sought::Workflow(id, fact) => {
            workflow(doc, id).is_some_and(|it| it.value_of(fact).is_empty())
        }
    }
}

/// The part of the document with an answer in its place.
///
/// # Errors
/// What stands in the way: it is known by now, it is gone, or it takes no such answer.
pub fn recorded(doc: &Engagement, sought: Sought, told: &Told) -> Result<Part, Problem> {
    if thing(doc, sought).is_none() {
        return Err(Problem::new(
            "",
            "What was asked about is not there any more. Put the answer aside.",
        ));
    }
    if !is_unknown(doc, sought) {
        return Err(Problem::new(
            "",
            "This was recorded meanwhile, and is not written over. Compare the two; then put the answer aside, or change what is recorded by hand.",
        ));
    }
    let part = match sought {
        Sought::System(id, fact) => doc.system(id).cloned().and_then(|it| system(it, fact, told)),
        Sought::Integration(id, fact) => {
            doc.integration(id).cloned().and_then(|it| integration(it, fact, told))
        }
        Sought::Control(id, at) => control(doc, id, at, told),
        Sought::Workflow(id, fact) => {
            workflow(doc, id).cloned().and_then(|it| words(it, fact, told))
        }
    };
    part.ok_or_else(|| {
        Problem::new(
            "",
            "This answer cannot be recorded there. Record it by hand, and put it aside.",
        )
    })
}

fn system(mut system: System, fact: DiscoveryFact, told: &Told) -> Option<Part> {
    match fact {
        DiscoveryFact::ApiAccess => {
            system.api_access = Some(ApiAccess::from_key(&told.choice).ok()?)
        }
        DiscoveryFact::Delivery => system.delivery = Some(Delivery::from_key(&told.choice).ok()?),
        DiscoveryFact::ApiVersion => system.version_pinned = Some(yes(&told.choice)?),
        _ => {}
    }
    let found = system.facts.entry(fact).or_default();
    found.note = told.after(&found.note);
    found.known = true;
    Some(Part::System(system))
}

fn yes(choice: &str) -> Option<bool> {
    match choice {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn integration(mut at: Integration, fact: IntegrationQuestion, told: &Told) -> Option<Part> {
    use IntegrationQuestion as I;
    let available = || Availability::from_key(&told.choice).ok();
    match fact {
        I::Code => at.code = available()?,
        I::Credentials => at.credentials = available()?,
        I::Developer => at.developer = available()?,
        I::Maintainable => at.maintainable = available()?,
        I::Needed => at.needed = available()?,
        I::WhenItBreaks => at.when_it_breaks.clone_from(&told.value),
        I::OtherEnd => at.other_end.clone_from(&told.value),
        I::WhatFlows => at.what_flows.clone_from(&told.value),
        I::MonthlyVolume => at.monthly_volume = Some(told.value.trim().parse().ok()?),
        I::HistoryDays => at.history_days = Some(told.value.trim().parse().ok()?),
        I::LogicOwner | I::DataOwner | I::IncidentOwner | I::ExceptionOwner => {
            at.owners.insert(fact.ownership()?, told.value.clone());
        }
    }
    at.told.insert(fact, told.source());
    Some(Part::Integration(at))
}

fn control(doc: &Engagement, id: IntegrationId, control: Control, told: &Told) -> Option<Part> {
    let state = ControlState::from_key(&told.choice).ok()?;
    let empty = || ControlSheet { id: PartId::new(), integration: id, controls: BTreeMap::new() };
    let mut sheet = doc.controls(id).cloned().unwrap_or_else(empty);
    let before = sheet.controls.get(&control).map(|found| found.evidence.clone());
    let evidence = told.after(&before.unwrap_or_default());
    sheet
        .controls
        .insert(control, Finding { kind: Some(Kind::Told), ..Finding::new(state, evidence) });
    Some(Part::ControlSheet(sheet))
}

fn words(mut workflow: Workflow, fact: WorkflowQuestion, told: &Told) -> Option<Part> {
    let text = told.after("");
    match fact {
        WorkflowQuestion::StartEvent => workflow.start_event = text,
        WorkflowQuestion::Consistent => workflow.must_stay_consistent = text,
        WorkflowQuestion::Exceptions => workflow.exceptions = text,
        WorkflowQuestion::VisibilityTeam => workflow.visibility_team = text,
        _ => rule(&mut workflow, HiddenRuleTopic::from_key(fact.key()).ok()?, text),
    }
    Some(Part::Workflow(workflow))
}

/// Records a hidden rule.
fn rule(workflow: &mut Workflow, topic: HiddenRuleTopic, text: String) {
    match workflow.hidden_rules.iter_mut().find(|rule| rule.topic == topic) {
        Some(rule) => rule.answer = text,
        None => workflow.hidden_rules.push(HiddenRule { topic, answer: text }),
    }
}
