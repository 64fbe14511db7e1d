//! The rows of the table that rest on maps, controls and facts of the boundary itself.
//! Unknown establishes nothing: it is asked for in the plan.

use super::samples::state;
use super::{BRIDGES, changes_asked, is_outage, is_wrong_assumption};
use crate::document::controls::Family;
use crate::document::engagement::Complaint;
use crate::document::integrations::{Availability, Criticality};
use crate::document::matching::Judgement;
use crate::engines::map::Side;
use crate::judgement::evidence::{Evidence, IntegrationFact, Subject};
use crate::judgement::findings::{Facts, FindingKind, MANUAL_HOURS};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{inside, listed};

pub(super) fn wrong_assumptions(facts: &Facts) -> Vec<Evidence> {
    let judged =
        facts.differences.iter().filter(|told| told.judgement == Some(Judgement::WrongAssumption));
    let from_maps = judged.map(|told| {
        let says = format!(
            "{} This was judged a wrong assumption about “{}”.",
            told.says, told.workflow_name
        );
        Evidence::new(says, told.about.clone())
    });
    let from_samples =
        facts.confirmed().filter(|pattern| is_wrong_assumption(pattern)).map(Evidence::confirmed);
    from_maps.chain(from_samples).collect()
}

/// “It has to be changed: “Duplicate posting”.”
fn asked(facts: &Facts, asked: &[FindingKind]) -> Evidence {
    let names: Vec<_> = asked.iter().map(|kind| format!("“{kind}”")).collect();
    let about = Subject::Integration { integration: facts.integration };
    Evidence::new(format!("A change is asked for by {}.", listed(&names)), about)
}

pub(super) fn no_code_or_access(facts: &Facts) -> Vec<Evidence> {
    let fact = |fact| Subject::IntegrationFact { integration: facts.integration, fact };
    let mut because = Vec::new();
    if facts.code == Availability::No {
        because.push(Evidence::new("It cannot be changed.", fact(IntegrationFact::Code)));
    }
    if facts.credentials == Availability::No {
        let says = "The credentials cannot be had.";
        because.push(Evidence::new(says, fact(IntegrationFact::Credentials)));
    }
    let mut changes = changes_asked(facts);
    // Without credentials nobody can even look, so logging cannot be put in either.
    if facts.credentials == Availability::No && !missing_logs(facts).is_empty() {
        changes.push(FindingKind::MissingLogs);
    }
    if changes.is_empty() || because.is_empty() {
        return Vec::new();
    }
    because.push(asked(facts, &changes));
    because
}

pub(super) fn cannot_be_maintained(facts: &Facts) -> Vec<Evidence> {
    let changes = changes_asked(facts);
    if facts.maintainable != Availability::No || changes.is_empty() {
        return Vec::new();
    }
    let about = Subject::IntegrationFact {
        integration: facts.integration,
        fact: IntegrationFact::Maintainable,
    };
    vec![Evidence::new("The code cannot be maintained.", about), asked(facts, &changes)]
}

pub(super) fn missing_logs(facts: &Facts) -> Vec<Evidence> {
    let lacking = facts.lacking(facts.expected_of(Family::Visibility));
    let expected = inside(facts.criticality.label());
    lacking
        .into_iter()
        .map(|control| {
            let seen = state(facts, control);
            let says = format!(
                "{}; {expected} integrations are expected to have it.",
                seen.says.trim_end_matches('.')
            );
            seen.saying(says)
        })
        .collect()
}

pub(super) fn single_point(facts: &Facts) -> Vec<Evidence> {
    let critical = facts.criticality == Criticality::Critical;
    if !critical || !BRIDGES.iter().all(|control| facts.lacks(*control)) {
        return Vec::new();
    }
    let outages = facts.confirmed().filter(|pattern| is_outage(pattern)).map(Evidence::confirmed);
    let way = facts.only_way.map(|workflow| {
        let says = "The actual map has no other way from start to end.";
        Evidence::new(says, Subject::Map { workflow, side: Side::Actual })
    });
    let ticked = facts.complaints.contains(&Complaint::OneOutageStopsAll).then(|| {
        Evidence::new(
            format!("Ticked: {}.", inside(Complaint::OneOutageStopsAll.label())),
            Subject::Brief,
        )
    });
    let seen: Vec<_> = outages.chain(way).collect();
    if seen.is_empty() {
        return Vec::new();
    }
    let controls = BRIDGES.iter().map(|control| state(facts, *control));
    seen.into_iter().chain(ticked).chain(controls).collect()
}

pub(super) fn work_by_hand(facts: &Facts) -> Vec<Evidence> {
    let about = Subject::Integration { integration: facts.integration };
    let hours = facts.manual_minutes / 60;
    let much = hours >= MANUAL_HOURS;
    let mut because = Vec::new();
    // What is a convenience may stay by hand as long as it costs little.
    if facts.by_hand && (much || facts.criticality != Criticality::Convenience) {
        because.push(Evidence::new("People carry the records across by hand.", about.clone()));
    }
    if much {
        let says = format!(
            "Manual steps at it take {hours} hours a month; from {MANUAL_HOURS} on that is a finding."
        );
        because.push(Evidence::new(says, about));
    }
    because
}
