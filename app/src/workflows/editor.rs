//! The page on which a map is written: as text, as a table, as a picture, always in step.
//! Without scripts it is two forms and a drawing; text that cannot be understood comes back as it was.

pub mod picture;
pub mod table;
mod text;

use super::desk::Desks;
use super::map::{path, title};
use crate::editing::Refusal;
use crate::form::Form;
use crate::prelude::*;
use crate::ui::{Link, PageHeader};
use crate::urls::at;
use faultline::document::engagement::{Engagement, Part};
use faultline::document::workflow::Workflow;
use faultline::engines::map::outline::RowError;
use faultline::engines::map::text::{MARKS, TextError, write};
use faultline::engines::map::{Side, StepKind};
use faultline::platform::catalogue::Catalogue;

/// The way a map is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// A line for each step.
    Text,
    /// A row for each step.
    Table,
}

/// What the page shows.
pub struct Page<'a> {
    /// The way that is open.
    pub pane: Pane,
    /// What was sent, or what is stored.
    pub sent: &'a Form,
    /// What is wrong with the text.
    pub errors: &'a [TextError],
    /// What is wrong with the rows.
    pub rows: &'a [RowError],
    /// Why it was not saved.
    pub refusal: Option<&'a Refusal>,
}

impl Page<'_> {
    fn version(&self) -> i32 {
        self.refusal.map_or(self.sent.version(), |refusal| refusal.version(self.sent))
    }
}

/// The page.
pub fn view(
    document: &Engagement,
    workflow: &Workflow,
    side: Side,
    page: &Page<'_>,
) -> impl IntoView + use<> {
    let address = at(document.id, &format!("workflows/{}/{}", workflow.id, path(side)));
    let desks = Desks::new(document, workflow.id, side);
    let text = match page.pane {
        Pane::Text => page.sent.raw("text").replace("\r\n", "\n"),
        Pane::Table => desks.stored_text(),
    };
    let named = format!("{}: {}", workflow.name, title(side).to_lowercase());
    let trail = vec![Link::new(address.clone(), workflow.name.clone())];
    let conflict = page.refusal.and_then(|refusal| conflict(&desks, page, refusal));
    let words = words(&desks);
    let panes = (
        text::pane(&address, &text, page).markup(),
        table::pane(&address, &desks, &text, page).markup(),
        picture::pane(&desks, &text, &named).markup(),
    );
    view! {
        <PageHeader
            title=format!("Write the {}", title(side).to_lowercase())
            trail
            lede="Type it as it is told and put it right later; the drawing follows."
        />
        {conflict}
        <div
            class="editor"
            id="editor"
            data-address=address.clone()
            data-version=page.version()
            data-words=words
            data-pane=if page.pane == Pane::Text { "text" } else { "table" }
        >
            {bar(&address, page.pane).markup()}
            <div class="editor-panes">{panes}</div>
        </div>
        {text::grammar().markup()}
    }
}

/// The two ways to write, what is saved, and the way back. What needs a script comes with the script.
fn bar(address: &str, pane: Pane) -> impl IntoView + use<> {
    let here = |wanted| (wanted == pane).then_some("page");
    let (text, table) = (format!("{address}/text"), format!("{address}/table"));
    view! {
        <div class="editor-bar">
            <nav class="tabs" aria-label="Ways to write the map">
                <ul>
                    <li><a href=text data-open="text" aria-current=here(Pane::Text)>"Text"</a></li>
                    <li><a href=table data-open="table" aria-current=here(Pane::Table)>"Table"</a></li>
                </ul>
            </nav>
            <p class="editor-state" data-state role="status"></p>
            <div class="editor-undo" data-scripted hidden>
                <button class="button quiet" type="button" data-do="undo">"Undo"</button>
                <button class="button quiet" type="button" data-do="redo">"Redo"</button>
            </div>
        </div>
        <div class="editor-notice" data-notice aria-live="assertive"></div>
    }
}

/// Both sides of a conflict, as texts.
fn conflict(desks: &Desks<'_>, page: &Page<'_>, refusal: &Refusal) -> Option<Markup> {
    let stored = |part: &Part| match part {
        Part::Map(map) => Some(Form::of(vec![("text", write(map, &desks.names))])),
        _ => None,
    };
    let yours = match page.pane {
        Pane::Text => page.sent.clone(),
        Pane::Table => Form::of(vec![("text", table::told(page.sent))]),
    };
    refusal.both_sides(&[("text", "Text of the map")], &yours, stored)
}

/// The words that the text can name, for the completions.
fn words(desks: &Desks<'_>) -> String {
    let kinds = StepKind::ALL.iter().map(|kind| {
        let manual = if kind.is_manual() { "manual " } else { "" };
        format!("{manual}{}", kind.label().to_lowercase())
    });
    serde_json::json!({
        "systems": desks.names.systems.names().collect::<Vec<_>>(),
        "integrations": desks.names.integrations.names().collect::<Vec<_>>(),
        "data": desks.names.data_types.names().collect::<Vec<_>>(),
        "kinds": kinds.collect::<Vec<_>>(),
        "marks": MARKS,
    })
    .to_string()
}
