//! What is wrong with the source-of-truth registry, from what is recorded in it (domain §5).
//! A check names the problem and the systems in it; it never says who is right.

use crate::document::engagement::Engagement;
use crate::document::integrations::Integration;
use crate::document::truth::{Field, Right, Standing};
use crate::engines::map::Side;
use crate::platform::catalogue::catalogue;
use crate::platform::ids::{DataTypeId, FieldId, SystemId};
use crate::platform::wording::{ended, listed};
use serde::{Deserialize, Serialize};

catalogue! {
    /// What can be wrong with a field.
    pub enum TruthIssueKind {
        NoOwner => "no_owner", "No owner";
        TwoOwners => "two_owners", "Two owners";
        WritesWithoutRight => "writes_without_right", "Written without the right";
        ThirdPartyOnly => "third_party_only", "A third party holds the only copy";
        RuleKeptTwice => "rule_kept_twice", "The same business rule is kept in two places";
        OpenDispute => "open_dispute", "Open dispute";
    }
}

/// One problem of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct TruthIssue {
    /// What is wrong.
    pub kind: TruthIssueKind,
    /// The field.
    pub field: FieldId,
    /// Its data type.
    pub data_type: DataTypeId,
    /// The systems in it, in id order.
    pub systems: Vec<SystemId>,
    /// The problem in a sentence.
    pub says: String,
}

/// Every problem of every field, in the order of the registry.
#[must_use]
pub fn checks(doc: &Engagement) -> Vec<TruthIssue> {
    doc.fields.iter().flat_map(|field| field_checks(doc, field)).collect()
}

impl Field {
    /// Whether the truth is named: people agree, and exactly one system owns the field.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.standing == Standing::Agreed && self.owners().count() == 1
    }
}

/// What an integration carries that has no settled truth, each as a sentence and the field or data type it is about.
///
/// Empty only when the integration says what it carries, every carried data type has a field, and every such field
/// is agreed with one owner.
#[must_use]
pub fn unsettled(
    doc: &Engagement,
    integration: &Integration,
) -> Vec<crate::judgement::evidence::Missing> {
    use crate::judgement::evidence::{IntegrationFact, Missing, Subject};
    if integration.carries.is_empty() {
        let about = Subject::IntegrationFact {
            integration: integration.id,
            fact: IntegrationFact::Carries,
        };
        return vec![Missing::new(
            format!("Say which data types “{}” carries.", integration.name),
            about,
        )];
    }
    let mut missing = Vec::new();
    for id in &integration.carries {
        let mut fields = doc.fields.iter().filter(|field| field.data_type == *id).peekable();
        if fields.peek().is_none() {
            let says = format!("Name the fields of “{}” and who owns them.", type_name(doc, *id));
            missing.push(Missing::new(says, Subject::DataType { data_type: *id }));
        }
        for field in fields.filter(|field| !field.is_settled()) {
            let says = format!("Decide which system owns {}.", named(doc, field));
            missing.push(Missing::new(says, Subject::Field { field: field.id }));
        }
    }
    missing
}

/// What is open about who owns a field, in a sentence: the dispute with each team's position, or who owns it now.
#[must_use]
pub fn open(doc: &Engagement, field: &Field) -> String {
    let name = named(doc, field);
    let owners: Vec<_> = field.owners().collect();
    let said: Vec<_> = field
        .positions
        .iter()
        .map(|one| format!("{} says “{}”", one.team.trim(), one.says.trim().trim_end_matches('.')))
        .collect();
    match (field.standing, owners.as_slice()) {
        (Standing::Disputed, _) if !said.is_empty() => {
            ended(&format!("The owner of {name} is disputed: {}", listed(&said)))
        }
        (Standing::Disputed, _) => dispute(field, &name),
        (_, []) => format!("No system owns {name}."),
        (_, [only]) => format!(
            "{} is down as the owner of {name}, but nobody has agreed to it.",
            systems(doc, &[*only])
        ),
        (_, several) => format!("{} {} {name}.", systems(doc, several), both_own(several.len())),
    }
}

