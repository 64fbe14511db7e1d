//! The file of an n8n workflow: what is read of it.
//! Nodes keep the line they begin on; depth is bounded by the JSON reader.

use crate::engines::formats::Unreadable;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The outputs of a node, each with what it leads to.
type Outputs = Option<Vec<Option<Vec<Option<Link>>>>>;
/// The outputs of each node by its name, for each kind of connection.
type Connections = BTreeMap<String, Option<BTreeMap<String, Outputs>>>;

/// What is absent where the file says `null`, as the tool itself reads it.
fn or_null<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// How often a workflow may be wrapped.
const WRAPPINGS: usize = 4;

/// A workflow.
#[derive(Debug, Deserialize)]
pub struct File {
    /// Its name.
    #[serde(default, deserialize_with = "or_null")]
    pub name: String,
    /// For each node by name and each kind of connection, its outputs.
    #[serde(default, deserialize_with = "or_null")]
    connections: Connections,
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

impl File {
    /// Every connection: the node it leaves, its kind, the output, and the node it reaches.
    pub fn connections(&self) -> impl Iterator<Item = (&str, &str, usize, &str)> {
        self.connections.iter().flat_map(|(from, kinds)| {
            kinds.iter().flatten().flat_map(move |(kind, outputs)| {
                outputs.iter().flatten().enumerate().flat_map(move |(output, links)| {
                    let links = links.iter().flatten().flatten();
                    links
                        .map(move |link| (from.as_str(), kind.as_str(), output, link.node.as_str()))
                })
            })
        })
    }
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
    /// The version of its type; the first where it is not told.
    #[serde(default)]
    type_version: Option<Value>,
    /// What was set in it.
    #[serde(default)]
    pub parameters: Value,
    /// Passed over when the workflow runs.
    #[serde(default, deserialize_with = "or_null")]
    pub disabled: bool,
    /// What people noted on it.
    #[serde(default)]
    pub notes: Option<String>,
    /// Tried again when it fails.
    #[serde(default, deserialize_with = "or_null")]
    pub retry_on_fail: bool,
    /// What happens when it fails.
    #[serde(default)]
    pub on_error: Option<String>,
    /// The same in older versions.
    #[serde(default, deserialize_with = "or_null")]
    pub continue_on_fail: bool,
}

impl Node {
    /// The version of its type.
    pub fn version(&self) -> f64 {
        self.type_version.as_ref().and_then(Value::as_f64).unwrap_or(1.0)
    }
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

/// A workflow that something is wrapped around: the tool’s own interface does so, and its collection of templates.
#[derive(Deserialize)]
struct Wrapped<'t> {
    #[serde(borrow)]
    nodes: Option<&'t RawValue>,
    #[serde(borrow, alias = "workflow")]
    data: Option<&'t RawValue>,
}

/// Reads the file and its nodes.
///
/// # Errors
/// When it is no workflow.
pub fn read(text: &str) -> Result<(File, Vec<Found>), Unreadable> {
    let text = text.trim_start_matches('\u{feff}');
    let workflow = unwrapped(text)?;
    let pieces: Pieces<'_> = serde_json::from_str(workflow).map_err(|error| broken(&error, 0))?;
    let file: File = serde_json::from_str(workflow).map_err(|error| broken(&error, 0))?;
    let (mut nodes, mut counted, mut line) = (Vec::new(), 0, 1_u32);
    for raw in pieces.nodes.into_iter().filter(|raw| raw.get() != "null") {
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

/// The one workflow in a file: a list of one is that one, and so is one that is wrapped.
fn unwrapped(text: &str) -> Result<&str, Unreadable> {
    let mut inner = text.trim();
    for _ in 0..WRAPPINGS {
        if inner.starts_with('[') {
            let all: Vec<&RawValue> =
                serde_json::from_str(inner).map_err(|error| broken(&error, 0))?;
            match all.as_slice() {
                [] => {
                    return Err(Unreadable::whole("This is a list of workflows, and it is empty."));
                }
                [one] => inner = one.get(),
                many => {
                    let message = format!(
                        "This is a list of {} workflows. Export the one that is wanted by itself.",
                        many.len()
                    );
                    return Err(Unreadable::whole(message));
                }
            }
        } else {
            match serde_json::from_str::<Wrapped<'_>>(inner) {
                Ok(Wrapped { nodes: None, data: Some(data) }) => inner = data.get(),
                _ => break,
            }
        }
    }
    Ok(inner)
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
