//! XML as a tree, for files that are small enough: what is not BPMN's model is counted and left out.
//! The tree is as deep as the reader allows, and no more elements than the bound are kept.

use super::{MODEL, Node, Space, Tag, Xml};
use crate::engines::formats::Unreadable;
use std::collections::{BTreeMap, HashMap};

/// The most elements of a file.
const ELEMENTS: usize = 200_000;
/// The most declared prefixes that are kept.
const PREFIXES: usize = 1_000;

/// A file as a tree.
#[derive(Debug)]
pub struct File {
    /// Its root element.
    pub root: Element,
    /// What it has of the model that no reader keeps.
    pub others: Others,
    /// What a vendor added.
    pub vendor: Others,
    /// The prefixes it declares anywhere, each with its namespace.
    pub prefixes: Vec<(String, String)>,
    /// Where it draws its elements.
    pub places: Places,
}

/// Where each element is drawn, by its id.
pub type Places = HashMap<String, Place>;

/// Where an element is drawn, in whole pixels; the other way round for a pool or lane that stands upright.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// How far down it begins.
    pub top: i64,
    /// How far down it ends.
    pub bottom: i64,
    /// How far to the right it begins.
    pub left: i64,
}

/// The shape whose place comes next.
#[derive(Debug, Default)]
struct Shape {
    of: String,
    upright: bool,
}

/// An element with everything of the model in it.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name without a prefix.
    pub name: String,
    /// Its attributes without a prefix.
    attributes: Vec<(String, String)>,
    /// Our own attributes.
    own: Vec<(String, String)>,
    /// What is in it.
    pub children: Vec<Element>,
    /// The text in it.
    pub text: String,
    /// The line it begins on.
    pub line: u32,
}

/// What a file has besides the model: how often, and on which line first.
pub type Others = BTreeMap<String, (u32, u32)>;

impl Element {
    /// An attribute of the model; empty when it is not there.
    pub fn get(&self, name: &str) -> &str {
        find(&self.attributes, name)
    }

    /// The attribute of the model of this name, to be changed.
    pub fn attribute_mut(&mut self, name: &str) -> Option<&mut String> {
        self.attributes.iter_mut().find(|(found, _)| found == name).map(|(_, value)| value)
    }

    /// One of our own attributes; empty when it is not there.
    pub fn own(&self, name: &str) -> &str {
        find(&self.own, name)
    }

    /// The elements of a name in it.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element of a name in it.
    pub fn first(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }
}

fn find<'a>(attributes: &'a [(String, String)], name: &str) -> &'a str {
    attributes.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
}

/// Counts something that is left out.
pub fn count(others: &mut Others, what: &str, line: u32) {
    if others.len() < 1_000 || others.contains_key(what) {
        others.entry(what.to_owned()).or_insert((0, line)).0 += 1;
    }
}

/// Reads a file.
///
/// # Errors
/// When the XML cannot be read, has too many elements, or begins with an element of no model that is known.
pub fn read(text: &str) -> Result<File, Unreadable> {
    let (mut xml, mut vendor, mut prefixes) = (Xml::new(text), Others::new(), Vec::new());
    let mut open: Vec<Element> = vec![Element::default()];
    // How many elements are open that are left out, whatever is in them.
    let (mut skipped, mut seen) = (0_u32, 0_usize);
    let (mut places, mut shape) = (Places::new(), Shape::default());
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(mut tag) => {
                seen += 1;
                if seen > ELEMENTS {
                    let message = format!("It has more than {ELEMENTS} elements.");
                    return Err(Unreadable::at(tag.line, message));
                }
                if seen == 1 && tag.space != Space::Model {
                    return Err(stranger(&tag));
                }
                if prefixes.len() < PREFIXES {
                    prefixes.append(&mut tag.prefixes);
                }
                if tag.space == Space::Diagram {
                    place(&tag, &mut shape, &mut places);
                }
                if skipped > 0 || tag.space != Space::Model {
                    skipped += 1;
                    if tag.space == Space::Other {
                        count(&mut vendor, &tag.full, tag.line);
                    }
                } else {
                    open.push(element(tag, &mut vendor));
                }
            }
            Node::Text(text) if skipped == 0 => {
                if let Some(element) = open.last_mut() {
                    element.text.push_str(&text);
                }
            }
            Node::Text(_) => {}
            Node::Close if skipped > 0 => skipped -= 1,
            Node::Close => close(&mut open),
        }
    }
    let root = open.pop().and_then(|outer| outer.children.into_iter().next());
    let root = root.ok_or_else(|| Unreadable::whole("This is no BPMN file."))?;
    Ok(File { root, others: Others::new(), vendor, prefixes, places })
}

/// Notes where a shape is drawn; the first of several shapes of an element is the one that counts.
fn place(tag: &Tag, shape: &mut Shape, places: &mut Places) {
    let get = |name: &str| tag.attributes.iter().find(|it| it.1 == name).map_or("", |it| &it.2);
    match tag.name.as_str() {
        "BPMNShape" => {
            let of = get("bpmnElement").rsplit(':').next().unwrap_or_default();
            *shape = Shape { of: of.to_owned(), upright: get("isHorizontal") == "false" };
        }
        "Bounds" if !shape.of.is_empty() => {
            let number = |name: &str| {
                let written: f64 = get(name).trim().parse().ok()?;
                #[expect(clippy::cast_possible_truncation, reason = "bounded")]
                written.is_finite().then(|| written.clamp(-1e9, 1e9) as i64)
            };
            let names = if shape.upright { ["x", "width", "y"] } else { ["y", "height", "x"] };
            if let [Some(top), Some(height), Some(left)] = names.map(number) {
                let place = Place { top, bottom: top + height, left };
                places.entry(std::mem::take(&mut shape.of)).or_insert(place);
            }
        }
        _ => {}
    }
}

/// A file that begins with an element of a namespace that is not BPMN's.
fn stranger(tag: &Tag) -> Unreadable {
    let why = match (tag.stranger.as_deref(), tag.full.split_once(':')) {
        (Some(""), Some((prefix, _))) => {
            format!(
                "no namespace is declared for its prefix “{prefix}”; add xmlns:{prefix}=\"{MODEL}\""
            )
        }
        (found, _) => {
            let found: String = found.unwrap_or_default().chars().take(200).collect();
            format!("its namespace is “{found}”, and BPMN 2.0 is “{MODEL}”")
        }
    };
    Unreadable::at(tag.line, format!("This is no BPMN file: it begins with “{}”, {why}.", tag.full))
}

fn close(open: &mut Vec<Element>) {
    if let Some(done) = open.pop()
        && let Some(outer) = open.last_mut()
    {
        outer.children.push(done);
    }
}

fn element(tag: Tag, vendor: &mut Others) -> Element {
    let mut element = Element { name: tag.name, line: tag.line, ..Element::default() };
    for (space, name, value) in tag.attributes {
        match space {
            Space::Model => element.attributes.push((name, value)),
            Space::Own => element.own.push((name, value)),
            Space::Diagram => {}
            Space::Other => count(vendor, &name, tag.line),
        }
    }
    element
}
