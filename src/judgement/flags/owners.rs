//! Flags about people: owners that are missing, and work that is done where it can hurt.
//! A convenience integration needs one owner, not four (domain §8).

use super::samples::ticked;
use super::{FlagRule, Raised};
use crate::document::engagement::{Complaint, Engagement};
use crate::document::integrations::{Criticality, Integration, Ownership};
use crate::document::systems::{System, SystemKind};
use crate::judgement::evidence::Subject;
use crate::judgement::findings::Reading;
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{inside, listed};

pub(super) fn raise(reading: &Reading<'_>) -> Vec<Raised> {
    let doc = reading.doc;
    let integrations = doc.in_scope().flat_map(|one| of_integration(doc, one));
    let systems = doc.systems.iter().filter_map(|system| of_system(doc, system));
    integrations.chain(systems).chain(in_production(doc)).collect()
}

fn of_integration(doc: &Engagement, integration: &Integration) -> Vec<Raised> {
    let unassigned = integration.unassigned();
    if integration.criticality == Criticality::Convenience {
        let nobody = unassigned.len() == Ownership::ALL.len();
        let says = format!("Nobody owns “{}”.", integration.name);
        let about = Subject::Integration { integration: integration.id };
        let raised =
            || raised(integration, about, says).seen("None of the four owners is recorded.");
        return nobody.then(raised).into_iter().collect();
    }
    let each = unassigned.into_iter().map(|of| {
        let says = format!("Nobody owns {} of “{}”.", inside(of.label()), integration.name);
        let about = Subject::Owner { integration: integration.id, of };
        let ticked = match of {
            Ownership::Logic => ticked(doc, Complaint::NoVisibleOwner),
            Ownership::Incidents => ticked(doc, Complaint::UnclearWhoActs),
            Ownership::DataQuality | Ownership::Exceptions => None,
        };
        raised(integration, about, says).seen(format!("{of}: unassigned.")).because(ticked)
    });
    each.collect()
}

fn raised(integration: &Integration, about: Subject, says: String) -> Raised {
    Raised::new(FlagRule::OwnerMissing, about, Some(integration.criticality), says)
        .at(integration.id)
}

/// A system that a critical or important integration in scope uses needs somebody in the business and a technician.
fn of_system(doc: &Engagement, system: &System) -> Option<Raised> {
    let uses = |one: &&Integration| [one.source, one.destination].contains(&system.id);
    let criticality = doc.in_scope().filter(uses).map(|one| one.criticality).min()?;
    let owners =
        [(&system.business_owner, "business owner"), (&system.technical_owner, "technical owner")];
    let missing: Vec<_> =
        owners.iter().filter(|(name, _)| name.trim().is_empty()).map(|(_, what)| *what).collect();
    let asked = system.kind != SystemKind::PersonOrTeam && criticality != Criticality::Convenience;
    if missing.is_empty() || !asked {
        return None;
    }
    let says = format!("“{}” has no {}.", system.name, missing.join(" and no "));
    let raised = Raised::new(
        FlagRule::OwnerMissing,
        Subject::System { system: system.id },
        Some(criticality),
        says,
    );
    Some(raised.seen(format!("Not recorded: {}.", listed(&missing))).lighter(1))
}

fn in_production(doc: &Engagement) -> Option<Raised> {
    let said = ticked(doc, Complaint::FixedInProduction)?;
    let criticality = doc.in_scope().map(|one| one.criticality).min();
    let says = "Fixes are made in production.".to_owned();
    let raised = Raised::new(FlagRule::FixesInProduction, Subject::Brief, criticality, says);
    Some(raised.because([said]).because(ticked(doc, Complaint::EmergencyFixesRecur)))
}
