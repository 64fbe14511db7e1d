//! Facts about the text document of the example: it opens, and says what the others say.

use super::*;
use crate::delivery::report::document;
use crate::engines::office::testing::{assert_sound, part, told, values};
use crate::stores::room::tests::{example, sealed};

fn written(doc: crate::document::engagement::Engagement) -> Vec<u8> {
    write(&document(&sealed(doc)), &Pictures::new()).unwrap()
}

#[test]
fn the_example_opens_and_tells_the_verdict_with_its_hash() {
    let snapshot = sealed(example());
    let bytes = written(example());
    assert_sound(&bytes);
    let xml = part(&bytes, "word/document.xml");
    let text = told(&xml);
    let report = document(&snapshot);
    for section in &report.sections {
        assert!(text.contains(section.title), "{} is missing", section.title);
    }
    assert!(text.contains(&report.verdict.word) && text.contains(&report.verdict.says));
    assert!(part(&bytes, "word/footer1.xml").contains(&report.hash));
    assert!(part(&bytes, "word/header1.xml").contains(&report.version));
    let steps = snapshot.document().maps.iter().flat_map(|map| &map.steps);
    steps.for_each(|step| assert!(text.contains(&step.name), "{} is missing", step.name));
}

#[test]
fn the_same_snapshot_gives_the_same_bytes() {
    assert_eq!(written(example()), written(example()));
}

#[test]
fn no_text_becomes_markup_a_field_or_a_relation() {
    for text in [
        "</w:t></w:r><w:fldSimple w:instr=\" DATE \"/>",
        "{ INCLUDETEXT c:\\x }",
        "]]>&amp;<!--",
        "\u{0}\u{b}\u{ffff}x",
    ] {
        let mut doc = example();
        doc.title = text.into();
        doc.client = text.into();
        doc.brief.situation = text.into();
        doc.systems[0].name = text.into();
        doc.maps[0].steps[1].name = text.into();
        doc.samples.examples[0].evidence = text.into();
        let bytes = written(doc);
        assert_sound(&bytes);
        assert!(values(&part(&bytes, "word/document.xml"), "w:instr").is_empty(), "{text}");
    }
}

#[test]
fn links_lead_to_what_is_there() {
    let xml = part(&written(example()), "word/document.xml");
    let (links, places) = (values(&xml, "w:anchor"), values(&xml, "w:name"));
    assert!(links.len() > 10, "{}", links.len());
    assert!(links.iter().all(|link| places.contains(link)));
}

#[test]
fn a_map_that_was_painted_stands_beside_its_steps() {
    let snapshot = sealed(example());
    let map = snapshot.document().maps[0].id;
    let pixel = [
        b"\x89PNG\r\n\x1a\n".as_slice(),
        &[0, 0, 0, 13],
        b"IHDR",
        &[0, 0, 0, 9, 0, 0, 0, 5, 8, 0, 0, 0, 0],
    ]
    .concat();
    let bytes = write(&document(&snapshot), &Pictures::from([(map, pixel)])).unwrap();
    assert_sound(&bytes);
    assert_eq!(values(&part(&bytes, "word/document.xml"), "r:embed"), ["rIdMap1"]);
}

#[test]
fn word_and_markdown_lead_to_the_same_places() {
    let report = document(&sealed(example()));
    let told = [
        told(&part(&written(example()), "word/document.xml")),
        crate::delivery::report::markdown::write(&report),
    ];
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let items = blocks.filter_map(|block| match block {
        Block::Items(items) => Some(items),
        _ => None,
    });
    let led: Vec<_> = items.flat_map(|it| &it.items).filter_map(report::Item::see).collect();
    assert!(led.len() > 5, "{}", led.len());
    for (see, text) in led.iter().flat_map(|see| told.iter().map(move |text| (see, text))) {
        let wanted = led.iter().filter(|other| *other == see).count();
        assert_eq!(text.matches(see.as_str()).count(), wanted, "{see}");
    }
}
