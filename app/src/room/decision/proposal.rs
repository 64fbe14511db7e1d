//! The one page to decide on: six questions, each with its answer and the way to what stands behind it.

use crate::prelude::*;
use crate::room::blocks::Lead;
use crate::urls;
use faultline::delivery::proposal::Answered;
use faultline::delivery::report::{SectionId, Target};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;

/// The questions with their answers, and then the way to decide.
#[component]
pub fn ProposalPart(
    /// The engagement.
    engagement: EngagementId,
    /// The answers, in their order.
    answers: Vec<Answered>,
    /// Where targets are shown.
    lead: Lead,
    /// Whether a decision is open and the reader may take it.
    decides: bool,
) -> impl IntoView {
    let answers = answers.into_iter().map(|answered| view! { <AnswerPart answered lead /> });
    let answers = answers.collect_view();
    let decision = urls::room(engagement, "decision", None);
    let decide = decides.then(|| {
        view! {
            <a class="button primary" href=decision.clone()>"Decide"</a>
            <a class="button" href=decision.clone()>"Ask something first"</a>
        }
    });
    let record = (!decides).then(|| view! { <a href=decision.clone()>"What was decided"</a> });
    view! {
        <div class="proposal">{answers}</div>
        <p class="proposal-decide" id="decide">{decide}{record}</p>
    }
}

#[component]
fn AnswerPart(answered: Answered, lead: Lead) -> impl IntoView {
    let Answered { question, says, behind, link } = answered;
    let anchor = (behind == SectionId::Risks).then(|| behind.key().to_owned());
    let href = lead.href(&Target { section: behind, anchor });
    let id = format!("answer-{}", question.key());
    view! {
        <section aria-labelledby=id.clone()>
            <h2 id=id.clone()>{question.label()}</h2>
            <p>{says.join(" ")}</p>
            <p><a href=href>{link}</a></p>
        </section>
    }
}
