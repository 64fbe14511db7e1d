//! The findings of an integration, how sure they are, and what was looked for and is not established.

use super::Reason;
use crate::prelude::*;
use crate::ui::{Checklist, Mark, PathBadge, Tone};
use faultline::judgement::assess::FindingNumber;
use faultline::judgement::findings::{self, Established};
use faultline::judgement::verdict::{Certainty, Level};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;

/// What is established, and on what, each with the number that room and documents give it.
#[component]
pub fn Findings(
    engagement: EngagementId,
    findings: Vec<Established>,
    numbers: Vec<FindingNumber>,
) -> impl IntoView {
    (!findings.is_empty()).then(|| {
        let findings = numbers.into_iter().zip(findings);
        let findings =
            findings.map(|(number, found)| view! { <Finding engagement number found /> });
        view! { <h3>"Findings"</h3><Checklist>{findings.collect_view()}</Checklist> }
    })
}

#[component]
fn Finding(engagement: EngagementId, number: FindingNumber, found: Established) -> impl IntoView {
    let because = found
        .because
        .into_iter()
        .map(|because| view! { <li><Reason engagement because /></li> })
        .collect_view();
    view! {
        <li>
            <PathBadge path=Some(found.path) />
            <div>
                <p class="check-title">{format!("{number}: {}", found.kind.label())}</p>
                <div class="check-body">
                    <p>{found.kind.plain()}</p>
                    <ul class="evidence">{because}</ul>
                </div>
            </div>
        </li>
    }
}

/// How sure the verdict of the evidence is, and how that came about.
#[component]
pub fn HowSure(
    certainty: Certainty,
    /// What it is about, where something else was decided.
    about: Option<String>,
) -> impl IntoView {
    let tone = match certainty.level {
        Level::High => Tone::Sound,
        Level::Moderate => Tone::Doubt,
        Level::Low | Level::VeryLow => Tone::Unknown,
    };
    let steps = certainty.steps.into_iter().map(|step| view! { <li>{step.because.says}</li> });
    view! {
        <h3>"How sure"</h3>
        <p><Mark tone />" "{certainty.level.label()}</p>
        {about.map(|about| view! { <p>{about}</p> })}
        <ol class="evidence">{steps.collect_view()}</ol>
    }
}

/// What was looked for in vain, folded away.
#[component]
pub fn NotEstablished(findings: Vec<findings::NotEstablished>) -> impl IntoView {
    (!findings.is_empty()).then(|| {
        let items = findings.into_iter().map(|one| {
            view! { <li><strong>{one.kind.label()}</strong>": "{one.says}</li> }
        });
        let items = items.collect_view();
        view! {
            <details>
                <summary>"What was looked for and is not established"</summary>
                <ul>{items}</ul>
            </details>
        }
    })
}
