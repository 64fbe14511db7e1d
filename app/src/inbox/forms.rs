//! The forms of the inbox that answer what waits.

use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{EditForm, ErrorSummary, PostButton, TextArea};
use crate::urls::at;
use faultline::platform::ids::EngagementId;
use faultline::stores::inbox::Waiting;

/// The form that answers; it stands open when it was refused.
#[component]
pub(super) fn AnswerForm(
    /// The engagement.
    engagement: EngagementId,
    /// What is answered.
    one: Waiting,
    /// It as it was refused.
    typed: Option<Filled>,
) -> impl IntoView {
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
                <input type="hidden" name="about" value=one.detail.clone() />
                <TextArea
                    label="Your answer"
                    name="body"
                    id
                    value=form.text("body")
                    error=form.error("body")
                    maxlength=5000
                    hint="Everyone in the room can read it, beside what it answers. Whoever asked finds it there, and is mailed that there is one, if mail is set up and they want it."
                />
            </EditForm>
        </details>
    }
}

/// Lets a colleague in with one click, or declines with a word back.
#[component]
pub(super) fn ColleagueForms(
    /// The engagement.
    engagement: EngagementId,
    /// The request.
    one: Waiting,
    /// The form that was refused.
    typed: Option<Filled>,
) -> impl IntoView {
    let page = at(engagement, &format!("colleagues/{}", one.subject));
    let form = typed.unwrap_or_default();
    let declined = form.ticked("word_back");
    // What is wrong with one is not told in the other.
    let above = (!declined).then(|| view! { <ErrorSummary errors=form.errors() /> });
    let (errors, id) = (form.errors(), format!("word-{}", one.subject));
    let errors = if declined { errors } else { Filled::default().errors() };
    view! {
        {above}
        <PostButton action=format!("{page}/invite") label=format!("Invite {}", one.of) look="primary" />
        <details open=declined>
            <summary>"Decline"</summary>
            <EditForm action=format!("{page}/decline") save="Decline" errors label=format!("Decline {}", one.of)>
                <TextArea
                    label="Word back"
                    name="word_back"
                    id
                    value=form.text("word_back")
                    error=form.error("word_back")
                    hint="What the client is told: why not, or whom to ask."
                    maxlength=5000
                    rows=2
                />
            </EditForm>
        </details>
    }
}
