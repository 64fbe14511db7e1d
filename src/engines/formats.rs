//! Maps from and to the files of other programs: BPMN, n8n, Mermaid, event logs; SVG, CSV and text besides.
//! Reading is bounded and never guesses silently; what a file says is a draft until a person has looked at it.

pub mod bpmn;
pub mod count;
pub mod draft;
pub mod drawing;
pub mod event_log;
pub mod mermaid;
pub mod n8n;
mod plain;
#[cfg(test)]
mod round_trip;
pub mod source;
pub mod steps_csv;
mod xml;

use crate::engines::map::Map;
use crate::engines::map::names::Names;
use crate::engines::map::scene::Evidence;
use crate::engines::map::text::write;
use crate::platform::catalogue::catalogue;
use draft::Draft;

/// The largest file of a map, in bytes.
pub const MAP_BYTES: usize = 8 * 1024 * 1024;
/// The largest event log, in bytes.
pub const LOG_BYTES: usize = 64 * 1024 * 1024;

catalogue! {
    /// What a map can be read from.
    pub enum From {
        Bpmn => "bpmn", "BPMN 2.0";
        N8n => "n8n", "n8n workflow (JSON)";
        Mermaid => "mermaid", "Mermaid flowchart";
        EventLog => "event-log", "Event log (CSV or XES)";
        Text => "text", "Text of a map";
    }
}

catalogue! {
    /// What a map can be written as, apart from a picture in pixels.
    pub enum To {
        Svg => "svg", "SVG drawing";
        Bpmn => "bpmn", "BPMN 2.0";
        Mermaid => "mermaid", "Mermaid flowchart";
        Csv => "csv", "CSV of steps";
        Text => "text", "Text of the map";
    }
}

/// A file that cannot be read: where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", line.map(|line| format!("Line {line}: ")).unwrap_or_default())]
pub struct Unreadable {
    /// The line, from 1, when one line is to blame.
    pub line: Option<u32>,
    /// What is wrong and what to do.
    pub message: String,
}

impl Unreadable {
    /// The file as a whole cannot be read.
    pub fn whole(message: impl Into<String>) -> Self {
        Self { line: None, message: message.into() }
    }

    /// A line cannot be read.
    pub fn at(line: u32, message: impl Into<String>) -> Self {
        Self { line: Some(line), message: message.into() }
    }
}

impl From {
    /// The most bytes that are read of such a file.
    #[must_use]
    pub fn most_bytes(self) -> usize {
        if self == Self::EventLog { LOG_BYTES } else { MAP_BYTES }
    }

    /// What a file most likely is, by its name and how it begins; `None` when nothing tells.
    #[must_use]
    pub fn guess(name: &str, bytes: &[u8]) -> Option<Self> {
        let start: String = bytes.iter().take(8_000).map(|byte| char::from(*byte)).collect();
        let start = start.trim_start_matches(['\u{ef}', '\u{bb}', '\u{bf}']).trim_start();
        let extension = name.rsplit_once('.').map(|(_, end)| end.to_lowercase());
        match extension.as_deref() {
            Some("xes" | "csv" | "tsv") => return Some(Self::EventLog),
            Some("bpmn" | "bpmn20") => return Some(Self::Bpmn),
            Some("mmd" | "mermaid" | "md") => return Some(Self::Mermaid),
            Some("json") => return Some(Self::N8n),
            _ => {}
        }
        if start.starts_with(['{', '[']) {
            Some(Self::N8n)
        } else if start.starts_with('<') {
            Some(if start.contains("<log") { Self::EventLog } else { Self::Bpmn })
        } else if mermaid::begins(start) {
            Some(Self::Mermaid)
        } else {
            None
        }
    }
}

/// Reads a file as a draft.
///
/// # Errors
/// [`Unreadable`] when it is too large, no such file, or damaged.
pub fn read(from: From, bytes: Vec<u8>, options: &event_log::Options) -> Result<Draft, Unreadable> {
    let source = source::text(bytes, from.most_bytes())?;
    let draft = match from {
        From::Bpmn => bpmn::read(&source.text)?,
        From::N8n => n8n::read(&source.text)?,
        From::Mermaid => mermaid::read(&source.text)?,
        From::Text => plain::read(&source.text)?,
        From::EventLog => event_log::read(&source.text, options)?.draft(options),
    };
    finished(draft, source.note)
}

/// Reads an event log, as a draft and as the log itself.
///
/// # Errors
/// [`Unreadable`] when it is too large, no log, or damaged.
pub fn read_log(
    bytes: Vec<u8>,
    options: &event_log::Options,
) -> Result<(Draft, event_log::Log), Unreadable> {
    let source = source::text(bytes, LOG_BYTES)?;
    let log = event_log::read(&source.text, options)?;
    Ok((finished(log.draft(options), source.note)?, log))
}

fn finished(mut draft: Draft, note: Option<&str>) -> Result<Draft, Unreadable> {
    if let Some(note) = note {
        draft.doubt(1, "encoding", note);
    }
    draft.tell_guesses();
    draft.checked()
}

/// Writes a map; `title` is what it is called, and the evidence is drawn where a flow breaks.
#[must_use]
pub fn written(to: To, map: &Map, names: &Names, title: &str, evidence: &Evidence) -> Vec<u8> {
    match to {
        To::Svg => drawing::svg(map, title, evidence).into(),
        To::Bpmn => bpmn::write(map, names, title).into(),
        To::Mermaid => mermaid::write(map).into(),
        To::Csv => steps_csv::write(map, names),
        To::Text => write(map, names).into(),
    }
}

impl To {
    /// The ending of a file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Bpmn => "bpmn",
            Self::Mermaid => "mmd",
            Self::Csv => "csv",
            Self::Text => "txt",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Bpmn => "application/xml",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Mermaid | Self::Text => "text/plain; charset=utf-8",
        }
    }
}
