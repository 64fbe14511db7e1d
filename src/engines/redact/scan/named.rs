//! Values that their field gives away: finding the name's value, and deciding about it.
//! Must never decide by a part of a name, or about a value that belongs to another name.

use std::ops::Range;

use super::done::Fields;
use super::{Context, Done, Search};
use crate::engines::redact::anchor::Anchor;
use crate::engines::redact::assignment::{Name, Value};
use crate::engines::redact::field::{self, Field};
use crate::engines::redact::hit::{Hit, Style};
use crate::engines::redact::kind::Kind;
use crate::engines::redact::percent;
use crate::engines::redact::person;
use crate::engines::redact::personal;
use crate::engines::redact::shape::{before, byte};
use crate::engines::redact::value::{self, Strength, Written};
use crate::engines::redact::web;

/// What may follow a name whose value is looked for.
const AFTER_NAME: &[u8] = b":=\"'`\\> \t-(],&%<|\n\r";

/// Values of this length and more are not looked at again for every name inside them.
const WORTH_KEEPING: usize = 256;

impl Search<'_> {
    /// The value of the text as a whole, by the field it belongs to.
    pub(super) fn whole(&self, text: &str, context: Context, hits: &mut Vec<Hit>) {
        let Some(field) = context.field else { return };
        let margin = text.len() - text.trim_start().len();
        let at = margin..margin + text.trim().len();
        self.judge(text, 0, field, Value::whole(at), hits);
    }

    /// The value of a field named in the text. Says whether the name is a string of JSON whose value could not be
    /// found by looking at it alone.
    pub(super) fn field(
        &self,
        text: &str,
        anchor: Anchor,
        part: Range<usize>,
        done: &mut Done,
        hits: &mut Vec<Hit>,
    ) -> bool {
        if matches!(anchor, Anchor::Word) && !stands_alone(text, &part) {
            return false;
        }
        let name = Name::around(text, part);
        done.name = name.at.end;
        if !AFTER_NAME.contains(&byte(text, done.name)) {
            return false;
        }
        let (name, field) = widened(text, name, &mut done.fields);
        let Some(field) = field.filter(|field| self.cares(*field)) else { return false };
        let header = matches!(field, Field::Authorization | Field::Cookie);
        let doubtful = matches!(field, Field::Secret(_, Strength::Random));
        let passed = if header { done.header } else { done.doubtful };
        if name.at.start < done.hidden || ((header || doubtful) && name.at.start < passed) {
            return false;
        }
        let known = hits.len();
        if let Some(value) = name.value(text) {
            let end = self.named(text, &name, field, value, hits);
            done.header = if header { end } else { done.header };
            let long = end - name.at.start >= WORTH_KEEPING;
            done.doubtful = if doubtful && long { end } else { done.doubtful };
        }
        match hits.get(known..) {
            Some([.., hit]) => {
                if field == Field::Authorization {
                    done.header = hit.at.end;
                }
                done.hidden = if hit.kind.is_secret() { hit.at.end } else { done.hidden };
                false
            }
            _ => (header || matches!(field, Field::Secret(..))) && name.is_quoted(),
        }
    }

    const fn cares(&self, field: Field) -> bool {
        match field {
            Field::Secret(kind, _) | Field::Personal(kind) | Field::OfPerson(kind) => {
                self.wants(kind)
            }
            Field::Authorization | Field::Cookie => true,
            Field::Somebody => self.wants(Kind::Name),
            Field::Reference => false,
        }
    }

    /// Decides about the value of a name; returns how far it was read.
    fn named(
        &self,
        text: &str,
        name: &Name,
        field: Field,
        mut value: Value,
        hits: &mut Vec<Hit>,
    ) -> usize {
        let from = name.at.start;
        let mut end = value.at.end;
        let field = match field {
            Field::OfPerson(kind) if is_of_person(text, from) => Field::Personal(kind),
            field => field,
        };
        match field {
            Field::OfPerson(_) => {}
            Field::Somebody if matches!(value.written, Written::Prose | Written::Listed) => {}
            Field::Personal(kind) => {
                if let Some(at) = personal::value(text, name, kind, &value) {
                    hits.push(Hit::named(from, at, kind, value.style()));
                }
            }
            Field::Authorization | Field::Cookie
                if value.written == Written::Bare && !value.url =>
            {
                value.at = web::rest_of_header(text, value.at.start);
                end = value.at.end;
                self.judge(text, from, field, value, hits);
            }
            field => self.judge(text, from, field, value, hits),
        }
        end
    }

    /// Decides about a value whose field is known.
    pub(super) fn judge(
        &self,
        text: &str,
        from: usize,
        field: Field,
        value: Value,
        hits: &mut Vec<Hit>,
    ) {
        let inner = &text[value.at.clone()];
        match field {
            Field::Authorization => hits.extend(web::authorization(text, from, value.at)),
            Field::Cookie => web::cookies(text, from, value.at, hits),
            Field::Secret(kind, strength) if self.wants(kind) => {
                hits.extend(secret(text, from, kind, strength, &value));
            }
            Field::Somebody if self.wants(Kind::Name) => {
                let at = person::somebody(text, value.at.start);
                hits.extend(at.map(|at| match at == value.at {
                    true => Hit::named(from, at, Kind::Name, value.style()),
                    false => Hit::issued(at, Kind::Name, value.url),
                }));
            }
            Field::Personal(kind) if self.wants(kind) && personal::is_personal(kind, inner) => {
                hits.push(Hit::named(from, value.at.clone(), kind, value.style()));
            }
            _ => {}
        }
    }
}

