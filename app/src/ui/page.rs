//! The head of a page and its sections.
//! One `<h1>` a page, and it is here.

use super::{Breadcrumbs, Link, Text};
use crate::prelude::*;

/// The head of a page: where it is, what it is called, what it answers, what can be done.
#[component]
pub fn PageHeader(
    /// The title.
    #[prop(into)]
    title: Text,
    /// The pages above it, outermost first; none leaves the breadcrumbs out.
    #[prop(optional)]
    trail: Vec<Link>,
    /// One sentence on what the page answers.
    #[prop(optional, into)]
    lede: Option<Text>,
    /// What can be done here: buttons and links.
    #[prop(optional)]
    children: Option<Markup>,
) -> impl IntoView {
    let here = title.clone();
    view! {
        <header class="page-header">
            {(!trail.is_empty()).then(|| view! { <Breadcrumbs trail here /> })}
            <div class="page-title">
                <h1>{title}</h1>
                {children.map(|children| view! { <div class="actions">{children}</div> })}
            </div>
            {lede.filter(|lede| !lede.is_empty()).map(|lede| view! { <p class="lede">{lede}</p> })}
        </header>
    }
}

/// A section with its heading, which can be linked to.
#[component]
pub fn Section(
    /// The heading.
    #[prop(into)]
    title: Text,
    /// The section's id.
    #[prop(into)]
    id: Text,
    /// One sentence under the heading.
    #[prop(optional, into)]
    lede: Option<Text>,
    /// What it holds.
    children: Markup,
) -> impl IntoView {
    let named = format!("{id}-title");
    view! {
        <section class="section" id=id aria-labelledby=named.clone()>
            <h2 id=named.clone()>{title}</h2>
            {lede.filter(|lede| !lede.is_empty()).map(|lede| view! { <p class="section-lede">{lede}</p> })}
            {children}
        </section>
    }
}
