//! The editor as an island: text, table and picture over one [`Editor`](faultline::engines::map::editor::Editor), in the browser.
//! Islands only show that state and pass on what was done; what a change means is decided by the root crate alone.

mod bar;
mod editing;
mod inspector;
mod minimap;
mod picture;
mod problems;
mod table;
mod text;

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
mod session;

pub use editing::{Act, Editing, Opening, Pane, SaveState, Unsaved};
pub use inspector::Inspector;
pub use minimap::Minimap;
pub use picture::PictureTools;
pub use problems::Problems;
pub use table::TableKeys;
pub use text::CodeField;

use crate::prelude::*;
use bar::{Bar, Notice};

/// What is edited, as it stands on the page.
#[cfg(feature = "hydrate")]
fn opening() -> Option<Opening> {
    session::opening()
}

/// What is edited, as the page provides it.
#[cfg(not(feature = "hydrate"))]
fn opening() -> Option<Opening> {
    use_context()
}

/// The frame around the three ways to write a map. Its children are the forms and the drawing that the server made;
/// without scripts they are the editor.
///
/// What is edited stands on the page, as an attribute: properties of islands are JSON.
#[island]
pub(crate) fn MapEditor(
    /// The panes.
    children: Children,
) -> impl IntoView {
    let opening = opening().unwrap_or_default();
    let editing = Editing::new(opening.pane);
    editing.integrations.set(opening.integrations.clone());
    provide_context(editing);
    let (address, pane) = (opening.address.clone(), opening.pane.key());
    #[cfg(feature = "hydrate")]
    session::start(editing, opening);
    view! {
        <div class="editor" id="editor" class:scripted=move || editing.is_open()>
            <Bar editing address=address.clone() />
            <Notice editing address />
            <div class="editor-panes" data-open=pane>{children()}</div>
        </div>
    }
}
