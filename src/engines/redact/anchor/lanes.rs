//! The automaton, run over four stretches of a text in step: while the processor waits for the next state of one, it
//! looks up those of the others.
//! Must never report a place twice, or in another order than one run from the beginning would.

use std::array::from_fn;
use std::ops::Range;

use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::dfa::DFA;
use aho_corasick::{Anchored, MatchKind, PatternID};

/// How many stretches are read in step.
const LANES: usize = 4;

/// How many bytes of each are read between two looks at where it stands.
const CHUNK: usize = 8;

/// How much is read before its places are handed out: a bound on how many are held.
const WINDOW: usize = 64 * 1024;

/// A text shorter than this is read in one go: each stretch but the first begins with a run-up.
const WORTH_LANES: usize = 2 * 1024;

/// A state that says that patterns end, and where.
type End = (StateID, usize);

/// The automaton over all patterns, whatever their case.
pub(super) struct Finder {
    automaton: DFA,
    start: StateID,
    /// The length of the longest pattern: no state knows more of a text than that.
    reach: usize,
}

impl Finder {
    /// Building fails only if the patterns outgrow the automaton's limits.
    pub(super) fn of(patterns: &[&str]) -> Option<Self> {
        let automaton = DFA::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .prefilter(false)
            .build(patterns)
            .ok()?;
        let start = automaton.start_state(Anchored::No).ok()?;
        let reach = automaton.max_pattern_len();
        Some(Self { automaton, start, reach })
    }

    /// Every place in a text where a pattern stands, by where it ends.
    pub(super) fn places<'t>(&'t self, text: &'t str) -> Places<'t> {
        let (ends, lanes, text) = (Vec::new(), from_fn(|_| Vec::new()), text.as_bytes());
        Places { finder: self, text, read: 0, ends, taken: (0, 0), lanes }
    }

    fn step(&self, state: StateID, byte: u8) -> StateID {
        self.automaton.next_state(Anchored::No, state, byte)
    }

    /// The state after `text`: after as much of its end as a pattern can hold.
    fn after(&self, text: &[u8]) -> StateID {
        let run_up = &text[text.len().saturating_sub(self.reach)..];
        run_up.iter().fold(self.start, |state, byte| self.step(state, *byte))
    }

    fn ends(&self, state: StateID) -> bool {
        self.automaton.is_match(state)
    }
}

/// The places of one text, read as they are asked for.
pub(super) struct Places<'t> {
    finder: &'t Finder,
    text: &'t [u8],
    /// How far the text has been read.
    read: usize,
    /// What was found in the last window.
    ends: Vec<End>,
    /// How many of them have been handed out, and how many patterns of the next.
    taken: (usize, usize),
    /// What the lanes find, until they are put behind each other.
    lanes: [Vec<End>; LANES],
}

impl Places<'_> {
    /// Reads the next window.
    fn fill(&mut self) {
        self.ends.clear();
        self.taken = (0, 0);
        let window = self.read..self.text.len().min(self.read + WINDOW);
        let lane =
            if window.len() < WORTH_LANES { 0 } else { window.len() / LANES / CHUNK * CHUNK };
        let state = if lane > 0 { self.in_step(lane) } else { self.state_at(window.start) };
        self.alone(state, window.start + lane * LANES..window.end);
        self.read = window.end;
    }

    fn state_at(&self, at: usize) -> StateID {
        self.finder.after(&self.text[..at])
    }

    /// Reads as many stretches of `len` bytes as there are lanes; returns the state at their end.
    fn in_step(&mut self, len: usize) -> StateID {
        let (finder, starts) = (self.finder, from_fn::<_, LANES, _>(|lane| self.read + lane * len));
        let mut states = starts.map(|start| self.state_at(start));
        let chunks = starts.map(|start| self.text[start..start + len].as_chunks::<CHUNK>().0);
        for at in 0..len / CHUNK {
            let bytes = chunks.map(|chunks| &chunks[at]);
            for step in 0..CHUNK {
                for (state, bytes) in states.iter_mut().zip(bytes) {
                    *state = finder.step(*state, bytes[step]);
                }
                // States that end patterns have the lowest numbers.
                if states.iter().min().is_some_and(|state| finder.automaton.is_special(*state)) {
                    for ((state, start), ends) in states.iter().zip(starts).zip(&mut self.lanes) {
                        let end = (*state, start + at * CHUNK + step + 1);
                        ends.extend(Some(end).filter(|_| finder.ends(*state)));
                    }
                }
            }
        }
        for ends in &mut self.lanes {
            self.ends.append(ends);
        }
        states[LANES - 1]
    }

    /// Reads one stretch from its state on.
    fn alone(&mut self, mut state: StateID, at: Range<usize>) {
        for (end, byte) in at.clone().zip(&self.text[at]) {
            state = self.finder.step(state, *byte);
            if self.finder.ends(state) {
                self.ends.push((state, end + 1));
            }
        }
    }
}

impl Iterator for Places<'_> {
    type Item = (PatternID, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (state, pattern) = self.taken;
            if let Some((found, end)) = self.ends.get(state).copied() {
                let automaton = &self.finder.automaton;
                if pattern < automaton.match_len(found) {
                    self.taken.1 += 1;
                    let pattern = automaton.match_pattern(found, pattern);
                    return Some((pattern, end - automaton.pattern_len(pattern)..end));
                }
                self.taken = (state + 1, 0);
            } else if self.read < self.text.len() {
                self.fill();
            } else {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use aho_corasick::AhoCorasick;

    use super::*;

    #[test]
    fn places_are_found_once_and_in_order_whatever_the_lanes() {
        let patterns = ["me", "name", "name ", "customer", "-----begin", "r n", "‹"];
        let finder = Finder::of(&patterns).unwrap();
        let whole = AhoCorasick::builder().ascii_case_insensitive(true).build(patterns).unwrap();
        let lengths = [0, 1, WORTH_LANES - 1, WORTH_LANES, 9_999, WINDOW - 3, WINDOW + 5, 200_003];
        for length in lengths {
            let text: String =
                "Customer name -----BEGIN ‹ x".chars().cycle().take(length).collect();
            let one = whole.find_overlapping_iter(&text).map(|it| (it.pattern(), it.range()));
            assert!(finder.places(&text).eq(one), "{length}");
        }
    }
}
