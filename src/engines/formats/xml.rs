//! XML as it comes from strangers: no entity is expanded, and depth, elements and attributes are bounded.
//! It reads ahead of nothing, so that a file of any size within the bound needs little memory.

pub mod tree;

use super::Unreadable;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, XmlVersion};

/// Elements in one another.
const DEEPEST: u32 = 100;
/// Attributes of one element.
const ATTRIBUTES: usize = 200;

/// Where a name comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// BPMN's model, or no namespace at all.
    Model,
    /// BPMN's drawing.
    Diagram,
    /// Our own additions.
    Own,
    /// Anyone else's.
    Other,
}

/// BPMN's model.
pub const MODEL: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";
/// Our own additions to BPMN.
pub const OWN: &str = "urn:faultline:map:1";

/// The next thing in a file.
#[derive(Debug)]
pub enum Node {
    /// An element begins.
    Open(Tag),
    /// Text between elements, not only spaces.
    Text(String),
    /// An element ends.
    Close,
}

/// The beginning of an element.
#[derive(Debug)]
pub struct Tag {
    /// Where its name comes from.
    pub space: Space,
    /// Its name as written.
    pub full: String,
    /// Its name without a prefix.
    pub name: String,
    /// Its attributes: origin, name without a prefix, value.
    pub attributes: Vec<(Space, String, String)>,
    /// The namespace of its name, where it is anyone else's; empty where its prefix is declared nowhere.
    pub stranger: Option<String>,
    /// The prefixes it declares, each with its namespace.
    pub prefixes: Vec<(String, String)>,
    /// The line it stands on.
    pub line: u32,
}

/// Reads XML piece by piece.
pub struct Xml<'a> {
    text: &'a str,
    reader: NsReader<&'a [u8]>,
    depth: u32,
    line: u32,
    counted: usize,
    begun: bool,
}

impl<'a> Xml<'a> {
    /// Reads this text.
    pub fn new(text: &'a str) -> Self {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { text, reader, depth: 0, line: 1, counted: 0, begun: false }
    }

    /// The line that was last read.
    pub fn line(&mut self) -> u32 {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        let at = at.min(self.text.len()).max(self.counted);
        let bytes = &self.text.as_bytes()[self.counted..at];
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.counted = at;
        self.line
    }

    /// The next piece, or nothing at the end.
    ///
    /// # Errors
    /// When the text is not well-formed, ends early or leaves the bounds.
    pub fn next(&mut self) -> Result<Option<Node>, Unreadable> {
        loop {
            let (found, event) = match self.reader.read_resolved_event() {
                Ok((found, event)) => ((space_of(&found), stranger(&found)), event),
                Err(error) => return Err(self.broken(&error)),
            };
            let node = match event {
                Event::Start(start) => Some(self.open(found, &start)?),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Some(Node::Close)
                }
                Event::Text(text) => words(&text.xml10_content()),
                Event::CData(text) => words(&text.xml10_content()),
                Event::GeneralRef(reference) => Some(Node::Text(self.entity(&reference)?)),
                Event::DocType(_) => return Err(self.doctype()),
                Event::Eof => return self.end().map(|()| None),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Empty(_) => None,
            };
            if node.is_some() {
                return Ok(node);
            }
        }
    }

    fn open(
        &mut self,
        (space, stranger): (Space, Option<String>),
        start: &BytesStart<'_>,
    ) -> Result<Node, Unreadable> {
        self.begun = true;
        self.depth += 1;
        let line = self.line();
        if self.depth > DEEPEST {
            let message = format!("Elements lie more than {DEEPEST} levels deep in one another.");
            return Err(Unreadable::at(line, message));
        }
        let (mut attributes, mut prefixes) = (Vec::new(), Vec::new());
        let mut found = start.attributes();
        for attribute in found.with_checks(false) {
            let attribute = attribute
                .map_err(|error| Unreadable::at(line, format!("This is no valid XML: {error}.")))?;
            if attributes.len() >= ATTRIBUTES {
                return Err(Unreadable::at(line, "An element has more than 200 attributes."));
            }
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|_| unknown_entity(line))?.into_owned();
            if attribute.key.as_namespace_binding().is_some() {
                prefixes.push((attribute.key.local_name().as_ref().to_owned(), value));
                continue;
            }
            let (space, name) = self.reader.resolver().resolve_attribute(attribute.key);
            attributes.push((space_of(&space), name.as_ref().to_owned(), value));
        }
        let (full, name) =
            (start.name().as_ref().to_owned(), start.local_name().as_ref().to_owned());
        Ok(Node::Open(Tag { space, full, name, attributes, stranger, prefixes, line }))
    }

    fn entity(&mut self, name: &quick_xml::events::BytesRef<'_>) -> Result<String, Unreadable> {
        if let Some(known) = resolve_xml_entity(name) {
            return Ok(known.to_owned());
        }
        match name.resolve_char_ref() {
            Ok(Some(character)) => Ok(character.to_string()),
            _ => Err(unknown_entity(self.line())),
        }
    }

    fn doctype(&mut self) -> Unreadable {
        let message = "It declares a document type. Those can blow a file up, so none is read: remove “<!DOCTYPE …>”.";
        Unreadable::at(self.line(), message)
    }

    fn end(&mut self) -> Result<(), Unreadable> {
        match (self.begun, self.depth) {
            (false, _) => Err(Unreadable::whole("This is no XML: no element is in it.")),
            (true, 0) => Ok(()),
            _ => Err(Unreadable::at(self.line(), "The file ends in the middle. Export it again.")),
        }
    }

    fn broken(&mut self, error: &quick_xml::Error) -> Unreadable {
        let line = self.line();
        let told: String = error.to_string().chars().take(200).collect();
        let (place, rest) = (self.counted, self.text.len().saturating_sub(self.counted));
        let truncated =
            if rest == 0 && place > 0 { " The file may end in the middle." } else { "" };
        Unreadable::at(line, format!("This is no valid XML: {told}.{truncated} Export it again."))
    }
}

