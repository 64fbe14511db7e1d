//! What a whole takes: the distribution of a sum of independent parts, by convolution on a grid.
//! Nothing is drawn: the same parts give the same bytes, in whatever order they come.

use std::cmp::Ordering;

/// Steps that the whole range is cut into, at most, before parts add a step each.
///
/// The step is the smallest whole number of minutes with which the range has no more than these. A part is put on the
/// grid so that its mean is kept to the last bit: each value is shared out between the two points beside it.
pub(super) const STEPS: i64 = 4_096;

/// One independent part of a whole, in minutes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Part {
    /// Between two bounds, most likely at the third: the triangular distribution.
    Range { low: f64, likely: f64, high: f64 },
    /// Nothing, or with this chance so many minutes.
    Chance { chance: f64, minutes: f64 },
}

impl Part {
    fn low(&self) -> f64 {
        match self {
            Self::Range { low, .. } => *low,
            Self::Chance { .. } => 0.0,
        }
    }

    fn span(&self) -> f64 {
        match self {
            Self::Range { low, high, .. } => high - low,
            Self::Chance { chance, minutes } if *chance > 0.0 => *minutes,
            Self::Chance { .. } => 0.0,
        }
    }

    /// Its mean.
    pub(super) fn mean(&self) -> f64 {
        match self {
            Self::Range { low, likely, high } => (low + likely + high) / 3.0,
            Self::Chance { chance, minutes } => chance * minutes,
        }
    }

    /// Its variance.
    pub(super) fn variance(&self) -> f64 {
        match self {
            Self::Range { low, likely, high } => {
                let (a, b) = (likely - low, high - likely);
                (a * a + a * b + b * b) / 18.0
            }
            Self::Chance { chance, minutes } => chance * (1.0 - chance) * minutes * minutes,
        }
    }

    /// What tells parts of one span apart.
    fn shape(&self) -> (f64, f64) {
        match self {
            Self::Range { low, likely, .. } => (0.0, likely - low),
            Self::Chance { chance, .. } => (1.0, *chance),
        }
    }

    /// Smallest first, which is the cheapest order to add them in and the same in every run.
    fn order(&self, other: &Self) -> Ordering {
        let ((kind, mode), (other_kind, other_mode)) = (self.shape(), other.shape());
        let by_span = self.span().total_cmp(&other.span());
        by_span.then(kind.total_cmp(&other_kind)).then(mode.total_cmp(&other_mode))
    }

    /// Its weights on the grid, from its lowest value on.
    fn weights(&self, step: f64) -> Vec<f64> {
        match self {
            Self::Range { low, likely, high } => triangle(likely - low, high - low, step),
            Self::Chance { chance, minutes } => two_points(*chance, *minutes, step),
        }
    }
}

/// The weights of a triangular distribution from 0 to `span`, which is not nothing, with its peak at `mode`.
fn triangle(mode: f64, span: f64, step: f64) -> Vec<f64> {
    let points = (span / step).ceil() as i64 + 1;
    let area = |at: i64| area_below(at as f64 * step, mode, span);
    let weight = |at: i64| ((area(at + 1) - 2.0 * area(at) + area(at - 1)) / step).max(0.0);
    (0..points).map(weight).collect()
}

/// The integral of the triangular distribution function up to `x`: second differences of it are the weights.
fn area_below(x: f64, mode: f64, span: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x < mode {
        return x * x * x / (3.0 * span * mode);
    }
    let (rest, left) = (span - mode, (span - x).max(0.0));
    let rising = mode * mode / (3.0 * span);
    let falling = if rest > 0.0 {
        (rest * rest * rest - left * left * left) / (3.0 * span * rest)
    } else {
        0.0
    };
    rising + (x - mode) - falling
}

fn two_points(chance: f64, minutes: f64, step: f64) -> Vec<f64> {
    let at = minutes / step;
    let below = at.floor();
    let (share, below) = (at - below, below as usize);
    let mut weights = vec![0.0; below + 2];
    weights[0] = 1.0 - chance;
    weights[below] += chance * (1.0 - share);
    weights[below + 1] += chance * share;
    weights
}

/// The distribution of a whole.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Distribution {
    low: f64,
    span: f64,
    step: f64,
    weights: Vec<f64>,
    mean: f64,
    variance: f64,
}

impl Distribution {
    /// The distribution of the sum of these parts.
    pub(super) fn of(parts: &[Part]) -> Self {
        Self::on(parts, STEPS)
    }

    /// The same on a grid of so many steps.
    pub(super) fn on(parts: &[Part], steps: i64) -> Self {
        let mut parts = parts.to_vec();
        parts.sort_by(Part::order);
        let span: f64 = parts.iter().map(Part::span).sum();
        let step = (span / steps as f64).ceil().max(1.0);
        let mut weights = vec![1.0];
        for part in parts.iter().filter(|part| part.span() > 0.0) {
            weights = convolved(&weights, &part.weights(step));
        }
        Self {
            low: parts.iter().map(Part::low).sum(),
            span,
            step,
            weights,
            mean: parts.iter().map(Part::mean).sum(),
            variance: parts.iter().map(Part::variance).sum(),
        }
    }

    /// The mean.
    pub(super) fn mean(&self) -> f64 {
        self.mean
    }

    /// The variance, of which the parts' own are shares.
    pub(super) fn variance(&self) -> f64 {
        self.variance
    }

    /// The minutes that are enough with this chance. A weight is read as spread evenly over the step around its point.
    pub(super) fn quantile(&self, chance: f64) -> f64 {
        let mut before = 0.0;
        for (at, weight) in self.weights.iter().enumerate() {
            if before + weight >= chance {
                let within = (chance - before) / weight;
                let found = (at as f64 - 0.5 + within) * self.step;
                return self.low + found.clamp(0.0, self.span);
            }
            before += weight;
        }
        self.ends().1
    }

    /// About the minutes that are enough with this chance, on a grid that may be coarse.
    ///
    /// To put a part on a grid keeps its mean and spreads it a little; the spread is taken back.
    pub(super) fn roughly(&self, chance: f64) -> f64 {
        let off = |(minutes, weight): (f64, f64)| {
            let off = minutes - self.mean;
            weight * off * off
        };
        let spread = self.points().map(off).sum::<f64>().sqrt();
        if spread <= 0.0 {
            return self.quantile(chance);
        }
        self.mean + (self.quantile(chance) - self.mean) * self.variance.sqrt() / spread
    }

    /// The least and the most that it takes.
    pub(super) fn ends(&self) -> (f64, f64) {
        (self.low, self.low + self.span)
    }

    /// Its points, each with its chance.
    pub(super) fn points(&self) -> impl Iterator<Item = (f64, f64)> {
        let at = |at: usize| self.low + at as f64 * self.step;
        self.weights.iter().enumerate().map(move |(n, weight)| (at(n), *weight))
    }
}

/// The weights of a sum, from those of its two parts.
fn convolved(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; a.len() + b.len() - 1];
    for (at, weight) in b.iter().enumerate() {
        for (into, other) in sum[at..].iter_mut().zip(a) {
            *into += weight * other;
        }
    }
    sum
}

#[cfg(test)]
mod tests;
