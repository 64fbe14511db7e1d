//! A link between nodes: `-->`, `-.->`, `==>` and their kin, with a label inside or behind.
//! Reading takes the link off the front of a text and leaves the rest.

use super::label::label;
use super::{may_break, unspaced};

/// The longest label that is looked for, in bytes.
const LABEL: usize = 4_000;

/// A link as written.
#[derive(Debug, PartialEq)]
pub struct Link {
    /// Its label.
    pub label: String,
    /// It has the same head at both ends.
    pub both: bool,
    /// It only holds nodes apart and is not drawn.
    pub hidden: bool,
}

/// The line of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Solid,
    Thick,
    Dotted,
}

/// Takes a link off the front, and the id that may stand before it; gives it and the rest.
pub fn take(text: &str) -> Option<(Link, &str)> {
    let text = unspaced(text);
    bare(text).or_else(|| bare(named(text)?.1))
}

/// The id of a link, as in `e1@-->`, and what follows it.
pub fn named(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| c == '@' || c == '"' || c.is_whitespace())?;
    let after = text[end..].strip_prefix('@')?;
    (end > 0 && bare(after).is_some()).then_some((&text[..end], after))
}

fn bare(text: &str) -> Option<(Link, &str)> {
    if let Some(rest) = text.strip_prefix("~~~") {
        let link = Link { label: String::new(), both: false, hidden: true };
        return Some((link, rest.trim_start_matches('~')));
    }
    let head = text.chars().next().filter(|c| matches!(c, '<' | 'o' | 'x'));
    let headed = head.map_or(text, |head| &text[head.len_utf8()..]);
    let (line, length) = line(headed)?;
    let (inner, end, rest) = match plain(headed, line, length) {
        Some((end, rest)) => ("", end, rest),
        None => labelled(headed, line)?,
    };
    let (behind, rest) = match unspaced(rest).strip_prefix('|') {
        Some(bars) => between_bars(bars)?,
        None => ("", rest),
    };
    let both = matches!((head, end), (Some('<'), '>') | (Some('o'), 'o') | (Some('x'), 'x'));
    let label = label(if behind.is_empty() { inner } else { behind });
    Some((Link { label, both, hidden: false }, rest))
}

/// Which line a text begins with, and how long the run of its signs is.
fn line(text: &str) -> Option<(Line, usize)> {
    let run = |sign: u8, from: usize| text.bytes().skip(from).take_while(|b| *b == sign).count();
    let dash = usize::from(text.starts_with('-'));
    let dots = run(b'.', dash);
    if dots > 0 && (dash > 0 || text.as_bytes().get(dots) == Some(&b'-')) {
        return Some((Line::Dotted, dash + dots));
    }
    [(Line::Solid, b'-'), (Line::Thick, b'=')]
        .into_iter()
        .map(|(line, sign)| (line, run(sign, 0)))
        .find(|(_, length)| *length >= 2)
}

/// A link without a label inside: its end sign and the rest. Two signs open a label, three are a line without a head.
fn plain(text: &str, line: Line, length: usize) -> Option<(char, &str)> {
    let rest = match line {
        Line::Dotted => text[length..].strip_prefix('-')?,
        Line::Solid | Line::Thick => &text[length..],
    };
    match rest.chars().next().filter(|c| matches!(c, '>' | 'o' | 'x')) {
        Some(end) => Some((end, &rest[1..])),
        None => (line == Line::Dotted || length >= 3).then_some(('-', rest)),
    }
}

/// A link with a label inside: label, end sign and rest.
fn labelled(text: &str, line: Line) -> Option<(&str, char, &str)> {
    let inside = &text[2..text.floor_char_boundary(2 + LABEL)];
    let closes = match line {
        Line::Solid => "--",
        Line::Thick => "==",
        Line::Dotted => ".-",
    };
    let at = outside_marks(inside, closes)?;
    let label = inside[..at].trim_end_matches(['.', '-']);
    if !may_break(label) && !label.trim_start().starts_with('"') {
        return None;
    }
    let from = 2 + at;
    let tail = &text[from..];
    let length = match line {
        Line::Dotted => 1,
        Line::Solid => tail.bytes().take_while(|b| *b == b'-').count(),
        Line::Thick => tail.bytes().take_while(|b| *b == b'=').count(),
    };
    let (end, rest) = plain(tail, line, length)?;
    Some((label, end, rest))
}

/// Where a sign stands outside quotation marks.
fn outside_marks(text: &str, sign: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (!quoted && text[at..].starts_with(sign)).then_some(at)
    })
}

/// The label between bars, and what follows the second.
fn between_bars(text: &str) -> Option<(&str, &str)> {
    let window = &text[..text.floor_char_boundary(LABEL)];
    let end = outside_marks(window, "|").or_else(|| window.find('|'))?;
    let label = &text[..end];
    let whole = label.trim_start().starts_with('"') || !label.contains('\n') || may_break(label);
    whole.then(|| (label, &text[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, bool, String) {
        let (link, rest) = take(text).unwrap();
        (link.label, link.both, rest.trim().to_owned())
    }

    #[test]
    fn every_kind_of_line_is_a_link() {
        let plain = [
            "-->B", "---B", "---->B", "-.->B", "-..->B", "==>B", "===B", "--o B", "--x B", ".->B",
            "---oB", "--xB", "x--- B", "x--> B", "<--- B", "e1@--> B", "-.-oB",
        ];
        for text in plain {
            assert_eq!(read(text), (String::new(), false, "B".into()), "{text}");
        }
        let labelled = [
            "-- yes -->B",
            "-->|yes| B",
            "-. yes .-> B",
            "== yes ==> B",
            "-->|\"yes\"|B",
            "-- yes --- B",
            "-- \"yes\" --o B",
            "-- \"`**yes**`\" --> B",
            "x-- yes --> B",
            "-- yes\n --> B",
            "e2@==>|yes| B",
        ];
        for text in labelled {
            assert_eq!(read(text), ("yes".into(), false, "B".into()), "{text}");
        }
        assert_eq!(read("-->|\"a | b\"| B").0, "a | b");
        assert_eq!(read("-- \"a --> b\" --> B"), ("a --> b".into(), false, "B".into()));
        for text in ["<-->B", "o--o B", "x--x B", "o-.-o B", "<== yes ==> B"] {
            assert!(read(text).1, "{text}");
        }
        assert!(take("~~~ B").unwrap().0.hidden);
        for text in ["- B", "-- yes", "x B", "o.k", "..", "-- a]\nB --> C"] {
            assert!(take(text).is_none(), "{text}");
        }
    }
}
