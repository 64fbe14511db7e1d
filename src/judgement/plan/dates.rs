//! The days of the plan's lines: each begins with its phase, or after what has to be done before.
//! What was decided stands; where it cannot be kept, the line says so.

use super::drafts::Draft;
use super::{Closes, DatedLine};
use crate::document::quote::Work;
use crate::judgement::assess::Assessment;
use crate::judgement::verdict::ActionKind;
use crate::platform::ids::{IntegrationId, PartId};

/// The lines with their days, in the order of these.
pub(super) fn dated(assessment: &Assessment, drafts: &[Draft]) -> Vec<DatedLine> {
    let after: Vec<Vec<usize>> = drafts.iter().map(|draft| before(drafts, draft)).collect();
    let mut days = Days { drafts, after: &after, known: vec![Known::Not; drafts.len()] };
    let starts: Vec<i64> = (0..drafts.len()).map(|at| days.start(at)).collect();
    let ends = |at: usize| starts[at] + drafts[at].days - 1;
    let place = |at: Option<IntegrationId>| {
        let found = |id| assessment.integrations.iter().position(|it| it.verdict.integration == id);
        at.and_then(found).unwrap_or(usize::MAX)
    };
    let mut lines: Vec<_> = drafts
        .iter()
        .enumerate()
        .map(|(at, draft)| {
            let early = after[at].iter().filter(|before| ends(**before) >= starts[at]);
            let ids = |at: &usize| drafts[*at].id;
            let (after, early) = (after[at].iter().map(ids).collect(), early.map(ids).collect());
            line(assessment, draft, (starts[at], ends(at)), after, early)
        })
        .collect();
    lines.sort_by_key(|line| (line.starts, line.ends, place(line.integration)));
    for (line, number) in lines.iter_mut().zip(1..) {
        line.number = number;
    }
    lines
}

fn line(
    assessment: &Assessment,
    draft: &Draft,
    (starts, ends): (i64, i64),
    after: Vec<PartId>,
    too_early_for: Vec<PartId>,
) -> DatedLine {
    let closes = draft.gaps.iter().filter_map(|gap| {
        let (says, about) = gap.told(assessment)?;
        Some(Closes { gap: gap.clone(), says, about })
    });
    DatedLine {
        id: draft.id,
        number: 0,
        key: draft.key.clone(),
        says: draft.says.clone(),
        phase: draft.phase,
        integration: draft.integration,
        closes: closes.collect(),
        waits_for: draft.waits_for,
        owner: draft.owner.clone(),
        starts,
        ends,
        after,
        too_early_for,
        state: draft.state,
        done_on: draft.done_on,
        is_recorded: draft.is_recorded,
    }
}

/// The lines that have to be done before one: those that were chosen, and those that always come first.
fn before(drafts: &[Draft], one: &Draft) -> Vec<usize> {
    let comes =
        |draft: &Draft| draft.id != one.id && (one.after.contains(&draft.id) || always(draft, one));
    let places = drafts.iter().enumerate();
    places.filter(|(_, draft)| comes(draft)).map(|(at, _)| at).collect()
}

/// Whether one line always comes before another of its integration: nothing is changed before it can be seen and the
/// truth is settled, nothing is proved before it is changed, and nothing is watched before it is proved.
fn always(first: &Draft, then: &Draft) -> bool {
    let (Some(at), Some(of)) = (first.integration, then.integration) else { return false };
    if at != of || first.phase > then.phase || first.key.is_empty() || then.key.is_empty() {
        return false;
    }
    match then.work {
        Work::Redesign => first.work == Work::Settle,
        Work::Change => matches!(first.work, Work::See | Work::Settle),
        Work::Rebuild => matches!(first.work, Work::See | Work::Settle | Work::Redesign),
        Work::Prove => matches!(first.work, Work::Change | Work::Redesign | Work::Rebuild),
        Work::Watch => then.kind == ActionKind::Watch && first.work == Work::Prove,
        _ => false,
    }
}

/// What is known of the day on which a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Not,
    Asked,
    Day(i64),
}

/// The days on which lines begin, as far as they were worked out.
struct Days<'a> {
    drafts: &'a [Draft],
    after: &'a [Vec<usize>],
    known: Vec<Known>,
}

impl Days<'_> {
    /// The day on which a line begins. Lines that wait for each other in a circle begin as if they did not.
    fn start(&mut self, at: usize) -> i64 {
        let mut open = vec![at];
        while let Some(&line) = open.last() {
            if let Known::Day(_) = self.known[line] {
                open.pop();
                continue;
            }
            self.known[line] = Known::Asked;
            let after = self.after;
            let unknown = |before: &&usize| self.known[**before] == Known::Not;
            match after[line].iter().find(unknown) {
                Some(before) => open.push(*before),
                None => {
                    self.known[line] = Known::Day(self.day(line));
                    open.pop();
                }
            }
        }
        match self.known[at] {
            Known::Day(day) => day,
            Known::Not | Known::Asked => self.drafts[at].phase.days().0,
        }
    }

    fn day(&self, line: usize) -> i64 {
        let draft = &self.drafts[line];
        let free = self.after[line].iter().filter_map(|before| match self.known[*before] {
            Known::Day(day) => Some(day + self.drafts[*before].days),
            Known::Not | Known::Asked => None,
        });
        let first = draft.phase.days().0;
        draft.starts.unwrap_or_else(|| free.max().unwrap_or(first).max(first))
    }
}

#[cfg(test)]
mod tests;
