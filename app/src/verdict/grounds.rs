//! The grounds of a verdict: findings, confidence, sequence, gates and what would change it.
//! Staff pages link each sentence to its row; the client room shows the same sentences without links.

use crate::prelude::*;
use crate::ui::{Badge, Check, Checklist, FaultLine, Link, Mark, PathBadge, Section, Tag, Tone};
use crate::urls;
use faultline::document::call::VerdictPath;
use faultline::judgement::assess::{Assessment, IntegrationAssessment};
use faultline::judgement::evidence::{Evidence, Subject};
use faultline::judgement::gates::{Gate, GateState};
use faultline::judgement::next_evidence::Unknown;
use faultline::judgement::verdict::{Answer, Certainty, Change, IntegrationVerdict, Level};
use faultline::platform::catalogue::Catalogue;

/// Where a subject is shown, for readers who may go there.
pub type Lead<'a> = &'a dyn Fn(&Subject) -> Option<String>;

/// Questions that are shown; the others follow once these are answered.
const MOST_ASKED: usize = 8;

/// A sentence, linked to what it is about when the reader may go there.
fn told(lead: Lead<'_>, says: &str, about: &Subject) -> Markup {
    match lead(about) {
        Some(href) => view! { <a href=href>{says.to_owned()}</a> }.markup(),
        None => says.to_owned().markup(),
    }
}

/// A reason, linked to what it rests on; a number of samples leads to a list of as many.
fn reason(lead: Lead<'_>, because: &Evidence) -> Markup {
    match lead(&because.about) {
        Some(href) if because.samples.is_some() => {
            view! { <a href=urls::counted(href)>{because.says.clone()}</a> }.markup()
        }
        _ => told(lead, &because.says, &because.about),
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
            format!("decided by the consultant; {} agrees", instead.agreed_by)
        } else {
            "needs a reason of substance and a second person who agrees: does not count".to_owned()
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
        certainty(verdict.certainty.as_ref()),
        plan(verdict, lead),
        changes(&verdict.would_change, lead),
        not_established(verdict),
    );
    let (answer, standing, says) = (verdict.answer, verdict.standing, verdict.says.clone());
    let criticality = verdict.criticality.label();
    view! {
        <Section title=verdict.name.clone() id=verdict.integration.to_string()>
            <p class="verdict-path"><FaultLine tone=line evidence />" "{badge(answer, standing, false)}" "<Tag word=criticality /></p>
            <p>{says}</p>
            {overridden}
            {body}
            {action}
        </Section>
    }
}

/// The answer in a word: a path with its glyph, large at the head of a page, or why there is none.
pub fn badge(answer: Answer, path: Option<VerdictPath>, large: bool) -> Markup {
    let tone = match answer {
        Answer::Sound | Answer::Repaired => Tone::Sound,
        Answer::Watched | Answer::CauseNotKnown => Tone::Doubt,
        _ => Tone::Unknown,
    };
    match path {
        Some(path) => view! { <PathBadge path=Some(path) large /> }.markup(),
        None => view! { <Badge tone word=answer.label() /> }.markup(),
    }
}

fn findings(verdict: &IntegrationVerdict, lead: Lead<'_>) -> impl IntoView + use<> {
    let finding = |found: &faultline::judgement::findings::Established| {
        let because =
            found.because.iter().map(|because| view! { <li>{reason(lead, because)}</li> });
        let because = because.collect_view();
        view! {
            <Check tone=Tone::Fault word=found.path.label() title=found.kind.label()>
                <p>{found.kind.plain()}</p>
                <ul class="evidence">{because}</ul>
            </Check>
        }
    };
    let findings = verdict.findings.iter().map(finding).collect_view();
    (!verdict.findings.is_empty())
        .then(|| view! { <h3>"Findings"</h3><Checklist>{findings}</Checklist> })
}

fn certainty(certainty: Option<&Certainty>) -> impl IntoView + use<> {
    certainty.map(|certainty| {
        let tone = match certainty.level {
            Level::High => Tone::Sound,
            Level::Moderate => Tone::Doubt,
            Level::Low | Level::VeryLow => Tone::Unknown,
        };
        let steps =
            certainty.steps.iter().map(|step| view! { <li>{step.because.says.clone()}</li> });
        let steps = steps.collect_view();
        let level = certainty.level.label();
        view! {
            <h3>"How sure"</h3>
            <p><Mark tone />" "{level}</p>
            <ol class="evidence">{steps}</ol>
        }
    })
}

fn plan(verdict: &IntegrationVerdict, lead: Lead<'_>) -> impl IntoView + use<> {
    let step = |action: &faultline::judgement::verdict::Action| {
        view! { <li><strong>{action.stage.label()}</strong>": "{told(lead, &action.says, &action.about)}</li> }
    };
    let steps = verdict.plan.iter().map(step).collect_view();
    let aside = verdict.set_aside.iter().map(step).collect_view();
    let aside = (!verdict.set_aside.is_empty())
        .then(|| view! { <h3>"Set aside by the override"</h3><ul class="sequence">{aside}</ul> });
    let plan = (!verdict.plan.is_empty())
        .then(|| view! { <h3>"What to do, in order"</h3><ol class="sequence">{steps}</ol> });
    (plan, aside)
}

fn changes(changes: &[Change], lead: Lead<'_>) -> impl IntoView + use<> {
    let item = |change: &Change| {
        let tag = change.to.filter(|_| change.flips());
        let tag = tag.map(|path| view! { <PathBadge path=Some(path) />" " });
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

/// What to find out next, what is most worth asking first; nothing when no answer would save any work.
pub fn next(
    unknowns: &[Unknown],
    lead: Lead<'_>,
    action: &dyn Fn(&Unknown) -> Option<Markup>,
) -> impl IntoView + use<> {
    let worth: Vec<_> = unknowns.iter().filter(|one| one.saves > 0.0).take(MOST_ASKED).collect();
    let items = worth.iter().map(|one| {
        let costs = format!(
            "Ask {}. It takes about {:.1} h and saves {:.1} h of wrong work on average.",
            one.ask, one.costs, one.saves
        );
        let answers = one.answers.iter().map(|answer| {
            let then = answer.then.map_or("no finding", Catalogue::label).to_lowercase();
            view! { <li>{format!("If {}: {then}, most likely.", answer.says)}</li> }
        });
        let answers = answers.collect_view();
        view! {
            <li>
                <strong>{told(lead, &one.question, &one.about)}</strong>
                " "{costs}" "{action(one)}
                <ul>{answers}</ul>
            </li>
        }
    });
    let items = items.collect_view();
    (!worth.is_empty()).then(|| {
        view! {
            <Section
                title="What to find out next"
                id="next"
                lede="Ranked by the hours of wrong work that an answer saves for each hour it takes."
            >
                <ol class="sequence">{items}</ol>
            </Section>
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
