//! Lists that say how things stand: checks, steps, and the evidence behind a sentence.
//! Each entry says what is missing and where to supply it; none decides anything.

use super::{Badge, Link, Mark, Text, Tone};
use crate::prelude::*;

/// A list of [`Check`]s.
#[component]
pub fn Checklist(
    /// The checks.
    children: Markup,
) -> impl IntoView {
    view! { <ul class="checklist">{children}</ul> }
}

/// One gate or check: how it stands, what it is, and below it what is missing.
#[component]
pub fn Check(
    /// How it stands.
    tone: Tone,
    /// How it stands, in a word: “open”, “passed”.
    #[prop(into)]
    word: Text,
    /// What must hold.
    #[prop(into)]
    title: Text,
    /// What is missing, and links to where it is supplied.
    #[prop(optional)]
    children: Option<Markup>,
) -> impl IntoView {
    view! {
        <li>
            <Badge tone word />
            <div>
                <p class="check-title">{title}</p>
                {children.map(|children| view! { <div class="check-body">{children}</div> })}
            </div>
        </li>
    }
}

/// What a sentence rests on: links to the rows themselves.
#[component]
pub fn EvidenceLinks(
    /// The rows.
    links: Vec<Link>,
    /// How many more there are than are linked.
    #[prop(optional)]
    more: u64,
) -> impl IntoView {
    let more = (more > 0).then(|| view! { <li class="more">{format!("and {more} more")}</li> });
    view! {
        <ul class="evidence" aria-label="Evidence">
            {links.into_iter().map(|link| link.item("")).collect_view()}
            {more}
        </ul>
    }
}

/// One step of a sequence and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it is called and where it is done.
    pub link: Link,
    /// How it stands.
    pub tone: Tone,
    /// How it stands, in words: “nothing yet”, “6 of 9”.
    pub word: Text,
    /// The one next thing to do.
    pub next: Option<Link>,
}

/// A sequence of steps along a line that is drawn through as far as the evidence goes.
#[component]
pub fn Steps(
    /// The steps, in order.
    steps: Vec<Step>,
    /// The address of the page the reader is on.
    #[prop(optional, into)]
    current: Text,
    /// Set it small, for the rail: no next things.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let item = |step: Step| {
        let here = (step.link.href == current).then_some("page");
        let key = step.link.key.map(String::from);
        let next = step.next.filter(|_| !small).map(|next| {
            view! { <p><a href=next.href>{next.label}</a></p> }
        });
        view! {
            <li data-tone=step.tone.key()>
                <Mark tone=step.tone />
                <div>
                    <a class="step-name" href=step.link.href aria-current=here data-key=key>{step.link.label}</a>
                    " "
                    <span class="step-word">{step.word}</span>
                    {next}
                </div>
            </li>
        }
    };
    view! { <ol class=if small { "steps small" } else { "steps" }>{steps.into_iter().map(item).collect_view()}</ol> }
}
