//! The nine points that an expert's report is measured by, each met or with what is missing.
//! They are read off what was recorded; none is met because somebody could have recorded it.

use super::claims;
use crate::document::engagement::Engagement;
use crate::judgement::assess::{Assessment, assess};
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::wording::{counted, day, ended};
use crate::stores::room::{Presentation, Snapshot};
use chrono::NaiveDate;

mod read;

/// Sentences that are told of a point; the others are counted.
const MOST: usize = 12;

catalogue! {
    /// A point of an expert's report.
    pub enum Point {
        Question => "question", "The question that was asked, and by whom";
        Facts => "facts", "Facts apart from inference";
        Tested => "tested", "Who tested what, and when";
        ReliedUpon => "relied_upon", "All that was relied upon";
        Contrary => "contrary", "Contrary evidence answered";
        Opinion => "opinion", "The range of opinion";
        Limits => "limits", "Limits";
        Reproducible => "reproducible", "Can be reproduced";
        Signed => "signed", "Signed";
    }
}

/// How a point stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Met {
    /// Which.
    pub point: Point,
    /// What is recorded of it.
    pub told: Vec<String>,
    /// What is missing; empty where it is met.
    pub missing: Vec<String>,
}

impl Met {
    /// Whether nothing is missing.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.missing.is_empty()
    }
}

/// What the points are read off.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// The document.
    pub document: &'a Engagement,
    /// What was judged of it.
    pub assessment: &'a Assessment,
    /// How its documents are told.
    pub presentation: &'a Presentation,
    /// Who published it, and on which day; none before.
    pub published: Option<(&'a str, NaiveDate)>,
    /// Whether the document, judged again, gives the same.
    pub is_reproduced: bool,
    /// Whether a text in it was redacted since.
    pub is_withdrawn: bool,
}

impl<'a> Basis<'a> {
    /// Everything about a version, which is judged once more to see whether the same comes out.
    #[must_use]
    pub fn of(snapshot: &'a Snapshot) -> Self {
        let contents = snapshot.contents();
        let by = (contents.published_by.as_str(), contents.published_at.date_naive());
        Self {
            document: snapshot.document(),
            assessment: snapshot.assessment(),
            presentation: &contents.presentation,
            published: (contents.number > 0).then_some(by),
            is_reproduced: assess(snapshot.document()) == *snapshot.assessment(),
            is_withdrawn: snapshot.withdrawn().is_some(),
        }
    }
}

/// The nine points, in their order.
#[must_use]
pub fn points(basis: &Basis<'_>) -> Vec<Met> {
    let claims = claims(basis.document, basis.assessment);
    let of = |point: &Point| {
        let (told, missing) = match point {
            Point::Question => question(basis.presentation),
            Point::Facts => read::facts(&claims),
            Point::Tested => read::tested(basis),
            Point::ReliedUpon => read::relied_upon(basis),
            Point::Contrary => read::contrary(&claims),
            Point::Opinion => read::opinion(&claims),
            Point::Limits => read::limits(basis),
            Point::Reproducible => reproducible(basis),
            Point::Signed => signed(basis),
        };
        Met { point: *point, told: bounded(told), missing: bounded(missing) }
    };
    Point::ALL.iter().map(of).collect()
}

/// What is told of a point, and what is missing.
type Read = (Vec<String>, Vec<String>);

fn bounded(mut sentences: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    sentences.retain(|one| seen.insert(one.clone()));
    if sentences.len() > MOST {
        let more = sentences.split_off(MOST).len();
        sentences.push(format!("And {more} more."));
    }
    sentences
}

fn question(presentation: &Presentation) -> Read {
    let Presentation { question, asked_by, .. } = presentation;
    let told = [("", question), ("Asked by ", asked_by)];
    let told = told.iter().filter(|(_, text)| !text.is_empty());
    let mut missing = Vec::new();
    if question.is_empty() {
        missing.push("The question that was asked is not written down.".to_owned());
    }
    if asked_by.is_empty() {
        missing.push("Who asked it is not written down.".to_owned());
    }
    (told.map(|(before, text)| ended(&format!("{before}{text}"))).collect(), missing)
}

fn reproducible(basis: &Basis<'_>) -> Read {
    if basis.is_withdrawn {
        let redacted = "A text in it was redacted after it was published: what is left is not what was judged.";
        return (Vec::new(), vec![redacted.into()]);
    }
    if !basis.is_reproduced {
        let other = "This program judges the document otherwise: it was judged by another release.";
        return (Vec::new(), vec![other.into()]);
    }
    let told = [
        "The document was judged again when this was made, and the same came out.",
        "“faultline assess” on the JSON of the version does it anywhere, and “faultline document” makes this pack again, without the firm’s name at its head.",
    ];
    (Vec::from(told.map(str::to_owned)), Vec::new())
}

fn signed(basis: &Basis<'_>) -> Read {
    let by = basis
        .published
        .map(|(by, on)| format!("{by} published it on {}; its hash fixes every byte.", day(on)));
    let signs = "signs it as their own opinion, with everything they know that speaks against it.";
    match (basis.published, basis.presentation.signed) {
        (Some((name, _)), true) => {
            (by.into_iter().chain([format!("{name} {signs}")]).collect(), Vec::new())
        }
        (Some(_), false) => {
            (by.into_iter().collect(), vec!["Whoever published it did not sign it.".into()])
        }
        (None, _) => {
            (Vec::new(), vec!["Whoever publishes it signs it, or leaves that out.".into()])
        }
    }
}

/// “3 systems”, unless there is none.
fn some(count: usize, one: &str, many: &str) -> Option<String> {
    (count > 0).then(|| counted(i64::try_from(count).unwrap_or(i64::MAX), one, many))
}

#[cfg(test)]
mod tests;
