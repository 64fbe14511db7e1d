//! The page of the room on which one of its parts is shared, and the page that shows a new link, once.

use super::list::SharesTable;
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{
    Checkbox, Choice, EditForm, Field, Notice, PageHeader, Section, Select, Tone, Width,
};
use crate::urls;
use faultline::delivery::shared::Item;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::counted;
use faultline::stores::shares::{Listed, MOST_DAYS, NewShare, OPENINGS, TEXT, USUAL_DAYS};

/// The page.
#[component]
pub fn RoomSharesPage(
    /// The engagement.
    engagement: EngagementId,
    /// The version that is read.
    version: i32,
    /// What of it can be shared.
    items: Vec<(Item, String)>,
    /// Links that were made.
    shares: Vec<Listed>,
    /// Whether the reader works for the firm.
    staff: bool,
    /// The form that makes one.
    form: Filled,
) -> impl IntoView {
    let lede = "Show one part of a version to somebody without an account. They see that part and nothing else.";
    let whose = if staff { "Links of this room" } else { "Your links" };
    view! {
        <PageHeader title="Share" lede />
        <Section title=format!("Share a part of version {version}") id="share">
            <ShareForm engagement version items form />
        </Section>
        <Section title=whose id="links">
            <SharesTable engagement shares work=false />
        </Section>
    }
}

#[component]
fn ShareForm(
    engagement: EngagementId,
    version: i32,
    items: Vec<(Item, String)>,
    form: Filled,
) -> impl IntoView {
    // A form that was not sent yet has the usual answers.
    let sent = form.ticked("item");
    let days = if sent { form.text("days") } else { USUAL_DAYS.to_string() };
    let choices = items.into_iter().map(|(item, label)| Choice::new(item.to_string(), label));
    let choices = choices.collect::<Vec<_>>();
    view! {
        <EditForm
            action=urls::room(engagement, "shares", None)
            save="Make a link"
            errors=form.errors()
            version=Some(i64::from(version))
            label="Share"
        >
            <Select
                label="What to share"
                name="item"
                choices
                selected=form.text("item")
                error=form.error("item")
                hint="A document holds the quote and who may reach what."
                width=Width::Full
            />
            <Field
                label="Whom it is for"
                name="note"
                value=form.text("note")
                error=form.error("note")
                hint="For your own list; the reader does not see it."
                maxlength=TEXT as u32
            />
            <Field
                label="Days until it ends"
                name="days"
                kind="number"
                value=days
                error=form.error("days")
                min="1"
                max=MOST_DAYS.to_string()
                required=true
                width=Width::Short
            />
            <Field
                label="Password"
                name="password"
                kind="password"
                error=form.error("password")
                hint="If you like. Tell it to the reader another way than the link."
                autocomplete="new-password"
            />
            <Checkbox
                label="Ask the reader for their name"
                name="asks_name"
                checked={!sent || form.ticked("asks_name")}
                hint="It stands in your list. Nobody checks it."
            />
        </EditForm>
    }
}

/// The page that shows a new link, this once.
#[component]
pub fn MadePage(
    /// The engagement.
    engagement: EngagementId,
    /// What was made.
    new: NewShare,
    /// The whole link.
    url: String,
    /// Whether it has a password.
    has_password: bool,
) -> impl IntoView {
    let what = format!("It shows “{}” of version {} and nothing else.", new.label, new.version);
    let until = format!(
        "It ends in {}, or once it was opened {OPENINGS} times, or as soon as you revoke it.",
        counted(new.days, "day", "days")
    );
    let password = has_password
        .then(|| view! { <p>"Its password is in no mail of ours: tell the reader yourself."</p> });
    view! {
        <PageHeader title="Your link" />
        <Notice tone=Tone::Doubt title="Copy it now: it is not shown again.">
            <p>"Only a hash of it is kept. Whoever has it can open it."</p>
        </Notice>
        <p class="one-time-link"><code id="link">{url}</code></p>
        <p>{what}" "{until}</p>
        {password}
        <p><a class="button primary" href=urls::room(engagement, "shares", None)>"Done"</a></p>
    }
}
