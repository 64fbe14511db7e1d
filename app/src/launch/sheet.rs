//! The approvals of one integration's launch checks as a form.
//! An approval bears the mark of what was there when it was given; one that is left as it is keeps its mark.

use super::page::LaunchFormPage;
use crate::editing::part::{Editor, PartForm};
use crate::form::{Form, Reading};
use crate::prelude::*;
use crate::ui::Text;
use crate::urls::at;
use chrono::NaiveDate;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::evidence;
use faultline::document::launch::{Approval, LaunchCheck, LaunchSheet};
use faultline::judgement::gates::launch::{self, LaunchState};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, IntegrationId, PartId};
use std::collections::BTreeMap;

impl PartForm for LaunchSheet {
    /// A sheet is found by its integration.
    type Id = IntegrationId;

    const LABELS: &'static [(&'static str, &'static str)] = &[];

    fn labels(_: &Engagement) -> Vec<(Text, Text)> {
        let labels = |check: &LaunchCheck| {
            FIELDS.map(|field| (name(field, *check).into(), check.label().into()))
        };
        LaunchCheck::ALL.iter().flat_map(labels).collect()
    }

    fn find(document: &Engagement, id: IntegrationId) -> Option<Self> {
        document.integration(id)?;
        let blank = || Self { id: PartId::new(), integration: id, approvals: BTreeMap::new() };
        Some(document.launch_sheet(id).cloned().unwrap_or_else(blank))
    }

    fn from_part(part: &Part) -> Option<Self> {
        if let Part::LaunchSheet(sheet) = part { Some(sheet.clone()) } else { None }
    }

    fn into_part(self) -> Part {
        Part::LaunchSheet(self)
    }

    fn fill(&self) -> Form {
        let mut sent = Form::default();
        for (check, approval) in &self.approvals {
            let until = approval.until.map(|until| until.to_string()).unwrap_or_default();
            sent.push(&name("evidence", *check), approval.evidence.clone());
            sent.push(&name("kind", *check), approval.kind.map_or("", Catalogue::key));
            sent.push(&name("by", *check), approval.by.clone());
            sent.push(&name("on", *check), approval.on.to_string());
            sent.push(&name("until", *check), until);
        }
        sent
    }

    fn read(sent: &Form, id: IntegrationId, document: &Engagement) -> (Self, Vec<Problem>) {
        let own = document.launch_sheet(id).map_or_else(PartId::new, |sheet| sheet.id);
        let (approvals, problems) = read_approvals(document, id, sent);
        (Self { id: own, integration: id, approvals }, problems)
    }

    fn title(document: &Engagement, id: Option<IntegrationId>) -> Option<String> {
        Some(format!("Launch checks of {}", document.integration(id?)?.name))
    }

    fn shown(engagement: EngagementId, id: Option<IntegrationId>) -> String {
        let list = at(engagement, "launch");
        id.map_or_else(|| list.clone(), |id| format!("{list}#{id}"))
    }

    fn page(editor: Editor<Self>) -> impl IntoView {
        view! { <LaunchFormPage editor /> }
    }
}

/// What an approval consists of.
const FIELDS: [&str; 5] = ["evidence", "kind", "by", "on", "until"];

/// The name of a field of a check's approval.
pub fn name(field: &str, check: LaunchCheck) -> String {
    format!("{field}_{}", check.key())
}

/// The approvals that a form describes, and what is wrong with them.
fn read_approvals(
    document: &Engagement,
    id: IntegrationId,
    sent: &Form,
) -> (BTreeMap<LaunchCheck, Approval>, Vec<Problem>) {
    let mut reading = Reading::new(sent);
    let Some(integration) = document.integration(id) else {
        return (BTreeMap::new(), reading.problems());
    };
    let stored = document.launch_sheet(id).map(|sheet| &sheet.approvals);
    let mut approvals = BTreeMap::new();
    for checked in launch::checks(document, integration) {
        let check = checked.check;
        let Some(read) = approval(&mut reading, sent, check) else { continue };
        let kept = stored.and_then(|stored| stored.get(&check)).filter(|old| same(old, &read));
        let new = kept.is_none();
        if new && checked.state == LaunchState::NotThere {
            reading.problem(
                check.key(),
                "What this check asks for is not recorded yet; it can be approved once it is.",
            );
        }
        let mark = kept.map_or_else(|| launch::mark(document, integration, check), |old| old.mark);
        approvals.insert(check, Approval { mark, ..read });
    }
    (approvals, reading.problems())
}

/// One approval as it was typed; nothing when nothing was.
fn approval(reading: &mut Reading<'_>, sent: &Form, check: LaunchCheck) -> Option<Approval> {
    let text = |of: &str| sent.text(&name(of, check));
    let (evidence, by, on, until) = (text("evidence"), text("by"), text("on"), text("until"));
    if [&evidence, &by, &on, &until].iter().all(|text| text.is_empty()) {
        return None;
    }
    if evidence.is_empty() || by.is_empty() {
        reading.problem(check.key(), "Say what was seen, and who approves it.");
    }
    let mut day = |text: &str| {
        let day = text.parse::<NaiveDate>().ok();
        if day.is_none() && !text.is_empty() {
            reading.problem(check.key(), "Give each day as 2026-05-31.");
        }
        day
    };
    let (on, until) = (day(&on), day(&until));
    if on.is_none() {
        reading.problem(check.key(), "Give the day of the approval.");
    }
    let kind = evidence::Kind::from_key(sent.raw(&name("kind", check))).ok();
    Some(Approval { evidence, kind, by, on: on.unwrap_or_default(), until, mark: 0 })
}

/// Whether an approval was left as it is.
fn same(old: &Approval, new: &Approval) -> bool {
    *old == Approval { mark: old.mark, ..new.clone() }
}
