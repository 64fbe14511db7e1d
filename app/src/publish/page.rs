//! The publish page: what would change for the client, the gates they will see closed, the versions, what was said.
//! It hides nothing: a closed gate does not keep a version back, and is shown to whoever publishes it.

use super::Standing;
use super::difference::Difference;
use super::form::PublishForm;
use super::handed_out::HandedOut;
use super::people::NamedPeople;
use super::points::{self, Points};
use super::readers::{Readers, Readings};
use super::versions::Versions;
use crate::form::Filled;
use crate::listing::Listing;
use crate::prelude::*;
use crate::room::talk::{PastDecision, Told};
use crate::ui::{Check, Checklist, Notice, PageHeader, Section, SentenceLink, Time, Tone};
use crate::urls;
use crate::verdict::grounds::AnswerBadge;
use faultline::judgement::assess::Assessment;
use faultline::judgement::evidence::{Missing, Subject};
use faultline::judgement::gates::{Blocked, Gate};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::counted;
use faultline::stores::room::store::FilesSeen;
use faultline::stores::room::{About, Changes, Comment, Decision};
use std::collections::BTreeMap;

/// The page.
#[component]
pub(super) fn PublishPage(
    /// The engagement.
    engagement: EngagementId,
    /// What is drafted, published and said.
    standing: Standing,
    /// What narrows and sorts the versions.
    listing: Listing,
    /// Whether the reader may publish.
    may_publish: bool,
    /// The form that publishes.
    form: Filled,
) -> impl IntoView {
    let points = points::of(&standing.draft, &standing.presentation);
    let assessment = standing.draft.assessment;
    let provisional = assessment.is_provisional().then(|| lacking(&assessment));
    let verdict = assessment.verdict;
    let newest = standing.versions.first().map_or(0, |newest| newest.number);
    let unchanged = standing.changes.as_ref().is_some_and(Changes::is_empty);
    let FilesSeen { offered, handed_out } = standing.files;
    // A file can be handed out though nothing else is new.
    let more = offered.iter().any(|file| file.handed_out != Some(newest));
    let publishing = may_publish && (!unchanged || more || !form.errors().is_empty());
    let preview = (newest > 0).then(|| urls::room(engagement, "", None));
    let (mark, presentation) = (standing.mark, standing.presentation);
    let (readers, opened) = (standing.readers.clone(), standing.readers);
    view! {
        <PageHeader title="Publish" lede="What the client sees, and what they would see next.">
            {preview.map(|href| view! { <a class="button" href=href>"Open the client room"</a> })}
        </PageHeader>
        {standing.damaged.then(|| view! { <Damaged /> })}
        <Section title="What would be published" id="next">
            <p class="verdict-path"><AnswerBadge answer=verdict.answer path=verdict.standing /></p>
            <p>{verdict.says}</p>
            {provisional.map(|missing| view! { <Provisional engagement missing /> })}
            <Difference changes=standing.changes newest />
            <p><a class="button" href=urls::at(engagement, "publish/preview")>"Read it as the client will"</a></p>
        </Section>
        <Section title="Who will see it" id="readers">
            <Readers engagement readers />
        </Section>
        <NamedPeople engagement named=standing.named />
        <Gates engagement gates=assessment.gates />
        <Points points />
        {publishing.then(|| view! { <PublishForm engagement newest mark presentation offered form /> })}
        <Section title="Versions" id="versions">
            <Versions engagement versions=standing.versions listing />
        </Section>
        <HandedOut engagement files=handed_out />
        <Readings newest readers=opened />
        <Section title="Decisions" id="decisions">
            <p><a href=urls::at(engagement, "inbox")>"Answer what waits for us"</a></p>
            <Decisions decisions=standing.decisions />
        </Section>
        <Section title="Comments" id="comments">
            <Comments engagement comments=standing.comments />
        </Section>
    }
}

/// What is missing for a final verdict, and so for a version that does not call itself provisional.
fn lacking(assessment: &Assessment) -> Vec<Missing> {
    let held = assessment.gates.iter().filter(|gate| gate.blocks == Blocked::FinalVerdict);
    let held = held.flat_map(|gate| &gate.missing);
    let held = held.map(|lacks| Missing::new(lacks.says.clone(), lacks.about.clone()));
    assessment.provisional.iter().cloned().chain(held).collect()
}

