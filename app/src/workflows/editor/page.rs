//! The page around the editor: what was refused, the panes, and how to write a map.
//! It is made again from what was sent: nothing that somebody typed is lost.

use super::island::{MapEditor, Opening, Pane, Unsaved};
use super::{picture, table, text};
use crate::editing::Refusal;
use crate::form::Form;
use crate::prelude::*;
use crate::ui::markup::island;
use crate::ui::{Link, PageHeader};
use crate::urls::at;
use crate::workflows::map::{path, title};
use crate::workflows::source::{MapSource, registry};
use crate::workflows::unfinished::{Unfinished, unsaved};
use faultline::document::engagement::{Engagement, Part};
use faultline::document::workflow::Workflow;
use faultline::engines::map::Side;
use faultline::engines::map::outline::RowError;
use faultline::engines::map::text::{TextError, write};
use faultline::platform::ids::PersonId;
use faultline::stores::engagement::MapDraft;

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
    /// The text that the reader left unfinished: the one that stands in the field.
    pub unfinished: Option<&'a MapDraft>,
}

impl Page<'_> {
    /// The version that the forms are saved over.
    pub fn version(&self) -> i32 {
        self.refusal.map_or(self.sent.version(), |refusal| refusal.version(self.sent))
    }
}

/// The page.
pub fn view(
    document: &Engagement,
    workflow: &Workflow,
    side: Side,
    page: &Page<'_>,
    (now, person): (i32, PersonId),
) -> impl IntoView + use<> {
    let address = at(document.id, &format!("workflows/{}/{}", workflow.id, path(side)));
    let source = MapSource::of(document, workflow.id, side);
    let typed = page.sent.raw("text").replace("\r\n", "\n");
    let stored = source.text();
    // A text that was left unfinished stands in its field, and the map as it was last understood everywhere else.
    let (text, understood) = match (page.pane, page.unfinished) {
        (_, Some(_)) => (typed, stored.clone()),
        (Pane::Text, None) => (typed.clone(), typed),
        (Pane::Table, None) => (stored.clone(), stored.clone()),
    };
    let table_version = if page.unfinished.is_some() { now } else { page.version() };
    let named = format!("{}: {}", workflow.name, title(side).to_lowercase());
    let trail = vec![Link::new(address.clone(), workflow.name.clone())];
    let conflict = page.refusal.and_then(|refusal| conflict(&source, page, refusal));
    let integrations = at(document.id, "integrations/new");
    let panes = (
        text::pane(&address, &text, page).markup(),
        table::pane(&address, &source, &understood, page, table_version).markup(),
        picture::pane(&source, &understood, &named).markup(),
    )
        .markup();
    let opening = Opening {
        integrations,
        draft: format!("unsaved {person} {address}"),
        unfinished: page.unfinished.map(|left| Unsaved {
            stored,
            version: now,
            text: unsaved(left),
        }),
        address: address.clone(),
        person: Some(person),
        version: page.version(),
        pane: page.pane,
        registry: registry(document),
    };
    let unfinished = page.unfinished.map(|left| {
        let action = format!("{address}/discard");
        view! { <Unfinished at=left.changed_at action /> }
    });
    let own = opening.clone();
    let editor = Owner::new().with(|| {
        provide_context(own);
        island(view! { <MapEditor>{panes}</MapEditor> })
    });
    view! {
        <PageHeader
            title=format!("Write the {}", title(side).to_lowercase())
            trail
            lede="Type it as it is told and put it right later; the drawing follows."
        />
        {conflict}
        {unfinished}
        <div hidden data-opening=opening.on_page()></div>
        {editor}
        {text::grammar().markup()}
    }
}

/// Both sides of a conflict, as texts.
fn conflict(source: &MapSource, page: &Page<'_>, refusal: &Refusal) -> Option<Markup> {
    let stored = |part: &Part| match part {
        Part::Map(map) => Some(Form::of(vec![("text", write(map, &source.names))])),
        _ => None,
    };
    let yours = match page.pane {
        Pane::Text => page.sent.clone(),
        Pane::Table => Form::of(vec![("text", table::told(page.sent))]),
    };
    refusal.both_sides(&[("text", "Text of the map")], &yours, stored)
}
