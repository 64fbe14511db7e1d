//! Facts and figures: what is known, how many of how many, how much.
//! A number without its base says little, and an absent fact stays visible as one.

use super::Text;
use crate::prelude::*;
pub use faultline::platform::numbers::grouped;

/// A list of facts, each a [`Fact`].
#[component]
pub fn Facts(
    /// The facts.
    children: Markup,
) -> impl IntoView {
    view! { <dl class="facts">{children}</dl> }
}

/// One fact: what it is about, and what is known.
#[component]
pub fn Fact(
    /// What it is about.
    #[prop(into)]
    term: Text,
    /// What is known; see [`Known`].
    children: Markup,
) -> impl IntoView {
    view! {
        <div>
            <dt>{term}</dt>
            <dd>{children}</dd>
        </div>
    }
}

/// A text, or plainly that nobody knows it yet.
#[component]
pub fn Known(
    /// What was recorded; blank is unknown.
    #[prop(into)]
    text: Text,
    /// What is said when it is unknown.
    #[prop(default = Text::Borrowed("We don’t know yet"), into)]
    otherwise: Text,
) -> impl IntoView {
    if text.trim().is_empty() {
        view! { <span class="unknown">{otherwise}</span> }.markup()
    } else {
        view! { <span>{text}</span> }.markup()
    }
}

/// A row of [`Stat`] figures.
#[component]
pub fn Figures(
    /// The figures.
    children: Markup,
) -> impl IntoView {
    view! { <dl class="figures">{children}</dl> }
}

/// A figure worth a glance, with what it counts and what it is measured against.
#[component]
pub fn Stat(
    /// The number, as it is shown.
    #[prop(into)]
    figure: Text,
    /// What it counts.
    #[prop(into)]
    label: Text,
    /// Its base: “of 9 integrations”, “in 3 weeks”.
    #[prop(optional, into)]
    base: Text,
) -> impl IntoView {
    view! {
        <div>
            <dt>{label}</dt>
            <dd><span class="figure">{figure}</span>" "<span class="base">{base}</span></dd>
        </div>
    }
}

/// How far something has come: “6 of 9”, with a bar beside the words.
#[component]
pub fn Progress(
    /// How many are done.
    done: u64,
    /// Of how many.
    of: u64,
    /// What is counted, for those who hear it: “audit steps with evidence”.
    #[prop(into)]
    what: Text,
) -> impl IntoView {
    view! {
        <span class="progress">
            <progress value=done max=of.max(1) aria-label=what></progress>
            <span>{format!("{done} of {of}")}</span>
        </span>
    }
}

/// A number with its noun: “1 sample”, “1,204 samples”.
#[component]
pub fn Count(
    /// How many.
    n: u64,
    /// The noun for one.
    one: &'static str,
    /// The noun for any other number.
    many: &'static str,
) -> impl IntoView {
    let noun = if n == 1 { one } else { many };
    view! { <span class="count">{format!("{} {noun}", grouped(&n.to_string()))}</span> }
}
