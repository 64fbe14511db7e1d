//! The page of a part's form: what stands around the fields, whatever they ask.
//! It knows nothing of the part.

use crate::editing::BothSides;
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Difference, EditForm, Link, PageHeader, PostButton, Text};

/// What stands around the fields of a part's form.
#[derive(Debug, Clone)]
pub struct EditorHead {
    pub(super) title: String,
    pub(super) form: Filled,
    pub(super) version: i32,
    pub(super) stored: bool,
    pub(super) conflict: Option<Vec<Difference>>,
}

/// The page of a part's form: its head, both sides of a conflict, and the form around the fields.
#[component]
pub fn PartEditor(
    /// What the handler knows of it.
    head: EditorHead,
    /// The pages above it.
    trail: Vec<Link>,
    /// One sentence on what it is about.
    #[prop(optional, into)]
    lede: Text,
    /// Where it posts to.
    #[prop(into)]
    action: Text,
    /// What saving is called.
    save: &'static str,
    /// Where to go without saving.
    #[prop(into)]
    cancel: Text,
    /// What removing is called, where the part can be removed, and where it posts to.
    #[prop(optional)]
    remove: Option<(&'static str, String)>,
    /// What else can be done with it.
    #[prop(optional, into)]
    actions: Markup,
    /// The fields.
    children: Markup,
) -> impl IntoView {
    let EditorHead { title, form, version, stored, conflict } = head;
    let header = match remove {
        Some((label, action)) => {
            let with = vec![("version", version.to_string())];
            let button = stored.then(|| view! { <PostButton action label look="quiet" with /> });
            Either::Left(view! { <PageHeader title trail lede>{actions}{button}</PageHeader> })
        }
        None => Either::Right(view! { <PageHeader title trail lede /> }),
    };
    view! {
        {header}
        {conflict.map(|differences| view! { <BothSides differences /> })}
        <EditForm action save cancel errors=form.errors() version=Some(i64::from(version))>
            {children}
        </EditForm>
    }
}
