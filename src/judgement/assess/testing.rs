//! Documents for tests: one engagement in which nothing is wrong, and verbs that break one thing each.
//! It never reaches a build that is not a test.

use crate::document::access_ledger::AccessLedger;
use crate::document::call::{Call, ControlledBatch, VerdictPath};
use crate::document::controls::{Control, ControlSheet, ControlState, Finding};
use crate::document::engagement::{Brief, Engagement, Stage};
use crate::document::integrations::*;
use crate::document::launch::{Approval, LaunchCheck, LaunchSheet};
use crate::document::matching::{Difference, Judgement, Matching, Pair};
use crate::document::samples::*;
use crate::document::systems::{DiscoveryFact, Fact, System, SystemKind};
use crate::document::truth::{DataType, Field, Right, Standing};
use crate::document::workflow::Workflow;
use crate::engines::map::{Flow, Lane, LaneKind, Map, Side, Step, StepKind};
use crate::judgement::gates::launch;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::*;
use chrono::{NaiveDate, TimeZone, Utc};
use std::collections::BTreeMap;
use uuid::Uuid;

mod broken;

pub(crate) use broken::{Broken, batch};

/// The integration of [`sound`].
pub(crate) const SHOP_TO_ERP: IntegrationId = IntegrationId(Uuid::from_u128(10));
/// Its source.
pub(crate) const SHOP: SystemId = SystemId(Uuid::from_u128(1));
/// Its destination.
pub(crate) const ERP: SystemId = SystemId(Uuid::from_u128(2));
/// The data type it carries.
pub(crate) const ORDER: DataTypeId = DataTypeId(Uuid::from_u128(20));
/// The field of that data type.
pub(crate) const TOTAL: FieldId = FieldId(Uuid::from_u128(21));
/// The workflow.
pub(crate) const ORDERS: WorkflowId = WorkflowId(Uuid::from_u128(30));

/// A critical integration between two systems of which everything is known and in place, without a sample.
pub(crate) fn sound() -> Engagement {
    let mut doc = Engagement {
        id: EngagementId(Uuid::from_u128(100)),
        title: "Orders".into(),
        client: "Harbour Tools".into(),
        stage: Stage::Active,
        as_of: Utc.with_ymd_and_hms(2026, 6, 1, 9, 0, 0).unwrap(),
        brief: Brief::default(),
        systems: vec![system(SHOP, "Shop", SystemKind::Shop), system(ERP, "ERP", SystemKind::Erp)],
        integrations: vec![integration(SHOP_TO_ERP, "Shop to ERP", Criticality::Critical)],
        workflows: vec![Workflow {
            id: ORDERS,
            name: "Order to invoice".into(),
            start_event: String::new(),
            must_stay_consistent: String::new(),
            exceptions: String::new(),
            visibility_team: String::new(),
            hidden_rules: Vec::new(),
        }],
        maps: vec![map(Side::Intended, 1000), map(Side::Actual, 2000)],
        matchings: vec![Matching {
            id: PartId(Uuid::from_u128(40)),
            workflow: ORDERS,
            pairs: (1..=4)
                .map(|n| Pair { intended: step_id(1000 + n), actual: step_id(2000 + n) })
                .collect(),
            rejected: Vec::new(),
            differences: Vec::new(),
        }],
        data_types: vec![DataType { id: ORDER, name: "Order".into(), meaning: String::new() }],
        fields: vec![field()],
        control_sheets: vec![in_place(SHOP_TO_ERP)],
        calls: Vec::new(),
        flag_decisions: Vec::new(),
        launch_sheets: Vec::new(),
        tasks: Vec::new(),
        quotes: Vec::new(),
        access: AccessLedger::default(),
        plans: Vec::new(),
        plan_lines: Vec::new(),
        measures: Vec::new(),
        samples: SampleSummary::default(),
    };
    doc.launch_sheets = vec![approved(&doc)];
    doc
}

/// Every launch check approved as things stand.
pub(crate) fn approved(doc: &Engagement) -> LaunchSheet {
    let integration = &doc.integrations[0];
    let approval = |check: &LaunchCheck| Approval {
        evidence: "seen".into(),
        kind: None,
        by: "Ada".into(),
        on: may(20),
        until: None,
        mark: launch::mark(doc, integration, *check),
    };
    let approvals = LaunchCheck::ALL
        .iter()
        .filter(|check| **check != LaunchCheck::Contract)
        .map(|check| (*check, approval(check)));
    LaunchSheet {
        id: PartId(Uuid::from_u128(80)),
        integration: integration.id,
        approvals: approvals.collect(),
    }
}

/// A step by its number: 1001 to 1004 intended, 2001 to 2004 actual.
pub(crate) fn step_id(n: u128) -> StepId {
    StepId(Uuid::from_u128(n))
}

fn system(id: SystemId, name: &str, kind: SystemKind) -> System {
    System {
        id,
        name: name.into(),
        kind,
        vendor: String::new(),
        business_owner: "Ada".into(),
        technical_owner: "Ben".into(),
        contact: String::new(),
        api_access: None,
        delivery: None,
        version_pinned: Some(true),
        third_party: false,
        facts: DiscoveryFact::ALL
            .iter()
            .map(|fact| (*fact, Fact { known: true, note: "Checked.".into() }))
            .collect(),
    }
}

