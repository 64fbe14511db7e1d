//! The recommendation document: what a snapshot says, as structured content (domain §11).
//! It only tells what was published; nothing is judged here, and every reader of it shows the same sentences.

use crate::judgement::assess::Assessment;
use crate::platform::ids::MapId;
use crate::platform::wording::day;
use crate::stores::quote::Issued;
use crate::stores::room::Snapshot;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;

mod access_ledger;
#[cfg(feature = "ssr")]
mod alone;
mod anchors;
mod argued;
mod build;
mod content;
mod cover;
mod decision;
mod evidence;
pub mod figures;
mod files;
mod glossary;
mod maps;
pub mod markdown;
mod numbers;
mod origin;
mod plan;
mod printed;
mod quote;
mod risks;
#[cfg(feature = "ssr")]
pub mod sheets;
mod summary;
mod tables;
mod truth;
mod verdict;

pub use crate::stores::room::SectionId;
#[cfg(feature = "ssr")]
pub use alone::alone;
pub use anchors::{of as place_of, sample as anchor_of_sample};
pub use argued::argued;
pub use build::{MOST_ROWS, TEXT_LIMIT};
use build::{anchored, checks, cut, facts, heading, items, minor, section, table, text};
pub use content::{
    Block, Check, Checks, Drawing, Drawings, Facts, Figure, Figures, Heading, Item, Items, Mark,
    Payload, Section, Sense, Target, Text, Verdict,
};
pub use cover::{Cover, Logo};
pub use files::{FileTold, Files};
pub use maps::{called, scene};
pub use numbers::Number;
pub use printed::printed;
pub use quote::{quote, quote_with_drawing};
pub use tables::{Cell, Column, Row, Table};

/// The name of an annex.
pub const ANNEX: &str = "Annex";
/// The sentence that says what an annex is for.
pub const RESTS_ON: &str = "What the first part rests on.";

/// The whole document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// What kind of document it is: “Recommendation”, or “Quote”.
    pub kind: &'static str,
    /// The engagement's title.
    pub title: String,
    /// The client's name.
    pub client: String,
    /// The snapshot's number.
    pub number: i32,
    /// What this version is called: “Version 2”, or “Provisional version 2” until the verdict is final.
    pub version: String,
    /// The same with when it was published and by whom.
    pub published: String,
    /// The day it was published, for programs.
    pub published_day: NaiveDate,
    /// Who published it.
    pub published_by: String,
    /// The snapshot's hash, in full.
    pub hash: String,
    /// The verdict it opens with.
    pub verdict: Verdict,
    /// Confirmed samples behind it: the weight of the fault line.
    pub evidence: i64,
    /// The words before the verdict; empty for none.
    pub covering: String,
    /// What the cover shows of the firm, once it has settings.
    pub cover: Option<Cover>,
    /// Whom this copy is for, on every page of it; empty for the plain one, which is everybody's.
    pub reader: String,
    /// Whether it is a sheet of two pages at most, without a cover page of its own.
    pub is_sheet: bool,
    /// The sections that are read before deciding, where the others are an annex; empty for a document without one.
    pub read_first: &'static [SectionId],
    /// Its sections, in reading order.
    pub sections: Vec<Section>,
}

/// The recommendation of a snapshot.
#[must_use]
pub fn document(snapshot: &Snapshot) -> Report {
    let (contents, doc, assessment) =
        (snapshot.contents(), snapshot.document(), snapshot.assessment());
    let mut sections = vec![
        summary::section(doc, assessment),
        maps::section(doc, assessment),
        evidence::section(snapshot),
        truth::section(doc, assessment),
        verdict::section(doc, assessment),
        verdict::gates(assessment),
        risks::section(assessment),
        access_ledger::section(doc),
    ];
    sections.extend(plan::section(doc, assessment));
    sections.extend(figures::section(doc, contents.figures.as_ref()));
    sections.push(origin::section(snapshot));
    let version = version(contents.number, assessment);
    let published_day = contents.published_at.date_naive();
    let mut report = Report {
        kind: "Recommendation",
        title: doc.title.clone(),
        client: doc.client.clone(),
        number: contents.number,
        published: published(contents.number, &version, published_day, &contents.published_by),
        version,
        published_day,
        published_by: contents.published_by.clone(),
        hash: snapshot.hash().to_string(),
        verdict: verdict::whole(assessment),
        evidence: doc.samples.confirmed(),
        covering: String::new(),
        cover: None,
        reader: String::new(),
        is_sheet: false,
        read_first: &[],
        sections,
    };
    anchors::keep_only_what_is_there(&mut report);
    numbers::give(&mut report, doc);
    report
}

/// The recommendation of a snapshot with the quote that goes with it.
#[must_use]
pub fn with_quote(snapshot: &Snapshot, issued: Option<&Issued>) -> Report {
    let mut report = document(snapshot);
    if let Some(issued) = issued {
        let last = report.sections.len().saturating_sub(1);
        report.sections.insert(last, quote::section(issued, quote::Curve::Table));
    }
    report
}

/// What something is called that was published, with when and by whom; without a number it was not.
fn published(number: i32, called: &str, on: NaiveDate, by: &str) -> String {
    if number == 0 {
        return called.to_owned();
    }
    format!("{called}, published {} by {by}", day(on))
}

/// What a version is called: until its verdict is final it says so wherever it is named. One without a number was not
/// published.
#[must_use]
pub fn version(number: i32, assessment: &Assessment) -> String {
    if number == 0 {
        return "Not published".to_owned();
    }
    let word = if assessment.is_provisional() { "Provisional version" } else { "Version" };
    format!("{word} {number}")
}

impl Report {
    /// A section.
    #[must_use]
    pub fn section(&self, id: SectionId) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// The place of the first section of its annex, where it has one.
    #[must_use]
    pub fn annex(&self) -> Option<usize> {
        let read_last = |section: &Section| !self.read_first.contains(&section.id);
        let at = self.sections.iter().position(read_last);
        at.filter(|at| !self.read_first.is_empty() && *at > 0)
    }

    /// The maps that it shows drawn.
    #[must_use]
    pub fn drawn(&self) -> BTreeSet<MapId> {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        let drawings = blocks.filter_map(|block| match block {
            Block::Drawings(told) => Some(&told.drawings),
            _ => None,
        });
        drawings.flatten().map(|drawing| drawing.map).collect()
    }
}

#[cfg(test)]
mod tests;
