//! Risk flags: what could hurt, why, and what good looks like.
//! Each flag names its evidence; none is raised by the page.

use crate::links;
use crate::prelude::*;
use crate::ui::{Badge, EmptyState, EvidenceLinks, PageHeader, Section, Tone};
use faultline::document::engagement::Engagement;
use faultline::judgement::flags::{Flag, Severity};
use faultline::platform::catalogue::Catalogue;

/// What a severity means to the reader.
pub fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Critical | Severity::High => Tone::Fault,
        Severity::Medium => Tone::Doubt,
        Severity::Low => Tone::Plain,
    }
}

/// The page.
pub fn view(document: &Engagement, flags: &[Flag]) -> impl IntoView + use<> {
    let sections = Severity::ALL.iter().map(|severity| {
        let of: Vec<_> = flags.iter().filter(|flag| flag.severity == *severity).collect();
        let title = format!("{}: {}", severity.label(), of.len());
        let items = of.iter().map(|flag| item(document, flag)).collect_view();
        (!of.is_empty()).then(|| {
            view! { <Section title id=severity.key()><ul class="flags">{items}</ul></Section> }
        })
    });
    let sections = sections.collect_view();
    let empty = flags.is_empty().then(|| {
        view! {
            <EmptyState title="No flags">
                <p>"Flags are raised from what is recorded. With more of the workflow written down, risks show up here by themselves."</p>
            </EmptyState>
        }
    });
    view! {
        <PageHeader title="Risk flags" lede="What could hurt, why it matters, and what good looks like." />
        {empty}
        {sections}
    }
}

fn item(document: &Engagement, flag: &Flag) -> impl IntoView + use<> {
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
    view! {
        <li>
            <p class="check-title"><Badge tone=tone(severity) word=severity.label() />" "{flag.says.clone()}</p>
            <EvidenceLinks links more />
            <p><strong>"Why it matters. "</strong>{flag.why.clone()}</p>
            <p><strong>"What good looks like. "</strong>{flag.good.clone()}</p>
            {references}
        </li>
    }
}
