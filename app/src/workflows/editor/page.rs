//! The page around the editor: what was refused, the panes, and how to write a map.
//! It is made again from what was sent: nothing that somebody typed is lost.

use super::island::{MapEditor, Opening, Pane, Unsaved};
use super::picture::PicturePane;
use super::table::{self, TablePane};
use super::text::{Grammar, TextPane};
use crate::editing::{BothSides, Refusal};
use crate::form::Form;
use crate::prelude::*;
use crate::ui::markup::island;
use crate::ui::{Difference, Link, PageHeader};
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
use std::sync::Arc;

/// What is written of a map: as it is stored, or as it was sent and why it was not saved.
pub struct Writing {
    /// The way that is open.
    pub pane: Pane,
    /// What was sent, or what is stored.
    pub sent: Form,
    /// What is wrong with the text.
    pub errors: Vec<TextError>,
    /// What is wrong with the rows.
    pub rows: Vec<RowError>,
    /// Why it was not saved.
    pub refusal: Option<Refusal>,
    /// The text that the reader left unfinished: the one that stands in the field.
    pub unfinished: Option<MapDraft>,
}

impl Writing {
    /// A form of which nothing is known to be wrong.
    pub fn of(pane: Pane, sent: Form) -> Self {
        Self { pane, sent, errors: Vec::new(), rows: Vec::new(), refusal: None, unfinished: None }
    }

    /// The version that the forms are saved over.
    pub fn version(&self) -> i32 {
        let refusal = self.refusal.as_ref();
        refusal.map_or(self.sent.version(), |refusal| refusal.version(&self.sent))
    }

    /// Both sides of a conflict, as texts.
    fn differences(&self, source: &MapSource) -> Option<Vec<Difference>> {
        let stored = |part: &Part| match part {
            Part::Map(map) => Some(Form::of(vec![("text", write(map, &source.names))])),
            _ => None,
        };
        let yours = match self.pane {
            Pane::Text => self.sent.clone(),
            Pane::Table => Form::of(vec![("text", table::told(&self.sent))]),
        };
        let labels = [("text".into(), "Text of the map".into())];
        self.refusal.as_ref()?.differences(&labels, &yours, stored)
    }
}

/// The map that is written.
#[derive(Debug, Clone)]
pub struct WrittenMap {
    /// Its workflow.
    pub workflow: Workflow,
    /// Its side.
    pub side: Side,
    /// Its version as it is stored.
    pub version: i32,
}

/// The page.
#[component]
pub fn EditorPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// The map.
    map: WrittenMap,
    /// What is written of it.
    writing: Arc<Writing>,
    /// Who writes.
    person: PersonId,
) -> impl IntoView {
    let WrittenMap { workflow, side, .. } = &map;
    let source = Arc::new(MapSource::of(&document, workflow.id, *side));
    let address = at(document.id, &format!("workflows/{}/{}", workflow.id, path(*side)));
    let trail = vec![Link::new(address.clone(), workflow.name.clone())];
    let heading = format!("Write the {}", title(*side).to_lowercase());
    let differences = writing.differences(&source);
    let unfinished = writing.unfinished.as_ref().map(|left| {
        view! { <Unfinished at=left.changed_at action=format!("{address}/discard") /> }
    });
    let opening = opening(&document, &map, &writing, &source, (person, address));
    view! {
        <PageHeader title=heading trail lede="Type it as it is told and put it right later; the drawing follows." />
        {differences.map(|differences| view! { <BothSides differences /> })}
        {unfinished}
        <div hidden data-opening=opening.on_page()></div>
        <IslandEditor opening source map writing />
        <Grammar />
    }
}

/// What the browser is told when the editor opens.
fn opening(
    document: &Engagement,
    map: &WrittenMap,
    writing: &Writing,
    source: &MapSource,
    (person, address): (PersonId, String),
) -> Opening {
    let unfinished = writing.unfinished.as_ref().map(|left| Unsaved {
        stored: source.text(),
        version: map.version,
        text: unsaved(left),
    });
    Opening {
        integrations: at(document.id, "integrations/new"),
        draft: format!("unsaved {person} {address}"),
        unfinished,
        address,
        person: Some(person),
        version: writing.version(),
        pane: writing.pane,
        registry: registry(document),
    }
}

/// The island around the panes, which are its children.
#[component]
fn IslandEditor(
    opening: Opening,
    source: Arc<MapSource>,
    map: WrittenMap,
    writing: Arc<Writing>,
) -> impl IntoView {
    let address = opening.address.clone();
    let panes: Markup = view! { <Panes address source map writing /> }.into();
    Owner::new().with(|| {
        provide_context(opening);
        island(view! { <MapEditor>{panes}</MapEditor> })
    })
}

/// The three ways to write a map. A text that was left unfinished stands in its field, and the map as it was last
/// understood everywhere else.
#[component]
fn Panes(
    address: String,
    source: Arc<MapSource>,
    map: WrittenMap,
    writing: Arc<Writing>,
) -> impl IntoView {
    let typed = writing.sent.raw("text").replace("\r\n", "\n");
    let is_unfinished = writing.unfinished.is_some();
    let (text, understood) = match writing.pane {
        _ if is_unfinished => (typed, source.text()),
        Pane::Text => (typed.clone(), typed),
        Pane::Table => (source.text(), source.text()),
    };
    let version = if is_unfinished { map.version } else { writing.version() };
    let named = format!("{}: {}", map.workflow.name, title(map.side).to_lowercase());
    view! {
        <TextPane address=address.clone() text writing=writing.clone() />
        <TablePane address source=source.clone() text=understood.clone() writing version />
        <PicturePane source text=understood title=named />
    }
}
