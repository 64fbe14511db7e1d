//! The map as a picture: its tools, and in the browser the drawing that they change.
//! Steps are never placed by hand: every change is an edit of the one text, which is laid out again.

use super::editing::{Act, Editing};
use crate::prelude::*;

#[cfg(feature = "hydrate")]
mod ask;
#[cfg(feature = "hydrate")]
mod paper;
#[cfg(feature = "hydrate")]
mod stage;

/// The tools above the picture.
#[island]
pub fn PictureTools() -> impl IntoView {
    let editing = Editing::around();
    #[cfg(feature = "hydrate")]
    stage::Stage::start(editing);
    let tool = move |label: &'static str, said: &'static str, act: Act, key: &'static str| {
        let title = format!("{said} ({key})");
        let named = (label != said).then_some(said);
        view! {
            <button class="button quiet" type="button" aria-keyshortcuts=key aria-label=named title=title on:click=move |_| editing.act.set(Some(act))>
                {label}
            </button>
        }
    };
    let edits = (
        tool("Add next", "Add next", Act::Add, "Enter"),
        tool("Rename", "Rename", Act::Rename, "F2"),
        tool("Connect", "Connect", Act::Connect, "C"),
        tool("Lane", "Lane", Act::Lane, "L"),
        tool("Delete", "Delete", Act::Remove, "Delete"),
    );
    let views = (
        tool("−", "Smaller", Act::Smaller, "-"),
        tool("+", "Larger", Act::Larger, "+"),
        tool("Fit", "Fit the drawing", Act::Fit, "0"),
        tool("Full screen", "Full screen", Act::Whole, "F"),
    );
    let find = move |event: leptos::ev::Event| editing.find.set((event_target_value(&event), 0));
    let key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            editing.find.update(|(_, further)| *further = 1);
        }
        "Escape" => editing.act.set(Some(Act::Stop)),
        _ => {}
    };
    view! {
        <div class="picture-tools" hidden=move || !editing.is_open() role="toolbar" aria-label="Change the picture">
            <div class="picture-edits">{edits}</div>
            <div class="picture-views">
                {views}
                <input
                    type="search"
                    class="picture-find"
                    aria-label="Find a step"
                    placeholder="Find a step"
                    autocomplete="off"
                    on:input=find
                    on:keydown=key
                />
            </div>
        </div>
    }
}
