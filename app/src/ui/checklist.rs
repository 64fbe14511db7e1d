//! Lists that say how things stand: checks, steps, and the evidence behind a sentence.
//! Each entry says what is missing and where to supply it; none decides anything.

use super::badge::write_mark;
use super::nav::write_sentence;
use super::{Badge, Link, Text, Tone, Writer};
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
    let mut to = Writer::default();
    for link in &links {
        to.html("<li>");
        write_sentence(&mut to, &link.href, &link.label);
        to.html("</li>");
    }
    let more = (more > 0).then(|| view! { <li class="more">{format!("and {more} more")}</li> });
    view! {
        <ul class="evidence" aria-label="Evidence">
            {to.done()}
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
) -> impl IntoView {
    let mut to = Writer::default();
    for step in &steps {
        to.html("<li data-tone=\"").html(step.tone.key()).html("\">");
        write_mark(&mut to, step.tone);
        to.html("<div>");
        step.link.write(&mut to, "step-name", "");
        to.html(" <span class=\"step-word\">").text(&step.word).html("</span>");
        if let Some(next) = &step.next {
            to.html("<p>");
            next.write(&mut to, "", "");
            to.html("</p>");
        }
        to.html("</div></li>");
    }
    view! { <ol class="steps">{to.done()}</ol> }
}
