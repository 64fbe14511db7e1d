//! Sheets for one reader each, of two pages at most: what an owner, an engineer, a data steward and a finance lead need of
//! the same version. What the publisher left out is in none of them; long lists are cut, counted, and told where they are.

use super::{
    Block, Cell, Check, Column, Cover, Item, Mark, Report, Row, Section, SectionId, Sense, Text,
    Verdict, anchors, checks, document, items, table,
};
use crate::document::engagement::FlagState;
use crate::document::plan::{LineState, WaitsFor};
use crate::document::samples::{Nature, Pattern};
use crate::document::truth::{Field, Standing};
use crate::judgement::flags::Severity;
use crate::judgement::plan::{self, DatedPlan};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{counted, day, listed};
use crate::stores::quote::Issued;
use crate::stores::room::Snapshot;

mod money;
mod work;

/// Whom a sheet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFor {
    /// Whoever decides.
    Owner,
    /// Whoever changes the integration.
    Engineer,
    /// Whoever answers for the data.
    DataSteward,
    /// Whoever pays.
    Finance,
}

/// The longest text of a sheet, in characters.
const TEXT: usize = 140;
/// The longest text of a cell, in characters.
const CELL: usize = 110;
/// Where what a sheet has no room for is told.
const BOTH: &str = "in the whole document and in the workbook";

impl SheetFor {
    /// All readers that have one.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Engineer, Self::DataSteward, Self::Finance];

    /// What its sheet is called.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Owner => "Sheet for the owner",
            Self::Engineer => "Sheet for the engineer",
            Self::DataSteward => "Sheet for the data steward",
            Self::Finance => "Sheet for finance",
        }
    }

    /// What it is for.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Owner => {
                "What is wrong, what is proposed, and what is needed of you and your people."
            }
            Self::Engineer => "What was found, what to do in which order, and how it is tested.",
            Self::DataSteward => "Which fields are unsettled, and which failures come of data.",
            Self::Finance => {
                "What it costs today, what the work costs, and what the price rests on."
            }
        }
    }
}

/// The sheet of a snapshot for a reader, without what the publisher left out. Each section has the id of the one that it is
/// told from, and may have it twice.
#[must_use]
pub fn sheet(
    snapshot: &Snapshot,
    issued: Option<&Issued>,
    reader: SheetFor,
    cover: Option<Cover>,
) -> Report {
    let whole = document(snapshot);
    let told = Told { snapshot, issued };
    let sections = match reader {
        SheetFor::Owner => vec![
            Some(money::costs(&told, &whole)),
            work::awaited(&told),
            told.risks(4),
            money::price(&told),
        ],
        SheetFor::Engineer => vec![work::findings(&told), work::actions(&told), work::tests(&told)],
        SheetFor::DataSteward => vec![told.unsettled(), told.data_failures()],
        SheetFor::Finance => vec![
            Some(money::costs(&told, &whole)),
            money::price(&told),
            money::assumptions(&told),
            work::awaited(&told),
        ],
    };
    let presentation = &snapshot.contents().presentation;
    let carried = |section: &Section| presentation.carries(section.id);
    let sections = sections.into_iter().flatten().filter(carried).collect();
    let verdict = Verdict {
        says: within(&whole.verdict.says, 3 * TEXT),
        notes: whole.verdict.notes.iter().take(2).map(|note| brief(note)).collect(),
        ..whole.verdict.clone()
    };
    let mut report =
        Report { kind: reader.title(), verdict, cover, is_sheet: true, sections, ..whole };
    anchors::keep_only_what_is_there(&mut report);
    report
}

/// What a sheet is told from.
struct Told<'a> {
    snapshot: &'a Snapshot,
    issued: Option<&'a Issued>,
}

/// A text as a sheet can have it: one paragraph, not too long.
fn brief(text: &str) -> String {
    within(text, TEXT)
}

/// A text as one paragraph of so many characters at most.
fn within(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(most) {
        None => text,
        Some((end, _)) => {
            let cut = text[..end].rfind(' ').filter(|at| *at > end / 2).unwrap_or(end);
            format!("{} …", &text[..cut])
        }
    }
}

fn cell(text: impl AsRef<str>) -> Cell {
    Cell::new(within(text.as_ref(), CELL))
}

fn row(cells: Vec<Cell>) -> Row {
    Row { anchor: None, cells }
}

fn section(id: SectionId, title: &'static str, blocks: Vec<Block>) -> Option<Section> {
    (!blocks.is_empty()).then(|| Section { id, title, lede: String::new(), blocks })
}

fn text(text: impl Into<String>) -> Block {
    Block::Text(Text { text: text.into() })
}

