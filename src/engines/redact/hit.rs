//! A stretch of text that must go, and how its placeholder has to be written there.
//! Must never reach outside the text it was found in.

use std::collections::BTreeMap;
use std::ops::Range;

use super::kind::Kind;

/// How often each kind was replaced.
pub(super) type Tally = BTreeMap<Kind, u64>;

/// One finding in one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// Where the reason begins: the field name, for a value found by its field.
    pub(super) from: usize,
    /// What is replaced.
    pub(super) at: Range<usize>,
    /// What it is.
    pub(super) kind: Kind,
    /// How the placeholder is written.
    pub(super) style: Style,
    /// How sure the kind is: an issuer's shape or a checksum says more than a field's name.
    pub(super) sure: bool,
}

/// How a placeholder fits into its surroundings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// As it is.
    Plain,
    /// Without spaces, so that a web address stays one.
    Url,
    /// Between copies of this quotation mark, where a number stood without one.
    Quoted(Range<usize>),
    /// This text instead of a placeholder, in which something was found and replaced, and how often.
    Text(String, Tally),
}

impl Hit {
    /// A value that shows by itself what it is.
    pub(super) const fn issued(at: Range<usize>, kind: Kind, url: bool) -> Self {
        let style = if url { Style::Url } else { Style::Plain };
        Self { from: at.start, at, kind, style, sure: true }
    }

    /// A value that its field gives away; `from` is where the field's name begins.
    pub(super) const fn named(from: usize, at: Range<usize>, kind: Kind, style: Style) -> Self {
        Self { from, at, kind, style, sure: false }
    }
}

/// Sorts the hits and joins those that overlap, so that nothing between them survives.
pub(super) fn settle(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.at.start, std::cmp::Reverse(hit.at.end)));
    let mut settled: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        match settled.last_mut() {
            Some(last) if hit.at.start < last.at.end => last.absorb(&hit),
            _ => settled.push(hit),
        }
    }
    settled
}

impl Hit {
    /// Takes in a hit that begins inside this one.
    fn absorb(&mut self, other: &Self) {
        let same = self.at == other.at;
        let graver = other.kind.is_secret() && !self.kind.is_secret();
        if graver || (same && other.sure && !self.sure) {
            self.kind = other.kind;
        }
        if !same && matches!(self.style, Style::Text(..)) {
            self.style = Style::Plain;
        }
        if same && other.style == Style::Url {
            self.style = Style::Url;
        }
        self.from = self.from.min(other.from);
        self.sure |= other.sure;
        self.at.end = self.at.end.max(other.at.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_hits_become_one_that_covers_both() {
        let name = Hit::named(0, 5..12, Kind::Name, Style::Plain);
        let token = Hit::issued(8..20, Kind::Token, false);
        let settled = settle(vec![token, name]);
        assert_eq!(settled.len(), 1);
        assert_eq!(settled[0].at, 5..20);
        assert_eq!(settled[0].kind, Kind::Token, "a secret inside personal data is still a secret");
    }

    #[test]
    fn an_issuer_knows_better_than_a_field() {
        let field = Hit::named(0, 5..12, Kind::Password, Style::Plain);
        let issued = Hit::issued(5..12, Kind::CloudKey, false);
        assert_eq!(settle(vec![field, issued])[0].kind, Kind::CloudKey);
    }
}
