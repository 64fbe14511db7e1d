//! How far one text has been dealt with, so that no stretch of it is looked at again and again.
//! Must never make a rule skip what only that rule can find.

use std::ops::Range;

use crate::engines::redact::field::{self, Field};
use crate::engines::redact::hit::Hit;
use crate::engines::redact::{issued, pem};

/// How far a text has been dealt with, by what kind of anchor.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// The end of the last placeholder.
    pub(super) placeholder: usize,
    /// The end of the last field's name.
    pub(super) name: usize,
    /// The fields of names that stood in the text already.
    pub(super) fields: Fields,
    /// The end of the last header that was read whole.
    pub(super) header: usize,
    /// The end of the last value of a field that holds harmless values as often.
    pub(super) doubtful: usize,
    /// The end of the last value that a field gave away: what is in it goes with it.
    pub(super) hidden: usize,
    /// The end of the last encoded stretch.
    pub(super) decoded: usize,
    /// The end of the last value after `bearer` or `basic`.
    pub(super) scheme: usize,
    /// The end of the last key or token that showed itself: nothing in it needs a second look.
    pub(super) certain: usize,
    /// The ends of private keys.
    pub(super) keys: pem::Ends,
    /// The end of the last line that was looked at as the head of a table.
    pub(super) line: usize,
    /// Where lines begin that may be the head of a table.
    pub(super) heads: Vec<usize>,
    /// Where issued keys were looked for in vain.
    pub(super) issued: issued::Seen,
}

impl Done {
    /// Takes in what a rule found that shows itself.
    pub(super) fn take(&mut self, found: Option<Hit>, hits: &mut Vec<Hit>) {
        if let Some(hit) = found {
            self.certain = hit.at.end;
            hits.push(hit);
        }
    }
}

/// How many names are remembered.
const NAMES: usize = 16;

/// Fields by where their names stood: the same few names come again in every line of most texts.
#[derive(Debug, Default)]
pub(super) struct Fields([Option<(Range<usize>, Option<Field>)>; NAMES]);

impl Fields {
    /// What a field is whose name stands at `at`.
    pub(super) fn classify(&mut self, text: &str, at: &Range<usize>) -> Option<Field> {
        let name = &text[at.clone()];
        let ends = name.bytes().next().into_iter().chain(name.bytes().next_back());
        let place = ends.fold(name.len(), |sum, byte| sum * 5 + usize::from(byte)) % NAMES;
        match &self.0[place] {
            Some((known, field)) if text[known.clone()] == *name => *field,
            _ => {
                let field = field::classify(name);
                self.0[place] = Some((at.clone(), field));
                field
            }
        }
    }
}
