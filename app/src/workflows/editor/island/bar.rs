//! The bar above the panes: the two ways to write, what is saved, undo; and what has to be decided, below it.
//! Without scripts the ways are links, and what needs a script is not shown.

use super::editing::{Editing, Pane, SaveState};
use crate::prelude::*;
use crate::urls;
use faultline::engines::map::editor::{Choice, Conflict, Editor};

/// The bar.
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
#[component]
pub fn Bar(
    /// The editor.
    editing: Editing,
    /// The address of the map.
    address: String,
) -> impl IntoView {
    let tab = |pane: Pane, label: &'static str| {
        let href = format!("{address}/{}", pane.key());
        let here = move || (editing.pane.get() == pane).then_some("page");
        view! {
            <li>
                <a href=href aria-current=here on:click=move |click| open(editing, pane, &click)>{label}</a>
            </li>
        }
    };
    let cannot_undo = move || !editing.read(Editor::can_undo);
    let cannot_redo = move || !editing.read(Editor::can_redo);
    view! {
        <div class="editor-bar">
            <nav class="tabs" aria-label="Ways to write the map">
                <ul>{tab(Pane::Text, "Text")}{tab(Pane::Table, "Table")}</ul>
            </nav>
            <p class="editor-state" role="status">{move || editing.saving.with(|state| state.words())}</p>
            <Divider editing />
            <div class="editor-undo" hidden=move || !editing.is_open()>
                <button class="button quiet" type="button" disabled=cannot_undo on:click=move |_| editing.travel(true)>
                    "Undo"
                </button>
                <button class="button quiet" type="button" disabled=cannot_redo on:click=move |_| editing.travel(false)>
                    "Redo"
                </button>
            </div>
        </div>
    }
}

/// What divides the width between text and picture: a slider, so that it is worked by pointer and by keys alike.
#[component]
fn Divider(editing: Editing) -> impl IntoView {
    let one_alone = move || !editing.is_open() || editing.pane.get() != Pane::Text;
    let divided = move |event: leptos::ev::Event| divide(&event_target_value(&event));
    view! {
        <div class="editor-divider" hidden=one_alone>
            <span aria-hidden="true">"Text"</span>
            <input type="range" min="20" max="80" step="5" value="40" aria-label="Width of the text beside the picture" on:input=divided />
            <span aria-hidden="true">"Picture"</span>
        </div>
    }
}

/// Gives the text this share of a hundred of the width, and the picture the rest.
#[cfg(feature = "hydrate")]
fn divide(share: &str) {
    let panes = super::browser::find::<web_sys::HtmlElement>(".editor-panes");
    let (Some(panes), Ok(share)) = (panes, share.parse::<u8>()) else { return };
    for (name, share) in [("--text-share", share), ("--picture-share", 100 - share.min(100))] {
        let _ = panes.style().set_property(name, &format!("{share}fr"));
    }
}

/// On the server there is no width to divide.
#[cfg(not(feature = "hydrate"))]
fn divide(_: &str) {}

/// Opens a pane in place; with a key held it is a link like any other.
fn open(editing: Editing, pane: Pane, click: &leptos::ev::MouseEvent) {
    if editing.is_open() && !click.ctrl_key() && !click.meta_key() {
        click.prevent_default();
        editing.pane.set(pane);
    }
}

/// Why an edit was not made, and both sides of a conflict.
#[component]
pub fn Notice(
    /// The editor.
    editing: Editing,
    /// The address of the map.
    address: String,
) -> impl IntoView {
    let refused = move || {
        let said = editing.refused.get();
        (!said.is_empty()).then(|| view! { <p class="error">{said}</p> })
    };
    let sign_in = move || {
        let said = editing.saving.with(SaveState::sign_in);
        said.map(|said| {
            let href = urls::sign_in(&address);
            view! {
                <p class="error">
                    {said}" "<a href=href target="_blank">"Sign in in a new tab"</a>
                </p>
            }
        })
    };
    let clashing = Memo::new(move |_| editing.read(|editor| editor.conflict().cloned()));
    view! {
        <div class="editor-notice" data-notice aria-live="assertive">
            {refused}
            {sign_in}
            {move || clashing.get().map(|conflict| sides(editing, conflict))}
        </div>
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in the view afterwards")]
fn sides(editing: Editing, conflict: Conflict) -> impl IntoView {
    let side = |who: &'static str, lines: &[String]| {
        let lines = if lines.is_empty() { "(taken away)".to_owned() } else { lines.join("\n") };
        view! { <div><strong>{who}</strong><pre>{lines}</pre></div> }
    };
    let clashes = conflict.clashes.iter().map(|clash| {
        view! { <li>{side("Stored now", &clash.theirs)}{side("Yours", &clash.mine)}</li> }
    });
    let choice = |label: &'static str, choice: Choice| {
        let settle = move |_| {
            editing.change(|editor| editor.settle(choice));
        };
        view! { <button class="button" type="button" on:click=settle>{label}</button> }
    };
    view! {
        <p>"Somebody else changed the same line. Nothing of theirs or yours is lost:"</p>
        <ul>{clashes.collect_view()}</ul>
        {choice("Keep both", Choice::Both)}
        {choice("Keep mine", Choice::Mine)}
        {choice("Take theirs", Choice::Theirs)}
    }
}
