//! Forms: post, filter, confirm, and the page a stale save comes back to.
//! A form works without scripts, and a stale one never overwrites what someone else wrote.

use super::{ErrorSummary, FormErrors, Text};
use crate::prelude::*;

/// A form that posts, with its faults above and its buttons below.
#[component]
pub fn EditForm(
    /// Where it posts to.
    #[prop(into)]
    action: Text,
    /// What the button does, as a verb: “Save system”.
    #[prop(into)]
    save: Text,
    /// Where to go without saving.
    #[prop(optional, into)]
    cancel: Option<Text>,
    /// What was wrong with it the last time.
    #[prop(optional)]
    errors: FormErrors,
    /// The version of the row that is edited, sent as `version`.
    #[prop(optional_no_strip)]
    version: Option<i64>,
    /// What the button says while a long task runs; the form is then sent once only.
    #[prop(optional, into)]
    busy: Option<Text>,
    /// Whether it carries files.
    #[prop(optional)]
    files: bool,
    /// What it is called by assistive technology, when the page has more than one form.
    #[prop(optional, into)]
    label: Option<Text>,
    /// Its id, for fields that stand outside it.
    #[prop(optional, into)]
    id: Option<Text>,
    /// The fields.
    children: Markup,
) -> impl IntoView {
    view! {
        <form
            class="form"
            id=id
            method="post"
            action=action
            enctype=files.then_some("multipart/form-data")
            aria-label=label
        >
            <input type="hidden" name="once" value="0" />
            <ErrorSummary errors />
            {version.map(|version| view! { <input type="hidden" name="version" value=version /> })}
            {children}
            <div class="submit-bar">
                <button class="button primary" type="submit" data-busy=busy>{save}</button>
                {cancel.map(|href| view! { <a class="button quiet" href=href>"Cancel"</a> })}
            </div>
        </form>
    }
}

/// A form that only narrows a list: it gets, and its state is in the address.
#[component]
pub fn Filters(
    /// The list's address.
    #[prop(into)]
    action: Text,
    /// Where the list is without any filter; given when one is set.
    #[prop(optional_no_strip)]
    clear: Option<Text>,
    /// The fields.
    children: Markup,
) -> impl IntoView {
    view! {
        <form class="filters" method="get" action=action role="search">
            {children}
            <button class="button" type="submit">"Apply"</button>
            {clear.map(|href| view! { <a class="button quiet" href=href>"Clear"</a> })}
        </form>
    }
}

/// One button that posts: sign out, accept, hand over.
#[component]
pub fn PostButton(
    /// Where it posts to.
    #[prop(into)]
    action: Text,
    /// What it does.
    #[prop(into)]
    label: Text,
    /// How it looks: `primary`, `quiet`, `danger`; plain when empty.
    #[prop(optional)]
    look: &'static str,
    /// What it sends: names and values.
    #[prop(optional)]
    with: Vec<(&'static str, String)>,
    /// What the button says while a long task runs; the form is then sent once only.
    #[prop(optional, into)]
    busy: Option<Text>,
) -> impl IntoView {
    let hidden = with
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    view! {
        <form class="inline" method="post" action=action>
            <input type="hidden" name="once" value="0" />
            {hidden}
            <button class=format!("button {look}") type="submit" data-busy=busy>{label}</button>
        </form>
    }
}

/// A second thought before something that is hard to take back. Opens in place, without scripts.
#[component]
pub fn Confirm(
    /// What is about to be done, as a verb: “Retire system”.
    #[prop(into)]
    label: Text,
    /// Where it posts to.
    #[prop(into)]
    action: Text,
    /// What it sends: names and values.
    #[prop(optional)]
    with: Vec<(&'static str, String)>,
    /// What will happen, and whether it can be undone.
    children: Markup,
) -> impl IntoView {
    view! {
        <details class="confirm">
            <summary class="button">{format!("{label} …")}</summary>
            <div class="confirm-body">
                {children}
                <PostButton action label look="danger" with />
            </div>
        </details>
    }
}

/// A field two people changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field's label.
    pub label: Text,
    /// What the reader wrote.
    pub yours: Text,
    /// What is stored now.
    pub theirs: Text,
}

/// Both versions of a row that changed while it was edited. Nothing has been stored.
#[component]
pub fn Conflict(
    /// Who changed it in between, and when: “Mara saved this 3 minutes ago”.
    #[prop(into)]
    who: Text,
    /// The fields that differ.
    differences: Vec<Difference>,
    /// How to go on, where the form below does not say it.
    #[prop(optional)]
    children: Option<Markup>,
) -> impl IntoView {
    let rows = differences.into_iter().map(|difference| {
        view! {
            <tr>
                <th scope="row">{difference.label}</th>
                <td data-label="Yours"><ins>{difference.yours}</ins></td>
                <td data-label="Stored now">{difference.theirs}</td>
            </tr>
        }
    });
    view! {
        <section class="conflict" role="alert" tabindex="-1" autofocus aria-labelledby="conflict-title">
            <h2 id="conflict-title">"Two versions of the same row"</h2>
            <p>{who}" Nothing of yours has been stored yet: compare, then save again or leave theirs."</p>
            <table class="cards">
                <caption class="visually-hidden">"What differs"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Field"</th>
                        <th scope="col">"Yours"</th>
                        <th scope="col">"Stored now"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            {children}
        </section>
    }
}
