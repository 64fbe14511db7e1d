//! What a log shows, as a draft map: steps with how often they happened, flows with how long they wait.
//! Rework is noted beside its step; what was left out is listed.

use super::Options;
use super::discover::{Discovered, End};
use super::log::Log;
use super::words::{duration, grouped, share};
use crate::engines::formats::draft::Draft;
use crate::engines::map::text::inferred;
use crate::engines::map::{LaneKind, StepFacts, StepKind};
use chrono::{DateTime, Utc};

/// The lane of a log that names none.
const NOWHERE: &str = "Process";
/// Milliseconds of an average month.
const MONTH: f64 = 2_629_800_000.0;
/// A log shorter than this says nothing about a month.
const WEEK: i64 = 604_800_000;

impl Log {
    /// The log as a draft map.
    #[must_use]
    pub fn draft(&self, options: &Options) -> Draft {
        let found = self.discover(options);
        let lane_kind = if self.people { LaneKind::Person } else { LaneKind::Team };
        let mut draft = Draft { note: summary(&found), ..Draft::default() };
        let start = start(&found, lane_kind, &mut draft);
        let steps: Vec<usize> =
            (0..found.activities.len()).map(|at| step(&found, at, lane_kind, &mut draft)).collect();
        let last = draft.steps.len().saturating_sub(1);
        let end = {
            let lane = draft.steps[last].lane;
            draft.step(lane, "End", StepKind::End, 1)
        };
        let place = |end_of: End| match end_of {
            End::Start => start,
            End::Activity(at) => steps[at],
            End::End => end,
        };
        for edge in &found.edges {
            let wait = edge.wait.map(|wait| format!(", {}", duration(wait))).unwrap_or_default();
            let told = format!("{}×{wait}", grouped(edge.times));
            draft.flow(place(edge.from), place(edge.to), &told, 1);
        }
        self.tell(&found, &mut draft);
        draft
    }

    fn tell(&self, found: &Discovered, draft: &mut Draft) {
        let read = format!("{} events of {} cases", grouped(found.events), grouped(found.cases.1));
        draft.understood(
            1,
            read,
            "Steps with how often they happened, flows with how long they wait.",
        );
        if !self.timed {
            let became = "The order in the file is taken for the order in which things happened; nothing is known of waiting times and of how often a month.";
            draft.doubt(1, "No times are told", became);
        }
        if self.open > 0 {
            let what = format!("{} activities were begun and not ended", grouped(self.open));
            draft.doubt(
                1,
                what,
                "Each is counted once, and its case is kept: it may still be open.",
            );
        }
        if self.people && self.lanes.iter().any(Option::is_some) {
            let became =
                "No system or team is told. Rename the lanes where a program did the work.";
            draft.doubt(1, "Those who did the work are the lanes", became);
        }
        for (line, times, why) in &self.left_out {
            draft.lost(*line, format!("{} events", grouped(*times)), &format!("Left out: {why}."));
        }
        let (steps, flows) = found.hidden;
        if steps + flows > 0 {
            let what = format!("{steps} activities and {flows} flows");
            draft.doubt(1, what, "Too rare for the chosen detail; they are counted but not shown.");
        }
    }
}

fn start(found: &Discovered, kind: LaneKind, draft: &mut Draft) -> usize {
    let first = found.edges.iter().find_map(|edge| match (edge.from, edge.to) {
        (End::Start, End::Activity(at)) => Some(at),
        _ => None,
    });
    let lane = lane(found, first.unwrap_or_default(), kind, draft);
    draft.step(lane, "Start", StepKind::Start, 1)
}

fn lane(found: &Discovered, activity: usize, kind: LaneKind, draft: &mut Draft) -> usize {
    let told = found.activities.get(activity).and_then(|activity| activity.lane.as_deref());
    match told {
        Some(name) => draft.lane(name, kind),
        None => draft.lane(NOWHERE, LaneKind::System),
    }
}

fn step(found: &Discovered, at: usize, lane_kind: LaneKind, draft: &mut Draft) -> usize {
    let activity = &found.activities[at];
    let lane = lane(found, at, lane_kind, draft);
    let kind = match inferred(&activity.name, draft.lanes[lane].kind, &StepFacts::default()) {
        kind if kind.is_manual() || kind == StepKind::Detection => kind,
        _ => StepKind::Task,
    };
    let step = draft.step(lane, &activity.name, kind, 1);
    draft.guessed.extend((kind == StepKind::Task).then_some(step));
    let cases = found.cases.1;
    let mut note = format!(
        "{} times in {} of {} cases ({})",
        grouped(activity.times),
        grouped(activity.cases),
        grouped(cases),
        share(activity.cases, cases)
    );
    if activity.reworked > 0 {
        let again = grouped(activity.reworked);
        note += &format!(
            "; done more than once in {again} ({})",
            share(activity.reworked, activity.cases)
        );
    }
    draft.note(step, &note);
    draft.steps[step].facts.runs_per_month = per_month(activity.times, found.span);
    step
}

/// Runs a month, when the log is long enough to tell.
fn per_month(times: u64, span: Option<(i64, i64)>) -> Option<f64> {
    let (first, last) = span?;
    let length = last.saturating_sub(first);
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let runs = times as f64 * MONTH / length as f64;
    (length >= WEEK).then(|| runs.round().max(1.0))
}

fn summary(found: &Discovered) -> String {
    let day = |at: i64| {
        let at = DateTime::<Utc>::from_timestamp_millis(at);
        at.map(|at| at.format("%Y-%m-%d").to_string()).unwrap_or_default()
    };
    let when = found.span.map_or("without times".to_owned(), |(first, last)| {
        format!("{} to {}", day(first), day(last))
    });
    let (all, kept) = found.cases;
    let of = if all == kept { String::new() } else { format!(" of {}", grouped(all)) };
    let most: u64 = found.variants.iter().take(5).map(|variant| variant.cases).sum();
    format!(
        "From an event log, {when}: {} events in {}{of} cases, {} variants; the five most frequent cover {}.",
        grouped(found.events),
        grouped(kept),
        grouped(found.ways),
        share(most, all)
    )
}
