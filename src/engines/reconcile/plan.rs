//! What is compared with what: the key, the pairs of columns, and a rule for each.
//! It is a person's to confirm; nothing here guesses.

use super::normal::{Meaning, Normal, is_blank};
use crate::engines::reconcile::Side;
use crate::engines::reconcile::{Format, Kind, Rule};
use crate::engines::tables::{Export, Moment, Span};
use serde::{Deserialize, Serialize};

/// Two columns that hold the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Its name in the first export.
    pub a: String,
    /// Its name in the second.
    pub b: String,
    /// How they are compared.
    #[serde(default)]
    pub rule: Rule,
}

/// What is compared with what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The columns that together say which record a row is.
    pub keys: Vec<Pair>,
    /// The columns whose values should agree.
    pub columns: Vec<Pair>,
    /// The pair among `columns` that says when a record was written: by its name in the first export.
    #[serde(default)]
    pub late: Option<String>,
}

/// A plan that does not fit its exports.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPlan {
    /// It names no key.
    #[error("Name a key: the column that says which record a row is.")]
    NoKey,
    /// It names a column that is not there.
    #[error("{export} has no column “{column}”. It has: {columns}.")]
    NoColumn {
        /// The export.
        export: String,
        /// The column.
        column: String,
        /// Those that it has.
        columns: String,
    },
    /// A column is compared twice.
    #[error("The column “{0}” is compared twice. Leave one out.")]
    Twice(String),
    /// The column that says when is no date.
    #[error("“{0}” cannot say what is late: compare it as a date first.")]
    NoDate(String),
}

/// A plan as one side's rows are read by it.
#[derive(Debug, Clone)]
pub struct Lens {
    columns: Vec<(usize, Normal)>,
    keys: usize,
    late: Option<usize>,
    width: usize,
}

impl Plan {
    /// Every pair, the key's first.
    pub fn pairs(&self) -> impl Iterator<Item = &Pair> {
        self.keys.iter().chain(&self.columns)
    }

    /// The columns of an export that are held against none of the other.
    #[must_use]
    pub fn not_compared(&self, export: &Export, side: Side) -> Vec<String> {
        let used: Vec<Option<usize>> = self
            .pairs()
            .map(|pair| column(export.header(), if side == Side::A { &pair.a } else { &pair.b }))
            .collect();
        let free = |(at, _): &(usize, &String)| !used.contains(&Some(*at));
        export.header().iter().enumerate().filter(free).map(|(_, name)| name.clone()).collect()
    }

    /// The plan for either side.
    ///
    /// # Errors
    /// What to change about it.
    pub(super) fn fit(&self, a: &Export, b: &Export) -> Result<(Lens, Lens), NoPlan> {
        if self.keys.is_empty() {
            return Err(NoPlan::NoKey);
        }
        let late = self.late.as_ref().map(|late| {
            let at = self.columns.iter().position(|pair| pair.a == *late);
            let date = |at: &usize| matches!(self.columns[*at].rule.kind, Kind::Date | Kind::Day);
            at.filter(date).ok_or_else(|| NoPlan::NoDate(late.clone()))
        });
        let late = late.transpose()?;
        let first = self.lens(a, late, |pair| (&pair.a, pair.rule.a))?;
        Ok((first, self.lens(b, late, |pair| (&pair.b, pair.rule.b))?))
    }

    fn lens(
        &self,
        export: &Export,
        late: Option<usize>,
        side: impl Fn(&Pair) -> (&String, Format),
    ) -> Result<Lens, NoPlan> {
        let mut columns: Vec<(usize, Normal)> = Vec::new();
        for pair in self.pairs() {
            let (name, format) = side(pair);
            let at = column(export.header(), name).ok_or_else(|| NoPlan::NoColumn {
                export: export.name().to_owned(),
                column: name.clone(),
                columns: export.header().join(", "),
            })?;
            if columns.iter().any(|(taken, _)| *taken == at) {
                return Err(NoPlan::Twice(name.clone()));
            }
            columns.push((at, Normal::new(&pair.rule, format)));
        }
        let (keys, width) = (self.keys.len(), export.header().len());
        Ok(Lens { columns, keys, late: late.map(|late| keys + late), width })
    }
}

/// Where a column of this name is; whatever its capitals, when no other name differs from it in them only.
pub fn column(header: &[String], name: &str) -> Option<usize> {
    header.iter().position(|column| column == name).or_else(|| {
        let mut alike =
            (0..header.len()).filter(|at| header[*at].to_lowercase() == name.to_lowercase());
        alike.next().filter(|_| alike.next().is_none())
    })
}

/// A row as it is compared, in memory that is used again for the next.
#[derive(Debug, Default)]
pub struct Seen {
    /// All its values, the key's first.
    pub normal: Vec<u8>,
    /// Where the key ends.
    pub key: usize,
    /// Where each value ends.
    pub ends: Vec<usize>,
    spare: Vec<u8>,
}

impl Lens {
    /// Reads a row as it is compared.
    #[inline]
    pub fn look(&self, data: &[u8], cells: &[Span], seen: &mut Seen) {
        seen.normal.clear();
        seen.ends.clear();
        for (at, normal) in &self.columns {
            let cell = cells.get(*at).copied().unwrap_or(Span::ABSENT);
            normal.append(cell.within(data, &mut seen.spare), &mut seen.normal);
            seen.ends.push(seen.normal.len());
        }
        seen.key = seen.ends[self.keys - 1];
    }

    /// Where the columns are in a row, and what makes them comparable.
    pub fn columns(&self) -> &[(usize, Normal)] {
        &self.columns
    }

    /// How many columns the key has.
    pub fn keys(&self) -> usize {
        self.keys
    }

    /// Whether a row is as wide as the header.
    pub fn fits(&self, cells: &[Span]) -> bool {
        cells.len() == self.width
    }

    /// When a row was written, if the plan says how to know.
    pub fn written(&self, seen: &Seen) -> Option<Moment> {
        match Meaning::of(seen.value(self.late?))? {
            Meaning::Moment(moment) => Some(moment),
            Meaning::Amount(..) | Meaning::Flag(_) => None,
        }
    }
}

impl Seen {
    /// The value of a column.
    pub fn value(&self, column: usize) -> &[u8] {
        let start = column.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.normal[start..self.ends[column]]
    }

    /// Whether the row has no key.
    pub fn is_blank(&self, keys: usize) -> bool {
        self.key == keys && (0..keys).all(|column| is_blank(self.value(column)))
    }
}
