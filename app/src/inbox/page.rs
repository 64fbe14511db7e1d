//! What waits in one engagement, with the forms that answer it.

use super::Refused;
use crate::form::Filled;
use crate::prelude::*;
use crate::room::talk::Told;
use crate::ui::{EditForm, EmptyState, PageHeader, PostButton, TextArea, Time};
use crate::urls::{self, at};
use faultline::document::samples::Symptom;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::inbox::{Waiting, WaitingKind};
use faultline::stores::room::{About, Answer};

/// The page.
#[component]
pub(super) fn InboxPage(
    /// The engagement.
    engagement: EngagementId,
    /// What waits, the oldest first.
    waiting: Vec<Waiting>,
    /// Whether the reader may answer.
    may_answer: bool,
    /// An answer that was refused.
    refused: Option<Refused>,
) -> impl IntoView {
    let list = if waiting.is_empty() {
        Either::Left(view! {
            <EmptyState title="Nothing waits">
                <p>"Questions, decisions, comments, reports and answers of the client stand here until somebody answers or marks them as done."</p>
            </EmptyState>
        })
    } else {
        let entries = waiting.into_iter().map(|one| {
            let typed = refused.as_ref().filter(|refused| refused.subject == one.subject);
            let typed = typed.map(|refused| refused.form.clone());
            view! { <Entry engagement one may_answer typed /> }
        });
        Either::Right(view! { <ol class="thread">{entries.collect_view()}</ol> })
    };
    view! {
        <PageHeader title="Waiting for us" lede="What the client said, sent or answered, the oldest first." />
        {list}
    }
}

#[component]
fn Entry(
    engagement: EngagementId,
    one: Waiting,
    may_answer: bool,
    typed: Option<Filled>,
) -> impl IntoView {
    let kind = WaitingKind::from_key(&one.kind).ok();
    let answers = matches!(kind, Some(WaitingKind::Decision | WaitingKind::Comment)) && may_answer;
    let form = answers.then(|| view! { <AnswerForm engagement one=one.clone() typed /> });
    let with = vec![("kind", one.kind.clone()), ("subject", one.subject.to_string())];
    let done = may_answer.then(|| {
        view! { <PostButton action=at(engagement, "inbox/done") label="Mark as done" look="quiet" with /> }
    });
    let place = place(&one, kind);
    let said = !one.says.trim().is_empty();
    view! {
        <li id=named(&one)>
            <p class="said-by"><strong>{headline(&one)}</strong>" "<Time at=one.at /></p>
            {said.then(|| view! { <Told text=one.says.clone() /> })}
            <p><a href=place>"See where it stands"</a></p>
            {form}
            {done}
        </li>
    }
}

/// The form that answers; it stands open when it was refused.
#[component]
fn AnswerForm(engagement: EngagementId, one: Waiting, typed: Option<Filled>) -> impl IntoView {
    let open = typed.is_some();
    let form = typed.unwrap_or_default();
    let id = format!("body-{}", one.subject);
    view! {
        <details open=open>
            <summary>"Answer"</summary>
            <EditForm
                action=at(engagement, "inbox/answer")
                save="Send answer"
                errors=form.errors()
                label=format!("Answer {}", one.person)
            >
                <input type="hidden" name="kind" value=one.kind.clone() />
                <input type="hidden" name="subject" value=one.subject.to_string() />
                <TextArea
                    label="Your answer"
                    name="body"
                    id
                    value=form.text("body")
                    error=form.error("body")
                    maxlength=5000
                    hint="Everyone in the room can read it, beside what it answers. Whoever asked is told by mail that there is one."
                />
            </EditForm>
        </details>
    }
}

/// The id of an entry on the page.
pub(super) fn named(one: &Waiting) -> String {
    format!("waits-{}", one.subject)
}

/// Where a thing stands.
fn place(one: &Waiting, kind: Option<WaitingKind>) -> String {
    let room = |page: &str| urls::room(one.engagement, page, None);
    match kind {
        Some(WaitingKind::Decision) => room("decision"),
        Some(WaitingKind::Comment) => {
            let page = if one.detail == About::Summary.key() { "" } else { &one.detail };
            format!("{}#comment-{}", room(page), one.subject)
        }
        Some(WaitingKind::Sample) => at(one.engagement, &format!("samples/{}", one.subject)),
        Some(WaitingKind::Access) => at(one.engagement, &format!("access#{}", one.subject)),
        Some(WaitingKind::Question) => at(one.engagement, &format!("questions/{}", one.subject)),
        Some(WaitingKind::Quote) | None => at(one.engagement, "quote"),
    }
}

/// What happened, in a line.
pub(super) fn headline(one: &Waiting) -> String {
    let person = if one.person.trim().is_empty() { "Somebody" } else { one.person.trim() };
    let detail = one.detail.as_str();
    match WaitingKind::from_key(&one.kind) {
        Ok(WaitingKind::Decision) => match Answer::from_key(detail) {
            Ok(Answer::Accept) => format!("{person} accepted the recommendation"),
            Ok(Answer::Decline) => format!("{person} declined the recommendation"),
            _ => format!("{person} asks something before deciding"),
        },
        Ok(WaitingKind::Comment) => {
            let about = About::from_key(detail).map_or("the room", Catalogue::label);
            format!("{person} commented on “{about}”")
        }
        Ok(WaitingKind::Sample) => {
            let symptom = Symptom::from_key(detail).map_or("a failure", Catalogue::label);
            format!("{person} reported a failure: {}", symptom.to_lowercase())
        }
        Ok(WaitingKind::Access) => format!("{person} answered about access ({detail})"),
        Ok(WaitingKind::Quote) => format!("{person} answered a quote ({detail})"),
        Ok(WaitingKind::Question) => format!("{person} answered a question about {detail}"),
        Err(_) => person.to_owned(),
    }
}
