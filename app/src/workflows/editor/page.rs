//! The page around the editor: what was refused, the panes, and how to write a map.
//! It is made again from what was sent: nothing that somebody typed is lost.

use super::island::{MapEditor, Opening, Pane};
use super::{picture, table, text};
use crate::editing::Refusal;
use crate::form::Form;
use crate::prelude::*;
use crate::ui::markup::island;
use crate::ui::{Link, PageHeader};
use crate::urls::at;
use crate::workflows::map::{path, title};
use crate::workflows::source::{MapSource, registry};
use faultline::document::engagement::{Engagement, Part};
use faultline::document::workflow::Workflow;
use faultline::engines::map::Side;
use faultline::engines::map::outline::RowError;
use faultline::engines::map::text::{TextError, write};
use faultline::platform::ids::PersonId;

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
    person: PersonId,
) -> impl IntoView + use<> {
    let address = at(document.id, &format!("workflows/{}/{}", workflow.id, path(side)));
    let source = MapSource::of(document, workflow.id, side);
    let text = match page.pane {
        Pane::Text => page.sent.raw("text").replace("\r\n", "\n"),
        Pane::Table => source.text(),
    };
    let named = format!("{}: {}", workflow.name, title(side).to_lowercase());
    let trail = vec![Link::new(address.clone(), workflow.name.clone())];
    let conflict = page.refusal.and_then(|refusal| conflict(&source, page, refusal));
    let integrations = at(document.id, "integrations/new");
    let panes = (
        text::pane(&address, &text, page).markup(),
        table::pane(&address, &source, &text, page).markup(),
        picture::pane(&source, &text, &named, integrations.clone()).markup(),
    )
        .markup();
    let opening = Opening {
        integrations,
        draft: format!("unsaved {person} {address}"),
        address,
        version: page.version(),
        pane: page.pane,
        registry: registry(document),
    };
    view! {
        <PageHeader
            title=format!("Write the {}", title(side).to_lowercase())
            trail
            lede="Type it as it is told and put it right later; the drawing follows."
        />
        {conflict}
        {island(view! { <MapEditor opening>{panes}</MapEditor> })}
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