/// That the next version will call itself provisional, and why.
#[component]
fn Provisional(engagement: EngagementId, missing: Vec<Missing>) -> impl IntoView {
    let missing = missing.into_iter().map(|Missing { says, about }| {
        view! { <li><SentenceLink href=urls::subject(engagement, &about) says /></li> }
    });
    let missing = missing.collect_view();
    view! {
        <Notice tone=Tone::Doubt title="It would be published as provisional, which every page and document of it says.">
            <details>
                <summary>"What is missing for a final verdict"</summary>
                <ul class="evidence">{missing}</ul>
            </details>
        </Notice>
    }
}

#[component]
fn Damaged() -> impl IntoView {
    view! {
        <Notice tone=Tone::Fault title="The newest version is not what was published.">
            <p>"Its bytes no longer have the hash they were published with, so the room does not show it. Tell your admin; publishing a new version puts the room right."</p>
        </Notice>
    }
}

#[component]
fn Gates(engagement: EngagementId, gates: Vec<Gate>) -> impl IntoView {
    let closed: Vec<_> = gates.into_iter().filter(|gate| !gate.is_open()).collect();
    if closed.is_empty() {
        return Either::Left(
            view! { <Notice tone=Tone::Sound title="Every gate that arises is passed." /> },
        );
    }
    let count = counted(closed.len() as i64, "gate is closed", "gates are closed");
    let title = format!("{count}. The client will see that, with what is missing.");
    let entries = closed.into_iter().map(|gate| view! { <ClosedGate engagement gate /> });
    Either::Right(view! {
        <Section title="Gates the client will see closed" id="gates">
            <Notice tone=Tone::Doubt title />
            <Checklist>{entries.collect_view()}</Checklist>
        </Section>
    })
}

#[component]
fn ClosedGate(engagement: EngagementId, gate: Gate) -> impl IntoView {
    // The same fact may be missing for several integrations; it is told once.
    let told: BTreeMap<&str, &Subject> =
        gate.missing.iter().map(|lacks| (lacks.says.as_str(), &lacks.about)).collect();
    let count = counted(told.len() as i64, "thing is missing", "things are missing");
    let missing = told.into_iter().map(|(says, about)| {
        let (href, says) = (urls::subject(engagement, about), says.to_owned());
        view! { <li><SentenceLink href says /></li> }
    });
    view! {
        <Check tone=Tone::Doubt word="closed" title=gate.kind.label()>
            <details>
                <summary>{count}</summary>
                <ul class="notes">{missing.collect_view()}</ul>
            </details>
        </Check>
    }
}

/// What the client decided, the newest first.
#[component]
fn Decisions(decisions: Vec<Decision>) -> impl IntoView {
    if decisions.is_empty() {
        return Either::Left(view! { <p class="note">"The client has not answered yet."</p> });
    }
    let entries = decisions.into_iter().map(|decision| view! { <PastDecision decision /> });
    let entries = entries.collect_view();
    Either::Right(view! { <ol class="thread">{entries}</ol> })
}

/// What both sides said, the newest first.
#[component]
fn Comments(engagement: EngagementId, comments: Vec<Comment>) -> impl IntoView {
    if comments.is_empty() {
        return Either::Left(view! { <p class="note">"Nobody has commented yet."</p> });
    }
    let entries = comments.into_iter().rev();
    let entries = entries.map(|comment| view! { <OneComment engagement comment /> });
    Either::Right(view! { <ol class="thread">{entries.collect_view()}</ol> })
}

#[component]
fn OneComment(engagement: EngagementId, comment: Comment) -> impl IntoView {
    let about = About::from_key(&comment.about).unwrap_or(About::Summary);
    let page = urls::room(engagement, urls::page_of(about), None);
    let label = format!("{}, version {}", about.label(), comment.number);
    let (text, id) = (comment.body().to_owned(), comment.id);
    let resolved = comment.resolved.map(|by| format!(" resolved by {}", by.person));
    view! {
        <li>
            <p class="said-by">
                <strong>{comment.person}</strong>
                " "
                <Time at=comment.at />
                " "
                <a href=format!("{page}#comment-{id}")>{label}</a>
                {resolved}
            </p>
            <Told text />
        </li>
    }
}
