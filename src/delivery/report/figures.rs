//! Whether it got better: the four figures before and now and by the month, as they were counted when the version was
//! published. Few of them tell nothing, and it says so.

use super::{
    Block, Cell, Check, Column, Row, Section, SectionId, Sense, checks, heading, section as make,
    table, text,
};
use crate::document::counted::{Compared, Counted, Span};
use crate::document::engagement::Engagement;
use crate::judgement::figures::{Figure, keeps};
use crate::judgement::quote::hours;
use crate::platform::catalogue::Catalogue;
use crate::platform::statistics::{Change, share, share_in_cell};
use crate::platform::wording::{counted as number_of, day, sentence};

/// What the table of the months is called.
const MONTHS: &str = "The figures by month";

/// The section; nothing where nothing was counted.
pub(super) fn section(doc: &Engagement, counted: Option<&Counted>) -> Option<Section> {
    let Counted { compared, months } = counted?;
    let volume: i64 = doc.in_scope().filter_map(|one| one.monthly_volume).sum();
    let volume = u64::try_from(volume).unwrap_or(0);
    let mut blocks = vec![heading("Before and now"), text(&spans(compared))];
    blocks.extend(checks(Figure::ALL.iter().map(|figure| told(compared, *figure)).collect()));
    blocks.extend(waiting(compared));
    blocks.extend(targets(doc, months));
    blocks.push(heading("Month by month"));
    blocks.extend(by_month(months, volume));
    blocks.push(text(&base(volume)));
    let lede = "Only failures that somebody confirmed count. A few more or fewer may be chance: where that cannot be told apart, it says so.";
    Some(make(SectionId::Figures, lede, blocks))
}

fn spans(compared: &Compared) -> String {
    let Compared { before, now, .. } = compared;
    format!(
        "Now is {} to {}. It is held against as many days before it: {} to {}.",
        day(now.first),
        day(now.last),
        day(before.first),
        day(before.last)
    )
}

/// A figure before and now, and what that says.
fn told(compared: &Compared, figure: Figure) -> Check {
    let sense = match compared.change(figure) {
        Change::More => Sense::Fault,
        Change::Fewer => Sense::Sound,
        Change::Same => Sense::Plain,
        Change::TooFew => Sense::Unknown,
    };
    let (before, now) = (number(&compared.before, figure), number(&compared.now, figure));
    Check {
        sense,
        word: compared.says(figure),
        title: format!("{}: {before} before, {now} now", figure.plain()),
        notes: vec![why(compared, figure)],
    }
}

/// The share of now with what it means: half of them would be chance.
fn why(compared: &Compared, figure: Figure) -> String {
    let (first, then) = compared.counts(figure);
    let all = first + then;
    if all == 0 {
        return "There is nothing to compare yet.".into();
    }
    let what = match figure {
        Figure::Recovery => "took longer than the one it is paired with",
        _ => "fell into the newer days",
    };
    format!("{} {what}; without any change it would be about half.", sentence(&share(then, all)))
}

/// That samples wait for review, if any do.
fn waiting(compared: &Compared) -> Option<Block> {
    let open = compared.open(Figure::Failures);
    let wait = number_of(
        i64::try_from(open).unwrap_or(i64::MAX),
        "more failure was",
        "more failures were",
    );
    (open > 0).then(|| {
        text(&format!(
            "{wait} reported of these days and not reviewed yet. As long as they could turn the answer, none is given."
        ))
    })
}

/// What was agreed of each figure, against the last whole month.
fn targets(doc: &Engagement, months: &[Span]) -> Option<Block> {
    let targets = &doc.measures.first()?.targets;
    let month = months.iter().rev().nth(1)?;
    let columns = vec![
        Column::new("Figure", 4),
        Column::number("At most"),
        Column::number(format!("In {}", month.first.format("%B %Y"))),
        Column::new("Agreed target", 3),
    ];
    let row = |(figure, most): (&Figure, &i64)| {
        let unit = if *figure == Figure::Recovery { "hours" } else { "a month" };
        let (sense, word) = match keeps(month, *figure, *most) {
            Some(true) => (Sense::Sound, "kept"),
            Some(false) => (Sense::Fault, "missed"),
            None => (Sense::Unknown, "nothing to hold against it"),
        };
        let cells = vec![
            Cell::new(figure.plain()),
            Cell::new(format!("{most} {unit}")),
            Cell::new(number(month, *figure)),
            Cell::marked(word, super::Mark::Sense(sense)),
        ];
        Row { anchor: None, cells }
    };
    table(
        "What was agreed, against the last whole month",
        columns,
        targets.iter().map(row).collect(),
    )
}

