//! The grounds of a verdict: findings, confidence, sequence, gates and what would change it.
//! Staff pages link each sentence to its row; the client room shows the same sentences without links.

use crate::prelude::*;
use crate::ui::{
    Badge, Check, Checklist, Fact, Facts, FaultLine, Link, Mark, PathBadge, Section, Tag, Tone,
};
use faultline::judgement::assess::{Assessment, IntegrationAssessment};
use faultline::judgement::evidence::Subject;
use faultline::judgement::gates::{Gate, GateState};
use faultline::judgement::verdict::{Change, Confidence, IntegrationVerdict, Level};
use faultline::platform::catalogue::Catalogue;

/// Where a subject is shown, for readers who may go there.
pub type Lead<'a> = &'a dyn Fn(&Subject) -> Option<String>;

/// A sentence, linked to what it is about when the reader may go there.
fn told(lead: Lead<'_>, says: &str, about: &Subject) -> Markup {
    match lead(about) {
        Some(href) => view! { <a href=href>{says.to_owned()}</a> }.markup(),
        None => says.to_owned().markup(),
    }
}

/// The grounds of one integration's verdict.
pub fn integration(
    it: &IntegrationAssessment,
    evidence: u64,
    lead: Lead<'_>,
    action: Option<Link>,
) -> impl IntoView + use<> {
    let verdict = &it.verdict;
    let line = if verdict.standing.is_some() { Tone::Fault } else { Tone::Unknown };
    let action =
        action.map(|link| view! { <p><a class="button" href=link.href>{link.label}</a></p> });
    let overridden = verdict.overridden.as_ref().map(|instead| {
        let word = if instead.counts {
            "decided by the consultant"
        } else {
            "without a reason: does not count"
        };
        view! {
            <div class="override">
                <Badge tone=Tone::Doubt word />
                " "
                <PathBadge path=Some(instead.path) />
                <p>{instead.reason.clone()}</p>
            </div>
        }
    });
    let body = (
        findings(verdict, lead),
        confidence(&verdict.confidence),
        sequence(verdict, lead),
        changes(&verdict.would_change, lead),
        not_established(verdict),
    );
    let (standing, says) = (verdict.standing, verdict.says.clone());
    let criticality = verdict.criticality.label();
    view! {
        <Section title=verdict.name.clone() id=verdict.integration.to_string()>
            <p class="verdict-path"><FaultLine tone=line evidence />" "<PathBadge path=standing />" "<Tag word=criticality /></p>
            <p>{says}</p>
            {overridden}
            {body}
            {action}
        </Section>
    }
}

fn findings(verdict: &IntegrationVerdict, lead: Lead<'_>) -> impl IntoView + use<> {
    let finding = |found: &faultline::judgement::findings::Established| {
        let because = found
            .because
            .iter()
            .map(|because| view! { <li>{told(lead, &because.says, &because.about)}</li> });
        let because = because.collect_view();
        view! {
            <Check tone=Tone::Fault word=found.path.label() title=found.kind.label()>
                <ul class="evidence">{because}</ul>
            </Check>
        }
    };
    let findings = verdict.findings.iter().map(finding).collect_view();
    (!verdict.findings.is_empty())
        .then(|| view! { <h3>"Findings"</h3><Checklist>{findings}</Checklist> })
}

fn confidence(confidence: &Confidence) -> impl IntoView + use<> {
    let tone = match confidence.level {
        Level::High => Tone::Sound,
        Level::Medium => Tone::Doubt,
        Level::Low => Tone::Unknown,
    };
    let measures = confidence.measures.iter().map(|measure| {
        let (points, says) = (measure.points, measure.says.clone());
        view! { <Fact term=measure.kind.label()>{format!("{points} of 100. {says}")}</Fact> }
    });
    let measures = measures.collect_view();
    let says = confidence.says.clone();
    view! {
        <h3>"Confidence"</h3>
        <p><Mark tone />" "{says}</p>
        <Facts>{measures}</Facts>
    }
}

fn sequence(verdict: &IntegrationVerdict, lead: Lead<'_>) -> impl IntoView + use<> {
    let steps = verdict.sequence.iter().map(|action| {
        view! { <li><strong>{action.kind.label()}</strong>": "{told(lead, &action.says, &action.about)}</li> }
    });
    let steps = steps.collect_view();
    (!verdict.sequence.is_empty())
        .then(|| view! { <h3>"What to do, in order"</h3><ol class="sequence">{steps}</ol> })
}

fn changes(changes: &[Change], lead: Lead<'_>) -> impl IntoView + use<> {
    let item = |change: &Change| {
        let tag = change.flips().then(|| view! { <PathBadge path=change.to />" " });
        let says = match change.about.first() {
            Some(about) => told(lead, &change.says, about),
            None => change.says.clone().markup(),
        };
        view! { <li>{tag}{says}</li> }
    };
    let items = changes.iter().map(item).collect_view();
    (!changes.is_empty())
        .then(|| view! { <h3>"What would change it"</h3><ul class="changes">{items}</ul> })
}

fn not_established(verdict: &IntegrationVerdict) -> impl IntoView + use<> {
    let items = verdict.not_established.iter().map(|one| {
        view! { <li><strong>{one.kind.label()}</strong>": "{one.says.clone()}</li> }
    });
    let items = items.collect_view();
    (!verdict.not_established.is_empty()).then(|| {
        view! {
            <details>
                <summary>"What was looked for and is not established"</summary>
                <ul>{items}</ul>
            </details>
        }
    })
}

/// The eight gates, each with what it waits for.
pub fn gates(assessment: &Assessment, lead: Lead<'_>) -> impl IntoView + use<> {
    let check = |gate: &Gate| {
        let tone = match gate.state {
            GateState::Passed => Tone::Sound,
            GateState::Closed => Tone::Doubt,
            GateState::DoesNotArise => Tone::Plain,
        };
        let missing = gate
            .missing
            .iter()
            .map(|lacks| view! { <li>{told(lead, &lacks.says, &lacks.about)}</li> });
        let missing = missing.collect_view();
        let word = gate.state.label().to_lowercase();
        view! {
            <Check tone word title=gate.kind.label()>
                <ul class="evidence">{missing}</ul>
            </Check>
        }
    };
    let checks = assessment.gates.iter().map(check).collect_view();
    view! {
        <Section title="Gates" id="gates" lede="Nothing passes silently: a closed gate says what it waits for.">
            <Checklist>{checks}</Checklist>
        </Section>
    }
}
