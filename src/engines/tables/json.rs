//! Records of JSON: a list of objects, alone or under a name, or objects one after the other, each on its line or not.
//! One record is held at a time; fields of objects inside become columns of their own, such as `request.path`.

mod wrapper;

use super::rows::bounded;
use super::table::cell_problem;
use super::{ROW, Unreadable};
use csv::StringRecord;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use std::collections::HashMap;
use std::fmt;
use std::io::Read;

/// Bytes that tell whether the records are a list under a name.
const BEGINNING: usize = 64 * 1024;
/// How deep objects inside objects become columns; deeper ones stay JSON.
const DEPTH: usize = 4;
/// Records that the columns are named after.
const LOOK: usize = 2_000;

/// The columns that the first records of a text have.
pub(super) fn fields(beginning: &str) -> Result<Vec<String>, Unreadable> {
    let mut records = Records::new(beginning.as_bytes());
    let mut names: Vec<String> = Vec::new();
    for number in 1..=LOOK as u64 {
        match records.next(number) {
            Ok(Some(record)) => {
                for (name, _) in record.flat() {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                names = bounded(names)?;
            }
            Ok(None) => break,
            // The text is a beginning, and may end anywhere.
            Err(Unreadable::Incomplete(_)) if number > 1 => break,
            Err(error) => return Err(error),
        }
    }
    if names.is_empty() { Err(Unreadable::Empty) } else { Ok(names) }
}

/// One record: an object, or what stands where one should.
pub(super) enum Record {
    Object(Pairs),
    Other(String),
}

impl Record {
    fn read(text: &str) -> Self {
        match serde_json::from_str::<Pairs>(text) {
            Ok(pairs) => Self::Object(pairs),
            Err(_) => Self::Other(text.trim().chars().take(200).collect()),
        }
    }

    /// Its fields with their values as text, those of objects inside under both names.
    fn flat(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        if let Self::Object(Pairs(pairs)) = self {
            for (name, value) in pairs {
                flatten(name, value, 1, &mut all);
            }
        }
        all
    }

    /// Its cells in the order of the header, and what keeps it from being read.
    pub(super) fn cells(&self, header: &[String]) -> (StringRecord, Option<String>) {
        if let Self::Other(text) = self {
            let problem = "It is no JSON object. Each record must be one, in braces.";
            return (StringRecord::from(vec![text.as_str()]), Some(problem.into()));
        }
        let flat = self.flat();
        let places: HashMap<&str, usize> =
            header.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        let mut cells = vec![""; header.len()];
        let mut unknown = None;
        for (name, value) in &flat {
            match places.get(name.as_str()) {
                Some(at) => cells[*at] = value,
                None if !value.is_empty() => unknown = Some(name),
                None => {}
            }
        }
        let cells = StringRecord::from(cells);
        let problem = unknown.map(|name| {
            format!("It has a field “{name}” that the first records have not. Put one with all fields first.")
        });
        let problem = problem.or_else(|| cell_problem(&cells, header));
        (cells, problem)
    }
}

fn flatten(name: &str, value: &Value, depth: usize, all: &mut Vec<(String, String)>) {
    let text = match value {
        Value::Object(inside) if depth < DEPTH && !inside.is_empty() => {
            for (key, value) in inside {
                flatten(&format!("{name}.{key}"), value, depth + 1, all);
            }
            return;
        }
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    all.push((name.to_owned(), text));
}

/// The fields of an object in the order in which they are written.
pub(super) struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Pairs;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// Cuts a text into its records.
pub(super) struct Records<R> {
    input: R,
    buffer: Vec<u8>,
    /// What of the buffer was used.
    at: usize,
    /// Bytes before the buffer.
    before: u64,
    ended: bool,
    /// Inside a list, which must be closed.
    listed: bool,
    closed: bool,
    /// The list stands under a name: what comes behind it is none of its records.
    wrapped: bool,
}

impl<R: Read> Records<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            at: 0,
            before: 0,
            ended: false,
            listed: false,
            closed: false,
            wrapped: false,
        }
    }

    pub(super) fn position(&self) -> u64 {
        self.before + self.at as u64
    }

    /// The next record, if there is one.
    pub(super) fn next(&mut self, number: u64) -> Result<Option<Record>, Unreadable> {
        if self.position() == 0 {
            self.unwrap(number)?;
        }
        loop {
            if self.wrapped && self.closed {
                return Ok(None);
            }
            let Some(byte) = self.peek(number)? else {
                return if self.listed && !self.closed {
                    Err(Unreadable::Incomplete(number))
                } else {
                    Ok(None)
                };
            };
            match byte {
                b'[' if !self.listed && self.position() < ROW as u64 => self.listed = true,
                b']' if self.listed => self.closed = true,
                b',' => {}
                _ if byte.is_ascii_whitespace() => {}
                b'{' => return self.object(number).map(Some),
                _ => return self.line(number).map(Some),
            }
            self.at += 1;
        }
    }

    /// Goes to the list under a name, when that is what there is.
    fn unwrap(&mut self, number: u64) -> Result<(), Unreadable> {
        while self.buffer.len() < BEGINNING && !self.ended {
            self.fill(number)?;
        }
        if let Some(start) = wrapper::list(&self.buffer[..self.buffer.len().min(BEGINNING)]) {
            (self.at, self.listed, self.wrapped) = (start, true, true);
        }
        Ok(())
    }

    /// The byte at hand; reads more when everything was used.
    fn peek(&mut self, number: u64) -> Result<Option<u8>, Unreadable> {
        while self.at == self.buffer.len() && !self.ended {
            self.fill(number)?;
        }
        Ok(self.buffer.get(self.at).copied())
    }

    /// Reads more behind what is not used yet.
    fn fill(&mut self, number: u64) -> Result<(), Unreadable> {
        self.before += self.at as u64;
        self.buffer.drain(..self.at);
        self.at = 0;
        if self.buffer.len() > ROW {
            return Err(Unreadable::RowTooLong(number));
        }
        let read = (&mut self.input).take(64 * 1024).read_to_end(&mut self.buffer);
        self.ended = read.map_err(|error| Unreadable::from_io(error, number))? == 0;
        Ok(())
    }

    /// The object at hand, to the brace that closes it.
    fn object(&mut self, number: u64) -> Result<Record, Unreadable> {
        let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
        let mut at = 0;
        loop {
            while self.at + at == self.buffer.len() {
                if self.ended {
                    return Err(Unreadable::Incomplete(number));
                }
                self.fill(number)?;
            }
            let byte = self.buffer[self.at + at];
            at += 1;
            match (quoted, byte) {
                (true, _) if escaped => escaped = false,
                (true, b'\\') => escaped = true,
                (_, b'"') => quoted = !quoted,
                (false, b'{' | b'[') => depth += 1,
                (false, b'}' | b']') => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && !quoted {
                return Ok(self.take(at));
            }
        }
    }

    /// Whatever stands where an object should, to the end of its line.
    fn line(&mut self, number: u64) -> Result<Record, Unreadable> {
        let mut at = 0;
        loop {
            if let Some(end) = self.buffer[self.at + at..].iter().position(|byte| *byte == b'\n') {
                return Ok(self.take(at + end));
            }
            at = self.buffer.len() - self.at;
            if self.ended {
                return Ok(self.take(at));
            }
            self.fill(number)?;
        }
    }

    fn take(&mut self, len: usize) -> Record {
        let text = String::from_utf8_lossy(&self.buffer[self.at..self.at + len]).into_owned();
        self.at += len;
        Record::read(&text)
    }
}

#[cfg(test)]
mod tests;
