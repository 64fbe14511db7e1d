//! The facts of a sample, each leading to what it is about.

use crate::prelude::*;
use crate::samples::patterns::written;
use crate::ui::{Fact, Facts, Known, Link, Section};
use crate::urls::{self, at};
use crate::workflows::fault;
use faultline::document::engagement::Engagement;
use faultline::document::samples::{Nature, Origin, PatternKey, Rule, Sample};
use faultline::engines::map::Side;
use faultline::judgement::evidence::Subject;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::samples::Stored;
use std::sync::Arc;

/// Flows that are listed.
const MOST_FLOWS: usize = 10;

/// The facts of a sample.
#[component]
pub fn SampleFacts(
    /// The engagement.
    document: Arc<Engagement>,
    /// The sample.
    stored: Stored,
) -> impl IntoView {
    let sample = stored.sample.clone();
    let cause = match sample.cause.nature() {
        Nature::Unknown => String::new(),
        nature => format!("{} ({})", sample.cause.label(), nature.label().to_lowercase()),
    };
    let origin = if sample.origin == Origin::Unknown { "" } else { sample.origin.label() };
    let class = sample.error_class.map_or("", Catalogue::label);
    let said =
        if sample.status_said_success { "Yes: a success status proved nothing here" } else { "No" };
    let rejected = (!sample.rejected_because.is_empty()).then(|| sample.rejected_because.clone());
    let known = sample.is_known_by();
    let (step, flows) = (step(&document, &sample), flows(&document, &sample));
    let integration = sample.integration.and_then(|id| document.integration(id));
    let integration = integration.map(|found| {
        Link::new(at(document.id, &format!("integrations/{}", found.id)), found.name.clone())
    });
    let (pattern, control) = (pattern(&document, &stored), control(&document, &sample));
    view! {
        <Section title="Facts" id="facts">
            <Facts>
                {rejected.map(|why| view! { <Fact term="Rejected because">{why}</Fact> })}
                <Fact term="Integration"><LinkOr link=integration text="" otherwise="We don’t know yet" /></Fact>
                {step.map(|link| view! { <Fact term="Step"><a href=link.href>{link.label}</a></Fact> })}
                <Flows flows />
                <Fact term="Pattern"><a href=pattern.href>{pattern.label}</a></Fact>
                <Fact term="Symptom">{sample.symptom.label()}</Fact>
                <Fact term="Cause"><Known text=cause /></Fact>
                <Fact term="Origin"><Known text=origin /></Fact>
                <Fact term="Error class"><Known text=class /></Fact>
                <Fact term="Outcome">{sample.outcome.label()}</Fact>
                <Fact term="Status said success">{said}</Fact>
                <Fact term="Retries">{sample.retries}</Fact>
                <Fact term="Manual work">{format!("{} min", sample.manual_minutes)}</Fact>
                <Fact term="Missing control">
                    <LinkOr link=control text=sample.missing_control.map_or("", Catalogue::label) otherwise="Not named yet" />
                </Fact>
                <Fact term="How it is known"><Known text=known otherwise="Nobody said so yet" /></Fact>
                <Fact term="Affected records"><span class="lines"><Known text=sample.records /></span></Fact>
                <Fact term="Correlation id"><code><Known text=sample.correlation_id /></code></Fact>
                {stored.file_name.map(|name| view! { <Fact term="Imported from">{name}</Fact> })}
                {stored.token.map(|name| view! { <Fact term="Sent with the API token">{name}</Fact> })}
                {stored.submitted_by.map(|name| view! { <Fact term="Submitted from the client room by">{name}</Fact> })}
            </Facts>
        </Section>
    }
}

/// A link, or what is known without one.
#[component]
fn LinkOr(link: Option<Link>, text: &'static str, otherwise: &'static str) -> impl IntoView {
    match link {
        Some(link) => Either::Left(view! { <a href=link.href>{link.label}</a> }),
        None => Either::Right(view! { <Known text otherwise /> }),
    }
}

#[component]
fn Flows(flows: Vec<Link>) -> impl IntoView {
    let term = if flows.len() == 1 { "Flow" } else { "Flows" };
    let items = flows.into_iter().map(|link| view! { <li><a href=link.href>{link.label}</a></li> });
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| view! { <Fact term><ul class="members">{items}</ul></Fact> })
}

/// The step it failed at.
fn step(document: &Engagement, sample: &Sample) -> Option<Link> {
    let wanted = sample.step?;
    let (map, step) = document
        .maps
        .iter()
        .find_map(|map| map.steps.iter().find(|step| step.id == wanted).map(|step| (map, step)))?;
    let page = format!("workflows/{}/{}#{}", map.workflow, map.side.key(), step.id);
    Some(Link::new(at(document.id, &page), step.name.clone()))
}

/// The flows it went through: those that use its integration on a map of how it really runs.
fn flows(document: &Engagement, sample: &Sample) -> Vec<Link> {
    let Some(integration) = sample.integration else { return Vec::new() };
    let actual = document.maps.iter().filter(|map| map.side == Side::Actual);
    let found = actual.flat_map(|map| {
        let uses = map.flows.iter().filter(move |flow| flow.integration == Some(integration));
        uses.map(move |flow| (map, flow))
    });
    let links = found.take(MOST_FLOWS).map(|(map, flow)| {
        let name = |id| map.step(id).map_or_else(String::new, |step| step.name.clone());
        let words = format!("{} → {}", name(flow.from), name(flow.to));
        let page = format!("workflows/{}/{}#{}", map.workflow, map.side.key(), fault::row(flow.id));
        Link::new(at(document.id, &page), words)
    });
    links.collect()
}

/// The control that was missing, where it is recorded.
fn control(document: &Engagement, sample: &Sample) -> Option<Link> {
    let (control, integration) = sample.missing_control.zip(sample.integration)?;
    document.integration(integration)?;
    let subject = Subject::Control { integration, control };
    Some(Link::new(urls::subject(document.id, &subject), control.label()))
}

/// The pattern it belongs to: where a person put it, or what its rule says.
fn pattern(document: &Engagement, stored: &Stored) -> Link {
    let sample = &stored.sample;
    let rule = Rule {
        integration: sample.integration,
        symptom: sample.symptom,
        origin: sample.origin,
        cause: sample.cause,
    };
    let key = stored.pattern.map_or(PatternKey::Rule(rule), PatternKey::Made);
    let page = format!("samples/patterns/one?of={}", written(key));
    let words = stored.pattern_name.clone();
    let words = words.unwrap_or_else(|| {
        "Samples with the same integration, symptom, origin and cause".to_owned()
    });
    Link::new(at(document.id, &page), words)
}
