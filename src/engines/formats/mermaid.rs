//! Mermaid flowcharts in and out: nodes as steps, links as flows, subgraphs as lanes.
//! Styling is passed over; a line that cannot be read is listed and the rest is read on.

mod link;
mod node;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::read;
pub use write::write;

/// Whether a text begins like a flowchart, after comments and a front matter.
#[must_use]
pub fn begins(text: &str) -> bool {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut first = lines.filter(|line| !line.starts_with("%%"));
    first.next().is_some_and(|line| is_head(line) || line == "---")
}

/// Whether a line opens a flowchart.
fn is_head(line: &str) -> bool {
    matches!(word(line), "flowchart" | "graph" | "flowchart-elk")
}

/// The first word of a line.
fn word(line: &str) -> &str {
    line.split(|c: char| c.is_whitespace() || c == ';').next().unwrap_or_default()
}
