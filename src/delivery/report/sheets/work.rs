//! What a sheet tells of work: what was found, what to do, how it is tested, and what waits for the client.

use super::{BOTH, Told, brief, cell, first, row, section, text};
use crate::delivery::report::{Column, Item, Section, SectionId, items, table};
use crate::delivery::test_matrix;

/// What the evidence establishes at each integration.
pub(super) fn findings(told: &Told<'_>) -> Option<Section> {
    let found = told.snapshot.assessment().findings().map(|(number, one, finding)| {
        let because = finding.because.first().map(|reason| brief(&reason.says));
        let (kind, path) = (finding.kind, finding.path);
        let says = format!("Finding {number}, {}: {kind} ({path})", one.verdict.name);
        Item { notes: because.into_iter().collect(), ..Item::new(brief(&says)) }
    });
    let (shown, note) = first(found.collect(), 6, BOTH);
    let mut blocks: Vec<_> =
        items("What was found", false, shown).into_iter().chain(note).collect();
    if blocks.is_empty() {
        blocks.push(text("No finding is established from the evidence yet."));
    }
    section(SectionId::Evidence, "What was found", blocks)
}

/// What to do, in order.
pub(super) fn actions(told: &Told<'_>) -> Option<Section> {
    let assessment = told.snapshot.assessment();
    let tell = |action: &crate::judgement::verdict::Action| {
        let name = assessment.of(action.integration).map_or("", |one| one.verdict.name.as_str());
        let says = format!("{} ({}: {name})", action.says.trim_end_matches('.'), action.stage);
        Item::new(brief(&says))
    };
    let (shown, note) = first(assessment.verdict.plan.iter().map(tell).collect(), 8, BOTH);
    let blocks = items("What to do, in order", true, shown).into_iter().chain(note).collect();
    section(SectionId::Verdict, "What to do, in order", blocks)
}

/// The first tests, which come of the evidence; all of them are a file of their own.
pub(super) fn tests(told: &Told<'_>) -> Option<Section> {
    let tests = test_matrix::tests(told.snapshot.document());
    let tell = |test: &test_matrix::Test| {
        row(vec![
            cell(test.number.to_string()),
            cell(&test.integration),
            cell(format!("When {}", test.when)),
            cell(format!("Then {}", test.then)),
        ])
    };
    let (shown, note) =
        first(tests.iter().map(tell).collect(), 6, "in the CSV and in the Gherkin file");
    let columns = vec![
        Column::number("No."),
        Column::new("Integration", 3),
        Column::new("When", 5),
        Column::new("Then", 5),
    ];
    let mut blocks: Vec<_> = table("Tests", columns, shown).into_iter().collect();
    if !blocks.is_empty() {
        blocks.push(note.unwrap_or_else(|| text("The CSV and the Gherkin file have these tests.")));
    }
    section(SectionId::Evidence, "How it is tested", blocks)
}

/// What the client has to do, and by when.
pub(super) fn awaited(told: &Told<'_>) -> Option<Section> {
    let plan = told.plan();
    // Without a first day the whole document has no plan, and the workbook has its lines all the same.
    let place = if plan.date(1).is_some() { BOTH } else { "in the workbook" };
    let (shown, note) = first(told.waiting(&plan), 8, place);
    let columns =
        vec![Column::new("What is needed", 7), Column::new("Who", 3), Column::new("By", 3)];
    let mut blocks: Vec<_> =
        table("What is needed of you", columns, shown).into_iter().chain(note).collect();
    if blocks.is_empty() {
        blocks.push(text("Nothing of the plan waits for you."));
    }
    section(SectionId::Plan, "What is needed of you", blocks)
}
