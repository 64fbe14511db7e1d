//! What a text says: the map, its drawing, and what is wrong with it, line by line.
//! A text that cannot be understood yet leaves the last map and its drawing where they are.

use super::registry::Registry;
use crate::engines::map::names::Names;
use crate::engines::map::outline::{self, Row};
use crate::engines::map::scene::{Scene, scene};
use crate::engines::map::svg::{Ink, SvgOptions, pieces};
use crate::engines::map::text::{Draft, Remark, TextError, parse};
use crate::engines::map::{Map, Side};
use crate::platform::ids::WorkflowId;

/// A text, understood as far as it can be.
#[derive(Debug, Clone)]
pub struct Reading {
    map: Map,
    scene: Scene,
    /// The line of each step, from 1.
    lines: Vec<u32>,
    errors: Vec<TextError>,
    remarks: Vec<Remark>,
    /// Rises with every map that was read.
    drawn: u32,
}

/// Something in the text that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong and what to do about it.
    pub says: String,
    /// Whether the text cannot be understood; otherwise it only deserves a look.
    pub is_error: bool,
}

impl Reading {
    pub(super) fn of(text: &str, names: &Names, registry: &Registry) -> Self {
        let mut reading = Self {
            map: Map::empty(WorkflowId(uuid::Uuid::nil()), Side::Actual),
            scene: Scene::default(),
            lines: Vec::new(),
            errors: Vec::new(),
            remarks: Vec::new(),
            drawn: 0,
        };
        reading.read(text, names, registry);
        reading
    }

    /// Reads another text; what is still there keeps its ids.
    pub(super) fn read(&mut self, text: &str, names: &Names, registry: &Registry) {
        match parse(text, names) {
            Ok(draft) => self.show(self.map.take(&draft), draft, registry),
            Err(errors) => {
                self.errors = errors;
                self.remarks = Vec::new();
            }
        }
    }

    /// Shows a map that was edited, and the text that it was written as.
    pub(super) fn edited(&mut self, map: &Map, text: &str, names: &Names, registry: &Registry) {
        // What a map is written as can be read.
        if let Ok(draft) = parse(text, names) {
            self.show(map.take(&draft), draft, registry);
        }
    }

    fn show(&mut self, map: Map, draft: Draft, registry: &Registry) {
        self.scene = scene(&map, &registry.evidence(&map));
        self.map = map;
        self.lines = draft.steps.iter().map(|step| step.line).collect();
        self.errors = Vec::new();
        self.remarks = draft.remarks;
        self.drawn += 1;
    }

    /// The last map that could be read.
    #[must_use]
    pub fn map(&self) -> &Map {
        &self.map
    }

    /// Its drawing.
    #[must_use]
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// What cannot be understood.
    #[must_use]
    pub fn errors(&self) -> &[TextError] {
        &self.errors
    }

    /// Errors and remarks, each with its place.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let errors = self.errors.iter().map(|error| Problem {
            line: error.line,
            column: error.column,
            says: format!("{} {}", error.message, error.help),
            is_error: true,
        });
        let remarks = self.remarks.iter().map(|remark| Problem {
            line: remark.line,
            column: 1,
            says: remark.message.clone(),
            is_error: false,
        });
        errors.chain(remarks).collect()
    }

    /// Whether the map is that of the text as it stands.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.errors.is_empty()
    }

    /// Counts the maps that were read; while it stays, map and drawing stay.
    #[must_use]
    pub fn drawn(&self) -> u32 {
        self.drawn
    }

    /// The step that a line, from 1, belongs to.
    #[must_use]
    pub fn step_at(&self, line: u32) -> Option<usize> {
        self.lines.iter().rposition(|own| *own <= line)
    }

    /// The line of a step, from 1.
    #[must_use]
    pub fn line_of(&self, step: usize) -> Option<u32> {
        self.lines.get(step).copied()
    }

    /// The rows of the table.
    #[must_use]
    pub fn rows(&self, names: &Names) -> Vec<Row> {
        outline::rows(&self.map, names)
    }

    /// The row of one step, which counts as in no branch.
    #[must_use]
    pub fn row(&self, step: usize, names: &Names) -> Option<Row> {
        self.map.steps.get(step).map(|step| outline::row(&self.map, step, 0, names))
    }

    /// The drawing piece by piece, each with a name that stays while what it shows stays.
    #[must_use]
    pub fn pieces(&self) -> Vec<(String, String)> {
        let options = SvgOptions {
            title: "",
            description: "",
            id: "picture",
            ink: Ink::Page,
            step_link: None,
            flow_link: None,
            states: None,
        };
        pieces(&self.scene, &options)
    }
}
