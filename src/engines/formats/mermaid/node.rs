//! A node as it is written: its id, its shape with a label, its class.
//! Reading takes what belongs to the node off the front of a text and leaves the rest.

/// The outline of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outline {
    /// A rhombus.
    Diamond,
    /// A circle or a stadium: where something begins or ends.
    Round,
    /// Any other.
    Box,
}

/// A node as written in one place.
#[derive(Debug, PartialEq)]
pub struct Written<'t> {
    /// Its id.
    pub id: &'t str,
    /// Its label and outline, where it has a shape here.
    pub shape: Option<(String, Outline)>,
    /// Its class.
    pub class: Option<&'t str>,
}

/// The longest tag and the longest code that are looked for, in bytes.
const TAG: usize = 14;
const CODE: usize = 9;

/// What opens and closes a shape, the longest first.
const SHAPES: &[(&str, &[&str], Outline)] = &[
    ("(((", &[")))"], Outline::Round),
    ("((", &["))"], Outline::Round),
    ("([", &["])"], Outline::Round),
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
    let text = text.trim_start();
    let end = id_end(text);
    if end == 0 {
        return None;
    }
    let (id, rest) = text.split_at(end);
    let (shape, rest) = match rest.strip_prefix("@{") {
        Some(inside) => {
            let close = inside.find('}')?;
            (Some(described(&inside[..close], id)), &inside[close + 1..])
        }
        None => shape(rest)?,
    };
    let (class, rest) = match rest.strip_prefix(":::") {
        Some(rest) => {
            let end = id_end(rest);
            (Some(&rest[..end]), &rest[end..])
        }
        None => (None, rest),
    };
    Some((Written { id, shape, class }, rest))
}

/// Where an id ends: a dash or a dot belongs to it only between letters.
fn id_end(text: &str) -> usize {
    let mut before = false;
    for (at, c) in text.char_indices() {
        let after = text[at + c.len_utf8()..].chars().next();
        let joins = matches!(c, '-' | '.') && before && after.is_some_and(char::is_alphanumeric);
        if !(c.is_alphanumeric() || c == '_' || joins) {
            return at;
        }
        before = c.is_alphanumeric() || c == '_';
    }
    text.len()
}

/// The shape at the front, if there is one; `None` when it is not closed.
fn shape(text: &str) -> Option<(Option<(String, Outline)>, &str)> {
    let Some((open, closes, outline)) = SHAPES.iter().find(|(open, ..)| text.starts_with(open))
    else {
        return Some((None, text));
    };
    let inside = &text[open.len()..];
    let from = match inside.trim_start().strip_prefix('"') {
        Some(quoted) => inside.len() - quoted.len() + quoted.find('"')? + 1,
        None => 0,
    };
    let found = closes.iter().filter_map(|close| Some((inside[from..].find(close)? + from, close)));
    let (end, close) = found.min_by_key(|(end, _)| *end)?;
    Some((Some((label(&inside[..end]), *outline)), &inside[end + close.len()..]))
}

/// `shape: diam, label: "Stock left?"`
fn described(inside: &str, id: &str) -> (String, Outline) {
    let value = |name: &str| {
        let at = inside.find(name)? + name.len();
        let value = inside[at..].trim_start().strip_prefix(':')?.trim_start();
        match value.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => value.split(',').next().map(str::trim),
        }
    };
    let outline = match value("shape").unwrap_or_default() {
        "diam" | "diamond" | "decision" | "question" => Outline::Diamond,
        "circle" | "circ" | "stadium" | "terminal" | "pill" | "dbl-circ" | "stop" | "start"
        | "sm-circ" | "fr-circ" | "framed-circle" | "double-circle" => Outline::Round,
        _ => Outline::Box,
    };
    (label(value("label").unwrap_or(id)), outline)
}

/// A label without its quotation marks, tags and codes.
pub fn label(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix('"').map_or(text, |text| text.strip_suffix('"').unwrap_or(text));
    let text = text.strip_prefix('`').map_or(text, |text| text.strip_suffix('`').unwrap_or(text));
    decoded(&without_tags(text)).trim().to_owned()
}

/// Line breaks become spaces; other tags of a few letters go.
fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        plain.push_str(&rest[..open]);
        // No tag that is taken out is longer than this, so the search ends soon.
        let close = rest.bytes().skip(open).take(TAG).position(|byte| byte == b'>');
        let tag = close.map(|close| &rest[open + 1..open + close]);
        let named = |tag: &&str| {
            let name = tag.trim_matches(['/', ' ']);
            !name.is_empty() && name.len() <= 10 && name.chars().all(|c| c.is_ascii_alphanumeric())
        };
        match tag.filter(named) {
            Some(tag) => {
                plain.push_str(if tag.starts_with("br") { " " } else { "" });
                rest = &rest[open + tag.len() + 2..];
            }
            None => {
                plain.push('<');
                rest = &rest[open + 1..];
            }
        }
    }
    plain + rest
}

/// `#quot;` and `#35;` as the characters they stand for.
fn decoded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('#') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.bytes().take(CODE).position(|byte| byte == b';');
        match end.and_then(|end| Some((character(&rest[..end])?, end))) {
            Some((c, end)) => {
                plain.push(c);
                rest = &rest[end + 1..];
            }
            None => plain.push('#'),
        }
    }
    plain + rest
}

fn character(code: &str) -> Option<char> {
    Some(match code {
        "quot" => '"',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "nbsp" => ' ',
        _ => char::from_u32(code.parse().ok()?)?,
    })
}
