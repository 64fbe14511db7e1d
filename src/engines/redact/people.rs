//! Names that are known: of the engagement's own people, and of those whom a text names in a field.
//! Must never find a part of a longer word, or a name that is an everyday word as well.

use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use super::hit::{Hit, Style};
use super::kind::Kind;

/// The most names that are looked for.
pub(super) const MOST: usize = 1_000;

/// Names that are looked for in every text.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    finder: Option<Arc<AhoCorasick>>,
    known: Vec<String>,
}

impl People {
    /// Nobody is known.
    pub(super) const NOBODY: Self = Self { finder: None, known: Vec::new() };

    /// The people of these names. A name of several words is looked for whole and by its last word.
    pub(super) fn of(names: impl Iterator<Item = String>) -> Self {
        let mut known: Vec<String> = Vec::new();
        for name in names.take(MOST) {
            let words: Vec<&str> = name.split_whitespace().collect();
            if let ([_, .., last], true) = (words.as_slice(), is_name(&name)) {
                known.push(words.join(" "));
                known.extend(Some((*last).to_owned()).filter(|last| is_telling(last)));
            } else if is_telling(&name) {
                known.push(name);
            }
        }
        known.sort_unstable();
        known.dedup();
        if known.is_empty() {
            return Self::NOBODY;
        }
        let built = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&known);
        Self { finder: built.ok().map(Arc::new), known }
    }

    /// Adds people of these names.
    pub(super) fn add(&mut self, names: impl Iterator<Item = String>) {
        let known = std::mem::take(&mut self.known);
        *self = Self::of(names.chain(known));
    }

    /// Finds them in a text.
    pub(super) fn find(&self, text: &str, hits: &mut Vec<Hit>) {
        let Some(names) = &self.finder else { return };
        let again = hits.iter().filter(|hit| matches!(hit.style, Style::Text(..)));
        let written: Vec<_> = again.map(|hit| hit.at.clone()).collect();
        for found in names.find_iter(text) {
            let (start, end) = (found.start(), found.end());
            let inside = |c: Option<char>| {
                c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '‹' | '›'))
            };
            let apart =
                !inside(text[..start].chars().next_back()) && !inside(text[end..].chars().next());
            // What was undone and written again has been searched inside.
            if apart && !written.iter().any(|at| at.start < end && start < at.end) {
                hits.push(Hit::issued(start..end, Kind::Name, false));
            }
        }
    }
}

/// Whether a name of several words is one that people have: letters, in words that begin with a capital or join two.
fn is_name(name: &str) -> bool {
    let letters = |c: char| c.is_alphabetic() || matches!(c, ' ' | '\'' | '’' | '-' | '.');
    name.chars().all(letters)
        && name.chars().count() >= 5
        && name.split_whitespace().any(|word| word.starts_with(char::is_uppercase))
}

/// Whether one word says by itself who is meant: a capital, then small letters, and no everyday word.
fn is_telling(word: &str) -> bool {
    word.chars().count() >= 5 && super::person::is_name(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(names: &[&str], text: &'t str) -> Vec<&'t str> {
        let mut hits = Vec::new();
        People::of(names.iter().map(|name| (*name).to_owned())).find(text, &mut hits);
        hits.into_iter().map(|hit| &text[hit.at]).collect()
    }

    #[test]
    fn a_known_person_is_found_whole_and_by_the_last_name() {
        let names = ["Anna Muster", "Bo Li", "service"];
        let text = "Anna Muster asked, Muster waits, Bo Li too; Musterstadt, Li, the service and Muster-Works stay";
        assert_eq!(found(&names, text), ["Anna Muster", "Muster", "Bo Li"]);
    }

    #[test]
    fn everyday_words_and_short_ones_are_no_names() {
        assert!(
            found(&["Order", "May", "Service Desk 2", "x"], "Order in May by Service Desk 2")
                .is_empty()
        );
    }
}
