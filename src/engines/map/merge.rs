//! Two people wrote at once: their texts brought together, line by line, from the text both began with.
//! No line that somebody wrote is ever lost; where the two say different things of one line, both are shown.

use super::sorting::{sort, sort_by_key};
use std::collections::HashSet;
use std::ops::Range;

/// What two edits of one text come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The text with both edits; where they contradict each other, the lines of both.
    pub text: String,
    /// Where they contradict each other.
    pub clashes: Vec<Clash>,
}

/// A place where the edits contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The first line of the place in the merged text, from 1.
    pub line: u32,
    /// The lines as they are stored.
    pub theirs: Vec<String>,
    /// The lines as they were written here.
    pub mine: Vec<String>,
}

/// Brings two edits of `base` together.
#[must_use]
pub fn merge(base: &str, mine: &str, theirs: &str) -> Merged {
    let [base, mine, theirs] = [base, mine, theirs].map(|text| text.lines().collect::<Vec<_>>());
    let (to_mine, to_theirs) = (kept(&base, &mine), kept(&base, &theirs));
    let mut merging = Merging { lines: Vec::new(), clashes: Vec::new() };
    let (mut b, mut m, mut t) = (0, 0, 0);
    for at in 0..=base.len() {
        // A line that both kept, or the end of all three, closes the stretch before it.
        let (next_m, next_t) = match (to_mine.get(at), to_theirs.get(at)) {
            (Some(Some(m)), Some(Some(t))) => (*m, *t),
            (None, None) => (mine.len(), theirs.len()),
            _ => continue,
        };
        merging.stretch(&base[b..at], &mine[m..next_m], &theirs[t..next_t]);
        if let Some(line) = base.get(at) {
            merging.lines.push((*line).to_owned());
        }
        (b, m, t) = (at + 1, next_m + 1, next_t + 1);
    }
    let text = merging.lines.iter().map(|line| format!("{line}\n")).collect();
    Merged { text, clashes: merging.clashes }
}

struct Merging {
    lines: Vec<String>,
    clashes: Vec<Clash>,
}

impl Merging {
    fn stretch(&mut self, base: &[&str], mine: &[&str], theirs: &[&str]) {
        if mine == base || mine == theirs {
            self.take(theirs);
        } else if theirs == base {
            self.take(mine);
        } else if base.is_empty() {
            // Both wrote something new at one place: it contradicts nothing.
            self.take(theirs);
            self.take(mine);
        } else if base.len() == mine.len() && base.len() == theirs.len() && base.len() > 1 {
            for at in 0..base.len() {
                self.stretch(&base[at..=at], &mine[at..=at], &theirs[at..=at]);
            }
        } else {
            self.clash(mine, theirs);
        }
    }

    fn take(&mut self, lines: &[&str]) {
        self.lines.extend(lines.iter().map(|line| (*line).to_owned()));
    }

    fn clash(&mut self, mine: &[&str], theirs: &[&str]) {
        let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
        let line = u32::try_from(self.lines.len() + 1).unwrap_or(u32::MAX);
        self.clashes.push(Clash { line, theirs: owned(theirs), mine: owned(mine) });
        self.take(theirs);
        let shown: HashSet<&str> = theirs.iter().copied().collect();
        let new: Vec<&str> = mine.iter().copied().filter(|line| !shown.contains(line)).collect();
        self.take(&new);
    }
}

/// A stretch of both texts is compared pair by pair up to so many pairs; their table takes eight megabytes then.
const PAIRS: usize = 4_000_000;
/// How often a longer stretch is cut at lines that stand in it once.
const CUTS: u32 = 16;

/// For each line of `old`, the line of `new` it became, in their order. The memory it takes grows with the lines; so does
/// the time, but for tables of [`PAIRS`]. What is too long and has nothing to cut it at counts as rewritten.
fn kept(old: &[&str], new: &[&str]) -> Vec<Option<usize>> {
    kept_within(old, new, PAIRS)
}

