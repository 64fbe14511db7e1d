//! Facts about numbers: the same thing has the same in every form of a version, whatever its documents leave out.

use super::*;
use crate::delivery::report::{Drawing, SectionId, Table, document, markdown, printed};
use crate::stores::quote::testing::quoted;
use crate::stores::room::tests::{example, sealed};
use crate::stores::room::{Contents, Presentation, Snapshot};

fn tables(report: &Report) -> Vec<&Table> {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let tables = blocks.filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.collect()
}

fn drawings(report: &Report) -> Vec<&Drawing> {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let drawings = blocks.filter_map(|block| match block {
        Block::Drawings(told) => Some(&told.drawings),
        _ => None,
    });
    drawings.flatten().collect()
}

/// The captions of a report with their numbers.
fn captions(report: &Report) -> Vec<String> {
    let tables = tables(report).into_iter().filter(|table| table.number.is_some());
    let drawings = drawings(report).into_iter().map(Drawing::told);
    tables.map(Table::told).chain(drawings).collect()
}

fn without(left_out: Vec<SectionId>) -> Snapshot {
    let usual = sealed(example());
    let presentation = Presentation { left_out, ..Presentation::default() };
    let contents = Contents { presentation, ..usual.contents().clone() };
    Snapshot::seal(usual.id(), contents).unwrap()
}

#[test]
fn a_document_numbers_its_tables_and_figures_in_the_order_in_which_it_prints_them() {
    let report = printed(&sealed(example()), None, None);
    let numbers: Vec<_> = tables(&report).iter().filter_map(|table| table.number).collect();
    assert!(numbers.len() > 5, "{numbers:?}");
    let told: Vec<_> = numbers.iter().map(ToString::to_string).collect();
    assert_eq!(told, (1..=told.len()).map(|at| at.to_string()).collect::<Vec<_>>());
    let figures: Vec<_> = drawings(&report).iter().map(|one| one.told()).collect();
    assert!(figures.len() > 1 && figures[1].starts_with("Figure 2: "), "{figures:?}");
    let captions = captions(&report);
    let all: std::collections::BTreeSet<_> = captions.iter().collect();
    assert_eq!(all.len(), captions.len(), "a caption stands once: {captions:?}");
}

#[test]
fn the_room_and_every_document_call_a_table_by_the_same_number() {
    let snapshot = sealed(example());
    let room = document(&snapshot);
    let short = without(vec![SectionId::Map, SectionId::Truth]);
    let (whole, cut) = (printed(&snapshot, None, None), printed(&short, None, None));
    let told = captions(&room);
    assert!(captions(&whole).iter().all(|one| told.contains(one)));
    assert!(captions(&cut).iter().all(|one| told.contains(one)), "{:?}", captions(&cut));
    assert!(captions(&cut).len() < told.len());
    let text = markdown::write(&cut);
    for caption in captions(&cut) {
        assert!(text.contains(&markdown::inline(&caption)), "{caption}: {text}");
    }
}

#[test]
fn a_form_to_fill_in_has_no_number() {
    let report = printed(&sealed(example()), None, None);
    let unnumbered: Vec<_> =
        tables(&report).into_iter().filter(|table| table.number.is_none()).collect();
    let [form] = unnumbered[..] else { panic!("{unnumbered:?}") };
    assert_eq!(form.caption, "Signatures");
}

#[test]
fn the_tables_of_a_quote_are_a_series_of_their_own_alone_and_in_the_whole_document() {
    let issued = quoted(&example(), true);
    let alone = crate::delivery::report::quote(&issued);
    let whole = printed(&sealed(example()), Some(&issued), None);
    let (alone, whole) = (captions(&alone), captions(&whole));
    assert!(alone.len() > 1 && alone[0].starts_with("Table Q1: "), "{alone:?}");
    assert!(alone.iter().all(|one| whole.contains(one)), "{whole:?}");
    let without = captions(&printed(&sealed(example()), None, None));
    assert!(without.iter().all(|one| whole.contains(one)), "a quote moves no number");
}

#[test]
fn a_reason_names_the_table_that_it_is_a_row_of_and_a_map_the_one_that_lists_its_steps() {
    let report = document(&sealed(example()));
    let items = report.sections.iter().flat_map(|section| &section.blocks);
    let items = items.filter_map(|block| match block {
        Block::Items(told) => Some(&told.items),
        _ => None,
    });
    let mut named = 0;
    for item in items.flatten() {
        let anchor = item.to.as_ref().and_then(|to| to.anchor.as_ref());
        let holds = |table: &&&Table| table.rows.iter().any(|row| row.anchor.as_ref() == anchor);
        let tables = tables(&report);
        let table = anchor.and_then(|_| tables.iter().find(holds)).and_then(|table| table.number);
        assert_eq!(item.table, table, "{item:?}");
        named += usize::from(table.is_some());
    }
    assert!(named > 0, "nothing that is told rests on a row");
    for drawing in drawings(&report) {
        let listed = tables(&report)
            .into_iter()
            .find(|table| table.caption == format!("{}, step by step", drawing.caption));
        let number = listed.and_then(|table| table.number).unwrap();
        assert!(drawing.alt.ends_with(&format!("Table {number} lists its steps.")), "{drawing:?}");
    }
}

#[test]
fn what_the_document_leaves_out_is_not_referred_to() {
    let report = printed(&without(vec![SectionId::Evidence]), None, None);
    let text = markdown::write(&report);
    let referred: Vec<_> = text.split("(see Table ").skip(1).collect();
    let numbers: Vec<_> = captions(&report);
    for rest in referred {
        let number = rest.split(')').next().unwrap();
        assert!(numbers.iter().any(|it| it.starts_with(&format!("Table {number}: "))), "{number}");
    }
}
