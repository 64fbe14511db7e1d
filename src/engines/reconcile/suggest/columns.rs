//! What the beginning of a column shows: how its values look, how many there are, which it shares with another.
//! It compares columns; it makes no rules.

use super::formats;
use super::names;
use crate::engines::reconcile::Format;
use crate::engines::tables::{DateOrder, evidence};
use std::collections::{HashMap, HashSet};

/// Joined rows from which agreement is worth more than looks.
const ENOUGH: usize = 3;

/// The beginning of a column.
#[derive(Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its values, without spaces around them.
    pub values: Vec<String>,
    /// The same with the spaces around them.
    pub raw: Vec<String>,
}

/// Two columns that probably hold the same thing.
#[derive(Debug, Clone)]
pub struct Pairing {
    /// Which of the first export.
    pub a: usize,
    /// Which of the second.
    pub b: usize,
    /// How sure it is.
    pub score: f64,
    /// What it rests on.
    pub why: String,
}

impl Column {
    /// Its values that are not empty.
    pub fn filled(&self) -> impl Iterator<Item = &str> + Clone {
        self.values.iter().map(String::as_str).filter(|value| !value.is_empty())
    }

    fn distinct(&self) -> HashSet<String> {
        self.filled().map(str::to_lowercase).collect()
    }

    /// The share of rows that it tells apart.
    pub fn unique(&self) -> f64 {
        share(self.filled().collect::<HashSet<_>>().len(), self.values.len())
    }

    /// The share of the smaller side's values that the other has as well.
    pub fn shared(&self, other: &Self) -> f64 {
        let (mine, theirs) = (self.distinct(), other.distinct());
        share(mine.intersection(&theirs).count(), mine.len().min(theirs.len()))
    }

    /// How alike the values look: letters, digits and signs by their order.
    pub fn shape_like(&self, other: &Self) -> f64 {
        let shapes = |column: &Self| -> HashMap<String, f64> {
            let mut shapes = HashMap::new();
            let all = column.filled().count().max(1) as f64;
            column
                .filled()
                .for_each(|value| *shapes.entry(shape(value)).or_insert(0.0) += 1.0 / all);
            shapes
        };
        let (mine, theirs) = (shapes(self), shapes(other));
        mine.iter().map(|(shape, part)| part.min(theirs.get(shape).copied().unwrap_or(0.0))).sum()
    }
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

/// `ORD-0012` as `A-0`.
fn shape(value: &str) -> String {
    let mut shape = String::new();
    for letter in value.chars() {
        let kind = match letter {
            _ if letter.is_numeric() => '0',
            _ if letter.is_alphabetic() => 'A',
            _ if letter.is_whitespace() => ' ',
            sign => sign,
        };
        if !shape.ends_with(kind) {
            shape.push(kind);
        }
    }
    shape
}

/// How many rows two columns tell apart together, as a share.
pub fn unique_together(first: &Column, second: &Column) -> f64 {
    let both: HashSet<_> = first.values.iter().zip(&second.values).collect();
    share(both.len(), first.values.len())
}

/// What a pairing rests on, in words.
pub fn why(first: &str, name: f64, shared: f64) -> String {
    let mut grounds = vec![first.to_owned()];
    grounds.extend((name > 0.99).then(|| "same name".to_owned()));
    grounds.extend((0.4..=0.99).contains(&name).then(|| "similar name".to_owned()));
    grounds.extend(
        (shared > 0.0)
            .then(|| format!("{:.0} % of the values seen are on both sides", shared * 100.0)),
    );
    grounds.retain(|ground| !ground.is_empty());
    grounds.join(", ")
}

/// Pairs columns that are not `taken`: those with one name, then of the others the surest first; columns of either side
/// are used once. In the order of the first export.
pub fn pairs(
    a: &[Column],
    b: &[Column],
    joined: &[(usize, usize)],
    taken: &[Pairing],
    least: f64,
) -> Vec<Pairing> {
    let mut chosen: Vec<Pairing> = taken.to_vec();
    let free = |chosen: &[Pairing], at: usize, other: usize| {
        chosen.iter().all(|pairing| pairing.a != at && pairing.b != other)
    };
    let all = || (0..a.len()).flat_map(|at| (0..b.len()).map(move |other| (at, other)));
    for (at, other) in all() {
        if names::alike(&a[at].name, &b[other].name) > 0.99 && free(&chosen, at, other) {
            chosen.push(Pairing { a: at, b: other, score: 2.0, why: why("", 1.0, 0.0) });
        }
    }
    let left = all().filter(|(at, other)| free(&chosen, *at, *other));
    let mut judged: Vec<Pairing> =
        left.map(|(at, other)| judge((at, &a[at]), (other, &b[other]), joined)).collect();
    judged.retain(|pairing| pairing.score >= least);
    judged.sort_by(|left, right| {
        right.score.total_cmp(&left.score).then((left.a, left.b).cmp(&(right.a, right.b)))
    });
    for pairing in judged {
        if free(&chosen, pairing.a, pairing.b) {
            chosen.push(pairing);
        }
    }
    let mut pairs = chosen.split_off(taken.len());
    pairs.sort_by_key(|pairing| pairing.a);
    pairs
}

fn judge(
    (at, left): (usize, &Column),
    (other, right): (usize, &Column),
    joined: &[(usize, usize)],
) -> Pairing {
    let name = names::alike(&left.name, &right.name);
    let agreed = agreement(left, right, joined);
    let (shared, shape) = (left.shared(right), left.shape_like(right));
    let content = match agreed {
        Some(agreed) => agreed.max(0.5 * shared * shape),
        None => shared.max(0.6 * shape),
    };
    let grounds = agreed.filter(|agreed| *agreed > 0.0);
    let grounds =
        grounds.map(|agreed| format!("{:.0} % of the rows with one key agree", agreed * 100.0));
    let why = why(&grounds.unwrap_or_default(), name, shared);
    Pairing { a: at, b: other, score: 0.6 * name + content, why }
}

/// In how many of the joined rows two columns say the same, as a share; `None` with too few rows.
fn agreement(left: &Column, right: &Column, joined: &[(usize, usize)]) -> Option<f64> {
    if joined.len() < ENOUGH {
        return None;
    }
    let (mine, theirs) = (plain_format(left), plain_format(right));
    let same = |(in_a, in_b): &&(usize, usize)| {
        let (left, right) = (&left.values[*in_a], &right.values[*in_b]);
        !left.is_empty()
            && (left.eq_ignore_ascii_case(right) || means_same(left, mine, right, theirs))
    };
    Some(share(joined.iter().filter(same).count(), joined.len()))
}

/// How a column writes its values, as far as it tells by itself.
fn plain_format(column: &Column) -> Format {
    Format {
        comma: evidence::writes_commas(column.filled()).unwrap_or(false),
        order: evidence::date_order(column.filled()).unwrap_or(DateOrder::DayFirst),
        ..Format::default()
    }
}

fn means_same(left: &str, mine: Format, right: &str, theirs: Format) -> bool {
    let meanings = formats::meaning(left, mine).zip(formats::meaning(right, theirs));
    meanings.is_some_and(|(left, right)| left == right)
}
