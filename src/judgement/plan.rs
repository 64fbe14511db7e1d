//! The 60-day plan (domain §11): one line for each thing to do, filled from the gaps, with who does it and when.
//! No gap is without a line, and no line is without a gap but those that somebody added.

use crate::document::engagement::Engagement;
use crate::document::plan::{DAYS, LineState, Phase, PlanLine, WaitsFor};
use crate::judgement::assess::Assessment;
use crate::judgement::evidence::Subject;
use crate::judgement::gaps::Gap;
use crate::platform::ids::{EngagementId, IntegrationId, PartId};
use chrono::{Days, NaiveDate};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

mod dates;
mod drafts;
#[cfg(test)]
mod tests;

use drafts::Draft;

/// A gap that a line closes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Closes {
    /// Which.
    pub gap: Gap,
    /// What is wanting, in a sentence.
    pub says: String,
    /// Where it would be recorded.
    pub about: Subject,
}

/// A line of the plan, with its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DatedLine {
    /// Its id: the same as long as its key is.
    pub id: PartId,
    /// Its number in the plan, from 1.
    pub number: u32,
    /// A text that names it and no other; empty where it was added.
    pub key: String,
    /// What is done.
    pub says: String,
    /// The phase it belongs to.
    pub phase: Phase,
    /// The integration it is for; without one it is for the whole engagement.
    pub integration: Option<IntegrationId>,
    /// The gaps that it closes; none where it was added.
    pub closes: Vec<Closes>,
    /// Whom it waits for.
    pub waits_for: WaitsFor,
    /// Who does it, by name; empty while nobody is named.
    pub owner: String,
    /// The day of the plan on which it begins.
    pub starts: i64,
    /// The day of the plan on which it ends.
    pub ends: i64,
    /// The lines that have to be done before.
    pub after: Vec<PartId>,
    /// Those of them that end only after it begins.
    pub too_early_for: Vec<PartId>,
    /// How far it has come.
    pub state: LineState,
    /// The day on which it was done.
    pub done_on: Option<NaiveDate>,
    /// Whether anything was recorded of it.
    pub is_recorded: bool,
}

impl DatedLine {
    /// Whether it was added rather than asked for by a gap.
    #[must_use]
    pub fn is_added(&self) -> bool {
        self.key.is_empty()
    }

    /// Whether it ends after the last day of the plan.
    #[must_use]
    pub fn is_beyond(&self) -> bool {
        self.ends > DAYS
    }
}

/// The plan with its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DatedPlan {
    /// Its first day, once it is set.
    pub starts_on: Option<NaiveDate>,
    /// Its lines, in the order of their days.
    pub lines: Vec<DatedLine>,
    /// What was recorded of lines whose gap is closed by now.
    pub closed: Vec<PlanLine>,
}

/// The id of a line that the gaps ask for: what is recorded of it, and its entry in a calendar, stay with it.
#[must_use]
pub fn line_id(engagement: EngagementId, key: &str) -> PartId {
    let hash = Sha256::new_with_prefix(engagement.0.as_bytes()).chain_update(key).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    PartId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The plan of a document as it was assessed.
#[must_use]
pub fn of(doc: &Engagement, assessment: &Assessment) -> DatedPlan {
    let recorded: BTreeMap<PartId, &PlanLine> =
        doc.plan_lines.iter().map(|line| (line.id, line)).collect();
    let asked = drafts::of(doc, assessment);
    let added = doc.plan_lines.iter().filter(|line| line.is_added());
    let added = added.map(|line| Draft::added(doc, line));
    let mut lines: Vec<Draft> = asked.into_iter().chain(added).collect();
    for line in &mut lines {
        line.record(recorded.get(&line.id).copied());
    }
    let ids: BTreeSet<PartId> = lines.iter().map(|line| line.id).collect();
    let closed = doc.plan_lines.iter().filter(|line| !ids.contains(&line.id));
    DatedPlan {
        starts_on: doc.plans.first().and_then(|plan| plan.starts_on),
        closed: closed.cloned().collect(),
        lines: dates::dated(assessment, &lines),
    }
}

impl DatedPlan {
    /// The date of a day of the plan, once its first day is set.
    #[must_use]
    pub fn date(&self, day: i64) -> Option<NaiveDate> {
        let days = u64::try_from(day - 1).ok()?;
        self.starts_on?.checked_add_days(Days::new(days))
    }

    /// The first and the last day of the work, once the first day is set and there is work.
    #[must_use]
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let last = self.lines.iter().filter_map(|line| self.date(line.ends)).max();
        self.starts_on.zip(last)
    }

    /// A line by its id.
    #[must_use]
    pub fn line(&self, id: PartId) -> Option<&DatedLine> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// Whether a line that is not done should be by that day.
    #[must_use]
    pub fn is_late(&self, line: &DatedLine, today: NaiveDate) -> bool {
        line.state != LineState::Done && self.date(line.ends).is_some_and(|last| last < today)
    }

    /// The lines that are not done and wait for somebody.
    pub fn waiting(&self, whom: WaitsFor) -> impl Iterator<Item = &DatedLine> {
        self.lines
            .iter()
            .filter(move |line| line.waits_for == whom && line.state != LineState::Done)
    }

    /// Whether a line waits for another, at first hand or through others.
    #[must_use]
    pub fn waits_on(&self, line: PartId, other: PartId) -> bool {
        let (mut seen, mut open) = (BTreeSet::new(), vec![line]);
        while let Some(at) = open.pop() {
            let after = self.line(at).map(|line| line.after.as_slice()).unwrap_or_default();
            if after.contains(&other) {
                return true;
            }
            open.extend(after.iter().copied().filter(|id| seen.insert(*id)));
        }
        false
    }
}