/// As many as a sheet has room for, and where there are more.
fn first<T>(all: Vec<T>, most: usize, place: &str) -> (Vec<T>, Option<Block>) {
    let more = all.len().saturating_sub(most);
    let note = (more > 0).then(|| {
        let stand = if more == 1 { "stands" } else { "stand" };
        text(format!("{more} more {stand} {place}."))
    });
    (all.into_iter().take(most).collect(), note)
}

impl Told<'_> {
    fn plan(&self) -> DatedPlan {
        plan::of(self.snapshot.document(), self.snapshot.assessment())
    }

    /// The open risks that weigh most.
    fn risks(&self, most: usize) -> Option<Section> {
        let flags = &self.snapshot.assessment().flags;
        let open = flags.iter().filter(|flag| flag.state == FlagState::Open);
        let check = |flag: &crate::judgement::flags::Flag| Check {
            sense: if flag.severity <= Severity::High { Sense::Fault } else { Sense::Doubt },
            word: flag.severity.label().to_owned(),
            title: brief(&format!("Risk {}: {}", flag.number, flag.says)),
            notes: vec![brief(&flag.why)],
        };
        let (shown, note) = first(open.map(check).collect(), most, BOTH);
        section(
            SectionId::Risks,
            "What could hurt",
            checks(shown).into_iter().chain(note).collect(),
        )
    }

    /// Fields whose owner is not settled.
    fn unsettled(&self) -> Option<Section> {
        let (doc, issues) = (self.snapshot.document(), &self.snapshot.assessment().truth);
        let is_open = |field: &&Field| {
            field.standing != Standing::Agreed || issues.iter().any(|issue| issue.field == field.id)
        };
        let tell = |field: &Field| {
            let kind = doc.data_types.iter().find(|kind| kind.id == field.data_type);
            let owners =
                field.owners().filter_map(|id| doc.system(id)).map(|system| system.name.as_str());
            let wrong: Vec<_> = issues
                .iter()
                .filter(|issue| issue.field == field.id)
                .map(|issue| issue.says.as_str())
                .collect();
            let sense =
                if field.standing == Standing::Agreed { Sense::Fault } else { Sense::Doubt };
            row(vec![
                cell(format!("{} · {}", kind.map_or("", |kind| kind.name.as_str()), field.name)),
                Cell::marked(field.standing.label(), Mark::Sense(sense)),
                cell(listed(&owners.collect::<Vec<_>>())),
                cell(wrong.join(" ")),
            ])
        };
        let (shown, note) = first(doc.fields.iter().filter(is_open).map(tell).collect(), 10, BOTH);
        let columns = vec![
            Column::new("Field", 4),
            Column::new("Agreed?", 2),
            Column::new("Owned by", 3),
            Column::new("To settle", 6),
        ];
        let mut blocks: Vec<_> =
            table("Fields to settle", columns, shown).into_iter().chain(note).collect();
        if blocks.is_empty() {
            blocks.push(text("Every field that was recorded has one owner that people agree on."));
        }
        section(SectionId::Truth, "Fields to settle", blocks)
    }

    /// Confirmed failures whose cause is in the data or in a rule about it.
    fn data_failures(&self) -> Option<Section> {
        let doc = self.snapshot.document();
        let of_data = |pattern: &&Pattern| {
            pattern.confirmed > 0 && matches!(pattern.cause.nature(), Nature::Data | Nature::Rule)
        };
        let tell = |pattern: &Pattern| {
            let at = pattern.integration.and_then(|id| doc.integration(id));
            let says = format!(
                "{}, {}: {}",
                pattern.symptom.label(),
                pattern.cause.label().to_lowercase(),
                at.map_or("where is not known yet", |at| at.name.as_str())
            );
            let count = counted(pattern.confirmed, "confirmed failure", "confirmed failures");
            Item {
                notes: vec![format!("{count}, last seen on {}.", day(pattern.last_seen))],
                ..Item::new(brief(&says))
            }
        };
        let (shown, note) =
            first(doc.samples.patterns.iter().filter(of_data).map(tell).collect(), 8, BOTH);
        let blocks = items("Failures of data", false, shown).into_iter().chain(note).collect();
        section(SectionId::Evidence, "Failures that come of data", blocks)
    }

    /// Lines of the plan that wait for the client and are not done.
    fn waiting(&self, plan: &DatedPlan) -> Vec<Row> {
        let open = plan
            .lines
            .iter()
            .filter(|line| line.waits_for == WaitsFor::Client && line.state != LineState::Done);
        open.map(|line| {
            row(vec![
                cell(&line.says),
                cell(&line.owner),
                cell(plan.date(line.ends).map_or_else(|| format!("day {}", line.ends), day)),
            ])
        })
        .collect()
    }
}

#[cfg(test)]
mod tests;
