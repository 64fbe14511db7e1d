//! The file of an n8n workflow: what is read of it.
//! Nodes keep the line they begin on; depth is bounded by the JSON reader.

use crate::engines::formats::Unreadable;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The outputs of a node, each with what it leads to.
type Outputs = Vec<Option<Vec<Link>>>;

/// A workflow.
#[derive(Debug, Deserialize)]
pub struct File {
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// For each node by name and each kind of connection, its outputs.
    #[serde(default)]
    pub connections: BTreeMap<String, BTreeMap<String, Outputs>>,
    /// Its settings.
    #[serde(default)]
    pub settings: Option<Settings>,
}

/// The settings that matter.
#[derive(Debug, Default, Deserialize)]
pub struct Settings {
    /// The workflow that is told of failures.
    #[serde(default, rename = "errorWorkflow")]
    pub error_workflow: Option<String>,
}

/// Where an output leads.
#[derive(Debug, Deserialize)]
pub struct Link {
    /// The node's name.
    pub node: String,
}

/// A node.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    /// Its name; connections refer to it.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// What was set in it.
    #[serde(default)]
    pub parameters: Value,
    /// Passed over when the workflow runs.
    #[serde(default)]
    pub disabled: bool,
    /// What people noted on it.
    #[serde(default)]
    pub notes: Option<String>,
    /// Tried again when it fails.
    #[serde(default)]
    pub retry_on_fail: bool,
    /// What happens when it fails.
    #[serde(default)]
    pub on_error: Option<String>,
    /// The same in older versions.
    #[serde(default)]
    pub continue_on_fail: bool,
}

/// A node and the line it begins on.
#[derive(Debug)]
pub struct Found {
    /// The node.
    pub node: Node,
    /// The line, from 1.
    pub line: u32,
}

#[derive(Deserialize)]
struct Pieces<'t> {
    #[serde(borrow)]
    nodes: Vec<&'t RawValue>,
}

/// Reads the file and its nodes.
///
/// # Errors
/// When it is no workflow.
pub fn read(text: &str) -> Result<(File, Vec<Found>), Unreadable> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('[') {
        return Err(Unreadable::whole(
            "This is a list of workflows. Export the one that is wanted by itself.",
        ));
    }
    let pieces: Pieces<'_> = serde_json::from_str(text).map_err(|error| broken(&error, 0))?;
    let file: File = serde_json::from_str(text).map_err(|error| broken(&error, 0))?;
    let (mut nodes, mut counted, mut line) = (Vec::new(), 0, 1_u32);
    for raw in pieces.nodes {
        // The piece is a part of the text, so its place is the distance between the two.
        let place = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let between = text.as_bytes().get(counted..place).unwrap_or_default();
        let breaks = between.iter().filter(|byte| **byte == b'\n').count();
        line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        counted = place.max(counted);
        let node = serde_json::from_str(raw.get()).map_err(|error| broken(&error, line - 1))?;
        nodes.push(Found { node, line });
    }
    Ok((file, nodes))
}

fn broken(error: &serde_json::Error, above: u32) -> Unreadable {
    use serde_json::error::Category;
    let line = u32::try_from(error.line()).unwrap_or(u32::MAX).saturating_add(above).max(1);
    let told = error.to_string();
    let told = told.split(" at line ").next().unwrap_or_default().chars().take(200);
    let told: String = told.collect();
    let message = match error.classify() {
        Category::Eof => "The file ends in the middle. Export it again.".to_owned(),
        Category::Data => format!("This is no n8n workflow: {told}."),
        Category::Syntax | Category::Io => format!("This is no valid JSON: {told}."),
    };
    Unreadable::at(line, message)
}
