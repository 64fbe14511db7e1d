//! Systems, the integrations between them, their controls and launch checks.

use super::{Told, label, lines, maybe, sheet};
use crate::document::controls::{Control, ControlState};
use crate::document::integrations::{Integration, Ownership};
use crate::document::systems::System;
use crate::engines::office::workbook::{Sheet, Value};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::SystemId;

pub(super) fn systems(told: &Told<'_>) -> Sheet {
    let row = |system: &System| {
        let unknown = system.unknown_facts();
        vec![
            (&system.name).into(),
            label(system.kind),
            (&system.vendor).into(),
            (&system.business_owner).into(),
            (&system.technical_owner).into(),
            system.third_party.into(),
            maybe(system.api_access),
            maybe(system.delivery),
            system.version_pinned.map_or(Value::Empty, Value::Bool),
            Value::count(unknown.len()),
            lines(unknown.iter().map(|fact| fact.label())),
        ]
    };
    let columns = [
        ("System", 28),
        ("Kind", 16),
        ("Vendor", 22),
        ("Business owner", 22),
        ("Technical owner", 22),
        ("Third party", 12),
        ("API access", 16),
        ("Delivery", 12),
        ("API version pinned", 12),
        ("Facts not known", 12),
        ("Which", 36),
    ];
    sheet("Systems", &columns, told.doc.systems.iter().map(row).collect())
}

/// The columns of the sheet of integrations.
const INTEGRATIONS: [(&str, u8); 29] = [
    ("Integration", 30),
    ("From", 20),
    ("To", 20),
    ("Criticality", 14),
    ("In scope", 10),
    ("Middleware", 18),
    ("Transport", 16),
    ("Direction", 12),
    ("Timing", 14),
    ("Extent", 14),
    ("Carries", 22),
    ("Records a month", 14),
    ("Can be changed", 16),
    ("Credentials available", 16),
    ("Developer reachable", 16),
    ("Can be maintained", 16),
    ("Still needed", 16),
    ("Needed by", 20),
    ("History kept, days", 12),
    ("Contract", 24),
    ("Contract approved by", 20),
    ("Contract approved on", 14),
    ("When it breaks", 40),
    ("Who owns the other end", 30),
    ("What flows", 40),
    ("Owner: integration logic", 22),
    ("Owner: data quality", 22),
    ("Owner: incidents", 22),
    ("Owner: exceptions", 22),
];

pub(super) fn integrations(told: &Told<'_>) -> Sheet {
    let name =
        |id: SystemId| told.doc.system(id).map_or(Value::Empty, |system| (&system.name).into());
    let row = |one: &Integration| {
        let carried = told.doc.data_types.iter().filter(|kind| one.carries.contains(&kind.id));
        let mut cells = vec![
            (&one.name).into(),
            name(one.source),
            name(one.destination),
            label(one.criticality),
            one.in_scope.into(),
            label(one.middleware),
            label(one.transport),
            label(one.direction),
            label(one.timing),
            label(one.extent),
            lines(carried.map(|kind| &kind.name)),
            one.monthly_volume.map_or(Value::Empty, Value::whole),
            label(one.code),
            label(one.credentials),
            label(one.developer),
            label(one.maintainable),
            label(one.needed),
            (&one.needed_by).into(),
            one.history_days.map_or(Value::Empty, Value::whole),
            (&one.contract.document).into(),
            (&one.contract.approved_by).into(),
            Value::day(one.contract.approved_on),
            (&one.when_it_breaks).into(),
            (&one.other_end).into(),
            (&one.what_flows).into(),
        ];
        cells.extend(
            Ownership::ALL.iter().map(|of| one.owner(*of).map_or(Value::Empty, Value::from)),
        );
        cells
    };
    sheet("Integrations", &INTEGRATIONS, told.doc.integrations.iter().map(row).collect())
}

/// Each control of each integration in scope, whether it is expected and how it was found.
pub(super) fn controls(told: &Told<'_>) -> Sheet {
    let today = told.doc.as_of.date_naive();
    let mut rows = Vec::new();
    for one in told.doc.in_scope() {
        let sheet = told.doc.controls(one.id);
        rows.extend(Control::ALL.iter().map(|control| {
            let found = sheet.and_then(|sheet| sheet.controls.get(control));
            vec![
                (&one.name).into(),
                label(control.family()),
                label(*control),
                control.expected(one.criticality).into(),
                label(found.map_or(ControlState::Unknown, |found| found.state_on(today))),
                found.map_or(Value::Empty, |found| (&found.evidence).into()),
                maybe(found.and_then(|found| found.kind)),
                Value::day(found.and_then(|found| found.since)),
                Value::day(found.and_then(|found| found.holds_until)),
            ]
        }));
    }
    let columns = [
        ("Integration", 30),
        ("Family", 18),
        ("Control", 40),
        ("Expected", 10),
        ("State", 18),
        ("Evidence", 60),
        ("Kind of evidence", 24),
        ("In place since", 14),
        ("Evidence holds until", 14),
    ];
    sheet("Controls", &columns, rows)
}

/// The launch checks of each integration in scope.
pub(super) fn launch(told: &Told<'_>) -> Sheet {
    let mut rows = Vec::new();
    for one in &told.assessment.integrations {
        rows.extend(one.launch.iter().map(|checked| {
            let approval = checked.approval.as_ref();
            vec![
                (&one.verdict.name).into(),
                label(checked.check),
                label(checked.state),
                checked.met.into(),
                (&checked.says).into(),
                approval.map_or(Value::Empty, |approval| (&approval.by).into()),
                Value::day(approval.map(|approval| approval.on)),
                Value::day(approval.and_then(|approval| approval.until)),
                approval.map_or(Value::Empty, |approval| (&approval.evidence).into()),
            ]
        }));
    }
    let columns = [
        ("Integration", 30),
        ("Launch check", 32),
        ("State", 22),
        ("Met", 8),
        ("Why", 60),
        ("Approved by", 20),
        ("Approved on", 14),
        ("Holds until", 14),
        ("Evidence", 40),
    ];
    sheet("Launch checks", &columns, rows)
}
