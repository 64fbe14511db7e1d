//! A field that takes files: chosen, dropped on it, or pasted anywhere on the page.
//! Without scripts it is the browser's own field, which is enough.

use super::Text;
use super::field::{Descriptions, described_by};
use crate::prelude::*;

/// What files are to keep to before they are sent: pictures are drawn smaller, and what is too much is told at once.
#[derive(Debug, Clone, Copy)]
pub struct FileLimits {
    /// The widest picture, in pixels.
    pub widest: u32,
    /// The largest file, in megabytes.
    pub each: usize,
    /// All of them together, in megabytes.
    pub together: usize,
    /// How many there may be.
    pub many: usize,
}

/// Files to send along.
#[component]
pub fn FileField(
    /// Its label.
    #[prop(into)]
    label: Text,
    /// Its name in the form, and its id.
    #[prop(into)]
    name: Text,
    /// What is taken.
    #[prop(into)]
    hint: Text,
    /// What is wrong with what was sent.
    #[prop(optional_no_strip)]
    error: Option<Text>,
    /// Whether the browser insists on it.
    #[prop(optional)]
    required: bool,
    /// What a browser offers first.
    #[prop(optional)]
    accept: Option<&'static str>,
    /// What the script keeps to before it sends them.
    #[prop(optional)]
    limits: Option<FileLimits>,
) -> impl IntoView {
    let id = name.clone();
    let described = described_by(&id, true, error.is_some());
    let wrong = error.is_some();
    view! {
        <div class="field drop" data-width="full" data-drop="" data-error=wrong.then_some("")>
            <label for=id.clone()>{label}</label>
            <Descriptions id=id.clone() hint=Some(hint) error />
            <input
                id=id.clone()
                name=name
                type="file"
                multiple=true
                accept=accept
                required=required
                data-widest=limits.map(|limits| limits.widest)
                data-each=limits.map(|limits| limits.each)
                data-together=limits.map(|limits| limits.together)
                data-many=limits.map(|limits| limits.many)
                aria-describedby=described
                aria-invalid=wrong.then_some("true")
            />
            <noscript>
                <p class="hint">"If your session has ended when you send this, what you typed is kept and the files have to be chosen again."</p>
            </noscript>
            <ul class="chosen" role="status" hidden=true></ul>
        </div>
    }
}
