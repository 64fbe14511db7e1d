//! Elements of ASN.1 as they stand in DER: read without copying, and put together again.
//! A length that is not written as DER asks for is refused by the reader.

use chrono::{DateTime, Datelike, NaiveDateTime, Utc};
use der::asn1::ObjectIdentifier;
use der::{Header, Reader, SliceReader};

pub const BOOLEAN: u8 = 0x01;
pub const INTEGER: u8 = 0x02;
pub const BIT_STRING: u8 = 0x03;
pub const OCTETS: u8 = 0x04;
pub const OBJECT: u8 = 0x06;
pub const UTF8: u8 = 0x0c;
pub const UTC_TIME: u8 = 0x17;
pub const TIME: u8 = 0x18;
pub const SEQUENCE: u8 = 0x30;
pub const SET: u8 = 0x31;

/// The tag of a field that is told by its number alone.
pub const fn field(number: u8) -> u8 {
    0xa0 | number
}

/// An element: its tag, what it holds, and all of it as it stands.
#[derive(Debug, Clone, Copy)]
pub struct Element<'a> {
    pub tag: u8,
    pub value: &'a [u8],
    pub whole: &'a [u8],
}

/// The elements that stand one after the other.
pub fn elements(bytes: &[u8]) -> der::Result<Vec<Element<'_>>> {
    let mut reader = SliceReader::new(bytes)?;
    let mut found = Vec::new();
    while !reader.is_finished() {
        let length = usize::try_from(Header::peek(&reader)?.length())?;
        let whole = reader.tlv_bytes()?;
        let value = &whole[whole.len() - length..];
        found.push(Element { tag: whole[0], value, whole });
    }
    Ok(found)
}

/// The one element that bytes are; none when they are more, less or something else.
pub fn only(bytes: &[u8], tag: u8) -> Option<Element<'_>> {
    match elements(bytes).ok()?.as_slice() {
        [one] if one.tag == tag => Some(*one),
        _ => None,
    }
}

impl<'a> Element<'a> {
    /// The elements in it, if it has this tag.
    pub fn inside(&self, tag: u8) -> Option<Vec<Element<'a>>> {
        (self.tag == tag).then(|| elements(self.value).ok()).flatten()
    }

    /// Whether it names this object.
    pub fn names(&self, object: ObjectIdentifier) -> bool {
        self.tag == OBJECT && self.value == object.as_bytes()
    }

    /// Whether it is an algorithm, whatever its parameters are.
    pub fn is_algorithm(&self, object: ObjectIdentifier) -> bool {
        self.inside(SEQUENCE).is_some_and(|all| all.first().is_some_and(|one| one.names(object)))
    }

    /// The moment that it tells, with or without a fraction of a second.
    pub fn moment(&self) -> Option<DateTime<Utc>> {
        let text = std::str::from_utf8(self.value).ok()?.strip_suffix('Z')?;
        let (text, format) = match self.tag {
            TIME => (text.to_owned(), "%Y%m%d%H%M%S%.f"),
            // Two digits of a year mean 1950 to 2049.
            UTC_TIME => {
                let century = if text.get(..2)?.parse::<u8>().ok()? < 50 { "20" } else { "19" };
                (format!("{century}{text}"), "%Y%m%d%H%M%S")
            }
            _ => return None,
        };
        NaiveDateTime::parse_from_str(&text, format).ok().map(|at| at.and_utc())
    }
}

/// An element of these parts.
pub fn element<P: AsRef<[u8]>>(tag: u8, parts: &[P]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.as_ref().len()).sum();
    let mut out = vec![tag];
    if length < 0x80 {
        out.push(length.to_le_bytes()[0]);
    } else {
        let bytes = length.to_be_bytes();
        let used = &bytes[bytes.iter().take_while(|byte| **byte == 0).count()..];
        out.push(0x80 | used.len().to_le_bytes()[0]);
        out.extend(used);
    }
    parts.iter().for_each(|part| out.extend(part.as_ref()));
    out
}

/// A set of these, in the order that DER asks for.
pub fn set_of(tag: u8, mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    element(tag, &parts)
}

pub fn object(id: ObjectIdentifier) -> Vec<u8> {
    element(OBJECT, &[id.as_bytes()])
}

/// An algorithm without parameters.
pub fn algorithm(id: ObjectIdentifier) -> Vec<u8> {
    element(SEQUENCE, &[object(id)])
}

pub fn small(number: u8) -> Vec<u8> {
    element(INTEGER, &[[number]])
}

/// A moment in whole seconds.
pub fn time(at: DateTime<Utc>) -> Vec<u8> {
    element(TIME, &[at.format("%Y%m%d%H%M%SZ").to_string()])
}

/// A moment as the validity of a certificate has it.
pub fn validity_time(at: DateTime<Utc>) -> Vec<u8> {
    if at.year() >= 2050 {
        time(at)
    } else {
        element(UTC_TIME, &[at.format("%y%m%d%H%M%SZ").to_string()])
    }
}
