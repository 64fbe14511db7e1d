//! The editor of a map: one text, and the map, drawing and table that follow from it.
//! It knows no browser and no server: whoever shows it tells it what was done, and asks what is to be seen.

pub mod cells;
mod changes;
pub mod completion;
pub mod draft;
pub mod find;
mod history;
pub mod lines;
pub mod minimap;
pub mod offsets;
mod reading;
pub mod registry;
pub mod sight;
mod sync;
#[cfg(test)]
mod tests;
pub mod walk;
pub mod wire;

pub use reading::{Problem, Reading};
pub use registry::Registry;
pub use sync::{Choice, Conflict};

use super::names::Names;
use history::History;

/// What one person edits: the text with its past, what it says, and what is stored of it.
#[derive(Debug, Clone)]
pub struct Editor {
    registry: Registry,
    names: Names,
    text: String,
    caret: usize,
    reading: Reading,
    selected: Option<usize>,
    history: History,
    /// The version that is stored, as far as it is known here.
    version: i32,
    /// The text of that version, as it was written here.
    base: String,
    conflict: Option<Conflict>,
    /// The version of the draft that the server keeps beside the map, and its text as it was written here.
    draft: i32,
    kept: Option<String>,
}

impl Editor {
    /// Opens a text that is stored under a version.
    #[must_use]
    pub fn open(registry: Registry, text: String, version: i32) -> Self {
        let names = registry.names();
        let reading = Reading::of(&text, &names, &registry);
        Self {
            registry,
            names,
            base: text.clone(),
            text,
            caret: 0,
            reading,
            selected: None,
            history: History::default(),
            version,
            conflict: None,
            draft: 0,
            kept: None,
        }
    }

    /// The text as it stands.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the caret is or should be, in UTF-16 units as browsers count.
    #[must_use]
    pub fn caret(&self) -> usize {
        self.caret
    }

    /// What the text says.
    #[must_use]
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// What the text can name.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The names among it.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The selected step, by its place in the order told.
    #[must_use]
    pub fn selected(&self) -> Option<usize> {
        self.selected
    }

    /// Selects a step; a place beyond the last one is the last one.
    pub fn select(&mut self, step: usize) {
        let last = self.reading.map().steps.len().checked_sub(1);
        self.selected = last.map(|last| step.min(last));
    }

    /// Notes where the caret is and selects the step of its line; true when that is another step.
    pub fn caret_at(&mut self, caret: usize) -> bool {
        self.caret = caret;
        let line = lines::line_of(&self.text, caret);
        let step = self.reading.step_at(line).filter(|_| self.reading.is_current());
        let other = step.is_some() && step != self.selected;
        if other {
            self.selected = step;
        }
        other
    }

    /// Takes in what the engagement has now; a name that was added can be used at once.
    pub fn set_registry(&mut self, registry: Registry) {
        if registry != self.registry {
            self.names = registry.names();
            self.registry = registry;
            self.read();
        }
    }

    fn read(&mut self) {
        self.reading.read(&self.text, &self.names, &self.registry);
        let steps = self.reading.map().steps.len();
        self.selected = self.selected.filter(|_| steps > 0).map(|step| step.min(steps - 1));
    }
}
