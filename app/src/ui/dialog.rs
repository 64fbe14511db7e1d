//! The two dialogs of every page, and menus.
//! Without scripts the dialogs stay closed and nothing is lost: every link in them is elsewhere too.

use super::{Link, Text};
use leptos::prelude::*;

/// Go anywhere: opened by Ctrl or Cmd with K, filtered as one types.
#[component]
pub fn GoTo(
    /// Every place worth going to.
    links: Vec<Link>,
) -> impl IntoView {
    let item = |link: Link| view! { <li><a href=link.href>{link.label}</a></li> };
    view! {
        <dialog id="goto" class="goto" aria-label="Go to">
            <form method="dialog">
                <label class="visually-hidden" for="goto-text">"Go to"</label>
                <input id="goto-text" type="text" autocomplete="off" spellcheck="false" placeholder="Go to …" />
            </form>
            <ul>{links.into_iter().map(item).collect_view()}</ul>
            <p class="goto-none">"Nothing here goes by that name."</p>
        </dialog>
    }
}

/// The keys this page understands: opened by `?`.
#[component]
pub fn Keys(
    /// The links that have a key.
    links: Vec<Link>,
) -> impl IntoView {
    let row = |(key, label): (String, Text)| {
        let keys = key.split(' ').map(|key| view! { <kbd>{key.to_owned()}</kbd> }).collect_view();
        view! { <div><dt>{keys}</dt><dd>{label}</dd></div> }
    };
    let fixed =
        [("Ctrl K", "Go anywhere"), ("?", "Show these keys"), ("Esc", "Close a dialog or menu")];
    let fixed = fixed.into_iter().map(|(key, label)| (key.to_owned(), Text::Borrowed(label)));
    let own =
        links.into_iter().filter_map(|link| link.key.map(|key| (format!("g {key}"), link.label)));
    view! {
        <dialog id="keys" class="keys" aria-labelledby="keys-title">
            <h2 id="keys-title">"Keys"</h2>
            <dl>{fixed.chain(own).map(row).collect_view()}</dl>
            <form method="dialog">
                <button class="button" type="submit">"Close"</button>
            </form>
        </dialog>
    }
}

/// A menu of links and buttons behind one button. The browser opens and closes it.
#[component]
pub fn Menu(
    /// What the button says.
    #[prop(into)]
    label: Text,
    /// The menu's id, once on the page.
    #[prop(into)]
    id: Text,
    /// The entries: `<li>` with a link or a form.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="menu">
            <button class="button" type="button" popovertarget=id.clone()>
                {label}
                <span class="caret" aria-hidden="true"></span>
            </button>
            <ul id=id popover="auto">{children()}</ul>
        </div>
    }
}
