//! The four figures that tell whether it got better (domain §11): failure rate, recovery time, duplicate rate and manual
//! interventions, by the month and before against now. Only confirmed samples count, and few of them tell nothing.

use crate::document::engagement::Engagement;
use crate::platform::statistics::{Change, change, median};
use crate::platform::wording::counted;
use chrono::{Datelike, Days, NaiveDate};

pub use crate::document::counted::{Compared, Counted, Span, Waiting};
pub use crate::document::measures::Figure;

/// Months that are shown.
pub const MONTHS: usize = 12;
/// Days of a comparison at most.
pub const MOST_DAYS: u64 = 180;
/// Days of a comparison where no plan says when things began to change.
const USUAL_DAYS: Days = Days::new(29);

/// The samples of a day, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day on which they occurred.
    pub day: NaiveDate,
    /// All that are confirmed.
    pub failures: i64,
    /// Duplicates among them.
    pub duplicates: i64,
    /// Those that people put right by hand.
    pub interventions: i64,
    /// Minutes of that.
    pub minutes: i64,
    /// Minutes from occurring to recovering, of those of which both times are known, in the order in which they occurred.
    pub recoveries: Vec<i64>,
    /// All that wait for review.
    pub waiting: i64,
    /// Duplicates among them.
    pub waiting_duplicates: i64,
    /// Those of them that people put right by hand.
    pub waiting_interventions: i64,
    /// Those of them of which both times are known.
    pub waiting_recovered: i64,
}

/// The days within a span.
fn within(days: &[Day], first: NaiveDate, last: NaiveDate) -> Vec<&Day> {
    days.iter().filter(|it| (first..=last).contains(&it.day)).collect()
}

/// The minutes to recover within a span, in the order in which they occurred.
fn recoveries(days: &[Day], first: NaiveDate, last: NaiveDate) -> Vec<i64> {
    within(days, first, last).iter().flat_map(|day| day.recoveries.iter().copied()).collect()
}

impl Span {
    /// What was counted from a first day to a last one.
    #[must_use]
    pub fn of(days: &[Day], first: NaiveDate, last: NaiveDate) -> Self {
        let within = within(days, first, last);
        let sum = |of: fn(&Day) -> i64| {
            u64::try_from(within.iter().map(|day| of(day)).sum::<i64>()).unwrap_or(0)
        };
        let recoveries = recoveries(days, first, last);
        Self {
            first,
            last,
            failures: sum(|day| day.failures),
            duplicates: sum(|day| day.duplicates),
            interventions: sum(|day| day.interventions),
            minutes: sum(|day| day.minutes),
            recovered: u64::try_from(recoveries.len()).unwrap_or(u64::MAX),
            recovery: median(&recoveries),
            waiting: Waiting {
                failures: sum(|day| day.waiting),
                duplicates: sum(|day| day.waiting_duplicates),
                interventions: sum(|day| day.waiting_interventions),
                recovered: sum(|day| day.waiting_recovered),
            },
        }
    }
}

/// The day from which on it is “now” where nobody says: the first day of the plan, or thirty days ago.
#[must_use]
pub fn usual_since(doc: &Engagement) -> NaiveDate {
    let today = doc.as_of.date_naive();
    let planned = doc.plans.first().and_then(|plan| plan.starts_on);
    let ago = today.checked_sub_days(USUAL_DAYS).unwrap_or(today);
    planned.filter(|first| *first <= today).unwrap_or(ago)
}

/// The first day of the month that is so many months before that of a day.
#[must_use]
pub fn month_before(day: NaiveDate, months: u32) -> NaiveDate {
    let first = day.with_day(1).unwrap_or(day);
    first.checked_sub_months(chrono::Months::new(months)).unwrap_or(first)
}

/// The first day whose samples the months and a comparison need.
#[must_use]
pub fn needed_from(since: NaiveDate, today: NaiveDate) -> NaiveDate {
    let baseline = since.checked_sub_days(Days::new(MOST_DAYS)).unwrap_or(since);
    baseline.min(month_before(today, u32::try_from(MONTHS - 1).unwrap_or(0)))
}

/// The months up to today, the earliest first; the last one ends today.
#[must_use]
pub fn months(days: &[Day], today: NaiveDate) -> Vec<Span> {
    let back = (0..u32::try_from(MONTHS).unwrap_or(0)).rev();
    back.map(|months| {
        let first = month_before(today, months);
        let next = first.checked_add_months(chrono::Months::new(1)).unwrap_or(first);
        let last = next.pred_opt().unwrap_or(next).min(today);
        Span::of(days, first, last)
    })
    .collect()
}

