//! An outcome as JSON for programs.
//! It is written as differences are found, so that its size is nobody's memory.

use super::equal::treated_as_equal;
use super::hints::KeyRule;
use super::suggest::SameValues;
use crate::engines::reconcile::{Cell, Difference, Outcome, Side};
use crate::engines::reconcile::{Pair, Plan};
use crate::engines::tables::Export;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Writes JSON while a reconciliation runs: begin, one call a difference, end.
#[derive(Debug)]
pub struct Json<'a, W: Write> {
    to: W,
    plan: &'a Plan,
    any: bool,
    failed: io::Result<()>,
}

impl<'a, W: Write> Json<'a, W> {
    /// Begins with what is compared.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(mut to: W, [a, b]: [&Export; 2], plan: &'a Plan) -> io::Result<Self> {
        let pair = |pair: &Pair| json!({ "a": pair.a, "b": pair.b, "rule": pair.rule.to_string() });
        let equal = treated_as_equal(plan, [a.name(), b.name()]);
        let equal: Value =
            equal.iter().map(|it| json!({ "column": it.column, "what": it.what })).collect();
        let side = |export: &Export, side: Side| {
            let left_out = plan.not_compared(export, side);
            json!({ "name": export.name(), "notes": export.notes(), "not_compared": left_out })
        };
        write!(
            to,
            "{{\"treated_as_equal\":{equal},\"a\":{},\"b\":{},",
            side(a, Side::A),
            side(b, Side::B)
        )?;
        let keys: Value = plan.keys.iter().map(pair).collect();
        let columns: Value = plan.columns.iter().map(pair).collect();
        write!(to, "\"keys\":{keys},\"columns\":{columns},\"differences\":[")?;
        Ok(Self { to, plan, any: false, failed: Ok(()) })
    }

    /// Writes a difference; what goes wrong is told at the end.
    pub fn difference(&mut self, difference: &Difference) {
        if self.failed.is_ok() {
            self.failed = self.write(difference);
        }
    }

    fn write(&mut self, difference: &Difference) -> io::Result<()> {
        self.to.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        serde_json::to_writer(&mut self.to, &Shown(self.plan, difference))?;
        Ok(())
    }

    /// Ends with the counts.
    ///
    /// # Errors
    /// When something could not be written, now or before.
    pub fn end(mut self, outcome: &Outcome) -> io::Result<()> {
        std::mem::replace(&mut self.failed, Ok(()))?;
        let count = |(pair, cells): (&Pair, &u64)| (pair.a.clone(), (*cells).into());
        let cells: Map<String, Value> =
            self.plan.columns.iter().zip(&outcome.cells).map(count).collect();
        let summary = serde_json::to_value(&outcome.summary)?;
        let suggestions = self.suggestions(outcome);
        let cells = Value::Object(cells);
        writeln!(
            self.to,
            "\n],\"cells\":{cells},\"same\":{},\"summary\":{summary},\"suggestions\":{suggestions}}}",
            outcome.same
        )?;
        self.to.flush()
    }

    fn suggestions(&self, outcome: &Outcome) -> Value {
        let value = |(column, SameValues { a, b, rows, of, example }): &(usize, SameValues)| {
            let name = &self.plan.columns[*column].a;
            json!({ "column": name, "a": a, "b": b, "rows": rows, "of": of, "example": example })
        };
        let key = |KeyRule { column, rule, matches, of, example }: &KeyRule| {
            let name = &self.plan.keys[*column].a;
            json!({ "key": name, "rule": rule, "matches": matches, "of": of, "example": example })
        };
        let hints = &outcome.hints;
        json!({
            "values": hints.values.iter().map(value).collect::<Value>(),
            "keys": hints.keys.iter().map(key).collect::<Value>(),
        })
    }
}

/// A difference as JSON.
struct Shown<'a>(&'a Plan, &'a Difference);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(plan, difference) = self;
        let mut map = serializer.serialize_map(None)?;
        match difference {
            Difference::Changed { key, rows, cells, late } => {
                map.serialize_entry("kind", "changed")?;
                map.serialize_entry("key", key)?;
                map.serialize_entry("row_a", &rows[0])?;
                map.serialize_entry("row_b", &rows[1])?;
                map.serialize_entry("late", late)?;
                map.serialize_entry("cells", &Cells { plan, cells, single: true })?;
            }
            Difference::Only { side, key, row, values, pending } => {
                map.serialize_entry("kind", if *side == Side::A { "only_a" } else { "only_b" })?;
                map.serialize_entry("key", key)?;
                map.serialize_entry("row", row)?;
                map.serialize_entry("pending", pending)?;
                map.serialize_entry("values", &Values(plan, *side, values))?;
            }
            Difference::Duplicate { key, rows, conflicting, cells, alike } => {
                map.serialize_entry("kind", "duplicate")?;
                map.serialize_entry("key", key)?;
                map.serialize_entry("rows_a", &rows[0])?;
                map.serialize_entry("rows_b", &rows[1])?;
                map.serialize_entry("conflicting_a", &conflicting[0])?;
                map.serialize_entry("conflicting_b", &conflicting[1])?;
                map.serialize_entry("alike", alike)?;
                map.serialize_entry("cells", &Cells { plan, cells, single: false })?;
            }
            Difference::Mismatched { keys, rows } => {
                map.serialize_entry("kind", "mismatched_id")?;
                map.serialize_entry("key_a", &keys[0])?;
                map.serialize_entry("key_b", &keys[1])?;
                map.serialize_entry("row_a", &rows[0])?;
                map.serialize_entry("row_b", &rows[1])?;
            }
            Difference::NoKey { side, row } => {
                map.serialize_entry("kind", "no_key")?;
                map.serialize_entry("side", side)?;
                map.serialize_entry("row", row)?;
            }
        }
        map.end()
    }
}

/// The values that differ; one for each side, or one for each row.
struct Cells<'a> {
    plan: &'a Plan,
    cells: &'a [Cell],
    single: bool,
}

/// Values of one column.
#[derive(Serialize)]
struct Pairwise<'a, T> {
    column: &'a str,
    a: T,
    b: T,
}

impl Serialize for Cells<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name = |cell: &Cell| self.plan.columns[cell.column].a.as_str();
        if self.single {
            serializer.collect_seq(self.cells.iter().map(|cell| Pairwise {
                column: name(cell),
                a: cell.a.first(),
                b: cell.b.first(),
            }))
        } else {
            serializer.collect_seq(self.cells.iter().map(|cell| Pairwise {
                column: name(cell),
                a: &cell.a,
                b: &cell.b,
            }))
        }
    }
}

/// All values of a row.
struct Values<'a>(&'a Plan, Side, &'a [String]);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(plan, side, values) = self;
        serializer.collect_map(plan.columns.iter().map(|pair| name(pair, *side)).zip(*values))
    }
}

fn name(pair: &Pair, side: Side) -> &str {
    if side == Side::A { &pair.a } else { &pair.b }
}