fn unknown_entity(line: u32) -> Unreadable {
    let message = "It uses an entity that XML itself does not have. Entities are not expanded here; write the text itself.";
    Unreadable::at(line, message)
}

fn words(text: &str) -> Option<Node> {
    (!text.trim().is_empty()).then(|| Node::Text(text.to_owned()))
}

fn space_of(found: &ResolveResult<'_>) -> Space {
    match found {
        ResolveResult::Unbound => Space::Model,
        ResolveResult::Unknown(_) => Space::Other,
        ResolveResult::Bound(space) => match space.0 {
            MODEL => Space::Model,
            OWN => Space::Own,
            "http://www.xes-standard.org/" | "http://www.w3.org/2001/XMLSchema-instance" => {
                Space::Model
            }
            space if space.starts_with("http://www.omg.org/spec/") => Space::Diagram,
            _ => Space::Other,
        },
    }
}

/// The namespace of a name that is anyone else's.
fn stranger(found: &ResolveResult<'_>) -> Option<String> {
    match found {
        ResolveResult::Bound(space) if space_of(found) == Space::Other => Some(space.0.to_owned()),
        ResolveResult::Unknown(_) => Some(String::new()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        let mut xml = Xml::new(text);
        loop {
            match xml.next() {
                Ok(Some(_)) => {}
                Ok(None) => return String::new(),
                Err(error) => return error.to_string(),
            }
        }
    }

    #[test]
    fn no_entity_is_expanded_and_no_document_type_read() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bb\">]><a>&b;</a>";
        assert!(error(bomb).contains("document type"), "{}", error(bomb));
        assert!(error("<a>\n&b;</a>").starts_with("Line 2: It uses an entity"));
        assert!(error("<a n='&b;'/>").contains("entity"));
        assert_eq!(error("<a n='&amp;&#228;'>&lt;&#x41;</a>"), "");
    }

    #[test]
    fn what_is_damaged_or_too_deep_is_told_with_its_line() {
        assert!(error("<a>\n<b>").starts_with("Line 2: "), "{}", error("<a>\n<b>"));
        assert!(error("<a></b>").contains("no valid XML"));
        assert!(error("<a").contains("no valid XML"));
        assert!(error("no markup").contains("no XML"));
        assert!(error(&"<a>".repeat(10_000)).contains("levels deep"));
        let many = format!("<a {}/>", (0..300).map(|n| format!("a{n}='' ")).collect::<String>());
        assert!(error(&many).contains("200 attributes"));
    }
}
