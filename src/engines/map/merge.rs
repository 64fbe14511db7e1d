//! Two people wrote at once: their texts brought together, line by line, from the text both began with.
//! No line that somebody wrote is ever lost; where the two say different things of one line, both are shown.

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
        let new: Vec<&str> = mine.iter().copied().filter(|line| !theirs.contains(line)).collect();
        self.take(&new);
    }
}

/// For each line of `old`, the line of `new` it became; the longest such pairing that keeps the order.
fn kept(old: &[&str], new: &[&str]) -> Vec<Option<usize>> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let mut kept: Vec<Option<usize>> = (0..head).map(Some).collect();
    let inner_old = &old_rest[..old_rest.len() - tail];
    let inner_new = &new_rest[..new_rest.len() - tail];
    kept.extend(longest(inner_old, inner_new).into_iter().map(|at| at.map(|at| at + head)));
    kept.extend((new.len() - tail..new.len()).map(Some));
    kept
}

/// The longest common subsequence of two short stretches.
fn longest(old: &[&str], new: &[&str]) -> Vec<Option<usize>> {
    let width = new.len() + 1;
    let mut best = vec![0_u32; (old.len() + 1) * width];
    for o in (0..old.len()).rev() {
        for n in (0..new.len()).rev() {
            best[o * width + n] = if old[o] == new[n] {
                best[(o + 1) * width + n + 1] + 1
            } else {
                best[(o + 1) * width + n].max(best[o * width + n + 1])
            };
        }
    }
    let (mut kept, mut n) = (Vec::with_capacity(old.len()), 0);
    for o in 0..old.len() {
        while n < new.len()
            && old[o] != new[n]
            && best[o * width + n + 1] >= best[(o + 1) * width + n]
            && best[o * width + n] > 0
        {
            n += 1;
        }
        let same = n < new.len() && old[o] == new[n];
        kept.push(same.then_some(n));
        n += usize::from(same);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(lines: &str) -> String {
        lines.chars().map(|line| format!("{line}\n")).collect()
    }

    fn merged(base: &str, mine: &str, theirs: &str) -> (String, usize) {
        let merged = merge(&text(base), &text(mine), &text(theirs));
        (merged.text.replace('\n', ""), merged.clashes.len())
    }

    #[test]
    fn edits_of_different_lines_come_together() {
        assert_eq!(merged("abcde", "aBcde", "abcdE"), ("aBcdE".into(), 0));
        assert_eq!(merged("abc", "xabc", "abcy"), ("xabcy".into(), 0));
        assert_eq!(merged("abc", "ac", "abcy"), ("acy".into(), 0));
    }

    #[test]
    fn edits_of_neighbouring_lines_come_together() {
        assert_eq!(merged("abcd", "aBcd", "abCd"), ("aBCd".into(), 0));
    }

    #[test]
    fn new_lines_at_one_place_are_both_kept() {
        assert_eq!(merged("ab", "axb", "ayb"), ("ayxb".into(), 0));
        assert_eq!(merged("", "x", "y"), ("yx".into(), 0));
    }

    #[test]
    fn two_edits_of_one_line_are_both_shown() {
        assert_eq!(merged("abc", "aXc", "aYc"), ("aYXc".into(), 1));
        let clash = merge("a\nb\n", "a\nX\n", "a\nY\n").clashes.remove(0);
        assert_eq!((clash.line, clash.theirs, clash.mine), (2, vec!["Y".into()], vec!["X".into()]));
    }

    #[test]
    fn a_line_that_one_removed_and_the_other_changed_is_shown() {
        assert_eq!(merged("abc", "ac", "aYc"), ("aYc".into(), 1));
    }

    proptest! {
        #[test]
        fn nothing_that_somebody_wrote_is_lost(base in "[a-e]{0,12}", mine in "[a-h]{0,12}", theirs in "[a-e i-k]{0,12}") {
            let (together, _) = merged(&base, &mine, &theirs);
            for new in mine.chars().chain(theirs.chars()).filter(|line| !base.contains(*line)) {
                prop_assert!(together.contains(new), "{new} of {mine} and {theirs} is not in {together}");
            }
        }

        #[test]
        fn one_edit_alone_is_taken_as_it_is(base in "[a-e]{0,12}", mine in "[a-h]{0,12}") {
            prop_assert_eq!(merged(&base, &mine, &base), (mine.clone(), 0));
            prop_assert_eq!(merged(&base, &base, &mine), (mine.clone(), 0));
            prop_assert_eq!(merged(&base, &mine, &mine), (mine.clone(), 0));
        }
    }
}
