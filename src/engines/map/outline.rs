//! A map as an outline that can be written in: a row for each step, and where it leads.
//! A form of rows comes back as edits of the map it was made from, so that nothing it does not show is lost.

use super::edit::{Edit, Refused, leads};
use super::names::{Names, one_line};
use super::text::{facts_told, parse, write};
use crate::engines::map::sorting::sort_by;
use crate::engines::map::{Map, Step, StepKind};
use crate::platform::ids::StepId;

/// A step as a row to write in.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The step.
    pub step: StepId,
    /// How many branches it is inside.
    pub depth: u32,
    /// Its lane.
    pub lane: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: StepKind,
    /// Its facts, as they are written in the text.
    pub facts: String,
    /// Where it leads: `yes: 4, no: 7`.
    pub leads: String,
}

/// The rows of a map.
#[must_use]
pub fn rows(map: &Map, names: &Names) -> Vec<Row> {
    let depths = depths(map, names).into_iter().chain(std::iter::repeat(0));
    map.steps.iter().zip(depths).map(|(step, depth)| row(map, step, depth, names)).collect()
}

/// The row of one step of a map.
pub(crate) fn row(map: &Map, step: &Step, depth: u32, names: &Names) -> Row {
    Row {
        step: step.id,
        depth,
        lane: map.lane(step.lane).map(|lane| lane.name.clone()).unwrap_or_default(),
        name: step.name.clone(),
        kind: step.kind,
        facts: facts_told(&step.facts, names),
        leads: leads(map, step.id, names),
    }
}

/// How deep each step stands in the text that the map is written as.
fn depths(map: &Map, names: &Names) -> Vec<u32> {
    let text = write(map, names);
    let lines: Vec<&str> = text.lines().collect();
    let Ok(draft) = parse(&text, names) else { return Vec::new() };
    let depth = |line: u32| {
        let line = lines.get(line as usize - 1).copied().unwrap_or_default();
        u32::try_from(line.len() - line.trim_start_matches(' ').len()).unwrap_or_default() / 4
    };
    draft.steps.iter().map(|step| depth(step.line)).collect()
}

/// A row as it came back from a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Where the step should stand, from 1.
    pub number: String,
    /// Its lane.
    pub lane: String,
    /// Its name; empty takes the step away.
    pub name: String,
    /// Its kind.
    pub kind: Option<StepKind>,
    /// Its facts.
    pub facts: String,
    /// Where it leads.
    pub leads: String,
}

/// What is wrong with a row, from 0, and in which column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The row.
    pub row: usize,
    /// The column.
    pub column: &'static str,
    /// What to do.
    pub refused: Refused,
}

/// The map after a form of rows: the first rows are its steps in order, any more are new ones.
///
/// # Errors
/// Every row that cannot be read.
pub fn read(map: &Map, rows: &[Written], names: &Names) -> Result<Map, Vec<RowError>> {
    let mut reading = Reading { map: map.clone(), names, errors: Vec::new() };
    let known = map.steps.len();
    for ((at, row), was) in rows.iter().enumerate().zip(&self::rows(map, names)) {
        reading.cells(at, row, was);
    }
    for (at, row) in rows.iter().enumerate().skip(known) {
        reading.added(at, row);
    }
    reading.places(rows, known);
    if reading.errors.is_empty() { Ok(reading.map) } else { Err(reading.errors) }
}

struct Reading<'n> {
    map: Map,
    names: &'n Names,
    errors: Vec<RowError>,
}