/// A name that says nothing alone, with the words before it: `API key`.
fn widened(text: &str, mut name: Name, known: &mut Fields) -> (Name, Option<Field>) {
    let mut field = known.classify(text, &name.at);
    for _ in 0..2 {
        let clear = !matches!(
            field,
            None | Some(Field::Secret(_, Strength::Random) | Field::OfPerson(_) | Field::Reference)
        );
        let Some(longer) = name.with_word_before(text).filter(|_| !clear) else { break };
        let wider = known.classify(text, &longer.at);
        name = longer;
        field = wider.or(field);
    }
    (name, field)
}

fn is_of_person(text: &str, from: usize) -> bool {
    personal::record(text, from).is_some_and(field::is_person)
}

/// The secret in a value, without the scheme that may stand before it.
fn secret(text: &str, from: usize, kind: Kind, strength: Strength, value: &Value) -> Option<Hit> {
    let issued = strength == Strength::Issued;
    let line = if issued && value.written == Written::Bare {
        web::rest_of_header(text, value.at.start)
    } else {
        value.at.clone()
    };
    let scheme = if issued { web::after_scheme(text, &line) } else { None };
    let (at, kind) = match scheme {
        Some((at, kind)) => (web::first_word(text, at), kind),
        None => (value.at.clone(), kind),
    };
    let inner = &text[at.clone()];
    // In an address a long hexadecimal value of such a field signs it or opens it; elsewhere it is a hash.
    let strength = match strength {
        Strength::Random if value.url && is_long_hex(inner) => Strength::Issued,
        strength => strength,
    };
    let plain = if value.url && inner.contains('%') { percent::decode(inner) } else { None };
    value::is_secret(strength, plain.as_deref().unwrap_or(inner), value.written)
        .then(|| Hit::named(from, at, kind, value.style()))
}

fn is_long_hex(value: &str) -> bool {
    value.len() >= 32 && value.bytes().all(|b| b.is_ascii_hexdigit())
}

impl Value {
    fn style(&self) -> Style {
        match &self.mark {
            Some(mark) => Style::Quoted(mark.clone()),
            None if self.url => Style::Url,
            None => Style::Plain,
        }
    }
}

/// Whether a short word is a word of its own, by its neighbours or by the humps of camel case.
fn stands_alone(text: &str, at: &Range<usize>) -> bool {
    let (last, next) = (before(text, at.start), byte(text, at.end));
    let (first, end) = (byte(text, at.start), byte(text, at.end - 1));
    let left =
        !last.is_ascii_alphabetic() || (last.is_ascii_lowercase() && first.is_ascii_uppercase());
    let right =
        !next.is_ascii_alphabetic() || (next.is_ascii_uppercase() && end.is_ascii_lowercase());
    left && right
}
