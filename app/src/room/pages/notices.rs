//! What is said above a page of the room: that its version is withdrawn or not the newest, or that staff look at it.

use crate::prelude::*;
use crate::ui::{Notice, Time, Tone};
use crate::urls;
use faultline::platform::ids::EngagementId;
use faultline::stores::room::Withdrawn;

/// That a text was redacted in this version after it was published.
#[component]
pub fn WithdrawnNotice(number: i32, withdrawn: Withdrawn) -> impl IntoView {
    let title = format!("Version {number} is withdrawn.");
    view! {
        <Notice tone=Tone::Doubt title>
            <p>
                "A text in it was redacted on "
                <Time at=withdrawn.at />
                ": a placeholder stands in its place, and nothing else was changed. It was published with the SHA-256 "
                <code>{withdrawn.published.to_string()}</code>
                "."
            </p>
        </Notice>
    }
}

/// That there is a newer version, when an older one is read.
#[component]
pub fn OlderNotice(engagement: EngagementId, number: i32, newest: i32) -> impl IntoView {
    let title = format!("You are reading version {number}. Version {newest} is the newest.");
    view! {
        <Notice tone=Tone::Doubt title>
            <p><a href=urls::room(engagement, "", None)>"Read the newest version"</a></p>
        </Notice>
    }
}

/// That this is what the client sees, for staff.
#[component]
pub fn PreviewNotice(engagement: EngagementId) -> impl IntoView {
    view! {
        <Notice title="This is the room as the client sees it.">
            <p><a href=urls::at(engagement, "publish")>"Back to publishing"</a></p>
        </Notice>
    }
}
