//! Mermaid flowcharts in and out: nodes as steps, links as flows, subgraphs as lanes.
//! Styling is passed over; a line that cannot be read is listed and the rest is read on.

mod chart;
mod label;
mod link;
mod node;
mod read;
mod source;
mod subgraph;
#[cfg(test)]
mod tests;
mod write;

pub use read::read;
pub use source::begins;
pub use write::write;

/// Whether a line opens a flowchart.
fn is_head(line: &str) -> bool {
    matches!(word(line), "flowchart" | "graph" | "flowchart-elk")
}

/// The first word of a line.
fn word(line: &str) -> &str {
    line.split(|c: char| c.is_whitespace() || c == ';').next().unwrap_or_default()
}

/// The text without the blanks at its front; a line break is none.
fn unspaced(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() && !is_break(c))
}

/// Whether a character ends a line.
fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

/// Whether a text without quotation marks may go on over a line break: nothing in it opens or closes another node.
fn may_break(text: &str) -> bool {
    !text.contains(is_break) || !text.contains(['[', ']', '(', ')', '{', '}', '|', '"', ';'])
}
