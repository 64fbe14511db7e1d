//! Rows of the table of a map's editor, written the same on the server and in the browser.
//!
//! A map has up to two thousand of them, and a row built as a view took six times as long as one that is written
//! (`make bench BENCH=samples`).

use super::{Markup, Writer};
use faultline::engines::map::StepKind;
use faultline::engines::map::outline::Written;
use faultline::platform::catalogue::Catalogue;

/// What is written in a row, the step it is of and how deep that is in branches.
pub fn row(at: usize, step: Option<&str>, row: &Written, depth: u32) -> Markup {
    let mut to = Writer::with_capacity(2500);
    to.html("<tr data-row=\"").formatted(format_args!("{at}"));
    if let Some(step) = step {
        to.html("\" data-step=\"").text(step);
    }
    to.html("\" data-depth=\"").formatted(format_args!("{}", depth.min(6)));
    to.html("\"><td class=\"num\">");
    cell(&mut to, at, ("number", "Number"), &row.number);
    to.html("</td><td>");
    cell(&mut to, at, ("lane", "Lane"), &row.lane);
    to.html("</td><td>");
    cell(&mut to, at, ("name", "Step"), &row.name);
    to.html("</td><td>");
    kind(&mut to, at, row.kind);
    to.html("</td><td>");
    cell(&mut to, at, ("facts", "Facts"), &row.facts);
    to.html("</td><td>");
    cell(&mut to, at, ("leads", "Leads to"), &row.leads);
    to.html("</td></tr>");
    to.done()
}

/// A row that is filled in place.
#[cfg(feature = "hydrate")]
pub fn empty(at: usize) -> Markup {
    row(at, None, &Written { kind: Some(StepKind::Task), ..Written::default() }, 0)
}

/// A row for a step that has no name yet; `lane` is the one it would be in.
#[cfg(feature = "hydrate")]
pub fn blank(at: usize, lane: &str) -> Markup {
    let mut to = Writer::default();
    to.html("<tr data-blank data-row=\"").formatted(format_args!("{at}"));
    to.html("\"><td></td><td><input data-cell=\"lane\" aria-label=\"Lane, new row\" autocomplete=\"off\" list=\"outline-lanes\" placeholder=\"");
    to.text(lane);
    to.html("\"></td><td><input data-cell=\"name\" aria-label=\"Step, new row\" autocomplete=\"off\"></td><td></td><td></td><td></td></tr>");
    to.done()
}

/// Values to pick from in a field.
pub fn options<'a>(values: impl IntoIterator<Item = &'a String>) -> Markup {
    let mut to = Writer::default();
    for value in values {
        to.html("<option value=\"").text(value).html("\"></option>");
    }
    to.done()
}

fn cell(to: &mut Writer, at: usize, (name, label): (&'static str, &'static str), value: &str) {
    for attribute in ["<input name=\"", "\" id=\""] {
        to.html(attribute).html(name).formatted(format_args!("_{at}"));
    }
    to.html("\" data-cell=\"").html(name).html("\" value=\"").text(value);
    to.html("\" aria-label=\"").html(label).formatted(format_args!(", row {}", at + 1)).html("\"");
    if name == "lane" {
        to.html(" list=\"outline-lanes\"");
    }
    to.html(" autocomplete=\"off\" spellcheck=\"false\" maxlength=\"400\">");
}

fn kind(to: &mut Writer, at: usize, chosen: Option<StepKind>) {
    to.html("<select name=\"kind_").formatted(format_args!("{at}"));
    to.html("\" id=\"kind_").formatted(format_args!("{at}"));
    to.html("\" data-cell=\"kind\" aria-label=\"Kind, row ").formatted(format_args!("{}", at + 1));
    to.html("\">");
    if chosen.is_none() {
        to.html("<option value=\"\">By its words</option>");
    }
    for kind in StepKind::ALL {
        to.html("<option value=\"").html(kind.key()).html("\"");
        to.html(if chosen == Some(*kind) { " selected>" } else { ">" });
        to.html(kind.label()).html("</option>");
    }
    to.html("</select>");
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_row_shows_what_was_written_and_nothing_of_it_is_markup() {
        let name = "\"><script>".to_owned();
        let written = Written { name, kind: Some(StepKind::Retry), ..Written::default() };
        let html = row(4, Some("id"), &written, 9).into_string();
        assert!(
            html.starts_with("<tr data-row=\"4\" data-step=\"id\" data-depth=\"6\">"),
            "{html}"
        );
        assert!(html.contains("value=\"&quot;>&lt;script>\" aria-label=\"Step, row 5\""), "{html}");
        assert!(html.contains("<option value=\"retry\" selected>Retry</option>"), "{html}");
        assert!(!html.contains("By its words"), "a step that is there has a kind");
    }
}
