//! A node as it is written: its id, its shape with a label, its class.
//! Reading takes what belongs to the node off the front of a text and leaves the rest.

use super::label::label;
use super::{may_break, unspaced};

/// The longest shape that is looked for, in bytes.
const SHAPE: usize = 4_000;

/// The outline of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outline {
    /// A rhombus.
    Diamond,
    /// A circle or a stadium: where something begins or ends.
    Round,
    /// The shape of manual work, by which the author says who does it.
    Manual,
    /// The shape of a delay.
    Delay,
    /// Any other.
    Box,
}

/// A shape as written.
#[derive(Debug, PartialEq, Eq)]
pub struct Shape {
    /// Its label, where it has one.
    pub label: Option<String>,
    /// Its outline, where it has one.
    pub outline: Option<Outline>,
}

/// A node as written in one place.
#[derive(Debug, PartialEq)]
pub struct Written<'t> {
    /// Its id.
    pub id: &'t str,
    /// Its label and outline, where it has a shape here.
    pub shape: Option<Shape>,
    /// Its classes.
    pub classes: Vec<&'t str>,
    /// It is described by `@{…}`, as a link can be too.
    pub described: bool,
}

/// What opens and closes a shape, the longest first.
const SHAPES: &[(&str, &[&str], Outline)] = &[
    ("(((", &[")))"], Outline::Round),
    ("((", &["))"], Outline::Round),
    ("([", &["])"], Outline::Round),
    ("(-", &["-)"], Outline::Round),
    ("[[", &["]]"], Outline::Box),
    ("[(", &[")]"], Outline::Box),
    ("[/", &["/]", "\\]"], Outline::Box),
    ("[\\", &["\\]", "/]"], Outline::Box),
    ("[", &["]"], Outline::Box),
    ("(", &[")"], Outline::Box),
    ("{{", &["}}"], Outline::Box),
    ("{", &["}"], Outline::Diamond),
    (">", &["]"], Outline::Box),
];

/// Takes a node off the front; gives it and the rest.
pub fn take(text: &str) -> Option<(Written<'_>, &str)> {
    let text = unspaced(text);
    let end = id_end(text);
    if end == 0 {
        return None;
    }
    let (id, rest) = text.split_at(end);
    let described = rest.starts_with("@{");
    let (shape, mut rest) = if described { description(&rest[2..])? } else { shape(rest)? };
    let mut classes = Vec::new();
    while let Some(after) = rest.strip_prefix(":::") {
        let end = after.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')));
        let end = end.unwrap_or(after.len());
        classes.push(&after[..end]);
        rest = &after[end..];
    }
    Some((Written { id, shape, classes, described }, rest))
}

/// Where an id ends: a sign that means something elsewhere belongs to it only between other characters.
fn id_end(text: &str) -> usize {
    let mut before = false;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let after = rest.chars().next();
        let inside = match c {
            '.' => !rest.trim_start_matches('.').starts_with('-'),
            '-' | '=' | '&' | ':' | ',' => {
                before && after.is_some_and(|after| is_plain(after) || after == '.')
            }
            c => is_plain(c),
        };
        if !inside {
            return at;
        }
        before = is_plain(c);
    }
    text.len()
}

/// Whether a character is part of an id wherever it stands.
fn is_plain(c: char) -> bool {
    let sign = matches!(c, '_' | '!' | '#' | '$' | '%' | '\'' | '*' | '+' | '`' | '?' | '\\' | '/');
    c.is_ascii_alphanumeric() || sign || (!c.is_ascii() && !c.is_whitespace() && !c.is_control())
}

/// The shape at the front, if there is one; `None` when it is not closed.
fn shape(text: &str) -> Option<(Option<Shape>, &str)> {
    let Some((open, closes, outline)) = SHAPES.iter().find(|(open, ..)| text.starts_with(open))
    else {
        return Some((None, text));
    };
    let inside = &text[open.len()..text.floor_char_boundary(SHAPE)];
    let from = match inside.trim_start().strip_prefix('"') {
        Some(quoted) => inside.len() - quoted.len() + quoted.find('"')? + 1,
        None => 0,
    };
    let found = closes.iter().filter_map(|close| Some((inside[from..].find(close)? + from, close)));
    let (end, close) = found.min_by_key(|(end, _)| *end)?;
    if from == 0 && !may_break(&inside[..end]) {
        return None;
    }
    let label = Some(label(&inside[..end])).filter(|label| !label.is_empty());
    let shape = Shape { label, outline: Some(*outline) };
    Some((Some(shape), &text[open.len() + end + close.len()..]))
}