impl Reading<'_> {
    fn edit(&mut self, row: usize, column: &'static str, edit: &Edit) {
        match self.map.edited(edit, self.names) {
            Ok(map) => self.map = map,
            Err(refused) => self.errors.push(RowError { row, column, refused }),
        }
    }

    /// What changed in the cells of a row; a step that goes is taken away last, so that numbers hold.
    fn cells(&mut self, step: usize, row: &Written, was: &Row) {
        if one_line(&row.name).is_empty() {
            return;
        }
        let Written { lane, name, facts, leads, .. } = row.clone();
        if one_line(&lane) != was.lane {
            self.edit(step, "lane", &Edit::Lane { step, lane });
        }
        if one_line(&name) != was.name {
            self.edit(step, "name", &Edit::Rename { step, name });
        }
        if let Some(kind) = row.kind.filter(|kind| *kind != was.kind) {
            self.edit(step, "kind", &Edit::Kind { step, kind });
        }
        if one_line(&facts) != was.facts {
            self.edit(step, "facts", &Edit::Facts { step, facts });
        }
        if one_line(&leads) != was.leads {
            self.edit(step, "leads", &Edit::Leads { step, leads });
        }
    }

    fn added(&mut self, at: usize, row: &Written) {
        if one_line(&row.name).is_empty() {
            return;
        }
        let before = self.map.steps.len();
        let (name, lane) = (row.name.clone(), row.lane.clone());
        self.edit(at, "name", &Edit::Add { after: None, name, lane });
        if self.map.steps.len() == before {
            return;
        }
        if let Some(kind) = row.kind {
            self.edit(at, "kind", &Edit::Kind { step: before, kind });
        }
        if !one_line(&row.facts).is_empty() {
            self.edit(at, "facts", &Edit::Facts { step: before, facts: row.facts.clone() });
        }
        if !one_line(&row.leads).is_empty() {
            self.edit(at, "leads", &Edit::Leads { step: before, leads: row.leads.clone() });
        }
    }

    /// Takes emptied rows away and puts renumbered ones where their numbers say.
    fn places(&mut self, rows: &[Written], known: usize) {
        let mut wanted: Vec<(f64, StepId)> = Vec::new();
        for (at, (row, step)) in rows.iter().zip(&self.map.steps).enumerate().take(known) {
            wanted.push((place(at, &row.number), step.id));
        }
        for step in (0..known.min(rows.len())).rev() {
            if one_line(&rows[step].name).is_empty() {
                self.edit(step, "name", &Edit::Remove { step });
            }
        }
        sort_by(&mut wanted, |a, b| a.0.total_cmp(&b.0));
        let mut to = 0;
        for (_, id) in wanted {
            let Some(step) = self.map.steps.iter().position(|step| step.id == id) else { continue };
            if step != to {
                self.edit(step, "number", &Edit::Move { step, to });
            }
            to += 1;
        }
    }
}

/// Where a row stands among the others; a new number means the place of the row that has it now.
fn place(at: usize, number: &str) -> f64 {
    let now = f64::from(u32::try_from(at + 1).unwrap_or(u32::MAX));
    match number.trim().parse::<f64>() {
        Ok(number) if number.is_finite() && number > now => number + 0.5,
        Ok(number) if number.is_finite() && number < now => number - 0.5,
        _ => now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::map::Side;
    use crate::platform::ids::WorkflowId;

    fn map(text: &str) -> Map {
        Map::empty(WorkflowId::new(), Side::Actual).take(&parse(text, &Names::default()).unwrap())
    }

    fn form(map: &Map) -> Vec<Written> {
        let written = |(at, row): (usize, Row)| Written {
            number: (at + 1).to_string(),
            lane: row.lane,
            name: row.name,
            kind: Some(row.kind),
            facts: row.facts,
            leads: row.leads,
        };
        rows(map, &Names::default()).into_iter().enumerate().map(written).collect()
    }

    const TEXT: &str = "A: x (5 min) !memory\nB: q?\n  ? yes\n    B: y\n  ? no\nA: z\n";

    #[test]
    fn rows_know_how_deep_they_are_and_where_they_lead() {
        let rows = rows(&map(TEXT), &Names::default());
        assert_eq!(rows.iter().map(|row| row.depth).collect::<Vec<_>>(), [0, 0, 1, 0]);
        assert_eq!(
            rows.iter().map(|row| row.leads.as_str()).collect::<Vec<_>>(),
            ["2", "yes: 3, no: 4", "4", ""]
        );
        assert_eq!(rows[0].facts, "5 min !memory");
    }

    #[test]
    fn a_form_that_came_back_as_it_was_changes_nothing() {
        let map = map(TEXT);
        assert_eq!(read(&map, &form(&map), &Names::default()), Ok(map));
    }

    #[test]
    fn rows_are_changed_added_and_taken_away() {
        let map = map(TEXT);
        let mut rows = form(&map);
        rows[0].facts = "10 min x 20/month".into();
        rows[1].leads = "yes: 3; no: 1".into();
        rows[2].name = String::new();
        rows.push(Written { lane: "C".into(), name: "w".into(), ..Written::default() });
        let after = read(&map, &rows, &Names::default()).unwrap();
        let text = write(&after, &Names::default());
        assert_eq!(text, "A: x (10 min x 20/month)\nB: q?\n  ? yes\n  ? no -> x\nA: z\nC: w\n");
    }

    #[test]
    fn a_row_that_cannot_be_read_says_which_and_what_to_do() {
        let map = map(TEXT);
        let mut rows = form(&map);
        rows[3].leads = "99".into();
        let errors = read(&map, &rows, &Names::default()).unwrap_err();
        assert_eq!((errors[0].row, errors[0].column), (3, "leads"));
    }

    #[test]
    fn a_new_number_moves_the_step() {
        let map = map("A: x\nA: y\nA: z\n");
        let mut rows = form(&map);
        rows[2].number = "1".into();
        let after = read(&map, &rows, &Names::default()).unwrap();
        assert_eq!(write(&after, &Names::default()), "A: z\nA: x\nA: y\n");
        let mut rows = form(&map);
        rows[0].number = "3".into();
        let after = read(&map, &rows, &Names::default()).unwrap();
        assert_eq!(write(&after, &Names::default()), "A: y\nA: z\nA: x\n");
    }
}
