//! What may become of a sample next: a button for each step, and rejecting it with a reason.

use crate::prelude::*;
use crate::ui::{Field, PostButton};
use crate::urls::at;
use faultline::document::samples::{Cause, ReviewState};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::samples::Stored;

/// What may become of it next.
#[component]
pub fn Review(
    /// The engagement.
    engagement: EngagementId,
    /// The sample.
    stored: Stored,
    /// Why it was to be rejected, when that form comes back.
    reason: String,
) -> impl IntoView {
    let Stored { sample, version, submitted_by, .. } = stored;
    let action = at(engagement, &format!("samples/{}/review", sample.id));
    let next = sample.state.next();
    let steps = next.iter().filter(|to| **to != ReviewState::Rejected).map(|to| {
        let (label, look) = match to {
            ReviewState::Confirmed if sample.state == ReviewState::Diagnosed => {
                ("Back to confirmed", "quiet")
            }
            ReviewState::Confirmed => ("Confirm: it happened", "primary"),
            ReviewState::Diagnosed => ("Mark as diagnosed", "primary"),
            ReviewState::New | ReviewState::Rejected => ("Back to new", "quiet"),
        };
        let with = vec![("state", to.key().to_owned()), ("version", version.to_string())];
        view! { <PostButton action=action.clone() label look with /> }
    });
    let steps = steps.collect_view();
    let unnamed = sample.state == ReviewState::Confirmed && sample.cause == Cause::Unknown;
    let reject = next.contains(&ReviewState::Rejected);
    view! {
        <div class="review">
            {steps}
            {reject.then(|| view! { <Reject action version reason submitted_by /> })}
            {unnamed.then(|| view! { <p class="hint">"Name the cause below first: a diagnosed sample has one."</p> })}
        </div>
    }
}

#[component]
fn Reject(
    action: String,
    version: i32,
    reason: String,
    submitted_by: Option<String>,
) -> impl IntoView {
    let open = !reason.is_empty();
    let reader = submitted_by.map(|name| view! { <p>{format!("{name}, who reported it, reads the reason in the client room.")}</p> });
    view! {
        <details class="confirm" open=open>
            <summary class="button">"Reject …"</summary>
            <div class="confirm-body">
                <p>"It stays in the list, and counts for nothing. This can be taken back."</p>
                {reader}
                <form method="post" action=action>
                    <input type="hidden" name="state" value=ReviewState::Rejected.key() />
                    <input type="hidden" name="version" value=version />
                    <Field label="Why it is no failure of this engagement" name="reason" value=reason required=true maxlength=1000 />
                    <button class="button danger" type="submit">"Reject"</button>
                </form>
            </div>
        </details>
    }
}
