//! A map as it is written: its stored form, its text and what that can name.
//! It only reads and writes the text form; what is stored is the store's business.

use super::drawing::names;
use faultline::document::engagement::Engagement;
use faultline::document::samples::Pattern;
use faultline::engines::map::editor::Registry;
use faultline::engines::map::editor::registry::Integration;
use faultline::engines::map::names::Names;
use faultline::engines::map::outline::{self, Row, RowError, Written};
use faultline::engines::map::text::{Draft, write};
use faultline::engines::map::{Map, Side};
use faultline::platform::ids::WorkflowId;

/// A map of a workflow, written or not.
pub struct MapSource {
    stored: Map,
    /// What its text can name.
    pub names: Names,
}

impl MapSource {
    /// The map of one side of a workflow.
    pub fn of(document: &Engagement, workflow: WorkflowId, side: Side) -> Self {
        let stored =
            document.map(workflow, side).cloned().unwrap_or_else(|| Map::empty(workflow, side));
        Self { stored, names: names(document) }
    }

    /// The text as it is stored.
    pub fn text(&self) -> String {
        write(&self.stored, &self.names)
    }

    /// The stored map as a text changes it.
    pub fn taken(&self, draft: &Draft) -> Map {
        self.stored.take(draft)
    }

    /// Whether rows say what is stored already. One without a number is new, and says nothing where it is left empty.
    pub fn is_told_by(&self, rows: &[Written]) -> bool {
        let said: Vec<&Written> = rows.iter().filter(|row| !row.name.trim().is_empty()).collect();
        let stored = outline::rows(&self.stored, &self.names);
        let tells = |(said, stored): (&&Written, &Row)| {
            let new = said.number.trim().is_empty();
            let cells = [
                (&said.lane, &stored.lane),
                (&said.facts, &stored.facts),
                (&said.leads, &stored.leads),
            ];
            said.name.trim() == stored.name
                && said.kind.map_or(new, |kind| kind == stored.kind)
                && cells.iter().all(|(said, stored)| {
                    said.trim() == stored.as_str() || (new && said.trim().is_empty())
                })
        };
        said.len() == stored.len() && said.iter().zip(&stored).all(tells)
    }

    /// The stored map after a form of rows.
    ///
    /// # Errors
    /// Every row that cannot be read.
    pub fn filled(&self, rows: &[Written]) -> Result<Map, Vec<RowError>> {
        outline::read(&self.stored, rows, &self.names)
    }
}

/// What the maps of an engagement can name.
pub fn registry(document: &Engagement) -> Registry {
    let integrations = document.integrations.iter().map(|it| {
        let of = |count: fn(&Pattern) -> i64| {
            document.samples.of(it.id).filter_map(|one| u64::try_from(count(one)).ok()).sum()
        };
        Integration {
            id: it.id,
            name: it.name.clone(),
            joins: (it.source, it.destination),
            confirmed: of(|pattern| pattern.confirmed),
            minutes: of(|pattern| pattern.manual_minutes),
        }
    });
    Registry {
        systems: document.systems.iter().map(|it| (it.id, it.name.clone())).collect(),
        integrations: integrations.collect(),
        data_types: document.data_types.iter().map(|it| (it.id, it.name.clone())).collect(),
    }
}
