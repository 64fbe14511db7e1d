//! The map as a table: each cell is an edit as soon as it is left; keys add, move, indent and take away rows.
//! The rows are those of the form that the server made, filled in place so that no cell goes from under the hands.

use super::editing::Editing;
use crate::prelude::*;

#[cfg(feature = "hydrate")]
mod rows;

/// The tools below the table.
#[island]
pub fn TableKeys() -> impl IntoView {
    let editing = Editing::around();
    #[cfg(feature = "hydrate")]
    rows::Rows::start(editing);
    let add = move |_| editing.add_row.update(|count| *count += 1);
    view! {
        <div class="pane-keys" hidden=move || !editing.is_open()>
            <button class="button" type="button" on:click=add>"Add a row"</button>
            <p class="hint">
                <kbd>"Enter"</kbd>" adds a row · "<kbd>"Alt ↑ ↓"</kbd>" moves it · "<kbd>"Alt → ←"</kbd>
                " into a branch and out · "<kbd>"Alt Del"</kbd>" takes it away"
            </p>
        </div>
    }
}
