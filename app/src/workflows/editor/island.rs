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

pub use editing::{Act, Editing, Opening, Pane, SaveState};
pub use inspector::Inspector;
pub use minimap::Minimap;
pub use picture::PictureTools;
pub use problems::Problems;
pub use table::TableKeys;
pub use text::CodeField;

use crate::prelude::*;
use bar::{Bar, Notice};

/// The frame around the three ways to write a map. Its children are the forms and the drawing that the server made;
/// without scripts they are the editor.
#[expect(clippy::needless_pass_by_value, reason = "an island owns its properties")]
#[island]
pub(crate) fn MapEditor(
    /// What is edited.
    opening: Opening,
    /// The panes.
    children: Children,
) -> impl IntoView {
    let editing = Editing::new(opening.pane);
    provide_context(editing);
    let address = opening.address.clone();
    #[cfg(feature = "hydrate")]
    session::start(editing, opening);
    view! {
        <div class="editor" id="editor" class:scripted=move || editing.is_open()>
            <Bar editing address />
            <Notice editing />
            <div class="editor-panes">{children()}</div>
        </div>
    }
}
