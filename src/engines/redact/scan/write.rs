//! Texts written again with placeholders for what was found in them, and counted.
//! Must never write a value whose hit was handed over.

use super::Search;
use crate::engines::redact::hit::{Hit, Style, Tally};
use crate::engines::redact::kind::Kind;
use crate::engines::redact::people;

impl Search<'_> {
    /// Writes `text` with `hits` replaced.
    pub(in crate::engines::redact) fn write(&mut self, text: &str, hits: &[Hit]) -> String {
        let mut out = String::with_capacity(text.len() + 16);
        let mut done = 0;
        for hit in hits {
            out.push_str(&text[done..hit.at.start]);
            self.write_hit(&mut out, text, hit);
            done = hit.at.end;
        }
        out.push_str(&text[done..]);
        out
    }

    fn write_hit(&mut self, out: &mut String, text: &str, hit: &Hit) {
        let value = &text[hit.at.clone()];
        let written = matches!(hit.style, Style::Text(..));
        if hit.kind == Kind::Name && !written && self.names.len() < people::MOST {
            self.names.push(value.to_owned());
        }
        match &hit.style {
            Style::Text(new, inner) => {
                out.push_str(new);
                self.count(inner);
                return;
            }
            Style::Plain => self.numbers.write(out, hit.kind, value, false),
            Style::Url => self.numbers.write(out, hit.kind, value, true),
            Style::Quoted(mark) => {
                out.push_str(&text[mark.clone()]);
                self.numbers.write(out, hit.kind, value, false);
                out.push_str(&text[mark.clone()]);
            }
        }
        *self.tally.entry(hit.kind).or_default() += 1;
    }

    /// Adds what was counted elsewhere: inside a text, or in another part of it.
    pub(in crate::engines::redact) fn count(&mut self, counted: &Tally) {
        for (kind, count) in counted {
            *self.tally.entry(*kind).or_default() += count;
        }
    }

    /// The placeholder of a value; for callers that write it themselves, and count it.
    pub(in crate::engines::redact) fn label(&self, kind: Kind, value: &str) -> String {
        let mut out = String::new();
        self.numbers.write(&mut out, kind, value, false);
        out
    }
}