/// An integration from the shop to the ERP with everything known.
pub(crate) fn integration(id: IntegrationId, name: &str, criticality: Criticality) -> Integration {
    Integration {
        id,
        name: name.into(),
        source: SHOP,
        destination: ERP,
        middleware: Middleware::Script,
        transport: Transport::ApiCall,
        direction: Direction::Push,
        timing: Timing::RealTime,
        extent: Extent::Incremental,
        criticality,
        in_scope: true,
        carries: vec![ORDER],
        monthly_volume: None,
        code: Availability::Yes,
        credentials: Availability::Yes,
        developer: Availability::Yes,
        maintainable: Availability::Yes,
        needed: Availability::Unknown,
        needed_by: String::new(),
        history_days: None,
        contract: Agreement {
            document: "Order contract, version 2".into(),
            approved_by: "Ada".into(),
            approved_on: Some(may(1)),
        },
        when_it_breaks: "Orders stop.".into(),
        other_end: "The vendor’s support desk.".into(),
        what_flows: "Orders, as they happen.".into(),
        owners: Ownership::ALL.iter().map(|of| (*of, "Cara".to_owned())).collect(),
        told: BTreeMap::new(),
    }
}

/// Every control in place, with evidence.
pub(crate) fn in_place(integration: IntegrationId) -> ControlSheet {
    let found = Finding::new(ControlState::InPlace, "Seen in the script.");
    let controls = Control::ALL.iter().map(|control| (*control, found.clone())).collect();
    ControlSheet { id: PartId(Uuid::from_u128(50)), integration, controls }
}

fn field() -> Field {
    Field {
        id: TOTAL,
        data_type: ORDER,
        name: "total".into(),
        rights: [(SHOP, Right::ReadOnly), (ERP, Right::Owns)].into(),
        seen_writing: vec![ERP],
        standing: Standing::Agreed,
        decided_by: "Ada".into(),
        decided_on: None,
        why: "It invoices.".into(),
        positions: Vec::new(),
        rule_also_kept_in: String::new(),
    }
}

/// Start and order in the shop, detection and end in the ERP; the flow between them uses the integration.
fn map(side: Side, base: u128) -> Map {
    let (shop, erp) = (LaneId(Uuid::from_u128(base + 91)), LaneId(Uuid::from_u128(base + 92)));
    let lane = |id, name: &str, system| Lane {
        id,
        name: name.into(),
        system: Some(system),
        kind: LaneKind::System,
    };
    let flow = |n: u128, integration| Flow {
        id: FlowId(Uuid::from_u128(base + 50 + n)),
        integration,
        ..Flow::between(step_id(base + n), step_id(base + n + 1))
    };
    Map {
        id: MapId(Uuid::from_u128(base)),
        lanes: vec![lane(shop, "Shop", SHOP), lane(erp, "ERP", ERP)],
        steps: vec![
            step(base + 1, shop, "Order placed", StepKind::Start),
            step(base + 2, shop, "Send order", StepKind::Task),
            step(base + 3, erp, "Watch for missing orders", StepKind::Detection),
            step(base + 4, erp, "Invoice sent", StepKind::End),
        ],
        flows: vec![flow(1, None), flow(2, Some(SHOP_TO_ERP)), flow(3, None)],
        ..Map::empty(ORDERS, side)
    }
}

/// A step without facts.
pub(crate) fn step(n: u128, lane: LaneId, name: &str, kind: StepKind) -> Step {
    Step { id: step_id(n), ..Step::new(lane, name, kind) }
}

/// A day in May 2026.
pub(crate) fn may(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 5, day).unwrap()
}

/// Confirmed samples of the integration, from 4 to 25 May 2026.
pub(crate) fn confirmed(count: i64, symptom: Symptom, cause: Cause) -> Pattern {
    Pattern {
        integration: Some(SHOP_TO_ERP),
        symptom,
        origin: Origin::Middleware,
        cause,
        missing_controls: Default::default(),
        known: BTreeMap::new(),
        count,
        confirmed: count,
        trusted_success: 0,
        unnoticed: 0,
        succeeded: 0,
        manual_minutes: 0,
        records: 0,
        part_of: None,
        first_seen: may(4),
        last_seen: may(25),
    }
}

/// A confirmed sample with a payload.
pub(crate) fn example() -> Sample {
    Sample {
        id: SampleId(Uuid::from_u128(60)),
        integration: Some(SHOP_TO_ERP),
        step: None,
        symptom: Symptom::Wrong,
        origin: Origin::Middleware,
        cause: Cause::WrongMapping,
        error_class: None,
        occurred_at: Utc.with_ymd_and_hms(2026, 5, 4, 9, 0, 0).unwrap(),
        detected_at: None,
        recovered_at: None,
        dates_only: Default::default(),
        detected_by: DetectedBy::Staff,
        retries: 0,
        outcome: Outcome::Failed,
        status_said_success: false,
        correlation_id: String::new(),
        records: String::new(),
        manual_minutes: 0,
        missing_control: None,
        summary: "The total was wrong.".into(),
        evidence: "total=12".into(),
        evidence_kind: None,
        evidence_on: None,
        evidence_from: String::new(),
        state: ReviewState::Confirmed,
        rejected_because: String::new(),
    }
}
