//! The two dialogs of the keyboard: “Go to”, and the keys that a page understands. A script opens them and adds the page's links.
//! Without scripts they are not there, and nothing is missing.

use super::Writer;
use crate::prelude::*;

/// Keys that every page with a frame understands.
const EVERYWHERE: &str = "Ctrl K: Go anywhere; ?: Show these keys; Esc: Close a dialog or menu";

/// The dialogs, kept ready at the end of a frame.
#[component]
pub(super) fn Dialogs() -> impl IntoView {
    view! {
        <template id="dialogs">
            <dialog id="goto" class="goto" closedby="any" aria-label="Go to">
                <form method="dialog">
                    <label class="visually-hidden" for="goto-text">"Go to"</label>
                    <input id="goto-text" autocomplete="off" spellcheck="false" placeholder="Go to …" />
                </form>
                <ul></ul>
                <p class="goto-none">"Nothing here goes by that name."</p>
            </dialog>
            <dialog id="keys" class="keys" closedby="any" aria-labelledby="keys-title">
                <h2 id="keys-title">"Keys"</h2>
                <dl>{rows(EVERYWHERE)}</dl>
                <form method="dialog">
                    <button class="button" type="submit">"Close"</button>
                </form>
            </dialog>
        </template>
    }
}

/// Keys that a page understands beside those, for the list of them: “Ctrl D: Fill down; Enter: Next”.
#[component]
pub fn PageKeys(
    /// The keys.
    keys: &'static str,
) -> impl IntoView {
    view! { <template class="keys">{rows(keys)}</template> }
}

fn rows(keys: &'static str) -> Markup {
    let mut rows = Writer::default();
    for (combination, means) in keys.split("; ").filter_map(|key| key.split_once(": ")) {
        rows.html("<div><dt>");
        for cap in combination.split(' ') {
            rows.html("<kbd>").text(cap).html("</kbd>");
        }
        rows.html("</dt><dd>").text(means).html("</dd></div>");
    }
    rows.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_combination_of_keys_has_a_cap_for_each_of_them() {
        let html = rows("Ctrl D: Take what stands above, and go on; /: Find").into_string();
        assert_eq!(
            html,
            "<div><dt><kbd>Ctrl</kbd><kbd>D</kbd></dt><dd>Take what stands above, and go on</dd></div>\
             <div><dt><kbd>/</kbd></dt><dd>Find</dd></div>"
        );
    }
}
