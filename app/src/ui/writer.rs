//! Rows of long lists, and what stands on every page many times over, written without a view between: a view is built,
//! moved and taken apart again piece by piece, which took six times as long for a row. Everything else is a view.

use super::Markup;
use std::fmt::{Arguments, Write};
use uuid::Uuid;

/// Writes markup. What it writes as it is can only be part of the program; whatever comes from anywhere else is escaped.
#[derive(Debug, Default)]
pub struct Writer(String);

impl Writer {
    /// Room for this many bytes.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Markup that stands in the program.
    pub fn html(&mut self, literal: &'static str) -> &mut Self {
        self.0.push_str(literal);
        self
    }

    /// Text in an element, or between the double quotes of an attribute. Nothing but these three ends either.
    pub fn text(&mut self, text: &str) -> &mut Self {
        let mut rest = text;
        while let Some(at) = memchr::memchr3(b'&', b'<', b'"', rest.as_bytes()) {
            self.0.push_str(&rest[..at]);
            self.0.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                _ => "&quot;",
            });
            rest = &rest[at + 1..];
        }
        self.0.push_str(rest);
        self
    }

    /// An id.
    pub fn id(&mut self, id: Uuid) -> &mut Self {
        self.0.push_str(id.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
        self
    }

    /// A number with at least so many digits.
    pub fn digits(&mut self, number: u32, least: usize) -> &mut Self {
        let (mut digits, mut from, mut rest) = ([b'0'; 10], 10, number);
        while rest > 0 || 10 - from < least.clamp(1, 10) {
            from -= 1;
            digits[from] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.0.extend(digits[from..].iter().map(|digit| char::from(*digit)));
        self
    }

    /// The same, of what is put together from parts.
    pub fn formatted(&mut self, parts: Arguments<'_>) -> &mut Self {
        // Writing to memory does not fail.
        let _ = self.write_fmt(parts);
        self
    }

    /// What is markup already.
    pub fn piece(&mut self, piece: &Markup) -> &mut Self {
        self.0.push_str(piece.as_str());
        self
    }

    /// All that was written.
    #[must_use]
    pub fn done(self) -> Markup {
        Markup::written(self.0)
    }
}

impl Write for Writer {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.text(text);
        Ok(())
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use leptos::prelude::RenderHtml;

    #[test]
    fn only_what_stands_in_the_program_is_not_escaped() {
        let bad = r#"<b a="1">&</b>"#;
        let mut to = Writer::default();
        to.html("<i title=\"").text(bad).html("\">").formatted(format_args!("{bad}{}", 1));
        let piece = to.html("</i>").piece(&Markup::default());
        let html = std::mem::take(piece).done().to_html();
        let safe = "&lt;b a=&quot;1&quot;>&amp;&lt;/b>";
        assert_eq!(html, format!("<i title=\"{safe}\">{safe}1</i>"));
    }

    #[test]
    fn ids_and_numbers_are_written_as_they_are_shown() {
        let id = Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);
        let mut to = Writer::default();
        to.id(id).text(" ").digits(0, 1).text(" ").digits(7, 2).text(" ").digits(u32::MAX, 2);
        assert_eq!(to.done().to_html(), format!("{id} 0 07 {}", u32::MAX));
    }
}
