//! What the editor shows for a text as it stands: the drawing in pieces, the steps, and what is wrong, line by line.
//! It is the same for text, table and picture, so that the three can never disagree; nothing here is stored.

use super::drawing::{evidence, names};
use super::editor::table;
use crate::prelude::*;
use crate::urls;
use faultline::document::engagement::Engagement;
use faultline::engines::map::edit::Edit;
use faultline::engines::map::names::Names;
use faultline::engines::map::outline::{self, RowError, Written, rows};
use faultline::engines::map::scene::{Scene, scene};
use faultline::engines::map::svg::{Ink, SvgOptions, pieces};
use faultline::engines::map::text::{Draft, Remark, TextError, parse, write};
use faultline::engines::map::{Map, Side};
use faultline::judgement::crossing::crossings;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{FlowId, StepId, WorkflowId};
use serde::Serialize;
use uuid::Uuid;

/// The answer to the editor's script.
#[derive(Debug, Default, Serialize)]
pub struct Desk {
    /// The text, when it is another than the one that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The step that an edit was about, where it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// Why an edit was not made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// What cannot be understood; then there is no drawing.
    pub errors: Vec<TextError>,
    /// What deserves a look.
    pub remarks: Vec<Remark>,
    /// The drawing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drawing: Option<Drawn>,
    /// The steps, in the order told.
    pub steps: Vec<Step>,
    /// The flows, in the map's order.
    pub flows: Vec<Flow>,
    /// The lanes, from top to bottom.
    pub lanes: Vec<String>,
    /// The rows of the table, when the table is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<String>,
}

/// A drawing in pieces, each replaced only when it changed.
#[derive(Debug, Serialize)]
pub struct Drawn {
    w: f64,
    h: f64,
    pieces: Vec<(String, String)>,
}

/// A step, for the script.
#[derive(Debug, Serialize)]
pub struct Step {
    id: StepId,
    name: String,
    lane: String,
    kind: &'static str,
    facts: String,
    leads: String,
    says: String,
    line: u32,
    /// Left, top, width and height in the drawing.
    at: [f64; 4],
}

/// A flow, for the script. One that crosses systems says which integrations could be meant.
#[derive(Debug, Serialize)]
pub struct Flow {
    id: FlowId,
    from: usize,
    to: usize,
    condition: String,
    via: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    crosses: Option<Crosses>,
}

/// Where a flow crosses from one system to another.
#[derive(Debug, Serialize)]
pub struct Crosses {
    from: String,
    to: String,
    candidates: Vec<String>,
    /// Where such an integration is added.
    add: String,
}

/// The desk of one map.
pub struct Desks<'d> {
    document: &'d Engagement,
    stored: Map,
    /// What its text can name.
    pub names: Names,
}

impl<'d> Desks<'d> {
    /// The desk of a workflow's map, written or not.
    pub fn new(document: &'d Engagement, workflow: WorkflowId, side: Side) -> Self {
        let stored =
            document.map(workflow, side).cloned().unwrap_or_else(|| Map::empty(workflow, side));
        Self { document, stored, names: names(document) }
    }

    /// The text as it is stored.
    pub fn stored_text(&self) -> String {
        write(&self.stored, &self.names)
    }

    /// The stored map as a text changes it, to be saved.
    pub fn taken(&self, draft: &Draft) -> Map {
        self.stored.take(draft)
    }

    /// The stored map after a form of rows.
    pub fn filled(&self, rows: &[Written]) -> Result<Map, Vec<RowError>> {
        outline::read(&self.stored, rows, &self.names)
    }

    /// The text as the program writes it; one that cannot be understood stays as it is.
    pub fn written(&self, text: &str) -> String {
        match parse(text, &self.names) {
            Ok(draft) => write(&self.stored.take(&draft), &self.names),
            Err(_) => text.to_owned(),
        }
    }

    /// What a text shows.
    pub fn show(&self, text: &str, with_rows: bool) -> Desk {
        match parse(text, &self.names) {
            Err(errors) => Desk { errors, ..Desk::default() },
            Ok(draft) => self.shown(&draft, with_rows),
        }
    }

    /// What a text shows after an edit.
    pub fn edit(&self, text: &str, edit: &Edit, with_rows: bool) -> Desk {
        let draft = match parse(text, &self.names) {
            Err(errors) => return Desk { errors, ..Desk::default() },
            Ok(draft) => draft,
        };
        let before = self.stored.take(&draft);
        match before.edited(edit, &self.names) {
            Err(refused) => {
                let mut desk = self.shown(&draft, with_rows);
                desk.refused = Some(refused.to_string());
                desk
            }
            Ok(after) => {
                let text = write(&after, &self.names);
                let mut desk = self.show(&text, with_rows);
                desk.step = about(edit, &before, &after);
                desk.text = Some(text);
                desk
            }
        }
    }