fn field_checks(doc: &Engagement, field: &Field) -> Vec<TruthIssue> {
    let name = named(doc, field);
    let owners: Vec<_> = field.owners().collect();
    let mut issues = Vec::new();
    let mut raise = |kind, systems: Vec<SystemId>, says: String| {
        issues.push(TruthIssue {
            kind,
            field: field.id,
            data_type: field.data_type,
            systems,
            says,
        });
    };
    if owners.is_empty() {
        raise(TruthIssueKind::NoOwner, Vec::new(), format!("No system owns {name}."));
    } else if field.standing == Standing::Unassigned {
        let says = format!(
            "{} is down as the owner of {name}, but nobody has agreed to it.",
            systems(doc, &owners)
        );
        raise(TruthIssueKind::NoOwner, owners.clone(), says);
    }
    if owners.len() > 1 {
        let says = format!("{} {} {name}.", systems(doc, &owners), both_own(owners.len()));
        raise(TruthIssueKind::TwoOwners, owners.clone(), says);
    }
    let writers = trespassers(doc, field);
    if !writers.is_empty() {
        let were = if writers.len() == 1 { "was" } else { "were" };
        let says =
            format!("{} {were} seen writing {name} without the right to.", systems(doc, &writers));
        raise(TruthIssueKind::WritesWithoutRight, writers, says);
    }
    if let Some(holders) = third_parties_only(doc, field) {
        let says = format!(
            "The only copy of {name} is held by {}, a third party.",
            systems(doc, &holders)
        );
        raise(TruthIssueKind::ThirdPartyOnly, holders, says);
    }
    if !field.rule_also_kept_in.trim().is_empty() {
        let says =
            format!("The rule behind {name} is also kept in {}.", field.rule_also_kept_in.trim());
        raise(TruthIssueKind::RuleKeptTwice, Vec::new(), says);
    }
    if field.standing == Standing::Disputed {
        raise(TruthIssueKind::OpenDispute, owners, dispute(field, &name));
    }
    issues
}

fn both_own(owners: usize) -> &'static str {
    if owners == 2 { "both own" } else { "all own" }
}

/// The systems seen writing that may only read, or not even that: ticked, or shown on an actual map where a step in
/// their lane creates or updates such records although they may write none of its fields.
fn trespassers(doc: &Engagement, field: &Field) -> Vec<SystemId> {
    let may_not = |system: &SystemId| matches!(field.right(*system), Right::ReadOnly | Right::None);
    let of_type = |other: &&Field| other.data_type == field.data_type;
    let first = doc.fields.iter().find(of_type).is_some_and(|first| first.id == field.id);
    let nowhere = |system: &SystemId| {
        let right = |other: &Field| other.right(*system);
        doc.fields
            .iter()
            .filter(of_type)
            .all(|other| matches!(right(other), Right::ReadOnly | Right::None))
    };
    // A step does not say which fields it writes, so the data type is told once, at its first field.
    let mapped = writers_on_maps(doc, field.data_type).into_iter().filter(|_| first);
    let ticked = field.seen_writing.iter().copied().filter(may_not);
    let mut writers: Vec<_> = ticked.chain(mapped.filter(nowhere)).collect();
    writers.sort();
    writers.dedup();
    writers
}

/// The systems whose steps on an actual map create or update records of a data type.
fn writers_on_maps(doc: &Engagement, data_type: DataTypeId) -> Vec<SystemId> {
    let actual = doc.maps.iter().filter(|map| map.side == Side::Actual);
    let steps = actual.flat_map(|map| map.steps.iter().map(move |step| (map, step)));
    let writing = steps.filter(|(_, step)| {
        step.facts.touches.iter().any(|touch| touch.data_type == Some(data_type))
    });
    writing.filter_map(|(map, step)| map.lane(step.lane)?.system).collect()
}

/// The systems that hold the field, when every one of them is a third party.
fn third_parties_only(doc: &Engagement, field: &Field) -> Option<Vec<SystemId>> {
    let holds = |right: &Right| *right != Right::None;
    let holders: Vec<_> =
        field.rights.iter().filter(|(_, right)| holds(right)).map(|(id, _)| *id).collect();
    let third_party = |id: &SystemId| doc.system(*id).is_some_and(|system| system.third_party);
    (!holders.is_empty() && holders.iter().all(third_party)).then_some(holders)
}

fn dispute(field: &Field, name: &str) -> String {
    let teams: Vec<&str> = field.positions.iter().map(|position| position.team.as_str()).collect();
    match teams.as_slice() {
        [] => format!("The owner of {name} is disputed, and no team’s position is written down."),
        teams => format!("The owner of {name} is disputed; {} took a position.", listed(teams)),
    }
}

/// “Order: total”, in quotation marks.
fn named(doc: &Engagement, field: &Field) -> String {
    format!("“{}: {}”", type_name(doc, field.data_type), field.name)
}

fn type_name(doc: &Engagement, id: DataTypeId) -> &str {
    doc.data_types
        .iter()
        .find(|one| one.id == id)
        .map_or("a data type no longer listed", |one| &one.name)
}

fn systems(doc: &Engagement, ids: &[SystemId]) -> String {
    let names: Vec<&str> = ids
        .iter()
        .map(|id| doc.system(*id).map_or("a system no longer listed", |system| &system.name))
        .collect();
    listed(&names)
}
