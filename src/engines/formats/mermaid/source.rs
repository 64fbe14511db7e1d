//! The flowchart in a file: without the Markdown around it, the front matter, comments and directives.
//! Line breaks stay where they are, so that a line of what is left has the number it has in the file.

use super::is_head;

/// How Markdown fences a diagram: by any of these before and after it.
const FENCES: [&str; 3] = ["```", "~~~", ":::"];

/// A flowchart as it stands in a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The flowchart, each line where it stood.
    pub text: String,
    /// What the front matter calls it.
    pub title: String,
    /// How many flowcharts follow in the same file.
    pub more: usize,
}

/// Whether a text begins like a flowchart, after what may stand before it.
#[must_use]
pub fn begins(text: &str) -> bool {
    let source = prepared(text);
    source.text.lines().map(str::trim).find(|line| !line.is_empty()).is_some_and(is_head)
}

/// Takes the flowchart out of a file.
pub fn prepared(text: &str) -> Source {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines: Vec<&str> = text.lines().collect();
    let more = unfence(&mut lines);
    let title = front_matter(&mut lines);
    Source { text: without_remarks(&lines), title, more }
}

/// Blanks what stands outside the first fenced flowchart; says how many more there are.
fn unfence(lines: &mut [&str]) -> usize {
    let fenced = sections(lines);
    let heads = |(from, to): &(usize, usize)| begins(&lines[*from..*to].join("\n"));
    let charts: Vec<_> = fenced.iter().copied().filter(heads).collect();
    let Some((from, to)) = charts.first().or(fenced.first()).copied() else { return 0 };
    for (at, line) in lines.iter_mut().enumerate() {
        if !(from..to).contains(&at) {
            *line = "";
        }
    }
    charts.len().saturating_sub(1)
}

/// The fenced parts that say that they are Mermaid; a fence that says nothing counts where the file begins with it.
fn sections(lines: &[&str]) -> Vec<(usize, usize)> {
    let (mut found, mut open) = (Vec::new(), None);
    let first = lines.iter().position(|line| !line.trim().is_empty());
    for (at, line) in lines.iter().map(|line| line.trim()).enumerate() {
        let Some(fence) = FENCES.iter().find(|fence| line.starts_with(**fence)) else { continue };
        let info = line.trim_start_matches(['`', '~', ':']).trim_matches([' ', '{', '}', '.']);
        match open {
            Some((from, sign)) if sign == *fence && info.is_empty() => {
                found.push((from, at));
                open = None;
            }
            None if info.to_lowercase().starts_with("mermaid") => open = Some((at + 1, *fence)),
            None if info.is_empty() && first == Some(at) => open = Some((at + 1, *fence)),
            _ => {}
        }
    }
    found.extend(open.map(|(from, _)| (from, lines.len())));
    found
}

/// Blanks the front matter; gives the title in it.
fn front_matter(lines: &mut [&str]) -> String {
    let mut title = String::new();
    let Some(first) = lines.iter().position(|line| !line.trim().is_empty()) else { return title };
    let end = lines.iter().skip(first + 1).position(|line| line.trim() == "---");
    let Some(end) = end.filter(|_| lines[first].trim() == "---") else { return title };
    for line in &mut lines[first..=first + 1 + end] {
        if let Some(told) = line.strip_prefix("title:") {
            title = told.trim().trim_matches(['"', '\'']).to_owned();
        }
        *line = "";
    }
    title
}

/// The lines in one text, without comments and without directives, which may run over lines.
fn without_remarks(lines: &[&str]) -> String {
    let mut text = String::with_capacity(lines.iter().map(|line| line.len() + 1).sum());
    let mut directive_until = None;
    for (at, line) in lines.iter().enumerate() {
        let mut kept = *line;
        if directive_until.is_none() && kept.trim_start().starts_with("%%{") {
            let closes = lines.iter().skip(at).take(500).position(|line| line.contains("}%%"));
            directive_until = closes.map(|closes| at + closes);
        }
        match directive_until {
            Some(until) if until == at => {
                kept = kept.split_once("}%%").map_or("", |(_, after)| after);
                directive_until = None;
            }
            Some(_) => kept = "",
            None if kept.trim_start().starts_with("%%") => kept = "",
            None => {}
        }
        text.push_str(kept);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flowchart_is_found_in_markdown_where_it_stands() {
        let text = "# Orders\n```js\nlet graph = 1;\n```\n```mermaid\npie\n```\ntext\n~~~ mermaid\nflowchart LR\nA --> B\n~~~\n\
            ```mermaid\ngraph TD\nC --> D\n```\n";
        let source = prepared(text);
        assert_eq!(source.more, 1);
        assert_eq!(source.text.lines().position(|line| line == "A --> B"), Some(10));
        assert!(!source.text.contains("C --> D") && !source.text.contains("pie"));
        assert!(begins("```\ngraph LR\nA\n```") && begins("::: mermaid\ngraph LR\n:::"));
        assert!(!begins("Some prose\nflowchart LR"));
    }

    #[test]
    fn comments_directives_and_the_front_matter_leave_their_lines_empty() {
        let text = "---\ntitle: \"Orders\"\nconfig:\n  theme: base\n---\n%%{\n  init: {}\n}%% flowchart LR\n %% why\nA";
        let source = prepared(text);
        assert_eq!(source.title, "Orders");
        assert_eq!(source.text.trim_start(), "flowchart LR\n\nA\n");
        assert_eq!(source.text.lines().count(), 10);
    }
}