/// What stands before the months, and the months without their heading: a page that draws them has its own.
#[must_use]
pub fn parted(mut blocks: Vec<Block>) -> (Vec<Block>, Vec<Block>) {
    let table = |block: &Block| matches!(block, Block::Table(table) if table.caption == MONTHS);
    let at = blocks.iter().position(table).unwrap_or(blocks.len());
    let months = blocks.split_off(at);
    if matches!(blocks.last(), Some(Block::Heading(_))) {
        blocks.pop();
    }
    (blocks, months)
}

/// The months, the newest first.
fn by_month(months: &[Span], volume: u64) -> Option<Block> {
    let mut columns = vec![Column::new("Month", 3)];
    for figure in Figure::ALL {
        columns.push(Column { share: 3, ..Column::number(figure.plain()) });
        if rated(*figure, volume) {
            columns.push(Column { share: 3, ..Column::number("Of all records") });
        }
    }
    let row = |month: &Span| {
        let mut cells = vec![Cell::new(month.first.format("%B %Y").to_string())];
        for figure in Figure::ALL {
            cells.push(Cell::new(number(month, *figure)));
            if rated(*figure, volume) {
                cells.push(Cell::new(share_in_cell(month.count(*figure), volume)));
            }
        }
        Row { anchor: None, cells }
    };
    table(MONTHS, columns, months.iter().rev().map(row).collect())
}

/// Whether a figure is a share of the records that are carried.
fn rated(figure: Figure, volume: u64) -> bool {
    volume > 0 && matches!(figure, Figure::Failures | Figure::Duplicates)
}

fn base(volume: u64) -> String {
    let end = "The newest month ends on the day of this version.";
    if volume == 0 {
        return format!(
            "{end} How many records are carried in a month is not recorded, so that these are numbers and not shares."
        );
    }
    format!(
        "{end} Shares are of {volume} records a month, as recorded of the integrations in scope, with the interval that so few allow."
    )
}

/// A figure of a span, as its reader is told.
fn number(span: &Span, figure: Figure) -> String {
    match figure {
        Figure::Recovery => span.recovery.map_or_else(
            || "not known".to_owned(),
            |median| match median.bounds {
                Some((low, high)) => {
                    format!("{} ({} to {})", hours(median.value), hours(low), hours(high))
                }
                None => hours(median.value),
            },
        ),
        Figure::Manual => {
            let minutes = i64::try_from(span.minutes).unwrap_or(i64::MAX);
            format!("{} ({})", span.interventions, hours(minutes))
        }
        figure => span.count(figure).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::report::{document, markdown};
    use crate::judgement::assess::testing::may;
    use crate::judgement::figures::{Day, compared, months};
    use crate::platform::ids::SnapshotId;
    use crate::stores::room::tests::{example, sealed};
    use crate::stores::room::{Contents, Snapshot};
    use chrono::NaiveDate;

    fn of(day: NaiveDate, failures: i64, waiting: i64) -> Day {
        Day {
            day,
            failures,
            duplicates: 1,
            interventions: failures,
            minutes: failures * 30,
            recoveries: vec![120; 6],
            waiting,
            waiting_duplicates: 0,
            waiting_interventions: 0,
            waiting_recovered: 0,
        }
    }

    fn told(waiting: i64) -> Snapshot {
        let days = [of(may(2), 20, 0), of(may(12), 3, waiting)];
        let counted =
            Counted { compared: compared(&days, may(10), may(18)), months: months(&days, may(18)) };
        let contents = Contents { figures: Some(counted), ..sealed(example()).contents().clone() };
        Snapshot::seal(SnapshotId(uuid::Uuid::nil()), contents).unwrap()
    }

    #[test]
    fn a_version_tells_whether_it_got_better_and_how_sure_that_is() {
        let snapshot = told(0);
        let text = markdown::write(&document(&snapshot));
        for part in [
            "## Whether it got better",
            "Failures: 20 before, 3 now",
            "fewer than before",
            "too few to tell",
            "3 of 23, which means between",
            "May 2026",
            "not known",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(snapshot.text().contains("\"figures\":{\"compared\""), "the JSON has it too");
        let bytes = snapshot.text().to_owned();
        let opened = Snapshot::open(snapshot.id(), bytes, snapshot.hash().bytes()).unwrap();
        assert_eq!(opened.contents(), snapshot.contents());
    }

    #[test]
    fn what_waits_for_review_is_told_and_turns_no_answer() {
        let text = markdown::write(&document(&told(9)));
        assert!(text.contains("too few to tell: 9 samples wait for review"), "{text}");
        assert!(text.contains("9 more failures were reported"), "{text}");
        let told_fewer = |text: &str| text.matches("fewer than before").count();
        let sure = markdown::write(&document(&told(0)));
        assert_eq!((told_fewer(&sure), told_fewer(&text)), (2, 1), "work by hand alone is sure");
    }

    #[test]
    fn a_version_without_figures_is_read_as_before() {
        let older = sealed(example());
        assert!(!older.text().contains("\"figures\""), "{}", older.text());
        assert!(document(&older).section(SectionId::Figures).is_none());
    }
}
