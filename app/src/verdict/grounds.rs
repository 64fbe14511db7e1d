//! The grounds of one integration's verdict: findings, confidence, plan and what would change it.
//! Each sentence leads to the row it rests on.

use crate::links;
use crate::prelude::*;
use crate::ui::{Badge, FaultLine, PathBadge, Section, SentenceLink, Tag, Tone};
use crate::urls::{self, at};
use faultline::document::call::VerdictPath;
use faultline::judgement::assess::FindingNumber;
use faultline::judgement::evidence::{Evidence, Subject};
use faultline::judgement::verdict::{Answer, IntegrationVerdict, Override};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use findings::{Findings, HowSure, NotEstablished};
use plan::{Plan, WouldChange};

mod findings;
mod plan;

/// The verdict on one integration with its grounds.
#[component]
pub fn IntegrationGrounds(
    /// The engagement.
    engagement: EngagementId,
    /// The verdict.
    verdict: IntegrationVerdict,
    /// The numbers of its findings, as every document gives them.
    numbers: Vec<FindingNumber>,
    /// Confirmed samples of the integration.
    evidence: u64,
    /// Whether the reader may record a call.
    may_edit: bool,
) -> impl IntoView {
    let about = verdict.certainty_about();
    let IntegrationVerdict { integration, answer, standing, set_aside, .. } = verdict;
    let line = if standing.is_some() { Tone::Fault } else { Tone::Unknown };
    let call = at(engagement, &format!("verdict/{integration}"));
    view! {
        <Section title=verdict.name id=integration.to_string()>
            <p class="verdict-path">
                <FaultLine tone=line evidence />
                " "
                <AnswerBadge answer path=standing />
                " "
                <Tag word=verdict.criticality.label() />
            </p>
            <p>{verdict.says}</p>
            {verdict.overridden.map(|overridden| view! { <Overridden overridden /> })}
            <Findings engagement findings=verdict.findings numbers />
            {verdict.certainty.map(|certainty| view! { <HowSure certainty about /> })}
            <Plan engagement plan=verdict.plan set_aside />
            <WouldChange engagement changes=verdict.would_change />
            <NotEstablished findings=verdict.not_established />
            {may_edit.then(|| view! { <p><a class="button" href=call>"Record your call"</a></p> })}
        </Section>
    }
}

/// What the consultant decided instead of what the findings ask for.
#[component]
fn Overridden(overridden: Override) -> impl IntoView {
    let word = if overridden.counts {
        format!("decided by the consultant; {} agrees", overridden.agreed_by)
    } else {
        "needs a reason of substance and a second person who agrees: does not count".to_owned()
    };
    view! {
        <div class="override">
            <Badge tone=Tone::Doubt word />
            " "
            <PathBadge path=Some(overridden.path) />
            <p>{overridden.reason}</p>
        </div>
    }
}

/// The answer in a word: a path with its glyph, large at the head of a page, or why there is none.
#[component]
pub fn AnswerBadge(
    /// The answer.
    answer: Answer,
    /// The path that stands.
    path: Option<VerdictPath>,
    /// Whether a page opens with it.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let tone = match answer {
        Answer::Sound | Answer::Repaired => Tone::Sound,
        Answer::Watched | Answer::CauseNotKnown => Tone::Doubt,
        _ => Tone::Unknown,
    };
    match path {
        Some(path) => Either::Left(view! { <PathBadge path=Some(path) large /> }),
        None => Either::Right(view! { <Badge tone word=answer.label() /> }),
    }
}

/// A sentence that leads to what it is about.
#[component]
pub(super) fn Told(engagement: EngagementId, says: String, about: Subject) -> impl IntoView {
    view! { <SentenceLink href=urls::subject(engagement, &about) says /> }
}

/// A reason that leads to what it rests on; a number of samples leads to a list of as many.
#[component]
fn Reason(engagement: EngagementId, because: Evidence) -> impl IntoView {
    let link = links::evidence(engagement, &because);
    view! { <SentenceLink href=link.href says=link.label /> }
}
