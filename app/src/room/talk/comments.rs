//! The comments on a part of the room, and the form to add one.

use super::Told;
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{EditForm, Section, TextArea, Time};
use crate::urls;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::room::{About, Comment};

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
) -> impl IntoView {
    let form = form.map(|form| view! { <CommentForm engagement about reading asked form /> });
    view! {
        <Section title="Comments" id="comments">
            <Thread comments reading />
            {form}
        </Section>
    }
}

#[component]
fn Thread(comments: Vec<Comment>, reading: i32) -> impl IntoView {
    if comments.is_empty() {
        return Either::Left(
            view! { <p class="note">"Nobody has commented on this page yet."</p> },
        );
    }
    let entries = comments.into_iter().map(|comment| view! { <OneComment comment reading /> });
    Either::Right(view! { <ol class="thread">{entries.collect_view()}</ol> })
}

#[component]
fn OneComment(comment: Comment, reading: i32) -> impl IntoView {
    let version = (comment.number != reading).then(|| format!("on version {}", comment.number));
    view! {
        <li id=format!("comment-{}", comment.id)>
            <p class="said-by"><strong>{comment.person}</strong>" "<Time at=comment.at />" "{version}</p>
            <Told text=comment.body />
        </li>
    }
}

#[component]
fn CommentForm(
    engagement: EngagementId,
    about: About,
    reading: i32,
    asked: Option<i32>,
    form: Filled,
) -> impl IntoView {
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
