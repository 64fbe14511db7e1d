//! The firm's own record: how closed quotes turned out, and how far new ones are stretched by it.
//! With too few of them it says that it cannot tell, and stretches nothing.

use crate::platform::statistics::bounds;
use crate::platform::wording::counted;
use serde::{Deserialize, Serialize};

/// Closed quotes below which nothing is said of the next one.
pub const ENOUGH: usize = 10;

/// The chance with which the hours of P80 are to be enough.
const PROMISED: f64 = 0.8;

/// How closed quotes turned out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The actual hours of each, as a share of what its estimates alone had as P80, the smallest first.
    ratios: Vec<f64>,
    /// How many stayed within the hours that they named as P80.
    stayed: u64,
}

impl Record {
    /// A record of closed quotes: for each its actual hours as a share of its P80 by the estimates alone, and how many
    /// stayed under the P80 that was quoted.
    #[must_use]
    pub fn new(mut ratios: Vec<f64>, stayed: u64) -> Self {
        ratios.retain(|ratio| ratio.is_finite() && *ratio >= 0.0);
        ratios.sort_by(f64::total_cmp);
        let stayed = stayed.min(ratios.len() as u64);
        Self { ratios, stayed }
    }

    /// How many quotes were closed.
    #[must_use]
    pub fn closed(&self) -> usize {
        self.ratios.len()
    }

    /// What hours are multiplied by, so that P80 is enough for four quotes in five; `None` with too few to tell.
    ///
    /// It is the ratio that a next one stays under with that chance, if it is as those before: the order statistic at
    /// 0.8 · (n + 1), between its neighbours in proportion (Weibull's plotting position). No shape is assumed.
    #[must_use]
    pub fn factor(&self) -> Option<f64> {
        if self.ratios.len() < ENOUGH {
            return None;
        }
        let at = PROMISED * (self.ratios.len() + 1) as f64 - 1.0;
        let below = at.floor() as usize;
        let next = self.ratios.get(below + 1).or_else(|| self.ratios.last()).copied()?;
        let low = self.ratios.get(below).copied()?;
        Some(low + (at - at.floor()) * (next - low))
    }

    /// The record in a sentence.
    #[must_use]
    pub fn says(&self) -> String {
        let of = self.ratios.len() as u64;
        if of == 0 {
            return "No quote has been closed with its actual hours yet, so nothing can be told of how well they hold.".into();
        }
        let quotes = counted(of as i64, "quote", "quotes");
        let stayed = self.stayed;
        if self.ratios.len() < ENOUGH {
            return format!(
                "Of {quotes} {stayed} stayed under P80: too few to tell, ten are needed."
            );
        }
        format!("Of {quotes} {stayed} stayed under P80, which means {} of all.", bounds(stayed, of))
    }
}

#[cfg(test)]
mod tests {
    use super::super::distribution::{Distribution, Part};
    use super::super::testing::{Dice, drawn};
    use super::*;

    #[test]
    fn a_record_is_told_with_its_interval_and_few_are_told_to_be_few() {
        let record = |of: usize, stayed| Record::new(vec![1.0; of], stayed);
        assert_eq!(
            record(14, 11).says(),
            "Of 14 quotes 11 stayed under P80, which means between 52 % and 92 % of all."
        );
        assert_eq!(
            record(3, 2).says(),
            "Of 3 quotes 2 stayed under P80: too few to tell, ten are needed."
        );
        assert!(!record(10, 8).says().contains("too few"));
        assert!(record(0, 0).says().starts_with("No quote has been closed"));
        assert!(record(1, 1).says().starts_with("Of 1 quote 1 stayed"));
    }

    #[test]
    fn fewer_than_ten_stretch_nothing_and_ten_do() {
        assert_eq!(Record::new(vec![2.0; 9], 0).factor(), None);
        assert_eq!(Record::new(vec![2.0; 10], 0).factor(), Some(2.0));
        let rising: Vec<f64> = (1..=19).rev().map(|n| f64::from(n) / 10.0).collect();
        assert!((Record::new(rising, 19).factor().unwrap() - 1.6).abs() < 1e-9);
        // Between the ninth and the tenth of twelve: at 0.8 · 13.
        let few: Vec<f64> = (1..=12).map(f64::from).collect();
        assert!((Record::new(few, 12).factor().unwrap() - 10.4).abs() < 1e-9);
        assert_eq!(Record::new(vec![f64::NAN; 20], 3).closed(), 0);
        assert_eq!(Record::new(vec![1.0; 3], 3).closed(), 3);
    }

    /// Quotes as a firm makes them, with the P80 of their estimates.
    fn quotes(dice: &mut Dice) -> Vec<(Vec<Part>, f64)> {
        let range = |dice: &mut Dice| {
            let low = 60.0 + 15.0 * dice.below(16) as f64;
            let likely = low + 15.0 * dice.below(16) as f64;
            let high = likely + 15.0 + 15.0 * dice.below(30) as f64;
            Part::Range { low, likely, high }
        };
        let quote = |dice: &mut Dice| (0..4).map(|_| range(dice)).collect::<Vec<_>>();
        (0..24)
            .map(|_| {
                let parts = quote(dice);
                let p80 = Distribution::of(&parts).quantile(0.8);
                (parts, p80)
            })
            .collect()
    }

    #[test]
    fn firms_that_are_wrong_by_a_factor_are_right_four_times_in_five_after_twenty_quotes() {
        let mut dice = Dice::new(20);
        let quotes = quotes(&mut dice);
        for bias in [0.7, 0.85, 1.0, 1.3, 1.6, 2.0] {
            let (mut stayed, mut of) = (0_u32, 0_u32);
            for _ in 0..1_500 {
                let mut ratio = || {
                    let (parts, p80) = &quotes[dice.below(quotes.len())];
                    bias * parts.iter().map(|part| drawn(part, &mut dice)).sum::<f64>() / p80
                };
                let before: Vec<f64> = (0..20).map(|_| ratio()).collect();
                let factor = Record::new(before, 0).factor().unwrap();
                of += 1;
                stayed += u32::from(ratio() <= factor);
            }
            let share = f64::from(stayed) / f64::from(of);
            assert!((0.75..=0.85).contains(&share), "{bias}: {share}");
        }
    }
}
