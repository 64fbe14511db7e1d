//! Notices, empty states and the line that says what just happened.
//! None of them may blame the reader: each says what to do next.

use super::{Link, Mark, Text, Tone};
use crate::prelude::*;

/// A message in the flow of the page. A fault is announced at once, everything else politely.
#[component]
pub fn Notice(
    /// What it means; plain is information.
    #[prop(optional)]
    tone: Tone,
    /// The message in one sentence.
    #[prop(into)]
    title: Text,
    /// What to do about it.
    #[prop(optional)]
    children: Option<Markup>,
) -> impl IntoView {
    let role = if tone == Tone::Fault { "alert" } else { "status" };
    view! {
        <div class="notice" data-tone=tone.key() role=role>
            <Mark tone />
            <div>
                <p class="notice-title">{title}</p>
                {children}
            </div>
        </div>
    }
}

/// What a page or list says when there is nothing to show yet.
#[component]
pub fn EmptyState(
    /// What is missing.
    #[prop(into)]
    title: Text,
    /// Where to begin.
    #[prop(optional_no_strip)]
    action: Option<Link>,
    /// What to do first and why.
    children: Markup,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty-title">{title}</p>
            <div class="empty-text">{children}</div>
            {action.map(|link| view! { <p><a class="button primary" href=link.href>{link.label}</a></p> })}
        </div>
    }
}

/// What just happened, after a form brought the person back: “Saved”, with a way to undo it as its children.
#[component]
pub fn Toast(
    /// What it means.
    #[prop(default = Tone::Sound)]
    tone: Tone,
    /// What happened.
    #[prop(into)]
    message: Text,
    /// What can be done about it.
    #[prop(optional)]
    children: Option<Markup>,
) -> impl IntoView {
    view! {
        <div class="toast" data-tone=tone.key() role="status">
            <Mark tone />
            <p>{message}</p>
            {children}
        </div>
    }
}
