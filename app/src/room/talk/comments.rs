//! The comments on a part of the room, and the form to add one.

use super::{Pin, Replies, Told};
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Choice, EditForm, Section, Select, TextArea, Time};
use crate::urls;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{CommentId, EngagementId};
use faultline::stores::room::{About, Comment};

/// Where comments are read and written.
#[derive(Debug, Clone, Copy)]
struct Place {
    engagement: EngagementId,
    about: About,
    /// The version that the address asks for.
    asked: Option<i32>,
}

/// The comments.
#[component]
pub fn Comments(
    /// The engagement.
    engagement: EngagementId,
    /// The part of the room.
    about: About,
    /// The version that is read.
    reading: i32,
    /// The version that the address asks for.
    asked: Option<i32>,
    /// What was said on that part.
    comments: Vec<Comment>,
    /// The form, for whoever may comment.
    form: Option<Filled>,
    /// The form of a reply that was refused.
    replying: Option<Filled>,
    /// What a comment can be pinned to.
    pins: Vec<Pin>,
) -> impl IntoView {
    let place = form.is_some().then_some(Place { engagement, about, asked });
    let form = form.map(
        |form| view! { <CommentForm engagement about reading asked form pins=pins.clone() /> },
    );
    view! {
        <Section title="Comments" id="comments">
            <Thread comments reading place replying pins />
            {form}
        </Section>
    }
}

#[component]
fn Thread(
    comments: Vec<Comment>,
    reading: i32,
    place: Option<Place>,
    replying: Option<Filled>,
    pins: Vec<Pin>,
) -> impl IntoView {
    if comments.is_empty() {
        return Either::Left(
            view! { <p class="note">"Nobody has commented on this page yet."</p> },
        );
    }
    let entries = comments.into_iter().map(|comment| {
        let id = comment.id.to_string();
        let refused = replying.clone().filter(|form| form.text("comment") == id);
        let pin = pins.iter().find(|pin| pin.anchor == comment.pin).cloned();
        view! { <OneComment comment reading place refused pin /> }
    });
    Either::Right(view! { <ol class="thread">{entries.collect_view()}</ol> })
}

#[component]
fn OneComment(
    comment: Comment,
    reading: i32,
    place: Option<Place>,
    refused: Option<Filled>,
    pin: Option<Pin>,
) -> impl IntoView {
    let pin = pin.map(|pin| {
        let href = format!("#{}", pin.anchor);
        view! { " about "<a href=href>{pin.label}</a> }
    });
    let (id, person) = (comment.id, comment.person.clone());
    let form = place.map(|place| view! { <ReplyForm place id person refused /> });
    let version = (comment.number != reading).then(|| format!("on version {}", comment.number));
    view! {
        <li id=format!("comment-{}", comment.id)>
            <p class="said-by"><strong>{comment.person}</strong>" "<Time at=comment.at />" "{version}{pin}</p>
            <Told text=comment.body />
            <Replies replies=comment.replies />
            {form}
        </li>
    }
}

/// The form that replies; it stands open when it was refused.
#[component]
fn ReplyForm(
    place: Place,
    id: CommentId,
    person: String,
    refused: Option<Filled>,
) -> impl IntoView {
    let open = refused.is_some();
    let form = refused.unwrap_or_default();
    let asked = place.asked.map(|asked| view! { <input type="hidden" name="asked" value=asked /> });
    view! {
        <details open=open>
            <summary>"Reply"</summary>
            <EditForm
                action=urls::room(place.engagement, "replies", None)
                save="Send reply"
                errors=form.errors()
                label=format!("Reply to {person}")
            >
                <input type="hidden" name="about" value=place.about.key() />
                <input type="hidden" name="comment" value=id.to_string() />
                {asked}
                <TextArea
                    label="Your reply"
                    name="reply"
                    id=format!("reply-{id}")
                    value=form.text("reply")
                    error=form.error("reply")
                    rows=2
                    maxlength=5000
                />
            </EditForm>
        </details>
    }
}

#[component]
fn CommentForm(
    engagement: EngagementId,
    about: About,
    reading: i32,
    asked: Option<i32>,
    form: Filled,
    pins: Vec<Pin>,
) -> impl IntoView {
    let choices: Vec<_> = pins.into_iter().map(|pin| Choice::new(pin.anchor, pin.label)).collect();
    let pinned = (!choices.is_empty()).then(|| {
        view! {
            <Select
                label="What it is about"
                name="pin"
                choices
                selected=form.text("pin")
                error=form.error("pin")
                blank="This whole page"
            />
        }
    });
    let asked = asked.map(|asked| view! { <input type="hidden" name="asked" value=asked /> });
    view! {
        <EditForm
            action=urls::room(engagement, "comments", None)
            save="Send comment"
            errors=form.errors()
            version=Some(i64::from(reading))
            label="Add a comment"
        >
            <input type="hidden" name="about" value=about.key() />
            {asked}
            {pinned}
            <TextArea
                label="Add a comment"
                name="body"
                value=form.text("body")
                error=form.error("body")
                maxlength=5000
                hint="Everyone in this room can read it. Never write a password; names of people and what looks like a secret are replaced before it is stored."
            />
        </EditForm>
    }
}
