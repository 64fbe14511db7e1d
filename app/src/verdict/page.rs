//! The verdict page of staff: the verdict first, then its grounds, integration by integration.
//! Every sentence leads to the row it rests on.

use super::{grounds, tasks};
use crate::prelude::*;
use crate::ui::{Badge, EmptyState, FaultLine, Link, PageHeader, Tone};
use crate::urls::{self, at};
use faultline::document::engagement::Engagement;
use faultline::judgement::assess::Assessment;
use faultline::judgement::evidence::Subject;
use faultline::judgement::next_evidence::{self, Unknown};

/// The page.
pub fn view(
    document: &Engagement,
    assessment: &Assessment,
    may_edit: bool,
) -> impl IntoView + use<> {
    let id = document.id;
    let lead = |about: &Subject| Some(urls::subject(id, about));
    let integrations = assessment.integrations.iter().map(|it| {
        let integration = it.verdict.integration;
        let confirmed: i64 =
            document.samples.of(integration).map(|pattern| pattern.confirmed).sum();
        let call = Link::new(at(id, &format!("verdict/{integration}")), "Record your call");
        grounds::integration(
            it,
            u64::try_from(confirmed).unwrap_or(0),
            &lead,
            may_edit.then_some(call),
        )
    });
    let integrations = integrations.collect_view();
    let empty = assessment.integrations.is_empty().then(|| {
        let action = Link::new(at(id, "systems"), "Systems and integrations");
        view! {
            <EmptyState title="Nothing to judge yet" action=Some(action)>
                <p>"The verdict is about integrations in scope. Add the systems, then the integrations that join them."</p>
            </EmptyState>
        }
    });
    let path = assessment.verdict.standing;
    let line = if path.is_some() { Tone::Fault } else { Tone::Unknown };
    let evidence = u64::try_from(document.samples.confirmed()).unwrap_or(0);
    let (tone, word) =
        if assessment.is_final { (Tone::Sound, "final") } else { (Tone::Doubt, "provisional") };
    let missing = assessment.provisional.iter().map(|one| {
        let href = urls::subject(id, &one.about);
        view! { <li><a href=href>{one.says.clone()}</a></li> }
    });
    let missing = missing.collect_view();
    let missing = (!assessment.is_final).then(|| {
        view! {
            <details>
                <summary>"What is missing for a final verdict"</summary>
                <ul class="evidence">{missing}</ul>
            </details>
        }
    });
    let head = grounds::badge(assessment.verdict.answer, path, true);
    let gates = grounds::gates(assessment, &lead);
    let unknowns = next_evidence::of(document);
    let next =
        grounds::next(&unknowns, &lead, &|one: &Unknown| tasks::button(document, one, may_edit));
    let assumptions = (may_edit && !unknowns.is_empty()).then(|| {
        view! { <p><a href=at(id, "assumptions")>"What is assumed until somebody looks"</a></p> }
    });
    view! {
        <PageHeader title="Verdict" lede="Patch, stabilise or rebuild, and on what grounds.">
            <a class="button" href=at(id, "verdict/history")>"History"</a>
            <a class="button" href=at(id, "launch")>"Launch checks"</a>
        </PageHeader>
        <section class="verdict-head" aria-label="Verdict of the engagement">
            <FaultLine tone=line evidence wide=true />
            <p class="verdict-path">{head}" "<Badge tone word /></p>
            <p>{assessment.verdict.says.clone()}</p>
            {missing}
        </section>
        {empty}
        {next}
        {assumptions}
        {integrations}
        {gates}
    }
}
