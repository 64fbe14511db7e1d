//! What the list of workflows shows of each: one column says the same on the page and in the file.

use crate::listing::Sortable;
use faultline::document::engagement::Engagement;
use faultline::document::workflow::Workflow;
use faultline::engines::map::Side;
use faultline::judgement::matching::compare;

/// A workflow, as its list shows it.
pub struct WorkflowLine {
    /// The workflow.
    pub workflow: Workflow,
    /// Steps of its intended map.
    pub intended: usize,
    /// Steps of its actual map.
    pub actual: usize,
    /// How the two differ; nothing while they are not compared.
    pub compared: Option<String>,
}

impl WorkflowLine {
    /// All workflows of an engagement.
    pub fn all(document: &Engagement) -> Vec<Self> {
        let line = |workflow: &Workflow| {
            let steps = |side| document.map(workflow.id, side).map_or(0, |map| map.steps.len());
            let compared = compare(document, workflow).map(|seen| {
                let (missing, shadow, changed) = (seen.missing, seen.shadow, seen.changed);
                format!("{missing} missing, {shadow} shadow, {changed} changed")
            });
            let (intended, actual) = (steps(Side::Intended), steps(Side::Actual));
            Self { workflow: workflow.clone(), intended, actual, compared }
        };
        document.workflows.iter().map(line).collect()
    }
}

/// The columns of the list.
pub const WORKFLOW_COLUMNS: [Sortable<WorkflowLine>; 5] = [
    Sortable { key: "workflow", label: "Workflow", of: |line| line.workflow.name.as_str().into() },
    Sortable {
        key: "start",
        label: "Starts with",
        of: |line| line.workflow.start_event.as_str().into(),
    },
    Sortable { key: "intended", label: "Intended", of: |line| line.intended.into() },
    Sortable { key: "actual", label: "Actual", of: |line| line.actual.into() },
    Sortable {
        key: "compared",
        label: "Compared",
        of: |line| line.compared.as_deref().unwrap_or_default().into(),
    },
];
