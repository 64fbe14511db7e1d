//! Flags that control sheets raise: an expected control that is missing or only partly there.
//! A control that has a rule of its own is told by that rule and not a second time.

use super::samples::ticked;
use super::{FlagRule, Raised};
use crate::document::controls::{Control, ControlSheet, ControlState};
use crate::document::engagement::{Complaint, Engagement};
use crate::document::integrations::{Criticality, Integration, Transport};
use crate::judgement::evidence::{Evidence, Subject};
use crate::judgement::findings::Reading;
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::inside;

pub(super) fn raise(reading: &Reading<'_>) -> Vec<Raised> {
    let doc = reading.doc;
    let sheets = doc.in_scope().filter_map(|one| Some((one, doc.controls(one.id)?)));
    sheets.flat_map(|(integration, sheet)| of_sheet(doc, integration, sheet)).collect()
}

fn of_sheet(doc: &Engagement, integration: &Integration, sheet: &ControlSheet) -> Vec<Raised> {
    let single = single_point(doc, integration, sheet);
    let covered = |control: &Control| {
        single.is_some() && matches!(control, Control::LocalCopy | Control::DegradesGracefully)
    };
    let expected = Control::ALL.iter().copied().filter(|one| one.expected(integration.criticality));
    let each: Vec<_> = expected
        .filter(|control| !covered(control))
        .filter_map(|control| absent(doc, integration, sheet, control))
        .collect();
    single.into_iter().chain(each).collect()
}

fn not_there(sheet: &ControlSheet, control: Control) -> bool {
    matches!(sheet.state(control), ControlState::Missing | ControlState::Partial)
}

fn absent(
    doc: &Engagement,
    integration: &Integration,
    sheet: &ControlSheet,
    control: Control,
) -> Option<Raised> {
    if !not_there(sheet, control) {
        return None;
    }
    let about = Subject::Control { integration: integration.id, control };
    let partial = sheet.state(control) == ControlState::Partial;
    let rule = if partial { FlagRule::ControlMissing } else { rule(integration, sheet, control) };
    let says = says(rule, integration, control, partial);
    let raised = Raised::new(rule, about, Some(integration.criticality), says);
    let seen = recorded(integration, sheet, control);
    Some(raised.at(integration.id).lighter(i8::from(partial)).because([seen]).because(harm(
        doc,
        integration,
        control,
    )))
}

/// The rule that tells of a missing control: its own where it has one.
fn rule(integration: &Integration, sheet: &ControlSheet, control: Control) -> FlagRule {
    let alerted = matches!(
        sheet.state(Control::AlertOnTotalFailure),
        ControlState::InPlace | ControlState::Partial
    );
    let api = matches!(integration.transport, Transport::ApiCall | Transport::Webhook);
    match control {
        Control::AlertOnPartialFailure if alerted => FlagRule::AlertsOnlyOnTotal,
        Control::ManualFallback => FlagRule::NoManualRecovery,
        Control::VersionPinned if api => FlagRule::ApiUnversioned,
        _ => FlagRule::ControlMissing,
    }
}

fn says(rule: FlagRule, integration: &Integration, control: Control, partial: bool) -> String {
    let name = &integration.name;
    match rule {
        FlagRule::AlertsOnlyOnTotal => {
            format!(
                "“{name}” raises an alert when everything fails, not when some records do or when they lag."
            )
        }
        FlagRule::NoManualRecovery => format!("“{name}” has no documented way to go on by hand."),
        FlagRule::ApiUnversioned => {
            format!("“{name}” does not pin the version of the API it calls.")
        }
        _ if partial => format!("“{control}” is only partly there on “{name}”."),
        _ => format!("“{control}” is missing on “{name}”."),
    }
}

/// What the control sheet says, in the words of whoever looked.
fn recorded(integration: &Integration, sheet: &ControlSheet, control: Control) -> Evidence {
    let state = inside(sheet.state(control).label());
    let found = sheet.controls.get(&control);
    let known = found.and_then(|found| found.kind);
    let known = known.map_or_else(String::new, |kind| format!(" ({})", inside(kind.label())));
    let says = match found.map_or("", |found| found.evidence.trim()) {
        "" => format!("“{control}” is marked {state}{known}; nothing is written beside it."),
        seen => format!("“{control}” is {state}{known}: {seen}"),
    };
    Evidence::new(says, Subject::Control { integration: integration.id, control })
}

/// Confirmed samples that name the control as what should have blocked them.
fn harm(doc: &Engagement, integration: &Integration, control: Control) -> Vec<Evidence> {
    let confirmed = doc.samples.of(integration.id).filter(|pattern| pattern.confirmed > 0);
    confirmed
        .filter(|pattern| pattern.missing_controls.contains_key(&control))
        .map(Evidence::confirmed)
        .collect()
}

/// A critical integration that neither keeps a copy nor degrades gracefully stops whatever waits for it.
fn single_point(
    doc: &Engagement,
    integration: &Integration,
    sheet: &ControlSheet,
) -> Option<Raised> {
    let both = [Control::LocalCopy, Control::DegradesGracefully];
    let critical = integration.criticality == Criticality::Critical;
    if !critical || !both.iter().all(|control| not_there(sheet, *control)) {
        return None;
    }
    let says = format!("When “{}” is down, everything behind it stops.", integration.name);
    let told = both.map(|control| recorded(integration, sheet, control));
    let about = Subject::Integration { integration: integration.id };
    let raised = Raised::new(FlagRule::SinglePoint, about, Some(integration.criticality), says)
        .at(integration.id);
    let harm = both.iter().flat_map(|control| harm(doc, integration, *control));
    Some(raised.because(told).because(harm).because(ticked(doc, Complaint::OneOutageStopsAll)))
}
