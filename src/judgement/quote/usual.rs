//! What work usually takes, and how much risk a flag or finding stands for: where every estimate starts from.
//! All of it can be changed in the quote, line by line; nothing here is measured of the firm.

use crate::document::integrations::Criticality;
use crate::document::quote::{Estimate, QUARTER, Work};
use crate::judgement::flags::Severity;
use crate::judgement::next_evidence::work;
use crate::judgement::verdict::ActionKind;

/// Points of risk of a flag, by its severity: each step counts double.
#[must_use]
pub fn points(severity: Severity) -> u64 {
    match severity {
        Severity::Critical => 8,
        Severity::High => 4,
        Severity::Medium => 2,
        Severity::Low => 1,
    }
}

/// Points of risk of an established finding, by what the business loses when the integration breaks.
#[must_use]
pub fn finding_points(criticality: Criticality) -> u64 {
    match criticality {
        Criticality::Critical => 8,
        Criticality::Important => 4,
        Criticality::Convenience => 2,
    }
}

/// Minutes that a kind of work usually takes for a first thing and for each further one of the same kind.
fn each(work: Work) -> ([i64; 3], [i64; 3]) {
    match work {
        Work::FindOut => ([30, 60, 150], [15, 30, 60]),
        Work::Contain => ([120, 240, 480], [60, 120, 240]),
        Work::See => ([120, 300, 600], [60, 120, 240]),
        Work::Settle => ([120, 240, 720], [60, 120, 360]),
        Work::Redesign => ([960, 1_440, 2_880], [240, 480, 960]),
        Work::Change | Work::Rebuild => ([180, 360, 960], [90, 180, 480]),
        Work::Prove => ([180, 360, 720], [60, 120, 240]),
        Work::Watch => ([60, 180, 360], [45, 90, 180]),
    }
}

/// The usual hours of a kind of work on so many things.
#[must_use]
pub fn usual(work: Work, count: usize) -> Estimate {
    let (first, further) = each(work);
    let more = i64::try_from(count.saturating_sub(1)).unwrap_or(i64::MAX);
    let of = |at: usize| {
        let all = more.saturating_mul(further[at]).saturating_add(first[at]);
        all.min(1_800 * 60)
    };
    Estimate { low: of(0), likely: of(1), high: of(2) }
}

/// The usual hours of an action of the plan that puts so many controls in place.
pub(super) fn usual_of(
    kind: ActionKind,
    work_of: Work,
    criticality: Criticality,
    count: usize,
) -> Estimate {
    match kind {
        ActionKind::Rebuild => {
            let [.., rebuild] = work(criticality).map(|hours| hours * 60.0);
            let of = |share: f64| (rebuild * share / QUARTER as f64).round() as i64 * QUARTER;
            let built_in = usual(Work::Change, count);
            let with = |at: i64, more: i64| at + if count > 0 { more } else { 0 };
            Estimate {
                low: with(of(0.6), built_in.low),
                likely: with(of(1.0), built_in.likely),
                high: with(of(2.0), built_in.high),
            }
        }
        ActionKind::SmallTool => Estimate { low: 960, likely: 1_440, high: 2_880 },
        ActionKind::ReplaceManualStep => Estimate { low: 480, likely: 960, high: 1_920 },
        _ => usual(work_of, count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::catalogue::Catalogue;

    fn hours(of: Estimate) -> [i64; 3] {
        [of.low, of.likely, of.high].map(|minutes| minutes / 60)
    }

    #[test]
    fn each_step_of_severity_and_of_criticality_counts_double() {
        let severities: Vec<u64> = Severity::ALL.iter().map(|one| points(*one)).collect();
        assert_eq!(severities, [8, 4, 2, 1]);
        let losses: Vec<u64> = Criticality::ALL.iter().map(|one| finding_points(*one)).collect();
        assert_eq!(losses, [8, 4, 2]);
    }

    #[test]
    fn a_further_thing_of_the_same_kind_takes_less_than_the_first() {
        assert_eq!(hours(usual(Work::See, 1)), [2, 5, 10]);
        assert_eq!(hours(usual(Work::See, 3)), [4, 9, 18]);
        assert_eq!(usual(Work::See, 0), usual(Work::See, 1));
        assert_eq!(hours(usual(Work::See, usize::MAX)), [1_800; 3], "as much as a line can hold");
    }

    #[test]
    fn a_rebuild_takes_what_the_verdict_says_and_what_is_built_in() {
        let of = |criticality, controls| {
            hours(usual_of(ActionKind::Rebuild, Work::Rebuild, criticality, controls))
        };
        assert_eq!(of(Criticality::Critical, 0), [144, 240, 480]);
        assert_eq!(of(Criticality::Convenience, 0), [28, 48, 96]);
        assert_eq!(of(Criticality::Critical, 3), [144 + 6, 240 + 12, 480 + 32]);
    }

    #[test]
    fn a_tool_and_a_step_taken_over_take_days_and_the_rest_goes_by_its_controls() {
        let of = |kind| hours(usual_of(kind, Work::Change, Criticality::Important, 2));
        assert_eq!(of(ActionKind::SmallTool), [16, 24, 48]);
        assert_eq!(of(ActionKind::ReplaceManualStep), [8, 16, 32]);
        assert_eq!(of(ActionKind::AddControl), hours(usual(Work::Change, 2)));
    }
}
