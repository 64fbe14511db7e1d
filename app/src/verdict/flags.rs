//! Risk flags: what could hurt, why, and what good looks like.
//! They are grouped by cause and integration; each keeps its number, and none is raised by the page.

use super::decide;
use crate::links;
use crate::prelude::*;
use crate::ui::{Badge, EmptyState, EvidenceLinks, Link, PageHeader, Section, Tone};
use crate::urls::at;
use faultline::delivery::rules::weight;
use faultline::document::engagement::{Decided, Engagement, FlagState};
use faultline::judgement::assess::Assessment;
use faultline::judgement::flags::{FIRST, Flag, FlagGroup, FlagRule, Severity, groups};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::day;

/// What a severity means to the reader.
pub fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Critical | Severity::High => Tone::Fault,
        Severity::Medium => Tone::Doubt,
        Severity::Low => Tone::Plain,
    }
}

/// The page.
pub fn view(
    document: &Engagement,
    assessment: &Assessment,
    may_edit: bool,
) -> impl IntoView + use<> {
    let flags = &assessment.flags;
    let open = groups(document, flags);
    let group = |group: &FlagGroup<'_>| view_group(document, group, may_edit);
    let first = open.iter().take(FIRST).map(group).collect_view();
    let rest = open.iter().skip(FIRST).map(group).collect_view();
    let count = open.len().saturating_sub(FIRST);
    let rest = (count > 0).then(|| {
        view! { <details><summary>{format!("{count} more causes")}</summary>{rest}</details> }
    });
    let empty = flags.is_empty().then(|| {
        view! {
            <EmptyState title="No flags">
                <p>"Flags are raised from what is recorded. With more of the workflow written down, risks show up here by themselves."</p>
            </EmptyState>
        }
    });
    view! {
        <PageHeader title="Risk flags" lede="What could hurt, why it matters, and what good looks like. The causes that matter most come first.">
            <a class="button" href=at(document.id, "flags/rules")>"All rules"</a>
        </PageHeader>
        {empty}
        {first}
        {rest}
        {decided(document, flags, may_edit)}
        {closed(assessment)}
    }
}

fn view_group(
    document: &Engagement,
    group: &FlagGroup<'_>,
    may_edit: bool,
) -> impl IntoView + use<> {
    let first = group.flags.first().map_or(0, |flag| flag.number);
    let items = group.flags.iter().map(|flag| item(document, flag, may_edit)).collect_view();
    let title = group.says.clone();
    view! { <Section title id=format!("risk-group-{first}")><ul class="flags">{items}</ul></Section> }
}

fn item(document: &Engagement, flag: &Flag, may_edit: bool) -> impl IntoView + use<> {
    let links: Vec<_> =
        flag.because.iter().take(4).map(|because| links::evidence(document.id, because)).collect();
    let more = flag.because.len().saturating_sub(links.len()) as u64;
    let references = flag
        .references
        .iter()
        .map(|reference| reference.to_string())
        .collect::<Vec<_>>()
        .join(" · ");
    let references = (!references.is_empty()).then(|| view! { <p class="hint">{references}</p> });
    let severity = flag.severity;
    let decide = may_edit.then(|| {
        let href = decide::address(document.id, &flag.key);
        view! { <p><a href=href>{format!("Decide on risk {}", flag.number)}</a></p> }
    });
    let number = match flag.state {
        FlagState::Open => format!("Risk {}", flag.number),
        state => format!("Risk {}, {}", flag.number, state.label().to_lowercase()),
    };
    view! {
        <li id=format!("risk-{}", flag.number)>
            <p class="check-title"><Badge tone=tone(severity) word=severity.label() />" "{number}": "{flag.says.clone()}</p>
            <EvidenceLinks links more />
            <p><strong>"Why it matters. "</strong>{flag.why.clone()}</p>
            <p><strong>"What good looks like. "</strong>{flag.good.clone()}</p>
            {references}
            {history(&flag.history)}
            {decide}
        </li>
    }
}

/// Decisions in sentences, the newest first.
fn history(decisions: &[Decided]) -> impl IntoView + use<> {
    let told = decisions.iter().rev().map(|one| {
        let until = one.until.map_or_else(String::new, |until| format!(", until {}", day(until)));
        let (state, on) = (one.state.label(), day(one.on));
        view! { <li>{format!("{state} by {} on {on}{until}. {}", one.by, one.why)}</li> }
    });
    let told = told.collect_view();
    (!decisions.is_empty()).then(|| view! { <ul class="evidence">{told}</ul> })
}

fn decided(document: &Engagement, flags: &[Flag], may_edit: bool) -> impl IntoView + use<> {
    let settled: Vec<_> = flags.iter().filter(|flag| flag.state != FlagState::Open).collect();
    let items = settled.iter().map(|flag| item(document, flag, may_edit));
    let items = items.collect_view();
    (!settled.is_empty()).then(|| {
        view! { <Section title="Decided" id="decided"><ul class="flags">{items}</ul></Section> }
    })
}

fn closed(assessment: &Assessment) -> impl IntoView + use<> {
    let items = assessment.closed_flags.iter().map(|one| {
        let rule = one.flag.split(':').next().unwrap_or_default();
        let rule = FlagRule::from_key(rule);
        let name = rule.map_or_else(|_| one.flag.clone(), |rule| rule.label().to_owned());
        view! { <li>{name}{history(&one.history)}</li> }
    });
    let items = items.collect_view();
    (!assessment.closed_flags.is_empty()).then(|| {
        view! {
            <Section title="Closed by themselves" id="closed" lede="What they rested on no longer holds. They open again if it returns.">
                <ul>{items}</ul>
            </Section>
        }
    })
}

/// Every rule that can raise a flag.
pub fn rules(engagement: EngagementId) -> impl IntoView + use<> {
    let items = FlagRule::ALL.iter().map(|rule| {
        let text = rule.text();
        let references: Vec<_> = text.references.iter().map(|one| one.to_string()).collect();
        let references = references.join(" · ");
        let id = format!("{}. Severity: {}.", rule.key(), weight(*rule));
        view! {
            <Section title=rule.label() id=rule.key()>
                <p class="hint">{id}</p>
                <p><strong>"Why it matters. "</strong>{text.why}</p>
                <p><strong>"What good looks like. "</strong>{text.good}</p>
                <p class="hint">{references}</p>
            </Section>
        }
    });
    let items = items.collect_view();
    let trail = vec![Link::new(at(engagement, "flags"), "Risk flags")];
    view! {
        <PageHeader title="Rules of risk flags" trail lede="What is looked for in every engagement, and why." />
        {items}
    }
}
