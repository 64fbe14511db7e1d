//! What people say in the room: comments on each page, and the client's decision.
//! Who may only read sees what was said, and no form.

use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Badge, Tag, Time, Tone};
use crate::urls;
use faultline::engines::redact::replaced_in;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{CommentId, EngagementId};
use faultline::stores::room::{About, Answer, Decision, Reply};

mod comments;
mod decision;
mod pins;
mod words;

pub use comments::Comments;
pub use decision::DecisionPage;
pub use pins::{Pin, pins};
pub use words::{Earlier, mentioning};
use words::{EditWords, Resolve, Stands};

/// Where comments are read and written.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    engagement: EngagementId,
    about: About,
    /// The version that the address asks for.
    asked: Option<i32>,
}

/// What somebody said, and under it what was replaced in it before it was stored, as its placeholders say.
#[component]
pub fn Told(
    /// The text as it is stored.
    text: String,
) -> impl IntoView {
    let found = replaced_in([text.as_str()]);
    let words = |(kind, n): &(String, usize)| {
        if *n == 1 { kind.clone() } else { format!("{kind} ({n} different ones)") }
    };
    let words: Vec<String> = found.iter().map(words).collect();
    let replaced = (!words.is_empty()).then(|| {
        let told = format!("Replaced before it was stored: {}.", words.join(", "));
        view! { <p class="hint">{told}</p> }
    });
    view! {
        <p class="told">{text}</p>
        {replaced}
    }
}

/// What was replied, under what it answers.
#[component]
pub fn Replies(
    /// The replies, the oldest first.
    replies: Vec<Reply>,
    /// The comment that they reply to and where it stands, for whoever may change their own.
    #[prop(optional_no_strip)]
    place: Option<(Place, CommentId)>,
    /// The form of a change that was refused.
    #[prop(optional_no_strip)]
    refused: Option<Filled>,
) -> impl IntoView {
    let entries = replies.into_iter().map(|reply| {
        let who = if reply.of_firm { "your consultants" } else { "client" };
        let (text, id) = (reply.body().to_owned(), reply.id);
        let late = refused.as_ref().is_some_and(|form| form.text("said") == id.to_string());
        let form = place.filter(|_| reply.may_edit || late).map(|(place, comment)| {
            let (text, refused) = (text.clone(), refused.clone());
            view! { <EditWords place comment reply=Some(id) text refused /> }
        });
        view! {
            <li>
                <p class="said-by"><strong>{reply.person}</strong>" "<Tag word=who />" "<Time at=reply.at /></p>
                <p class="told">{text}</p>
                <Earlier versions=reply.versions />
                {form}
            </li>
        }
    });
    let entries: Vec<_> = entries.collect();
    (!entries.is_empty())
        .then(|| view! { <ol class="thread replies" aria-label="Replies">{entries}</ol> })
}

/// What someone did, in the past: “accepted”.
pub fn past(answer: &str) -> &'static str {
    match Answer::from_key(answer) {
        Ok(Answer::Accept) => "accepted the recommendation.",
        Ok(Answer::Decline) => "declined the recommendation.",
        Ok(Answer::Ask) => "asks something first.",
        Err(_) => "answered.",
    }
}

/// What a decision means to the reader.
pub fn tone(answer: &str) -> Tone {
    match Answer::from_key(answer) {
        Ok(Answer::Accept) => Tone::Sound,
        Ok(Answer::Decline) => Tone::Fault,
        Ok(Answer::Ask) => Tone::Doubt,
        Err(_) => Tone::Plain,
    }
}

/// That whoever decided had got their password by a link of staff shortly before.
fn after_reset(decision: &Decision) -> Option<&'static str> {
    decision
        .after_reset
        .then_some(" · given within a week after staff made a new link for this person’s password")
}

/// A decision in a list.
#[component]
pub fn PastDecision(
    /// The decision.
    decision: Decision,
    /// The engagement, where its receipt is led to.
    #[prop(optional)]
    engagement: Option<EngagementId>,
) -> impl IntoView {
    let receipt = engagement.map(|engagement| {
        let number = decision.decision;
        view! { " "<a href=urls::receipt(engagement, number)>{format!("Receipt of decision {number}")}</a> }
    });
    // What was done, not what can be: “Ask Priya” would read as an order.
    let answer = match Answer::from_key(&decision.answer) {
        Ok(Answer::Accept) => "accepted",
        Ok(Answer::Decline) => "declined",
        Ok(Answer::Ask) => "asked something first",
        Err(_) => "answered",
    };
    view! {
        <li>
            <p class="said-by">
                <strong>{decision.person.clone()}</strong>
                " "
                <Badge tone=tone(&decision.answer) word=answer />
                " "
                <Time at=decision.at />
                {format!(" on version {}", decision.number)}
                {after_reset(&decision)}
                {receipt}
            </p>
            <Told text=decision.reason />
            <Replies replies=decision.replies />
        </li>
    }
}
