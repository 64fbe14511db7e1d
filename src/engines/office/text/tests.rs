//! Facts about text documents: they open, say what was written, and lead where they say.

use super::super::testing::{assert_sound, part, parts, told, values};
use super::*;
use std::collections::BTreeSet;

/// The smallest PNG there is, one pixel.
const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0,
    1, 0, 0, 0, 1, 8, 0, 0, 0, 0,
];

const TEXTS: [&str; 10] = [
    "Größe und Straße",
    "Ελληνικά",
    "Кириллица",
    "العربية من اليمين",
    "עברית",
    "हिन्दी",
    "株式会社ファルト",
    "한국어 · ไทย",
    "<w:p>&amp;]]></w:p>",
    "{ HYPERLINK \"http://example.org\" }",
];

fn document(pieces: Vec<Piece>) -> Document {
    let created = "2026-05-04T08:30:00Z".parse().unwrap();
    let text = |text: &str| text.to_owned();
    let properties =
        Properties { title: text("Orders"), author: text("Mara"), subject: text("v1"), created };
    let header = (text("Orders & more"), text("Version 1"));
    Document { properties, header, footer: text("sha256 abc"), pieces }
}

fn everything() -> Vec<Piece> {
    let linked = Run { to: Some("row".into()), ..Run::new("see the row") };
    let lost = Run { to: Some("nowhere".into()), ..Run::new("leads nowhere") };
    let entry =
        |text: &str| Entry { runs: vec![Run::new(text)], notes: vec![vec![Run::new("a note")]] };
    let column = |label: &str| Column { label: label.into(), share: 2, number: false };
    let row = |name: Option<&str>| Row {
        name: name.map(Into::into),
        cells: vec![vec![Run::new("cell")]],
    };
    vec![
        Piece::Title("Title".into()),
        Piece::Heading {
            level: 1,
            text: "First".into(),
            name: Some("first".into()),
            new_page: true,
        },
        Piece::Paragraph(Look::Plain, vec![linked, lost, Run::bold("bold\nsecond line")]),
        Piece::List { ordered: true, entries: vec![entry("one"), entry("two")] },
        Piece::List { ordered: true, entries: vec![entry("one again")] },
        Piece::List { ordered: false, entries: vec![entry("dot")] },
        Piece::Table(Table {
            caption: "\"Rows\"".into(),
            columns: vec![column("A"), column("B")],
            rows: vec![row(Some("row")), row(Some("row")), row(None)],
        }),
        Piece::Picture(Picture { png: PIXEL.to_vec(), alt: "A <map>".into() }),
        Piece::Picture(Picture { png: b"no picture".to_vec(), alt: "too large".into() }),
    ]
}

#[test]
fn a_document_of_everything_is_sound_and_the_same_twice() {
    let document = document(everything());
    let bytes = write(&document).unwrap();
    assert_sound(&bytes);
    assert_eq!(bytes, write(&document).unwrap());
    assert!(part(&bytes, "docProps/core.xml").contains("2026-05-04T08:30:00Z"));
    assert!(part(&bytes, "word/footer1.xml").contains("sha256 abc"));
    assert_eq!(parts(&bytes).keys().filter(|name| name.ends_with(".png")).count(), 1);
}

#[test]
fn links_lead_to_bookmarks_that_stand_once_and_others_are_plain_text() {
    let xml = part(&write(&document(everything())).unwrap(), "word/document.xml");
    let places = values(&xml, "w:name");
    assert_eq!(places.iter().collect::<BTreeSet<_>>().len(), places.len(), "{places:?}");
    let links = values(&xml, "w:anchor");
    assert_eq!(links.len(), 1, "{links:?}");
    assert!(links.iter().all(|link| places.contains(link)));
    assert!(told(&xml).contains("leads nowhere"));
}

#[test]
fn every_style_and_list_that_is_used_is_there() {
    let bytes = write(&document(everything())).unwrap();
    let (xml, styles) = (part(&bytes, "word/document.xml"), part(&bytes, "word/styles.xml"));
    let there = values(&styles, "w:styleId");
    for kind in ["w:pStyle", "w:rStyle", "w:tblStyle"] {
        for piece in xml.split(&format!("<{kind} ")).skip(1) {
            let used = values(&format!(" {piece}"), "w:val")[0].to_owned();
            assert!(there.contains(&used.as_str()), "{used} is no style");
        }
    }
    let lists = part(&bytes, "word/numbering.xml");
    assert_eq!(values(&lists, "w:numId"), ["1", "2", "3"]);
}

#[test]
fn texts_of_every_script_come_out_as_they_were_written() {
    let said = |text: &&str| Piece::Paragraph(Look::Plain, vec![Run::new(*text)]);
    let bytes = write(&document(TEXTS.iter().map(said).collect())).unwrap();
    assert_sound(&bytes);
    let xml = part(&bytes, "word/document.xml");
    let read = told(&xml);
    assert!(TEXTS.iter().all(|text| read.contains(text)), "{read}");
    assert!(!xml.contains("instr"), "no field comes of a text");
}