/// Whether a span keeps within a target: so many samples, or so many hours as the median to recover. `None` where nothing
/// was recovered.
#[must_use]
pub fn keeps(span: &Span, figure: Figure, target: i64) -> Option<bool> {
    match figure {
        Figure::Recovery => Some(span.recovery?.value <= target.saturating_mul(60)),
        _ => Some(i64::try_from(span.count(figure)).unwrap_or(i64::MAX) <= target),
    }
}

/// The days since a day, today included, against as many before it.
#[must_use]
pub fn compared(days: &[Day], since: NaiveDate, today: NaiveDate) -> Compared {
    let longest = today.checked_sub_days(Days::new(MOST_DAYS - 1)).unwrap_or(today);
    let now = since.clamp(longest, today);
    let length = u64::try_from((today - now).num_days() + 1).unwrap_or(1);
    // The baseline ends where things began to change, however long ago that is.
    let since = since.min(today);
    let first = since.checked_sub_days(Days::new(length)).unwrap_or(since);
    let last = since.pred_opt().unwrap_or(since);
    let (faster, slower) = pairs(&recoveries(days, first, last), &recoveries(days, now, today));
    Compared {
        before: Span::of(days, first, last),
        now: Span::of(days, now, today),
        faster,
        slower,
    }
}

/// How many recoveries were faster and slower than the one of before that each is paired with, the newest with the
/// newest: if nothing changed, either is as likely.
fn pairs(before: &[i64], now: &[i64]) -> (u64, u64) {
    let pairs = before.iter().rev().zip(now.iter().rev());
    pairs.fold((0, 0), |(faster, slower), (before, now)| match now.cmp(before) {
        std::cmp::Ordering::Less => (faster + 1, slower),
        std::cmp::Ordering::Equal => (faster, slower),
        std::cmp::Ordering::Greater => (faster, slower + 1),
    })
}

impl Compared {
    /// The two counts that a change of a figure is told by: before and now, or recoveries that were faster and slower.
    #[must_use]
    pub fn counts(&self, figure: Figure) -> (u64, u64) {
        match figure {
            Figure::Recovery => (self.faster, self.slower),
            _ => (self.before.count(figure), self.now.count(figure)),
        }
    }

    /// Which way a figure went, by the exact interval; that it did not, by the sequential test. What waits for review may
    /// still become either: as long as it could say something else, it is too early to tell.
    #[must_use]
    pub fn change(&self, figure: Figure) -> Change {
        let (first, then) = self.counts(figure);
        let told = change(first, then);
        if self.extremes(figure).into_iter().all(|(first, then)| change(first, then) == told) {
            told
        } else {
            Change::TooFew
        }
    }

    /// The counts as they could become at most, either way, once everything is reviewed.
    fn extremes(&self, figure: Figure) -> [(u64, u64); 2] {
        let (first, then) = self.counts(figure);
        let (before, now) = (self.before.waiting(figure), self.now.waiting(figure));
        match figure {
            // With whom each would be paired is open.
            Figure::Recovery => [(first + before + now, then), (first, then + before + now)],
            _ => [(first + before, then), (first, then + now)],
        }
    }

    /// How many samples wait for review that could say something else of a figure.
    #[must_use]
    pub fn open(&self, figure: Figure) -> u64 {
        self.before.waiting(figure) + self.now.waiting(figure)
    }

    /// A change in words.
    #[must_use]
    pub fn says(&self, figure: Figure) -> String {
        let word = match (figure, self.change(figure)) {
            (_, Change::TooFew) if self.open(figure) > 0 => {
                let open = i64::try_from(self.open(figure)).unwrap_or(i64::MAX);
                let wait = counted(open, "sample waits", "samples wait");
                return format!("too few to tell: {wait} for review");
            }
            (_, Change::TooFew) => "too few to tell",
            (Figure::Recovery, Change::More) => "slower than before",
            (Figure::Recovery, Change::Fewer) => "faster than before",
            (Figure::Recovery, Change::Same) => "as fast as before",
            (_, Change::More) => "more than before",
            (_, Change::Fewer) => "fewer than before",
            (_, Change::Same) => "as many as before",
        };
        word.to_owned()
    }
}

#[cfg(test)]
mod tests;
