//! What charts show of samples: per week by symptom, by hour of the week, and how long it takes to notice and recover.
//! All of it is counted beforehand; a chart never reads a sample.

use super::Symptom;
use crate::platform::catalogue::Catalogue;
use chrono::{Days, NaiveDate};

/// Weeks that a chart goes back.
pub const CHART_WEEKS: usize = 53;
/// Hours of a week.
pub const HOURS: usize = 168;
/// How long something took, in the steps of `delay_slot` in the database.
pub const DELAYS: [&str; 10] = [
    "under 1 min",
    "1 – 5 min",
    "5 – 15 min",
    "15 – 60 min",
    "1 – 4 h",
    "4 – 24 h",
    "1 – 3 d",
    "3 – 7 d",
    "1 – 4 weeks",
    "4 weeks or more",
];

/// How long something took, counted in steps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delays {
    /// How many took how long, in the steps of [`DELAYS`].
    pub counts: [i64; DELAYS.len()],
    /// How many have no end, as far as anyone knows.
    pub open: i64,
}

impl Delays {
    /// Those with an end.
    #[must_use]
    pub fn known(&self) -> i64 {
        self.counts.iter().sum()
    }

    /// The step in which the middle one of those with an end lies.
    #[must_use]
    pub fn middle(&self) -> Option<&'static str> {
        let half = (self.known() + 1) / 2;
        let mut passed = 0;
        let at = self.counts.iter().position(|count| {
            passed += count;
            *count > 0 && passed >= half
        });
        at.map(|at| DELAYS[at])
    }
}

/// Everything that the charts show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charts {
    /// The Mondays, each with its samples by symptom, in the order of the catalogue. No week between is left out.
    pub weeks: Vec<(NaiveDate, Vec<i64>)>,
    /// By hour of the week in UTC, from Monday midnight on.
    pub hours: Vec<i64>,
    /// From when it happened until someone noticed.
    pub detect: Delays,
    /// From when it happened until the data was right again.
    pub recover: Delays,
}

impl Charts {
    /// Puts counted rows into their places; what has no place is left out.
    #[must_use]
    pub fn of(
        weeks: &[(NaiveDate, Symptom, i64)],
        clock: impl IntoIterator<Item = (String, i32, i64)>,
    ) -> Self {
        let mut charts = Self {
            weeks: whole_weeks(weeks),
            hours: vec![0; HOURS],
            detect: Delays::default(),
            recover: Delays::default(),
        };
        for (measure, slot, n) in clock {
            let delays = match measure.as_str() {
                "detect" => &mut charts.detect,
                "recover" => &mut charts.recover,
                _ => {
                    let hour = usize::try_from(slot).ok().and_then(|at| charts.hours.get_mut(at));
                    hour.into_iter().for_each(|hour| *hour += n);
                    continue;
                }
            };
            match usize::try_from(slot) {
                Ok(at) => delays.counts.get_mut(at).into_iter().for_each(|count| *count += n),
                Err(_) => delays.open += n,
            }
        }
        charts
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.weeks.is_empty() && self.hours.iter().all(|n| *n == 0)
    }
}

/// The weeks from the first to the last, those without a sample too.
fn whole_weeks(rows: &[(NaiveDate, Symptom, i64)]) -> Vec<(NaiveDate, Vec<i64>)> {
    let days = || rows.iter().map(|(week, ..)| *week);
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Vec::new() };
    let mut weeks: Vec<_> = first
        .iter_weeks()
        .take_while(|week| *week <= last)
        .map(|week| (week, vec![0; Symptom::ALL.len()]))
        .collect();
    let too_many = weeks.len().saturating_sub(CHART_WEEKS);
    weeks.drain(..too_many);
    for (week, symptom, n) in rows {
        let at = weeks.binary_search_by_key(week, |(week, _)| *week);
        let symptom = Symptom::ALL.iter().position(|one| one == symptom);
        if let (Ok(at), Some(symptom)) = (at, symptom) {
            weeks[at].1[symptom] += n;
        }
    }
    weeks
}

/// The Mondays of the last weeks up to a day, the oldest first.
#[must_use]
pub fn mondays(last: NaiveDate, weeks: usize) -> Vec<NaiveDate> {
    let monday = last.week(chrono::Weekday::Mon).first_day();
    let back = |n: usize| monday.checked_sub_days(Days::new(7 * n as u64));
    (0..weeks).rev().filter_map(back).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_without_a_sample_is_shown_all_the_same() {
        let rows = [
            (day("2026-05-04"), Symptom::Wrong, 2),
            (day("2026-05-18"), Symptom::Wrong, 1),
            (day("2026-05-18"), Symptom::Duplicate, 4),
        ];
        let charts = Charts::of(&rows, []);
        let told: Vec<_> =
            charts.weeks.iter().map(|(week, n)| (week.to_string(), n[0], n[1])).collect();
        let expected = [("2026-05-04", 2, 0), ("2026-05-11", 0, 0), ("2026-05-18", 1, 4)];
        assert_eq!(told, expected.map(|(week, a, b)| (week.to_owned(), a, b)));
    }

    #[test]
    fn weeks_are_bounded_however_far_apart_samples_are() {
        let rows = [(day("1990-01-01"), Symptom::Late, 1), (day("2026-05-18"), Symptom::Late, 1)];
        let charts = Charts::of(&rows, []);
        assert_eq!(charts.weeks.len(), CHART_WEEKS);
        assert_eq!(charts.weeks.last().map(|(week, _)| *week), Some(day("2026-05-18")));
    }

    #[test]
    fn the_middle_is_told_of_what_has_an_end() {
        let clock = [("detect", 0, 2), ("detect", 5, 3), ("detect", -1, 90), ("recover", 99, 1)];
        let clock = clock.map(|(measure, slot, n)| (measure.to_owned(), slot, n));
        let charts = Charts::of(&[], clock);
        assert_eq!(charts.detect.middle(), Some(DELAYS[5]));
        assert_eq!((charts.detect.known(), charts.detect.open), (5, 90));
        assert_eq!(charts.recover.middle(), None);
        assert!(charts.is_empty());
    }

    #[test]
    fn mondays_end_with_the_week_of_the_day() {
        assert_eq!(mondays(day("2026-05-20"), 2), [day("2026-05-11"), day("2026-05-18")]);
    }
}
