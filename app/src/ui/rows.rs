//! Rows of long lists, cell by cell, written without a view between.
//!
//! A row built as a view took six times as long as one that is written (`make bench BENCH=samples`, 1,000,000 samples,
//! sixteen connections): with written rows the list reaches 0.79 of a bare page, with views 0.46.

use super::badge::write_badge;
use super::moment::write_day;
use super::trace::write_trace;
use super::when::write_when;
use super::{Markup, Text, Tone, Writer};
use chrono::NaiveDate;
use faultline::platform::when::When;
use uuid::Uuid;

/// Bytes that a row takes, or a little more.
const ROW: usize = 1_024;

/// Rows of a table.
#[derive(Debug, Default)]
pub struct Rows(Writer);

impl Rows {
    /// Room for so many.
    #[must_use]
    pub fn with_capacity(rows: usize) -> Self {
        Self(Writer::with_capacity(rows * ROW))
    }

    /// One more row; `id` makes it a place to link to.
    pub fn row(&mut self, id: Option<Uuid>, cells: impl FnOnce(&mut Row<'_>)) {
        match id {
            Some(id) => self.0.html(r#"<tr id=""#).id(id).html(r#"">"#),
            None => self.0.html("<tr>"),
        };
        cells(&mut Row(&mut self.0));
        self.0.html("</tr>");
    }

    /// All rows.
    #[must_use]
    pub fn done(self) -> Markup {
        self.0.done()
    }
}

/// A row.
#[derive(Debug)]
pub struct Row<'a>(&'a mut Writer);

impl Row<'_> {
    /// A box to tick: what it sends, and what it is about.
    pub fn tick(&mut self, name: &'static str, value: &str, about: &str, checked: bool) {
        let to = &mut *self.0;
        to.html(r#"<td class="tick"><input type="checkbox" name=""#).html(name).html(r#"""#);
        to.html(if checked { " checked" } else { "" });
        to.html(r#" value=""#).text(value);
        to.html(r#"" aria-label="Tick: "#).text(about).html(r#""></td>"#);
    }

    /// What the row is about. `name` is what a card calls it.
    pub fn head(&mut self, name: &'static str, write: impl FnOnce(&mut Cell<'_>)) {
        self.0.html(r#"<th scope="row" data-label=""#).html(name).html(r#"">"#);
        write(&mut Cell(&mut *self.0));
        self.0.html("</th>");
    }

    /// A cell.
    pub fn cell(&mut self, name: &'static str, write: impl FnOnce(&mut Cell<'_>)) {
        self.0.html(r#"<td data-label=""#).html(name).html(r#"">"#);
        write(&mut Cell(&mut *self.0));
        self.0.html("</td>");
    }

    /// A cell with a figure.
    pub fn figure(&mut self, name: &'static str, value: &str) {
        self.0.html(r#"<td class="num" data-label=""#).html(name).html(r#"">"#);
        self.0.text(value).html("</td>");
    }

    /// A cell with a small drawing and what it says.
    pub fn drawing(&mut self, class: &'static str, name: &'static str, drawn: &Markup, says: &str) {
        self.0.html(r#"<td class=""#).html(class).html(r#"" data-label=""#).html(name);
        self.0.html(r#"">"#).piece(drawn).text(says).html("</td>");
    }
}

/// What is in a cell, from left to right.
#[derive(Debug)]
pub struct Cell<'a>(&'a mut Writer);

impl Cell<'_> {
    /// Text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.0.text(text);
        self
    }

    /// A link.
    pub fn link(&mut self, href: &[&str], label: &str) -> &mut Self {
        self.0.html(r#"<a href=""#);
        for part in href {
            self.0.text(part);
        }
        self.0.html(r#"">"#).text(label).html("</a>");
        self
    }

    /// A label after a space.
    pub fn tag(&mut self, word: &'static str) -> &mut Self {
        self.0.html(r#" <span class="tag">"#).html(word).html("</span>");
        self
    }

    /// That something is not known.
    pub fn unknown(&mut self, says: &'static str) -> &mut Self {
        self.0.html(r#"<span class="unknown">"#).html(says).html("</span>");
        self
    }

    /// A moment, or a day of which no time is known.
    pub fn when(&mut self, when: When) -> &mut Self {
        write_when(self.0, when);
        self
    }

    /// A state.
    pub fn badge(&mut self, tone: Tone, word: &str) -> &mut Self {
        write_badge(self.0, tone, word);
        self
    }

    /// A fault line.
    pub fn trace(&mut self, tone: Tone, evidence: u64) -> &mut Self {
        write_trace(self.0, tone, evidence);
        self
    }

    /// Days from first to last.
    pub fn days(&mut self, first: NaiveDate, last: NaiveDate) -> &mut Self {
        write_days(self.0, first, last);
        self
    }

    /// Pieces that stand together, in one element of this class.
    pub fn group(&mut self, class: &'static str, write: impl FnOnce(&mut Cell<'_>)) -> &mut Self {
        self.0.html("<span");
        if !class.is_empty() {
            self.0.html(r#" class=""#).html(class).html(r#"""#);
        }
        self.0.html(">");
        write(&mut Cell(&mut *self.0));
        self.0.html("</span>");
        self
    }

    /// A line in small print.
    pub fn small(&mut self, line: &str) -> &mut Self {
        self.0.html("<small>").text(line).html("</small>");
        self
    }

    /// A list.
    pub fn list(&mut self, class: &'static str, items: impl Iterator<Item = Text>) -> &mut Self {
        self.0.html(r#"<ul class=""#).html(class).html(r#"">"#);
        for item in items {
            self.0.html("<li>").text(&item).html("</li>");
        }
        self.0.html("</ul>");
        self
    }
}

/// Writes from when to when, in one piece: on a card, what stands beside the cell's name is laid out by pieces.
pub(super) fn write_days(to: &mut Writer, first: NaiveDate, last: NaiveDate) {
    to.html("<span>");
    write_day(to, first);
    if first != last {
        to.text(" – ");
        write_day(to, last);
    }
    to.html("</span>");
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_row_is_markup_that_the_program_does_not_hold() {
        let bad = "\"><script>";
        let mut rows = Rows::with_capacity(1);
        rows.row(Some(Uuid::nil()), |row| {
            row.tick("row", bad, bad, true);
            row.head("Name", |cell| {
                cell.link(&["/a/", bad], bad).tag("new").small(bad);
            });
            row.cell("What", |cell| {
                cell.group("told", |cell| {
                    cell.text(bad).badge(Tone::Sound, bad);
                });
                cell.list("members", std::iter::once(Text::from(bad)));
            });
            row.figure("Number", bad);
        });
        let html = rows.done().into_string();
        assert!(!html.contains("<script"), "{html}");
        let tick = "<td class=\"tick\"><input type=\"checkbox\" name=\"row\" checked value=\"&quot;>&lt;script>\"";
        assert!(html.contains(tick), "{html}");
        assert!(
            html.contains("<span class=\"told\">&quot;>&lt;script><span class=\"badge\""),
            "{html}"
        );
    }
}