    fn shown(&self, draft: &Draft, with_rows: bool) -> Desk {
        let map = with_steady_ids(self.stored.take(draft), &self.stored);
        let scene = scene(&map, &evidence(self.document, &map));
        let with_rows = with_rows.then(|| table::rows(&map, &self.names).to_html());
        Desk {
            remarks: draft.remarks.clone(),
            drawing: Some(drawn(&scene)),
            steps: self.steps(&map, &scene, draft),
            flows: self.flows(&map),
            lanes: map.lanes.iter().map(|lane| lane.name.clone()).collect(),
            rows: with_rows,
            ..Desk::default()
        }
    }

    fn steps(&self, map: &Map, scene: &Scene, draft: &Draft) -> Vec<Step> {
        let rows = rows(map, &self.names);
        let told = rows.into_iter().zip(&scene.steps).zip(&draft.steps);
        told.map(|((row, drawn), written)| Step {
            id: row.step,
            name: row.name,
            lane: row.lane,
            kind: row.kind.key(),
            facts: row.facts,
            leads: row.leads,
            says: drawn.sentence.clone(),
            line: written.line,
            at: [drawn.rect.x, drawn.rect.y, drawn.rect.w, drawn.rect.h],
        })
        .collect()
    }

    fn flows(&self, map: &Map) -> Vec<Flow> {
        let at = |id| map.steps.iter().position(|step| step.id == id);
        let crossing = crossings(self.document, map);
        let name = |id| self.names.integrations.name(id).unwrap_or_default().to_owned();
        let flow = |(number, flow): (usize, &faultline::engines::map::Flow)| {
            let system = |id| self.names.systems.name(id).unwrap_or_default().to_owned();
            let crosses = crossing.iter().find(|it| it.flow == number).map(|it| Crosses {
                from: system(it.from),
                to: system(it.to),
                candidates: it.candidates.iter().map(|id| name(*id)).collect(),
                add: urls::at(
                    self.document.id,
                    &format!("integrations/new?source={}&destination={}", it.from, it.to),
                ),
            });
            Some(Flow {
                id: flow.id,
                from: at(flow.from)?,
                to: at(flow.to)?,
                condition: flow.condition.clone(),
                via: flow.integration.map(name).unwrap_or_default(),
                crosses,
            })
        };
        map.flows.iter().enumerate().filter_map(flow).collect()
    }
}

fn drawn(scene: &Scene) -> Drawn {
    let options = SvgOptions {
        title: "",
        description: "",
        id: "picture",
        ink: Ink::Page,
        step_link: None,
        flow_link: None,
        states: None,
    };
    Drawn { w: scene.w, h: scene.h, pieces: pieces(scene, &options) }
}

/// Where the step that an edit was about stands afterwards.
fn about(edit: &Edit, before: &Map, after: &Map) -> Option<usize> {
    match edit {
        Edit::Add { .. } => after.steps.iter().position(|step| before.step(step.id).is_none()),
        Edit::Remove { step } => after.steps.len().checked_sub(1).map(|last| (*step).min(last)),
        Edit::Move { to, .. } => after.steps.len().checked_sub(1).map(|last| (*to).min(last)),
        Edit::Connect { from: step, .. }
        | Edit::Rename { step, .. }
        | Edit::Lane { step, .. }
        | Edit::Kind { step, .. }
        | Edit::Facts { step, .. }
        | Edit::Note { step, .. }
        | Edit::Leads { step, .. }
        | Edit::Indent { step }
        | Edit::Outdent { step } => Some(*step),
        Edit::Disconnect { .. } | Edit::Via { .. } => None,
    }
}

/// What is not stored yet gets ids by its place: the next drawing then finds it again.
fn with_steady_ids(mut map: Map, stored: &Map) -> Map {
    let steady = |at: usize| Uuid::from_u128(1 + u128::from(u32::try_from(at).unwrap_or(u32::MAX)));
    let known: std::collections::BTreeSet<_> = stored.flows.iter().map(|flow| flow.id).collect();
    for at in 0..map.steps.len() {
        let old = map.steps[at].id;
        if stored.step(old).is_some() {
            continue;
        }
        let new = StepId(steady(at));
        map.steps[at].id = new;
        for flow in &mut map.flows {
            flow.from = if flow.from == old { new } else { flow.from };
            flow.to = if flow.to == old { new } else { flow.to };
        }
    }
    for (at, flow) in map.flows.iter_mut().enumerate() {
        if !known.contains(&flow.id) {
            flow.id = FlowId(steady(at));
        }
    }
    map
}