/// `shape: diam, label: "Stock left?" }`, over lines if it likes.
fn description(text: &str) -> Option<(Option<Shape>, &str)> {
    let window = &text[..text.floor_char_boundary(SHAPE)];
    let mut quoted = false;
    let close = window.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == '}' && !quoted
    });
    let (close, _) = close?;
    let inside = &window[..close];
    let label = value(inside, "label").map(label).filter(|label| !label.is_empty());
    let outline = value(inside, "shape").map(outline);
    Some((Some(Shape { label, outline }), &text[close + 1..]))
}

/// The value of a key: between marks, or up to the next comma or line.
fn value<'t>(inside: &'t str, name: &str) -> Option<&'t str> {
    let mut from = 0;
    while let Some(found) = inside[from..].find(name) {
        let (at, end) = (from + found, from + found + name.len());
        let opens = inside[..at].trim_end_matches([' ', '\t']).ends_with([',', '\n', '\r', '{']);
        let opens = opens || inside[..at].trim().is_empty();
        if let Some(value) = unspaced(&inside[end..]).strip_prefix(':').filter(|_| opens) {
            let value = value.trim_start();
            let mark = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            return match mark {
                Some(mark) => value[1..].split(mark).next(),
                None => value.split([',', '\n', '\r']).next().map(str::trim),
            };
        }
        from = end;
    }
    None
}

/// What the name of a shape says; the names are Mermaid's own.
fn outline(name: &str) -> Outline {
    match name {
        "diam" | "diamond" | "decision" | "question" => Outline::Diamond,
        "circle" | "circ" | "stadium" | "terminal" | "pill" | "dbl-circ" | "stop" | "start"
        | "sm-circ" | "small-circle" | "fr-circ" | "framed-circle" | "double-circle" => {
            Outline::Round
        }
        "manual-input" | "sl-rect" | "sloped-rectangle" | "manual" | "trap-t" | "inv-trapezoid"
        | "trapezoid-top" | "manual-file" | "flip-tri" | "flipped-triangle" => Outline::Manual,
        "delay" | "half-rounded-rectangle" => Outline::Delay,
        _ => Outline::Box,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (&str, String, &str) {
        let (node, rest) = take(text).unwrap();
        let label = node.shape.and_then(|shape| shape.label).unwrap_or_default();
        (node.id, label, rest)
    }

    #[test]
    fn ids_hold_whatever_mermaid_lets_them_hold() {
        for id in [
            "api/orders",
            "db.orders",
            ".start",
            "user's",
            "50%",
            "a-b",
            "a=b",
            "R&D",
            "v1:2",
            "お",
            "❤",
            "x--",
        ] {
            let wanted = if id == "x--" { "x" } else { id };
            assert_eq!(read(&format!("{id} --> B")).0, wanted);
            assert_eq!(read(&format!("{wanted}-->B")).0, wanted);
            assert_eq!(read(&format!("{wanted}[B]")), (wanted, "B".into(), ""));
        }
        assert_eq!(read("A.->B"), ("A", String::new(), ".->B"));
        assert_eq!(read("A & B"), ("A", String::new(), " & B"));
        assert_eq!(read("A:::hot --> B"), ("A", String::new(), " --> B"));
        assert!(take("[x]").is_none() && take("A[x").is_none() && take("A[x\nB[y]").is_none());
    }

    #[test]
    fn labels_and_descriptions_run_over_lines() {
        assert_eq!(
            read("A[\"Pick (all)\n goods\"] --> B"),
            ("A", "Pick (all)\n goods".into(), " --> B")
        );
        assert_eq!(read("A[Pick\ngoods]"), ("A", "Pick\ngoods".into(), ""));
        let (node, _) =
            take("B@{\n shape: manual-input\n label: \"Key {in}, by hand\"\n}").unwrap();
        let shape = node.shape.unwrap();
        assert_eq!(shape.label.as_deref(), Some("Key {in}, by hand"));
        assert_eq!(shape.outline, Some(Outline::Manual));
        let (node, rest) = take("C@{ label: 'Slip, white', shape: delay } --> D").unwrap();
        assert_eq!(
            node.shape,
            Some(Shape { label: Some("Slip, white".into()), outline: Some(Outline::Delay) })
        );
        assert_eq!(rest, " --> D");
    }
}
