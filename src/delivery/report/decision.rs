//! The page to decide on and to sign: what is decided about, and room for both names.
//! It says nothing that the document does not say before it.

use super::{
    Block, Cell, Column, Item, Report, Row, Section, SectionId, facts, heading, items,
    section as make, table, text,
};
use crate::judgement::quote::with_tax;
use crate::platform::wording::day;
use crate::stores::quote::Issued;

/// A line to write on.
const LINE: &str = "____________________";

pub(super) fn section(report: &Report, issued: Option<&Issued>) -> Section {
    let mut told = vec![
        ("What is decided about", format!("{} for {}", report.title, report.client)),
        ("Version", report.published.clone()),
        ("What we propose", report.verdict.word.clone()),
        ("In a sentence", report.verdict.says.clone()),
    ];
    if let Some(issued) = issued {
        let contents = &issued.contents;
        told.push(("Price", with_tax(contents.offer(), &contents.quote.currency)));
        told.push(("Quote", format!("{}, sha256 {}", contents.number, issued.hash)));
        told.push(("The price holds until", issued.valid_until().map(day).unwrap_or_default()));
    }
    told.push(("SHA-256", report.hash.clone()));
    let answers = ["We accept: go ahead as proposed.", "We decline, because:", "We ask first:"];
    let mut blocks = vec![facts(told), heading("Your answer")];
    blocks.extend(items("Answers", false, answers.map(Item::new).into()));
    blocks.push(text(
        "What is decided in the client room is recorded there, with who decided and when.",
    ));
    blocks.push(heading("Signatures"));
    blocks.extend(signatures(report));
    make(SectionId::Decision, "What a yes means, and where to sign.", blocks)
}

fn signatures(report: &Report) -> Option<Block> {
    let columns = vec![
        Column::new("For", 3),
        Column::new("Name", 3),
        Column::new("Date", 2),
        Column::new("Signature", 4),
    ];
    let firm = report.cover.as_ref().map(|cover| cover.firm.trim()).filter(|firm| !firm.is_empty());
    let row = |name: &str| Row {
        anchor: None,
        cells: [name, LINE, LINE, LINE].into_iter().map(Cell::new).collect(),
    };
    table("Signatures", columns, vec![row(&report.client), row(firm.unwrap_or("The consultants"))])
}