fn kept_within(old: &[&str], new: &[&str], pairs: usize) -> Vec<Option<usize>> {
    let mut kept = vec![None; old.len()];
    let mut open = vec![((0..old.len(), 0..new.len()), CUTS)];
    while let Some(((mut o, mut n), cuts)) = open.pop() {
        while !o.is_empty() && !n.is_empty() && old[o.start] == new[n.start] {
            kept[o.start] = Some(n.start);
            (o.start, n.start) = (o.start + 1, n.start + 1);
        }
        while !o.is_empty() && !n.is_empty() && old[o.end - 1] == new[n.end - 1] {
            (o.end, n.end) = (o.end - 1, n.end - 1);
            kept[o.end] = Some(n.end);
        }
        if o.len().saturating_mul(n.len()) <= pairs {
            for (at, line) in longest(&old[o.clone()], &new[n.clone()]) {
                kept[o.start + at] = Some(n.start + line);
            }
        } else if cuts > 0 {
            let mut from = (o.start, n.start);
            let stretch = (old, o.clone(), new, n.clone());
            for (at, line) in anchors(stretch).into_iter().chain([(o.end, n.end)]) {
                // Where nothing cuts it, it is not looked at again.
                if (from.0..at, from.1..line) != (o.clone(), n.clone()) {
                    open.push(((from.0..at, from.1..line), cuts - 1));
                }
                from = (at, line);
            }
        }
    }
    kept
}

/// The longest common subsequence of two stretches, as pairs of places.
fn longest(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    if old.is_empty() || new.is_empty() {
        return Vec::new();
    }
    let width = new.len() + 1;
    // A common subsequence within the bound is far shorter than the type holds.
    let mut best = vec![0_u16; (old.len() + 1) * width];
    for o in (0..old.len()).rev() {
        for n in (0..new.len()).rev() {
            best[o * width + n] = if old[o] == new[n] {
                best[(o + 1) * width + n + 1] + 1
            } else {
                best[(o + 1) * width + n].max(best[o * width + n + 1])
            };
        }
    }
    let (mut o, mut n, mut pairs) = (0, 0, Vec::new());
    while o < old.len() && n < new.len() {
        if old[o] == new[n] {
            pairs.push((o, n));
            (o, n) = (o + 1, n + 1);
        } else if best[(o + 1) * width + n] >= best[o * width + n + 1] {
            o += 1;
        } else {
            n += 1;
        }
    }
    pairs
}

type Stretch<'a> = (&'a [&'a str], Range<usize>, &'a [&'a str], Range<usize>);

/// Lines that stand once in either stretch, as many of them as keep their order (patience diff).
fn anchors((old, o, new, n): Stretch<'_>) -> Vec<(usize, usize)> {
    let (olds, news) = (once(old, o), once(new, n));
    let mut news = news.into_iter().peekable();
    let mut both = Vec::new();
    for at in olds {
        while news.next_if(|line| new[*line] < old[at]).is_some() {}
        if let Some(line) = news.next_if(|line| new[*line] == old[at]) {
            both.push((at, line));
        }
    }
    sort(&mut both);
    rising(&both)
}

/// The lines that stand once in a stretch, in the order of what they say.
fn once(lines: &[&str], within: Range<usize>) -> Vec<usize> {
    let mut places: Vec<usize> = within.collect();
    sort_by_key(&mut places, |at| lines[*at]);
    let runs = places.chunk_by(|a, b| lines[*a] == lines[*b]);
    runs.filter(|run| run.len() == 1).map(|run| run[0]).collect()
}

/// The longest run of pairs, of those in order of their first, whose second rises too.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length, the pair that ends a run of it lowest; and for each pair the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = Vec::with_capacity(pairs.len());
    for (at, (_, line)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *line);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut run: Vec<_> =
        std::iter::successors(ends.last().copied(), |at| before[*at]).map(|at| pairs[at]).collect();
    run.reverse();
    run
}

#[cfg(test)]
mod tests;
