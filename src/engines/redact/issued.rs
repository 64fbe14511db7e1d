//! Keys and tokens that say who issued them: a fixed beginning, then a known shape.
//! Must never fire on a masked or documented stand-in such as `AKIA<redacted>` or a row of x.

mod shapes;

use super::hit::Hit;
use super::kind::Kind;
use super::shape::{self, Set, before};
use super::value;

pub(super) use shapes::SHAPES;

/// One piece after the fixed beginning.
#[derive(Clone, Copy, Debug)]
enum Part {
    /// As many characters of the set as there are, at least and at most so many.
    Run(Set, usize, usize),
    /// Exactly this text.
    Text(&'static str),
}

/// What an issuer's values look like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// How it begins, letter case included.
    pub(super) begins: &'static str,
    kind: Kind,
    /// Whether it may follow a letter or digit directly: only for beginnings nobody writes by chance.
    glued: bool,
    /// What stands before the fixed text, when that is not the beginning.
    behind: Option<(Set, usize, usize)>,
    parts: &'static [Part],
}

/// A piece without a longest length.
const LONG: usize = usize::MAX;

/// Stretches of this length and more that turned out to be nothing are remembered.
const WORTH_KEEPING: usize = 256;

/// Where long stretches were looked at for nothing, by shape: a text of nothing but beginnings is read once.
#[derive(Debug, Default)]
pub(super) struct Seen(Vec<(usize, usize)>);

impl Seen {
    /// Whether a value of a shape begins at `at`, where its beginning was seen in some letter case.
    pub(super) fn look(&mut self, index: usize, text: &str, at: usize) -> Option<Hit> {
        let known = self.0.iter().position(|(seen, _)| *seen == index);
        if known.is_some_and(|known| at < self.0[known].1) {
            return None;
        }
        let mut read = at;
        let found = SHAPES.get(index)?.look(text, at, &mut read);
        if found.is_none() && read - at >= WORTH_KEEPING {
            match known {
                Some(known) => self.0[known].1 = read,
                None => self.0.push((index, read)),
            }
        }
        found
    }
}

impl Shape {
    fn look(&self, text: &str, at: usize, read: &mut usize) -> Option<Hit> {
        let mut end = at + self.begins.len();
        if text.get(at..end)? != self.begins {
            return None;
        }
        let start = self.start(text, at)?;
        for (i, part) in self.parts.iter().enumerate() {
            let next = part.end(text, end);
            if i == 0 {
                *read = next.unwrap_or(end);
            }
            end = next?;
        }
        *read = end;
        let tail = text[at..end].trim_end_matches(['.', ':', '|']).len();
        end = at + tail;
        if !(self.glued || shape::right_edge(text, end)) {
            return None;
        }
        let open = self.kind == Kind::Webhook;
        let tail = text.get(at + self.begins.len()..end)?;
        // The name of the host stays: it says where the message was going.
        let start = if open { at + self.begins.len() } else { start };
        let varied = if self.behind.is_some() { &text[start..end] } else { tail };
        (shape::distinct(varied) >= 5 && !value::is_stand_in(tail))
            .then(|| Hit::issued(start..end, self.kind, open))
    }

    /// Where the value begins whose fixed text stands at `at`.
    fn start(&self, text: &str, at: usize) -> Option<usize> {
        let Some((set, least, most)) = self.behind else {
            return (self.glued || shape::left_edge(text, at)).then_some(at);
        };
        let head = text.as_bytes()[..at].iter().rev().take(most);
        let run = head.take_while(|b| set.has(**b)).count();
        let start = at - run;
        (run >= least && !before(text, start).is_ascii_alphanumeric()).then_some(start)
    }
}

impl Part {
    /// Where the piece that begins at `at` ends.
    fn end(self, text: &str, at: usize) -> Option<usize> {
        match self {
            Self::Run(set, min, max) => {
                let run = set.run(text, at, max.saturating_add(1));
                (min..=max).contains(&run).then_some(at + run)
            }
            Self::Text(wanted) => text.get(at..)?.starts_with(wanted).then_some(at + wanted.len()),
        }
    }
}
