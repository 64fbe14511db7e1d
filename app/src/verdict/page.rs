//! The verdict page of staff: the verdict first, then its grounds, integration by integration.
//! Every sentence leads to the row it rests on.

use super::gates::Gates;
use super::grounds::{AnswerBadge, IntegrationGrounds};
use super::questions::Questions;
use crate::prelude::*;
use crate::ui::{Badge, Contents, EmptyState, FaultLine, Link, PageHeader, SentenceLink, Tone};
use crate::urls::{self, at};
use faultline::document::engagement::Engagement;
use faultline::judgement::assess::{Assessment, FindingNumber, IntegrationAssessment};
use faultline::judgement::evidence::Missing;
use faultline::judgement::next_evidence;
use faultline::judgement::verdict::EngagementVerdict;
use faultline::platform::ids::{EngagementId, IntegrationId};
use std::sync::Arc;

/// The page.
#[component]
pub fn VerdictPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// What is judged of it.
    assessment: Assessment,
    /// Whether the reader may change it.
    may_edit: bool,
) -> impl IntoView {
    let numbers = |about: IntegrationId| assessment.findings_about(about).map(|(number, _)| number);
    let numbers: Vec<Vec<_>> = assessment
        .integrations
        .iter()
        .map(|it| numbers(it.verdict.integration).collect())
        .collect();
    let Assessment { verdict, is_final, provisional, integrations, gates, .. } = assessment;
    let (engagement, nothing) = (document.id, integrations.is_empty());
    let unknowns = next_evidence::of(&document);
    let assumed = may_edit && !unknowns.is_empty();
    let confirmed = u64::try_from(document.samples.confirmed()).unwrap_or(0);
    let grounds = |(assessed, numbers): (IntegrationAssessment, Vec<FindingNumber>)| {
        let verdict = assessed.verdict;
        let evidence = confirmed_of(&document, verdict.integration);
        view! { <IntegrationGrounds engagement verdict numbers evidence may_edit /> }
    };
    let names = integrations.iter().map(|assessed| &assessed.verdict);
    let names = names.map(|it| Link::new(format!("#{}", it.integration), it.name.clone()));
    let contents = names.chain([Link::new("#gates", "Gates")]).collect();
    let grounds = integrations.into_iter().zip(numbers).map(grounds).collect_view();
    view! {
        <PageHeader title="Verdict" lede="Patch, stabilise or rebuild, and on what grounds.">
            <a class="button" href=at(engagement, "verdict/history")>"History"</a>
            <a class="button" href=at(engagement, "launch")>"Launch checks"</a>
        </PageHeader>
        <VerdictHead engagement verdict evidence=confirmed is_final missing=provisional />
        {nothing.then(|| view! { <NothingToJudge engagement /> })}
        <Contents sections=contents />
        <Questions document unknowns may_edit />
        {assumed.then(|| view! { <p><a href=at(engagement, "assumptions")>"What is assumed until somebody looks"</a></p> })}
        {grounds}
        <Gates engagement gates />
    }
}

/// Confirmed samples of one integration.
fn confirmed_of(document: &Engagement, integration: IntegrationId) -> u64 {
    let confirmed: i64 = document.samples.of(integration).map(|pattern| pattern.confirmed).sum();
    u64::try_from(confirmed).unwrap_or(0)
}

/// The verdict of the engagement, opened by the fault line.
#[component]
fn VerdictHead(
    engagement: EngagementId,
    verdict: EngagementVerdict,
    evidence: u64,
    is_final: bool,
    missing: Vec<Missing>,
) -> impl IntoView {
    let line = if verdict.standing.is_some() { Tone::Fault } else { Tone::Unknown };
    let (tone, word) = if is_final { (Tone::Sound, "final") } else { (Tone::Doubt, "provisional") };
    view! {
        <section class="verdict-head" aria-label="Verdict of the engagement">
            <FaultLine tone=line evidence wide=true />
            <p class="verdict-path">
                <AnswerBadge answer=verdict.answer path=verdict.standing large=true />
                " "
                <Badge tone word />
            </p>
            <p>{verdict.says}</p>
            {(!is_final).then(|| view! { <MissingForFinal engagement missing /> })}
        </section>
    }
}

#[component]
fn MissingForFinal(engagement: EngagementId, missing: Vec<Missing>) -> impl IntoView {
    let missing = missing.into_iter().map(|Missing { says, about }| {
        view! { <li><SentenceLink href=urls::subject(engagement, &about) says /></li> }
    });
    view! {
        <details>
            <summary>"What is missing for a final verdict"</summary>
            <ul class="evidence">{missing.collect_view()}</ul>
        </details>
    }
}

#[component]
fn NothingToJudge(engagement: EngagementId) -> impl IntoView {
    let action = Link::new(at(engagement, "systems"), "Systems and integrations");
    view! {
        <EmptyState title="Nothing to judge yet" action=Some(action)>
            <p>"The verdict is about integrations in scope. Add the systems, then the integrations that join them."</p>
        </EmptyState>
    }
}
