//! What waits in one engagement, with the forms that answer it.

use super::Refused;
use super::forms::{AnswerForm, ColleagueForms};
use crate::form::Filled;
use crate::prelude::*;
use crate::room::talk::Told;
use crate::ui::{EmptyState, PageHeader, PostButton, Time};
use crate::urls::{self, at, page_of};
use faultline::document::access_ledger::AccessState;
use faultline::document::samples::Symptom;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::Capacity;
use faultline::stores::inbox::{MOST, Waiting, WaitingKind, is_cut};
use faultline::stores::quote::QuoteState;
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
    /// Whether the reader may let somebody in.
    may_let_in: bool,
    /// An answer that was refused.
    refused: Option<Refused>,
) -> impl IntoView {
    let cut = is_cut(&waiting).then(|| {
        let says = format!(
            "These are the oldest {MOST}: what came later follows once some of them are dealt with."
        );
        view! { <p class="note">{says}</p> }
    });
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
            view! { <Entry engagement one may_answer may_let_in typed /> }
        });
        Either::Right(view! { <ol class="thread">{entries.collect_view()}</ol> })
    };
    view! {
        <PageHeader title="Waiting for us" lede="What the client said, sent or answered, the oldest first." />
        {cut}
        {list}
    }
}

#[component]
fn Entry(
    engagement: EngagementId,
    one: Waiting,
    may_answer: bool,
    may_let_in: bool,
    typed: Option<Filled>,
) -> impl IntoView {
    let kind = WaitingKind::from_key(&one.kind).ok();
    let answers = matches!(kind, Some(WaitingKind::Decision | WaitingKind::Comment)) && may_answer;
    let of_colleague = kind == Some(WaitingKind::Colleague);
    let form =
        answers.then(|| view! { <AnswerForm engagement one=one.clone() typed=typed.clone() /> });
    let let_in = (of_colleague && may_let_in)
        .then(|| view! { <ColleagueForms engagement one=one.clone() typed /> });
    let lead = (of_colleague && !may_let_in).then(
        || view! { <p class="hint">"Who leads this engagement lets them in, or declines."</p> },
    );
    let with = marks(&one);
    let done = (may_answer && kind.is_none_or(WaitingKind::is_marked)).then(|| {
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
            {let_in}
            {lead}
            {done}
        </li>
    }
}

/// The id of an entry on the page.
pub(super) fn named(one: &Waiting) -> String {
    format!("waits-{}", one.subject)
}

/// What marking an entry as done says of it: which it is, and until when it was read.
pub(super) fn marks(one: &Waiting) -> Vec<(&'static str, String)> {
    vec![
        ("kind", one.kind.clone()),
        ("subject", one.subject.to_string()),
        ("at", one.at.to_rfc3339()),
    ]
}

/// Where a thing stands.
fn place(one: &Waiting, kind: Option<WaitingKind>) -> String {
    let room = |page: &str| urls::room(one.engagement, page, None);
    match kind {
        Some(WaitingKind::Decision) => room("decision"),
        Some(WaitingKind::Comment) => {
            let page = About::from_key(&one.detail).map_or("", page_of);
            format!("{}#comment-{}", room(page), one.subject)
        }
        Some(WaitingKind::Sample) => at(one.engagement, &format!("samples/{}", one.subject)),
        Some(WaitingKind::Access) => at(one.engagement, &format!("access#{}", one.subject)),
        Some(WaitingKind::Question) => at(one.engagement, &format!("questions/{}", one.subject)),
        Some(WaitingKind::Truth) => at(one.engagement, &format!("truth/answers/{}", one.subject)),
        Some(WaitingKind::Mention) => {
            let page = About::from_key(&one.detail).map_or("", page_of);
            let comment =
                if one.of.is_empty() { String::new() } else { format!("#comment-{}", one.of) };
            room(page) + &comment
        }
        Some(WaitingKind::Colleague) => room("colleagues"),
        Some(WaitingKind::Quote) | None => at(one.engagement, "quote"),
    }
}

/// What happened, in a line.
pub(super) fn headline(one: &Waiting) -> String {
    let person = if one.person.trim().is_empty() { "Somebody" } else { one.person.trim() };
    let (detail, of) = (one.detail.as_str(), one.of.as_str());
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
        Ok(WaitingKind::Access) => {
            let state = AccessState::from_key(detail).map_or("answered", Catalogue::label);
            format!("{person} answered about access to {of}: {}", state.to_lowercase())
        }
        Ok(WaitingKind::Quote) => {
            let state = QuoteState::from_key(detail).map_or("answered", Catalogue::label);
            format!("{person} answered quote {of}: {}", state.to_lowercase())
        }
        Ok(WaitingKind::Question) => format!("{person} answered a question about {of}"),
        Ok(WaitingKind::Truth) => format!("{person} {detail} the field {of}"),
        Ok(WaitingKind::Mention) => {
            let about = About::from_key(detail).map_or("the room", Catalogue::label);
            format!("{person} mentioned you on “{about}”")
        }
        Ok(WaitingKind::Colleague) => {
            let capacity = Capacity::from_key(detail).map_or("reader", Catalogue::label);
            format!("{person} asks you to invite {of} as {}", capacity.to_lowercase())
        }
        Err(_) => person.to_owned(),
    }
}
