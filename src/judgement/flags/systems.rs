//! Flags about what is not known of a system, and about APIs that may change underfoot.
//! A person or team has no API and raises nothing here.

use super::{FlagRule, Raised};
use crate::document::engagement::Engagement;
use crate::document::integrations::{Integration, Transport};
use crate::document::systems::{DiscoveryFact, System};
use crate::judgement::evidence::{Evidence, Subject};
use crate::judgement::findings::Reading;
use crate::judgement::gates::{asked_facts, fact_name};
use crate::platform::wording::listed;

pub(super) fn raise(reading: &Reading<'_>) -> Vec<Raised> {
    let doc = reading.doc;
    let rules = [unknown, unversioned];
    doc.systems
        .iter()
        .flat_map(|system| rules.iter().filter_map(|rule| rule(doc, system)))
        .collect()
}

fn used_by<'a>(doc: &'a Engagement, system: &'a System) -> impl Iterator<Item = &'a Integration> {
    doc.in_scope().filter(|one| [one.source, one.destination].contains(&system.id))
}

fn unknown(doc: &Engagement, system: &System) -> Option<Raised> {
    let criticality = used_by(doc, system).map(|one| one.criticality).min()?;
    let asked = asked_facts(doc, system);
    let unknown: Vec<_> = asked.iter().filter(|fact| !system.knows(**fact)).collect();
    if unknown.is_empty() {
        return None;
    }
    let says =
        format!("{} of {} facts of “{}” are unknown.", unknown.len(), asked.len(), system.name);
    let names = listed(&unknown.iter().map(|fact| fact_name(**fact)).collect::<Vec<_>>());
    let about = Subject::System { system: system.id };
    let evidence = Evidence::new(format!("Unknown: {names}."), about.clone());
    Some(
        Raised::new(FlagRule::DiscoveryUnknown, about, Some(criticality), says).because([evidence]),
    )
}

fn unversioned(doc: &Engagement, system: &System) -> Option<Raised> {
    let calls =
        |one: &&Integration| matches!(one.transport, Transport::ApiCall | Transport::Webhook);
    let criticality = used_by(doc, system).filter(calls).map(|one| one.criticality).min()?;
    let says = format!("The API version of “{}” is not pinned.", system.name);
    let about = Subject::DiscoveryFact { system: system.id, fact: DiscoveryFact::ApiVersion };
    let raised = || Raised::new(FlagRule::ApiUnversioned, about, Some(criticality), says);
    let seen = "Recorded: the version is not pinned.";
    (system.version_pinned == Some(false)).then(|| raised().seen(seen))
}
