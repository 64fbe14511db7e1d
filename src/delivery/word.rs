//! The document as a text document (DOCX): the same sentences as in every other form, in real headings, lists and tables.
//! It decides how a piece looks, never what it says.

use crate::delivery::report::{
    self, Block, Cell, Check, Checks, Facts, Figures, Items, Report, SectionId, Target, Verdict,
};
use crate::engines::office::text::{
    self, Column, Document, Entry, Look, Picture, Piece, Row, Run, Table,
};
use crate::engines::office::{Error, Properties};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::MapId;
use chrono::NaiveTime;
use std::collections::BTreeMap;

/// The maps of a document, painted as PNG; a map that is not among them is told by its steps alone.
pub type Pictures = BTreeMap<MapId, Vec<u8>>;

/// The document as a file; the same document and pictures give the same bytes.
///
/// # Errors
/// When it becomes larger than a file can be.
pub fn write(report: &Report, pictures: &Pictures) -> Result<Vec<u8>, Error> {
    let mut pieces = front(report);
    let annex = report.annex();
    for (at, section) in report.sections.iter().enumerate() {
        if annex == Some(at) {
            pieces.push(heading(report::ANNEX));
            pieces.push(Piece::Paragraph(Look::Plain, vec![Run::new(report::RESTS_ON)]));
        }
        let (name, text) = (Some(section_name(section.id)), section.title.to_owned());
        // As in print, what is told goes on where the page has room; what is signed begins one.
        let new_page = at == 0 || section.id == SectionId::Decision;
        pieces.push(Piece::Heading { level: 1, text, name, new_page });
        pieces.push(Piece::Paragraph(Look::Lede, vec![Run::new(section.lede.as_str())]));
        let blocks = section.blocks.iter();
        pieces.extend(blocks.flat_map(|block| piece(block, pictures)));
    }
    text::write(&Document {
        properties: Properties {
            title: format!("{}: {}", report.title, report.kind.to_lowercase()),
            author: report.published_by.clone(),
            subject: format!("{} for {}, sha256 {}", report.version, report.client, report.hash),
            created: report.published_day.and_time(NaiveTime::MIN).and_utc(),
        },
        header: (format!("{} · {}", report.title, report.client), report.version.clone()),
        footer: format!("{}\nsha256 {}", report.reader, report.hash).trim_start().to_owned(),
        pieces,
    })
}

fn heading(text: &str) -> Piece {
    Piece::Heading { level: 1, text: text.to_owned(), name: None, new_page: true }
}

/// What the document opens with: whose it is, the verdict, and what is in it.
fn front(report: &Report) -> Vec<Piece> {
    let mut pieces = Vec::new();
    if let Some(cover) = &report.cover {
        pieces.push(Piece::Paragraph(Look::Small, vec![Run::bold(cover.firm.as_str())]));
        pieces.extend(cover.contact.iter().map(|line| small(line)));
    }
    pieces.push(small(&format!("Faultline · {}", report.kind)));
    pieces.push(Piece::Title(report.title.clone()));
    pieces.push(Piece::Subtitle(format!("for {}", report.client)));
    pieces.push(small(&report.published));
    pieces.extend(
        report
            .cover
            .iter()
            .filter(|cover| !cover.confidential.is_empty())
            .map(|cover| small(&cover.confidential)),
    );
    pieces.extend(paragraphs(&report.covering));
    pieces.extend(verdict(&report.verdict));
    let entry = |section: &report::Section| Entry {
        runs: vec![Run { to: Some(section_name(section.id)), ..Run::new(section.title) }],
        notes: Vec::new(),
    };
    let entries = report.sections.iter().map(entry).collect();
    pieces.push(Piece::Paragraph(Look::Caption, vec![Run::bold("Contents")]));
    pieces.push(Piece::List { ordered: false, entries });
    pieces
}

fn section_name(id: SectionId) -> String {
    format!("section-{}", id.key())
}

fn small(text: &str) -> Piece {
    Piece::Paragraph(Look::Small, vec![Run::new(text)])
}

/// Paragraphs of a text, as blank lines part them.
fn paragraphs(text: &str) -> Vec<Piece> {
    let parts = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| Piece::Paragraph(Look::Plain, vec![Run::new(part)])).collect()
}

/// A text, or that it is not known.
fn known(text: &str) -> Run {
    if text.trim().is_empty() {
        return Run { unknown: true, ..Run::new("We don’t know yet") };
    }
    Run::new(text)
}

fn piece(block: &Block, pictures: &Pictures) -> Vec<Piece> {
    match block {
        Block::Heading(heading) => vec![Piece::Heading {
            level: if heading.minor { 3 } else { 2 },
            text: heading.text.clone(),
            name: heading.anchor.clone(),
            new_page: false,
        }],
        Block::Text(told) if told.text.trim().is_empty() => {
            vec![Piece::Paragraph(Look::Plain, vec![known("")])]
        }
        Block::Text(told) => paragraphs(&told.text),
        Block::Verdict(told) => verdict(told),
        Block::Figures(told) => vec![figures(told)],
        Block::Facts(told) => vec![facts(told)],
        Block::Items(told) => items(told),
        Block::Checks(told) => checks(told),
        Block::Table(told) => table(told),
        Block::Drawings(told) => {
            told.drawings.iter().flat_map(|one| drawing(one, pictures)).collect()
        }
        Block::Payload(told) => vec![
            Piece::Paragraph(Look::Caption, vec![Run::new(told.caption.as_str())]),
            Piece::Paragraph(Look::Code, vec![Run::new(told.text.as_str())]),
        ],
        Block::Files(told) => files(told),
    }
}

