//! The range of a whole as it is quoted: stretched by the firm's record, with what is certain on top.
//! Its chart has whole hours as bounds; nothing finer is told of it.

use super::distribution::Distribution;
use serde::{Deserialize, Serialize};

/// Slices of the chart, at most.
const SLICES: f64 = 24.0;
/// Minutes of an hour.
const HOUR: f64 = 60.0;

/// Minutes that are enough with a chance of one in two, four in five and nine in ten.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// The mean.
    pub mean: i64,
    /// Enough in one case in ten: the lower end of the range.
    pub p10: i64,
    /// Enough in every second case.
    pub p50: i64,
    /// Enough in four cases of five.
    pub p80: i64,
    /// Enough in nine cases of ten.
    pub p90: i64,
}

/// The chance that the whole lies within a slice of its range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Slice {
    /// From so many minutes.
    pub from: i64,
    /// To so many.
    pub to: i64,
    /// The chance in thousandths of a per cent.
    pub chance: i64,
}

/// How the estimates of a whole become what is quoted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// Minutes that come on top for certain.
    pub certain: f64,
    /// What the firm's record multiplies all of it by.
    pub factor: f64,
}

impl Scale {
    /// Minutes by the estimates alone, as they are quoted.
    pub(super) fn minutes(self, minutes: f64) -> i64 {
        self.exact(minutes).round() as i64
    }

    fn exact(self, minutes: f64) -> f64 {
        (minutes + self.certain) * self.factor
    }
}

/// What is enough with each chance.
pub(super) fn range(whole: &Distribution, scale: Scale) -> Range {
    let at = |chance: f64| scale.minutes(whole.quantile(chance));
    Range {
        mean: scale.minutes(whole.mean()),
        p10: at(0.1),
        p50: at(0.5),
        p80: at(0.8),
        p90: at(0.9),
    }
}

/// The chance of each number of hours, in slices of as many whole hours.
pub(super) fn chart(whole: &Distribution, scale: Scale) -> Vec<Slice> {
    let hours = |minutes: f64| scale.exact(minutes) / HOUR;
    let (low, high) = whole.ends();
    let first = hours(low).floor();
    let all = (hours(high).ceil() - first).max(1.0);
    let wide = (all / SLICES).ceil();
    let mut chances = vec![0.0; (all / wide).ceil() as usize];
    let last = chances.len() - 1;
    for (minutes, weight) in whole.points() {
        let at = ((hours(minutes) - first) / wide) as usize;
        chances[at.min(last)] += weight;
    }
    let slice = |(at, chance): (usize, f64)| Slice {
        from: ((first + at as f64 * wide) * HOUR) as i64,
        to: ((first + (at + 1) as f64 * wide) * HOUR) as i64,
        chance: (chance * 100_000.0).round() as i64,
    };
    chances.into_iter().enumerate().map(slice).collect()
}

#[cfg(test)]
mod tests {
    use super::super::distribution::Part;
    use super::*;

    fn chart_of(parts: &[Part], certain: f64, factor: f64) -> Vec<Slice> {
        chart(&Distribution::of(parts), Scale { certain, factor })
    }

    #[test]
    fn the_slices_of_a_chart_are_whole_hours_and_hold_everything_once() {
        for (low, likely, high) in [(30.0, 45.0, 60.0), (61.0, 400.0, 999.0), (0.0, 9e3, 6e4)] {
            for (certain, factor) in [(0.0, 1.0), (600.0, 1.37)] {
                let slices = chart_of(&[Part::Range { low, likely, high }], certain, factor);
                assert!((1..=24).contains(&slices.len()), "{slices:?}");
                assert!(slices.windows(2).all(|pair| pair[0].to == pair[1].from), "{slices:?}");
                assert!(slices.iter().all(|it| it.from % 60 == 0 && it.to > it.from), "{slices:?}");
                let all: i64 = slices.iter().map(|slice| slice.chance).sum();
                assert!((all - 100_000).abs() <= 24, "{all}");
                let ends = [low, high].map(|end| (end + certain) * factor);
                let drawn = [slices[0].from as f64, slices[slices.len() - 1].to as f64];
                assert!(drawn[0] <= ends[0] && drawn[1] >= ends[1], "{ends:?} {drawn:?}");
            }
        }
    }

    #[test]
    fn a_chart_has_as_much_below_a_bound_as_the_distribution() {
        let part = Part::Range { low: 0.0, likely: 0.0, high: 600.0 };
        let slices = chart_of(&[part], 0.0, 1.0);
        let below: i64 = slices.iter().filter(|it| it.to <= 300).map(|it| it.chance).sum();
        // A triangle that falls from its left end: a quarter is left above its middle.
        assert!((below - 75_000).abs() < 300, "{below}");
    }

    #[test]
    fn slices_of_several_hours_hold_what_lies_within_them() {
        let part = Part::Range { low: 6_000.0, likely: 6_000.0, high: 8_880.0 };
        let slices = chart_of(&[part], 0.0, 1.0);
        assert_eq!((slices.len(), slices[0].from, slices[0].to), (24, 6_000, 6_120));
        let below: i64 = slices[..12].iter().map(|it| it.chance).sum();
        assert!((below - 75_000).abs() < 300, "{below}");
    }

    #[test]
    fn what_is_certain_comes_on_top_before_the_record_stretches_all_of_it() {
        let whole = Distribution::of(&[Part::Range { low: 90.0, likely: 90.0, high: 90.0 }]);
        let told = range(&whole, Scale { certain: 30.0, factor: 1.5 });
        assert_eq!(told, Range { mean: 180, p10: 180, p50: 180, p80: 180, p90: 180 });
    }

    #[test]
    fn what_is_certain_is_one_slice_and_nothing_is_a_slice_of_nothing() {
        let certain = chart_of(&[Part::Range { low: 90.0, likely: 90.0, high: 90.0 }], 0.0, 1.0);
        assert_eq!(certain, [Slice { from: 60, to: 120, chance: 100_000 }]);
        assert_eq!(chart_of(&[], 0.0, 1.0), [Slice { from: 0, to: 60, chance: 100_000 }]);
    }
}
