//! How much evidence there is that a flow breaks: confirmed failure samples, and the time that clearing up after them took.
//! Both make a trace heavier; only the samples are counted beside it.

/// The evidence behind a flow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weight {
    /// Confirmed failure samples.
    pub samples: u64,
    /// Minutes of work by hand that they took.
    pub minutes: u64,
}

impl Weight {
    /// How heavy a trace is, from 1 to 4: by its samples or by their hours, whichever weighs more.
    #[must_use]
    pub fn level(self) -> u32 {
        let by_samples = match self.samples {
            0..=2 => 1,
            3..=6 => 2,
            7..=19 => 3,
            _ => 4,
        };
        let by_hours = match self.minutes / 60 {
            0..=1 => 1,
            2..=7 => 2,
            8..=39 => 3,
            _ => 4,
        };
        by_samples.max(by_hours)
    }

    /// It in words, after those of its flow; nothing where nothing breaks.
    #[must_use]
    pub fn told(self) -> String {
        let samples = match self.samples {
            0 => return String::new(),
            1 => "1 failure sample".to_owned(),
            many => format!("{many} failure samples"),
        };
        let tenths = self.minutes.saturating_add(3) / 6;
        let hours = match (tenths / 10, tenths % 10) {
            (0, 0) => String::new(),
            (1, 0) => ", 1 hour of clearing up".to_owned(),
            (hours, 0) => format!(", {hours} hours of clearing up"),
            (hours, tenth) => format!(", {hours}.{tenth} hours of clearing up"),
        };
        format!("; breaks here, {samples}{hours}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_and_hours_both_make_a_trace_heavier_and_never_lighter() {
        let level = |samples, minutes| Weight { samples, minutes }.level();
        assert_eq!([level(1, 0), level(3, 0), level(7, 0), level(20, 0)], [1, 2, 3, 4]);
        assert_eq!([level(1, 60), level(1, 120), level(1, 480), level(1, 2_400)], [1, 2, 3, 4]);
        assert_eq!(level(20, 60), 4);
        let rising = |of: fn(u64) -> u32| (0..3_000).map(of).collect::<Vec<_>>().is_sorted();
        assert!(rising(|n| Weight { samples: n, minutes: 0 }.level()));
        assert!(rising(|n| Weight { samples: 1, minutes: n }.level()));
    }

    #[test]
    fn a_weight_is_told_with_its_hours_once_there_are_any() {
        let told = |samples, minutes| Weight { samples, minutes }.told();
        assert_eq!(told(0, 90), "");
        assert_eq!(told(1, 0), "; breaks here, 1 failure sample");
        assert_eq!(told(12, 210), "; breaks here, 12 failure samples, 3.5 hours of clearing up");
        assert_eq!(told(2, 60), "; breaks here, 2 failure samples, 1 hour of clearing up");
    }
}
