//! Writes elements, attributes and text of an SVG.
//! Text goes through `escaped` and nowhere around it; numbers have two decimals at most.

use super::paint::{Ink, Token};
pub use crate::engines::map::numbers::hundredths as number;

/// An SVG being written.
pub struct Markup {
    /// What is written so far.
    pub text: String,
    /// Where each piece begins, by its name.
    pub pieces: Vec<(String, usize)>,
    ink: Ink,
}

impl Markup {
    /// Nothing written yet.
    pub fn new(ink: Ink) -> Self {
        Self { text: String::new(), pieces: Vec::new(), ink }
    }

    /// Begins a piece that can be replaced by itself.
    pub fn piece(&mut self, name: String) {
        self.pieces.push((name, self.text.len()));
    }

    /// Adds markup that is already right.
    pub fn raw(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    /// Ends an element.
    pub fn close(&mut self, element: &str) {
        self.text.push_str("</");
        self.text.push_str(element);
        self.text.push('>');
    }

    /// Adds a line of text; `attributes` begin with a space.
    pub fn line(&mut self, x: f64, y: f64, attributes: &str, words: &str) {
        let (x, y) = (number(x), number(y));
        self.raw(&format!("<text x=\"{x}\" y=\"{y}\"{attributes}>{}</text>", escaped(words)));
    }

    /// A fill attribute.
    pub fn fill(&self, token: Token) -> String {
        format!(" fill=\"{}\"", self.ink.colour(token))
    }

    /// Stroke attributes.
    pub fn stroke(&self, token: Token, width: f64) -> String {
        format!(" stroke=\"{}\" stroke-width=\"{}\"", self.ink.colour(token), number(width))
    }
}

/// Text that may stand in an element or between the quotation marks of an attribute.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            // XML has no way to say these.
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}
