//! The control sheet of one integration as a form: a state and its evidence for every control.
//! What is unknown without a word is not recorded.

use super::page::ControlsFormPage;
use crate::editing::part::{Editor, PartForm};
use crate::form::{Form, Reading};
use crate::prelude::*;
use crate::ui::Text;
use crate::urls::at;
use chrono::NaiveDate;
use faultline::document::controls::{Control, ControlSheet, ControlState, Finding};
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::evidence;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, IntegrationId, PartId};
use std::collections::BTreeMap;

impl PartForm for ControlSheet {
    /// A sheet is found by its integration.
    type Id = IntegrationId;

    const LABELS: &'static [(&'static str, &'static str)] = &[];

    fn labels(_: &Engagement) -> Vec<(Text, Text)> {
        Control::ALL.iter().map(|control| (control.key().into(), control.label().into())).collect()
    }

    fn find(document: &Engagement, id: IntegrationId) -> Option<Self> {
        document.integration(id)?;
        let blank = || Self { id: PartId::new(), integration: id, controls: BTreeMap::new() };
        Some(document.controls(id).cloned().unwrap_or_else(blank))
    }

    fn from_part(part: &Part) -> Option<Self> {
        if let Part::ControlSheet(sheet) = part { Some(sheet.clone()) } else { None }
    }

    fn into_part(self) -> Part {
        Part::ControlSheet(self)
    }

    fn fill(&self) -> Form {
        let mut sent = Form::default();
        for (control, found) in &self.controls {
            sent.push(control.key(), found.state.key());
            sent.push(&written(*control), found.evidence.clone());
            sent.push(&kind(*control), found.kind.map_or("", Catalogue::key));
            let text = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
            sent.push(&seen_on(*control), text(found.seen_on));
            sent.push(&since(*control), text(found.since));
            sent.push(&holds_until(*control), text(found.holds_until));
        }
        sent
    }

    fn read(sent: &Form, id: IntegrationId, document: &Engagement) -> (Self, Vec<Problem>) {
        let mut reading = Reading::new(sent);
        let mut controls = BTreeMap::new();
        for control in Control::ALL {
            let state = reading.optional_choice(control.key()).unwrap_or(ControlState::Unknown);
            let mut evidence = sent.text(&written(*control));
            if evidence.is_empty() && state != ControlState::Unknown {
                evidence = sent.text(FOR_ALL);
            }
            if state != ControlState::Unknown || !evidence.is_empty() {
                let mut day = |name: String| {
                    let text = sent.text(&name);
                    let day = text.parse().ok();
                    if day.is_none() && !text.is_empty() {
                        reading.problem(control.key(), "Give each day as 2026-05-31.");
                    }
                    day
                };
                let (since, holds_until) = (day(since(*control)), day(holds_until(*control)));
                let seen_on = day(seen_on(*control));
                let kind = evidence::Kind::from_key(sent.raw(&kind(*control))).ok();
                controls.insert(
                    *control,
                    Finding { state, evidence, kind, seen_on, since, holds_until },
                );
            }
        }
        let own = document.controls(id).map_or_else(PartId::new, |sheet| sheet.id);
        (Self { id: own, integration: id, controls }, reading.problems())
    }

    fn title(document: &Engagement, id: Option<IntegrationId>) -> Option<String> {
        Some(format!("Controls of {}", document.integration(id?)?.name))
    }

    fn shown(engagement: EngagementId, id: Option<IntegrationId>) -> String {
        let list = at(engagement, "controls");
        id.map_or_else(|| list.clone(), |id| format!("{list}#{id}"))
    }

    fn page(editor: Editor<Self>) -> impl IntoView {
        view! { <ControlsFormPage editor /> }
    }
}

/// The name of the field with the evidence of every control that has a state and none of its own.
pub const FOR_ALL: &str = "evidence_for_all";

/// States that everything nobody has looked at can be filled in with.
pub const FILLED: [ControlState; 3] =
    [ControlState::Missing, ControlState::InPlace, ControlState::NotApplicable];

/// Fills in the expected controls that nobody has looked at: with one state, or as they are at another integration.
pub fn fill_in(document: &Engagement, id: IntegrationId, fill: &str, sent: &mut Form) {
    let Some(integration) = document.integration(id) else { return };
    let state = ControlState::from_key(fill).ok().filter(|state| FILLED.contains(state));
    let other = fill.parse().ok().filter(|other| *other != id);
    let other = other.and_then(|other| document.controls(other));
    let expected = |control: &Control| control.expected(integration.criticality);
    for control in Control::ALL.iter().copied().filter(expected) {
        if !sent.raw(control.key()).is_empty() {
            continue;
        }
        if let Some(state) = state {
            sent.push(control.key(), state.key());
        } else if let Some(found) = other.and_then(|sheet| sheet.controls.get(&control)) {
            sent.push(control.key(), found.state.key());
            sent.push(&written(control), found.evidence.clone());
        }
    }
}

/// The name of the field that holds a control's evidence.
pub fn written(control: Control) -> String {
    format!("evidence_{}", control.key())
}

/// The name of the field that says what kind of evidence it is.
pub fn kind(control: Control) -> String {
    format!("kind_{}", control.key())
}

/// The name of the field that says when it was seen.
pub fn seen_on(control: Control) -> String {
    format!("seen_on_{}", control.key())
}

/// The name of the field that says since when a control is in place.
pub fn since(control: Control) -> String {
    format!("since_{}", control.key())
}

/// The name of the field that says until when its evidence holds.
pub fn holds_until(control: Control) -> String {
    format!("holds_until_{}", control.key())
}