fn verdict(told: &Verdict) -> Vec<Piece> {
    let mut pieces = vec![Piece::Paragraph(Look::Verdict, vec![Run::new(told.word.as_str())])];
    pieces.extend(paragraphs(&told.says));
    let entries: Vec<_> = told
        .notes
        .iter()
        .map(|note| Entry { runs: vec![known(note)], notes: Vec::new() })
        .collect();
    pieces.extend((!entries.is_empty()).then_some(Piece::List { ordered: false, entries }));
    pieces
}

fn column(label: &str, share: u32, number: bool) -> Column {
    Column { label: label.to_owned(), share, number }
}

fn figures(told: &Figures) -> Piece {
    let row = |figure: &report::Figure| Row {
        name: None,
        cells: vec![
            vec![Run::bold(figure.figure.as_str())],
            vec![Run::new(figure.label.as_str())],
            vec![Run::new(figure.base.as_str())],
        ],
    };
    let columns = vec![
        column("Figure", 2, true),
        column("What", 4, false),
        column("Measured against", 5, false),
    ];
    Piece::Table(Table {
        caption: "Figures".into(),
        columns,
        rows: told.figures.iter().map(row).collect(),
    })
}

fn facts(told: &Facts) -> Piece {
    let row = |(term, text): &(String, String)| Row {
        name: None,
        cells: vec![vec![Run::bold(term.as_str())], vec![known(text)]],
    };
    let columns = vec![column("", 2, false), column("", 5, false)];
    Piece::Table(Table {
        caption: "Facts".into(),
        columns,
        rows: told.facts.iter().map(row).collect(),
    })
}

fn items(told: &Items) -> Vec<Piece> {
    let entry = |item: &report::Item| {
        let mut runs = vec![known(&item.says)];
        if let (Some(to), Some(see)) = (&item.to, item.see()) {
            runs.push(Run::new(" "));
            runs.push(link(to, see));
        }
        Entry { runs, notes: item.notes.iter().map(|note| vec![known(note)]).collect() }
    };
    let entries = told.items.iter().map(entry).collect();
    let mut pieces = vec![Piece::List { ordered: told.ordered, entries }];
    pieces.extend(more(told.more, "more"));
    pieces
}

/// Where something is told in full.
fn link(to: &Target, place: String) -> Run {
    let name = to.anchor.clone().unwrap_or_else(|| section_name(to.section));
    Run { to: Some(name), ..Run::new(place) }
}

fn checks(told: &Checks) -> Vec<Piece> {
    let row = |check: &Check| {
        let mut runs = vec![Run::bold(check.title.as_str())];
        runs.extend(check.notes.iter().map(|note| Run::new(format!("\n{note}"))));
        Row { name: None, cells: vec![vec![Run::bold(check.word.as_str())], runs] }
    };
    let columns = vec![column("", 2, false), column("", 9, false)];
    let rows = told.checks.iter().map(row).collect();
    let mut pieces = vec![Piece::Table(Table { caption: "How it stands".into(), columns, rows })];
    pieces.extend(more(told.more, "more"));
    pieces
}

fn table(told: &report::Table) -> Vec<Piece> {
    let columns =
        told.columns.iter().map(|one| column(&one.label, u32::from(one.share).max(1), one.number));
    let cell = |(at, cell): (usize, &Cell)| {
        let run = known(&cell.told());
        vec![if at == 0 && !run.unknown { Run { bold: true, ..run } } else { run }]
    };
    let row = |row: &report::Row| Row {
        name: row.anchor.clone(),
        cells: row.cells.iter().enumerate().map(cell).collect(),
    };
    let rows = told.rows.iter().map(row).collect();
    let mut pieces = vec![
        Piece::Paragraph(Look::Caption, vec![Run::new(told.told())]),
        Piece::Table(Table { caption: told.told(), columns: columns.collect(), rows }),
    ];
    pieces.extend(more(told.more, "more rows"));
    pieces
}

/// That there is more than is told here.
fn more(count: usize, what: &str) -> Option<Piece> {
    (count > 0)
        .then(|| small(&format!("And {count} {what}; the workbook and the JSON have them all.")))
}

fn files(told: &report::Files) -> Vec<Piece> {
    let entry = |file: &report::FileTold| Entry {
        runs: vec![Run::bold(file.name.as_str()), Run::new(format!(" ({})", file.about))],
        notes: [format!("SHA-256 {}", file.sha256), file.withdrawn.clone()]
            .into_iter()
            .filter(|note| !note.is_empty())
            .map(|note| vec![Run::new(note)])
            .collect(),
    };
    let entries = told.files.iter().map(entry).collect();
    vec![
        Piece::Paragraph(Look::Caption, vec![Run::new(told.caption.as_str())]),
        Piece::List { ordered: false, entries },
    ]
}

fn drawing(told: &report::Drawing, pictures: &Pictures) -> Vec<Piece> {
    let heading =
        Piece::Heading { level: 3, text: told.title.clone(), name: None, new_page: false };
    let shown = match pictures.get(&told.map) {
        Some(png) => Piece::Picture(Picture { png: png.clone(), alt: told.alt.clone() }),
        None => small(&told.alt),
    };
    let caption = Piece::Paragraph(Look::Caption, vec![Run::new(told.told())]);
    vec![heading, caption, shown]
}

#[cfg(test)]
mod tests;
