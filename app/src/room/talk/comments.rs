//! The comments on a part of the room, and the form to add one.

use super::{Earlier, EditWords, Pin, Place, Replies, Resolve, Stands, Told};
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Choice, EditForm, Section, Select, TextArea, Time};
use crate::urls;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{CommentId, EngagementId};
use faultline::platform::wording::cut;
use faultline::stores::room::{About, Comment, Resolved};

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
    /// The form of a reply, or of a change, that was refused.
    refused: Option<Filled>,
    /// What a comment can be pinned to.
    pins: Vec<Pin>,
    /// How somebody is mentioned.
    mentioning: String,
) -> impl IntoView {
    let place = form.is_some().then_some(Place { engagement, about, asked });
    let form = form.map(|form| {
        let pins = pins.clone();
        view! { <CommentForm engagement about reading asked form pins mentioning /> }
    });
    view! {
        <Section title="Comments" id="comments">
            <Thread comments reading place refused pins />
            {form}
        </Section>
    }
}

#[component]
fn Thread(
    comments: Vec<Comment>,
    reading: i32,
    place: Option<Place>,
    refused: Option<Filled>,
    pins: Vec<Pin>,
) -> impl IntoView {
    if comments.is_empty() {
        return Either::Left(
            view! { <p class="note">"Nobody has commented on this page yet."</p> },
        );
    }
    let entries = comments.into_iter().map(|comment| {
        let id = comment.id.to_string();
        let refused = refused.clone().filter(|form| form.text("comment") == id);
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
    let (id, person, text) = (comment.id, comment.person.clone(), comment.body().to_owned());
    let summary = cut(&text, SUMMARY);
    let of_reply = refused.clone().filter(|form| form.ticked("reply"));
    let of_resolve = refused.clone().filter(|form| form.ticked("resolved"));
    let of_edit = refused.filter(|form| form.ticked("edited"));
    let open = of_reply.is_some() || of_edit.is_some() || of_resolve.is_some();
    let resolved = comment.resolved.is_some();
    // What came too late is shown again all the same: nothing typed is lost.
    let late = of_edit.as_ref().is_some_and(|form| form.text("said").is_empty());
    let edit = place.filter(|_| comment.may_edit || late).map(|place| {
        let (text, refused) = (text.clone(), of_edit.clone());
        view! { <EditWords place comment=id text refused /> }
    });
    let forms = place.map(|place| {
        let person = person.clone();
        view! {
            <ReplyForm place id person refused=of_reply />
            <Resolve place comment=id resolved refused=of_resolve />
        }
    });
    let version = (comment.number != reading).then(|| format!("on version {}", comment.number));
    let said = view! {
        <p class="said-by"><strong>{comment.person}</strong>" "<Time at=comment.at />" "{version}{pin}</p>
        <Told text=text.clone() />
        <Earlier versions=comment.versions />
        {edit}
        <Replies replies=comment.replies place=place.map(|place| (place, id)) refused=of_edit />
        {forms}
    };
    view! { <li id=format!("comment-{id}")><Folded resolved=comment.resolved summary open said=said.into() /></li> }
}

/// Characters of what was said that stand on a folded thread.
const SUMMARY: usize = 80;

/// A thread, folded once it is resolved.
#[component]
fn Folded(resolved: Option<Resolved>, summary: String, open: bool, said: Markup) -> impl IntoView {
    match resolved {
        None => Either::Left(said),
        Some(Resolved { person, at }) => Either::Right(view! {
            <details open=open>
                <summary>{format!("“{summary}”, resolved by {person} ")}<Time at /></summary>
                {said}
            </details>
        }),
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
    view! {
        <details open=open>
            <summary>"Reply"</summary>
            <EditForm
                action=urls::room(place.engagement, "replies", None)
                save="Send reply"
                errors=form.errors()
                label=format!("Reply to {person}")
            >
                <Stands place comment=id />
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

/// What whoever comments should know.
const COMMENT_HINT: &str = "Everyone in this room can read it. Never write a password; names of people and what looks like a secret are replaced before it is stored.";

#[component]
fn CommentForm(
    engagement: EngagementId,
    about: About,
    reading: i32,
    asked: Option<i32>,
    form: Filled,
    pins: Vec<Pin>,
    mentioning: String,
) -> impl IntoView {
    let hint = format!("{COMMENT_HINT}{mentioning}");
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
                hint
            />
        </EditForm>
    }
}
