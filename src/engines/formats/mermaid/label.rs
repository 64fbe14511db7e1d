//! A label without what only says how it looks: quotation marks, Markdown, tags and codes.
//! Nothing of the text itself goes.

/// The longest tag and the longest code that are looked for, in bytes.
const TAG: usize = 14;
const CODE: usize = 10;

/// Names of characters, as HTML has them.
const NAMED: &[(&str, char)] = &[
    ("quot", '"'),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("num", '#'),
    ("semi", ';'),
    ("colon", ':'),
    ("lpar", '('),
    ("rpar", ')'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("euro", '€'),
    ("pound", '£'),
    ("hellip", '…'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("rarr", '→'),
    ("larr", '←'),
    ("check", '✓'),
    ("hearts", '♥'),
];

/// The label that a reader of the drawing sees.
pub fn label(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix('"').map_or(text, |text| text.strip_suffix('"').unwrap_or(text));
    let marked = text.trim();
    let markdown = marked.strip_prefix('`').and_then(|text| text.strip_suffix('`'));
    let plain = without_tags(markdown.unwrap_or(text));
    let plain = if markdown.is_some() { without_emphasis(&plain) } else { plain };
    decoded(&plain).trim().to_owned()
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
                let breaks = tag.get(..2).is_some_and(|tag| tag.eq_ignore_ascii_case("br"));
                plain.push_str(if breaks { " " } else { "" });
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

/// `**bold**`, `*italic*` and `_italic_` without their signs; a sign that stands alone stays.
fn without_emphasis(text: &str) -> String {
    let mut plain = text.to_owned();
    for sign in ["**", "__", "*", "_"] {
        let mut parts = plain.split(sign);
        let mut kept = parts.next().unwrap_or_default().to_owned();
        let rest: Vec<&str> = parts.collect();
        for (at, part) in rest.iter().enumerate() {
            // The last of an odd number has no partner; one inside a word is part of it.
            let alone = at + 1 == rest.len() && rest.len() % 2 == 1;
            let inside = sign.starts_with('_')
                && kept.ends_with(char::is_alphanumeric)
                && part.starts_with(char::is_alphanumeric);
            kept.push_str(if alone || inside { sign } else { "" });
            kept.push_str(part);
        }
        plain = kept;
    }
    plain
}

/// `#quot;`, `#35;`, `&amp;` and `&#x27;` as the characters they stand for.
fn decoded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['#', '&']) {
        plain.push_str(&rest[..at]);
        let code = &rest[at + 1..];
        let end = code.bytes().take(CODE).position(|byte| byte == b';');
        match end.and_then(|end| Some((character(&code[..end])?, end))) {
            Some((c, end)) => {
                plain.push(c);
                rest = &code[end + 1..];
            }
            None => {
                plain.push_str(&rest[at..=at]);
                rest = code;
            }
        }
    }
    plain + rest
}

fn character(code: &str) -> Option<char> {
    if let Some((_, c)) = NAMED.iter().find(|(name, _)| *name == code) {
        return Some(*c);
    }
    let number = code.trim_start_matches('#');
    let number = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(number).filter(|c| !c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_what_the_drawing_shows() {
        for (written, shown) in [
            ("\"Pick #quot;now#quot;\"", "Pick \"now\""),
            ("Tom &amp; Jerry&#39;s", "Tom & Jerry's"),
            ("a<br/>b<BR>c<b>d</b>", "a b cd"),
            ("\"`**Big** *and* _small_ snake_case 2 * 3`\"", "Big and small snake_case 2 * 3"),
            ("**not Markdown**", "**not Markdown**"),
            ("1 < 2 & 3 # 4; #9829;", "1 < 2 & 3 # 4; ♥"),
        ] {
            assert_eq!(label(written), shown);
        }
    }
}
