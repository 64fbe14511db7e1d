//! The body of a document: its pieces as `WordprocessingML`, with the names that links lead to.

use super::{Entry, Look, Picture, Piece, Row, Run, escape};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The widest a picture is: what a page of A4 leaves, in English metric units.
const WIDEST: u64 = 5_832_000;
/// The highest a picture is.
const HIGHEST: u64 = 7_600_000;

/// What is written so far.
#[derive(Debug, Default)]
pub(super) struct Body<'d> {
    /// The pieces.
    pub(super) xml: String,
    /// The pictures, in their order.
    pub(super) pictures: Vec<&'d [u8]>,
    /// How many numbered lists there are: each begins with 1.
    pub(super) numbered: usize,
    /// The bookmark of each name that something has.
    names: BTreeMap<&'d str, usize>,
    /// Names that stand already.
    placed: usize,
}

impl<'d> Body<'d> {
    /// The body of a document with these pieces.
    pub(super) fn of(pieces: &'d [Piece]) -> Self {
        let mut body = Self::default();
        for name in pieces.iter().flat_map(names) {
            let next = body.names.len() + 1;
            body.names.entry(name).or_insert(next);
        }
        for (at, piece) in pieces.iter().enumerate() {
            body.piece(piece);
            if matches!(piece, Piece::Table(_)) {
                body.after_table(pieces.get(at + 1));
            }
        }
        body
    }

    fn piece(&mut self, piece: &'d Piece) {
        match piece {
            Piece::Title(text) => self.paragraph("Title", "", None, &[Run::new(text.as_str())]),
            Piece::Subtitle(text) => {
                self.paragraph("Subtitle", "", None, &[Run::new(text.as_str())])
            }
            Piece::Heading { level, text, name, new_page } => {
                let style = format!("Heading{}", (*level).clamp(1, 3));
                let more = if *new_page { "<w:pageBreakBefore/>" } else { "" };
                self.paragraph(&style, more, name.as_deref(), &[Run::new(text.as_str())]);
            }
            Piece::Paragraph(look, runs) => self.paragraph(style(*look), "", None, runs),
            Piece::List { ordered, entries } => self.list(*ordered, entries),
            Piece::Table(table) => self.table(table),
            Piece::Picture(picture) => self.picture(picture),
        }
    }

    /// A paragraph in a style, with more of its properties as they are written.
    pub(super) fn paragraph(&mut self, style: &str, more: &str, name: Option<&str>, runs: &[Run]) {
        let _ = write!(self.xml, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr>");
        let bookmark = name.and_then(|name| self.place(name));
        if let Some(id) = bookmark {
            let _ = write!(self.xml, "<w:bookmarkStart w:id=\"{id}\" w:name=\"place_{id}\"/>");
        }
        runs.iter().for_each(|run| self.run(run));
        if let Some(id) = bookmark {
            let _ = write!(self.xml, "<w:bookmarkEnd w:id=\"{id}\"/>");
        }
        self.xml.push_str("</w:p>");
    }

    /// The number of a name's bookmark, where it stands for the first time. Names are numbered as they come.
    fn place(&mut self, name: &str) -> Option<usize> {
        let id = self.names.get(name).copied().filter(|id| *id == self.placed + 1)?;
        self.placed = id;
        Some(id)
    }

    fn run(&mut self, run: &Run) {
        let link = run.to.as_deref().and_then(|name| self.names.get(name).copied());
        if let Some(id) = link {
            let _ = write!(self.xml, "<w:hyperlink w:anchor=\"place_{id}\" w:history=\"1\">");
        }
        self.xml.push_str("<w:r>");
        let form = match (link, run.unknown, run.bold) {
            (Some(_), _, _) => "<w:rStyle w:val=\"Hyperlink\"/>",
            (None, true, _) => "<w:rStyle w:val=\"Unknown\"/>",
            (None, false, true) => "<w:b/><w:bCs/>",
            (None, false, false) => "",
        };
        if !form.is_empty() {
            let _ = write!(self.xml, "<w:rPr>{form}</w:rPr>");
        }
        for (line, at) in run.text.lines().zip(0_usize..) {
            if at > 0 {
                self.xml.push_str("<w:br/>");
            }
            let text = escape::text(line);
            let _ = write!(self.xml, "<w:t xml:space=\"preserve\">{text}</w:t>");
        }
        self.xml.push_str("</w:r>");
        if link.is_some() {
            self.xml.push_str("</w:hyperlink>");
        }
    }

    fn list(&mut self, ordered: bool, entries: &[Entry]) {
        // The first list of the numbering is the one with bullets.
        self.numbered += usize::from(ordered);
        let number = if ordered { self.numbered + 1 } else { 1 };
        let level = |list: usize, level: u8| {
            format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>")
        };
        for entry in entries {
            self.paragraph("ListParagraph", &level(number, 0), None, &entry.runs);
            for note in &entry.notes {
                self.paragraph("ListParagraph", &level(1, 1), None, note);
            }
        }
    }

    fn picture(&mut self, picture: &'d Picture) {
        let Some((width, height)) = size(&picture.png) else {
            return self.paragraph(style(Look::Small), "", None, &[Run::new(picture.alt.as_str())]);
        };
        self.pictures.push(&picture.png);
        let (number, alt) = (self.pictures.len(), escape::text(&picture.alt));
        let (wide, high) = fitted(width, height);
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"Normal\"/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
             <wp:extent cx=\"{wide}\" cy=\"{high}\"/><wp:docPr id=\"{number}\" name=\"Map {number}\" descr=\"{alt}\"/>\
             <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr>\
             <pic:cNvPr id=\"{number}\" name=\"map{number}.png\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rIdMap{number}\"/>\
             <a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{wide}\" cy=\"{high}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        );
    }
}

/// The names that a piece has.
fn names(piece: &Piece) -> Vec<&str> {
    match piece {
        Piece::Heading { name: Some(name), .. } => vec![name],
        Piece::Table(table) if !table.columns.is_empty() => {
            table.rows.iter().filter_map(named).collect()
        }
        _ => Vec::new(),
    }
}

fn named(row: &Row) -> Option<&str> {
    row.name.as_deref().filter(|_| !row.cells.is_empty())
}

fn style(look: Look) -> &'static str {
    match look {
        Look::Plain => "BodyText",
        Look::Lede => "Lede",
        Look::Verdict => "Verdict",
        Look::Small => "Small",
        Look::Code => "Code",
        Look::Caption => "Caption",
    }
}

/// The width and height of a PNG, in pixels, from its first chunk.
fn size(png: &[u8]) -> Option<(u64, u64)> {
    let head = png.get(..24).filter(|head| head.starts_with(b"\x89PNG\r\n\x1a\n"))?;
    let number =
        |at: usize| Some(u64::from(u32::from_be_bytes(head.get(at..at + 4)?.try_into().ok()?)));
    let (width, height) = (number(16)?, number(20)?);
    (width > 0 && height > 0).then_some((width, height))
}

/// As large as a page allows, and no larger than the picture is at 192 pixels an inch.
fn fitted(width: u64, height: u64) -> (u64, u64) {
    let (mut wide, mut high) = (width * 4_762, height * 4_762);
    if wide > WIDEST {
        (wide, high) = (WIDEST, (high * WIDEST / wide).max(1));
    }
    if high > HIGHEST {
        (wide, high) = ((wide * HIGHEST / high).max(1), HIGHEST);
    }
    (wide, high)
}
