//! Facts about sheets: one for each reader, of one version, and never with more than its documents carry.

use super::*;
use crate::delivery::report::{Cover, markdown, printed};
use crate::judgement::quote::with_tax;
use crate::stores::quote::testing::quoted;
use crate::stores::room::tests::{example, sealed};
use crate::stores::room::{Contents, Presentation};

/// The example without some sections.
fn without(left_out: Vec<SectionId>) -> Snapshot {
    let usual = sealed(example());
    let presentation = Presentation { left_out, ..Presentation::default() };
    let contents = Contents { presentation, ..usual.contents().clone() };
    Snapshot::seal(usual.id(), contents).unwrap()
}

#[test]
fn each_reader_has_a_sheet_of_the_same_version_with_its_hash() {
    let snapshot = sealed(example());
    for reader in SheetFor::ALL {
        let report = sheet(&snapshot, None, reader, None);
        assert!(report.is_sheet && !report.sections.is_empty(), "{reader:?}");
        let told = markdown::write(&report);
        assert!(told.contains(&snapshot.hash().to_string()) && told.contains(reader.title()));
        assert_eq!(told, markdown::write(&sheet(&snapshot, None, reader, None)));
    }
}

#[test]
fn no_sheet_tells_what_the_publisher_left_out() {
    let issued = quoted(&example(), true);
    let price = with_tax(issued.contents.offer(), &issued.contents.quote.currency);
    let told = |snapshot: &Snapshot, reader| {
        markdown::write(&sheet(snapshot, Some(&issued), reader, None))
    };
    let (whole, cut) = (sealed(example()), without(SectionId::choosable().collect()));
    for (reader, parts) in [
        (SheetFor::Owner, &["## What could hurt", price.as_str()][..]),
        (SheetFor::Engineer, &["## What was found", "## How it is tested"]),
        (SheetFor::DataSteward, &["## Fields to settle"]),
        (SheetFor::Finance, &["## What the work costs", "## What is needed of you"]),
    ] {
        let (all, left) = (told(&whole, reader), told(&cut, reader));
        for part in parts {
            assert!(all.contains(part), "{part}: {all}");
            assert!(!left.contains(part), "{part}: {left}");
        }
    }
}

#[test]
fn the_page_to_sign_names_no_price_where_the_quote_is_left_out() {
    let issued = quoted(&example(), true);
    let decision = |snapshot: &Snapshot| {
        let report = printed(snapshot, Some(&issued), None::<Cover>);
        serde_json::to_string(report.section(SectionId::Decision).unwrap()).unwrap()
    };
    assert!(decision(&sealed(example())).contains("The price holds until"));
    let told = decision(&without(vec![SectionId::Quote]));
    let priced = [
        "The price",
        "Price before tax",
        "Price with tax",
        issued.contents.quote.currency.as_str(),
    ];
    assert!(priced.iter().all(|word| !told.contains(word)), "{told}");
}

#[test]
fn what_a_sheet_has_no_room_for_is_where_it_says() {
    let told = |doc, reader| markdown::write(&sheet(&sealed(doc), None, reader, None));
    let mut doc = example();
    doc.samples.patterns = vec![doc.samples.patterns[0].clone(); 20];
    let engineer = told(doc.clone(), SheetFor::Engineer);
    assert!(engineer.contains("more stand in the CSV and in the Gherkin file."), "{engineer}");
    doc.plans.clear();
    let owner = told(doc, SheetFor::Owner);
    let at = owner.find("## What is needed of you").unwrap();
    let needed = owner[at..].split("\n## ").next().unwrap();
    assert!(!needed.contains("in the whole document"), "{needed}");
}

#[test]
fn a_long_text_is_cut_at_a_word() {
    assert_eq!(brief("a\n b"), "a b");
    let told = brief(&"word ".repeat(100));
    assert!(told.ends_with("word …") && told.chars().count() <= TEXT + 2, "{told}");
    assert!(brief(&"x".repeat(500)).chars().count() <= TEXT + 2);
}
