//! The step before an acceptance: what is agreed, once more, and the name of whoever agrees.

use super::Upon;
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{EditForm, Field, PageHeader, Section};
use crate::urls;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::quote::Issued;
use faultline::stores::room::{Answer, Snapshot};
use std::sync::Arc;

/// The page.
#[component]
pub fn ConfirmPage(
    /// The engagement.
    engagement: EngagementId,
    /// The version that is agreed on.
    snapshot: Arc<Snapshot>,
    /// The quote that is agreed on with it.
    quote: Option<Issued>,
    /// The reader's name, as it stands in their account.
    name: String,
    /// What was sent.
    form: Filled,
) -> impl IntoView {
    let version = snapshot.contents().number;
    let number = quote.as_ref().map(|quote| quote.contents.number);
    let title = match number {
        Some(quote) => format!("You accept version {version} and quote {quote}"),
        None => format!("You accept version {version}"),
    };
    let quoted = number.map(|number| view! { <input type="hidden" name="quote" value=number /> });
    view! {
        <PageHeader title lede="This is what is agreed. Read it once more, then type your name." />
        <Section title="What is agreed" id="agreed">
            <Upon engagement snapshot quote again=true />
        </Section>
        <Section title="Agree by name" id="sign">
            <EditForm
                action=urls::room(engagement, "decision", None)
                save="Accept"
                cancel=urls::room(engagement, "decision", None)
                errors=form.errors()
                version=Some(i64::from(version))
                label="Accept"
            >
                {quoted}
                <input type="hidden" name="answer" value=Answer::Accept.key() />
                <input type="hidden" name="reason" value=form.raw("reason") />
                <Field
                    label="Your name"
                    name="name"
                    value=form.text("name")
                    error=form.error("name")
                    autocomplete="name"
                    required=true
                    maxlength=200
                    hint=format!("As it stands in your account: {name}. It stands in the certificate.")
                />
            </EditForm>
        </Section>
    }
}
