//! A link between nodes: `-->`, `-.->`, `==>` and their kin, with a label inside or behind.
//! Reading takes the link off the front of a text and leaves the rest.

use super::node::label;

/// A link as written.
#[derive(Debug, PartialEq)]
pub struct Link {
    /// Its label.
    pub label: String,
    /// It has a head at both ends.
    pub both: bool,
    /// It only holds nodes apart and is not drawn.
    pub hidden: bool,
}

/// The lines a link is made of: how it begins, and how the end of a labelled one begins.
const LINES: &[(&str, char, &[&str])] = &[
    ("-.", '.', &[".->", ".-"]),
    ("--", '-', &["-->", "--x", "--o", "---"]),
    ("==", '=', &["==>", "==x", "==o", "==="]),
];

/// Takes a link off the front; gives it and the rest.
pub fn take(text: &str) -> Option<(Link, &str)> {
    let text = text.trim_start();
    if let Some(rest) = text.strip_prefix("~~~") {
        let link = Link { label: String::new(), both: false, hidden: true };
        return Some((link, rest.trim_start_matches('~')));
    }
    let headed = text
        .strip_prefix(['<', 'o', 'x'])
        .filter(|rest| LINES.iter().any(|(start, ..)| rest.starts_with(start)));
    let both = headed.is_some();
    let text = headed.unwrap_or(text);
    let (_, sign, ends) = LINES.iter().find(|(start, ..)| text.starts_with(start))?;
    let (inner, rest) = match plain(text, *sign) {
        Some(rest) => ("", rest),
        None => labelled(text, ends)?,
    };
    let (behind, rest) = match rest.trim_start().strip_prefix('|') {
        Some(rest) => rest.split_once('|')?,
        None => ("", rest),
    };
    let label = label(if behind.is_empty() { inner } else { behind });
    Some((Link { label, both, hidden: false }, rest))
}

/// A link without a label inside: a line and its head.
fn plain(text: &str, sign: char) -> Option<&str> {
    let rest = if sign == '.' {
        text[1..].trim_start_matches('.').strip_prefix('-')?
    } else {
        text.trim_start_matches(sign)
    };
    let length = text.len() - rest.len();
    if let Some(rest) = rest.strip_prefix('>') {
        return Some(rest);
    }
    let headed = rest.strip_prefix(['o', 'x']);
    if let Some(rest) = headed.filter(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())) {
        return Some(rest);
    }
    // Two signs open a label, three are a line without a head.
    (sign == '.' || length >= 3).then_some(rest)
}

fn labelled<'t>(text: &'t str, ends: &[&str]) -> Option<(&'t str, &'t str)> {
    let inside = &text[2..];
    let (end, sign) = ends
        .iter()
        .filter_map(|end| Some((inside.find(end)?, *end)))
        .min_by_key(|(end, _)| *end)?;
    let rest = inside[end + sign.len()..].trim_start_matches(['-', '=']);
    Some((&inside[..end], rest.strip_prefix('>').unwrap_or(rest)))
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
        let plain = ["-->B", "---B", "---->B", "-.->B", "-..->B", "==>B", "===B", "--o B", "--x B"];
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
        ];
        for text in labelled {
            assert_eq!(read(text), ("yes".into(), false, "B".into()), "{text}");
        }
        assert!(read("<-->B").1 && read("o--o B").1);
        assert!(take("~~~ B").unwrap().0.hidden);
        assert!(take("- B").is_none() && take("-- yes").is_none());
    }
}
