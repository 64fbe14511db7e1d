//! The document as Markdown.
//! No text becomes markup: whatever people wrote comes out as they wrote it.

use super::{
    ANNEX, Block, Checks, Drawing, Facts, Figures, Files, Items, Payload, RESTS_ON, Report, Table,
    Verdict,
};
use std::fmt::Write;

mod escape;

pub(in crate::delivery) use escape::inline;
use escape::{fence, paragraphs};

/// The document as Markdown; the same document gives the same bytes.
#[must_use]
pub fn write(report: &Report) -> String {
    let mut out = String::new();
    head(&mut out, report);
    let annex = report.annex();
    for (at, section) in report.sections.iter().enumerate() {
        if annex == Some(at) {
            put(&mut out, format_args!("## {ANNEX}\n\n{RESTS_ON}\n\n"));
        }
        put(
            &mut out,
            format_args!("## {}\n\n{}\n\n", inline(section.title), inline(&section.lede)),
        );
        section.blocks.iter().for_each(|block| write_block(&mut out, block));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    out.write_fmt(text).ok();
}

fn head(out: &mut String, report: &Report) {
    put(out, format_args!("# {}\n\n", inline(&report.title)));
    put(out, format_args!("{} for {}. ", report.kind, inline(&report.client)));
    put(out, format_args!("{}.\n\n", inline(&report.published)));
    if let Some(cover) = &report.cover {
        put(out, format_args!("{}\n\n", inline(&cover.firm)));
        if !cover.confidential.is_empty() {
            put(out, format_args!("{}\n\n", inline(&cover.confidential)));
        }
    }
    if !report.covering.trim().is_empty() {
        put(out, format_args!("{}\n\n", paragraphs(&report.covering)));
    }
    verdict(out, &report.verdict);
    put(out, format_args!("SHA-256 `{}`\n\n", report.hash));
}

fn write_block(out: &mut String, block: &Block) {
    match block {
        Block::Heading(heading) => {
            let level = if heading.minor { "####" } else { "###" };
            put(out, format_args!("{level} {}\n\n", inline(&heading.text)));
        }
        Block::Text(text) => put(out, format_args!("{}\n\n", paragraphs(&text.text))),
        Block::Verdict(told) => verdict(out, told),
        Block::Figures(told) => figures(out, told),
        Block::Facts(told) => facts(out, told),
        Block::Items(told) => items(out, told),
        Block::Checks(told) => checks(out, told),
        Block::Table(told) => table(out, told),
        Block::Drawings(told) => told.drawings.iter().for_each(|one| drawing(out, one)),
        Block::Payload(told) => payload(out, told),
        Block::Files(told) => files(out, told),
    }
}

fn verdict(out: &mut String, verdict: &Verdict) {
    put(out, format_args!("**{}**\n\n{}\n\n", inline(&verdict.word), paragraphs(&verdict.says)));
    verdict.notes.iter().for_each(|note| put(out, format_args!("- {}\n", inline(note))));
    if !verdict.notes.is_empty() {
        out.push('\n');
    }
}

fn figures(out: &mut String, figures: &Figures) {
    for figure in &figures.figures {
        put(out, format_args!("- **{}** {}", inline(&figure.figure), inline(&figure.label)));
        if !figure.base.is_empty() {
            put(out, format_args!(" ({})", inline(&figure.base)));
        }
        out.push('\n');
    }
    out.push('\n');
}

fn facts(out: &mut String, facts: &Facts) {
    for (term, text) in &facts.facts {
        put(out, format_args!("- **{}:** {}\n", inline(term), inline(or_unknown(text))));
    }
    out.push('\n');
}

fn or_unknown(text: &str) -> &str {
    if text.trim().is_empty() { "We don’t know yet" } else { text }
}

fn items(out: &mut String, items: &Items) {
    for (at, item) in items.items.iter().enumerate() {
        let bullet = if items.ordered { format!("{}.", at + 1) } else { "-".to_owned() };
        let see = item.see().map_or_else(String::new, |see| format!(" {see}"));
        put(out, format_args!("{bullet} {}{see}\n", inline(&item.says)));
        let indent = " ".repeat(bullet.len() + 1);
        item.notes.iter().for_each(|note| put(out, format_args!("{indent}- {}\n", inline(note))));
    }
    more(out, items.more);
    out.push('\n');
}

fn checks(out: &mut String, checks: &Checks) {
    for check in &checks.checks {
        put(out, format_args!("- **{}:** {}\n", inline(&check.word), inline(&check.title)));
        check.notes.iter().for_each(|note| put(out, format_args!("  - {}\n", inline(note))));
    }
    more(out, checks.more);
    out.push('\n');
}

fn more(out: &mut String, more: usize) {
    if more > 0 {
        put(out, format_args!("- and {more} more; the JSON has them all\n"));
    }
}

fn table(out: &mut String, table: &Table) {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    put(out, format_args!("**{}**\n\n", inline(&table.told())));
    out.push_str(&row(table.columns.iter().map(|column| inline(&column.label)).collect()));
    let rule = |number: bool| if number { "---:" } else { "---" }.to_owned();
    out.push_str(&row(table.columns.iter().map(|column| rule(column.number)).collect()));
    for told in &table.rows {
        let cells = told.cells.iter().map(|cell| inline(or_unknown(&cell.told())));
        out.push_str(&row(cells.collect()));
    }
    if table.more > 0 {
        put(out, format_args!("\nAnd {} more rows; the JSON has them all.\n", table.more));
    }
    out.push('\n');
}

fn drawing(out: &mut String, drawing: &Drawing) {
    let (title, caption) = (inline(&drawing.title), inline(&drawing.told()));
    put(out, format_args!("#### {title}\n\n**{caption}**\n\n*{}*\n\n", inline(&drawing.alt)));
}

fn payload(out: &mut String, payload: &Payload) {
    let fence = fence(&payload.text);
    put(
        out,
        format_args!("{}:\n\n{fence}text\n{}\n{fence}\n\n", inline(&payload.caption), payload.text),
    );
}

fn files(out: &mut String, files: &Files) {
    put(out, format_args!("{}:\n\n", inline(&files.caption)));
    for file in &files.files {
        let (name, about) = (inline(&file.name), inline(&file.about));
        put(out, format_args!("- **{name}** ({about}), SHA-256 `{}`\n", file.sha256));
        if !file.withdrawn.is_empty() {
            put(out, format_args!("  - {}\n", inline(&file.withdrawn)));
        }
    }
    out.push('\n');
}
