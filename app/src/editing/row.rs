//! A part that is edited as a row of a table too, by the same form as on its own page.
//! A row is found by its name; an empty cell empties what is there, or says that it cannot be empty.

use super::part::PartForm;
use super::table::{self, AboutTable, Asked, PartTable};
use crate::form::Form;
use crate::http_error::HttpError;
use crate::request::{Path, Query, RequestContext};
use crate::ui::Choice;
use crate::upload::Upload;
use axum::response::Response;
use faultline::document::cells::{Cells, Line, one_line, says, take_over};
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::listed;
use std::marker::PhantomData;

/// A part that has a form, and a row.
pub trait RowForm: PartForm<Id: From<uuid::Uuid>> {
    /// What the page of the table says.
    fn about(document: &Engagement) -> AboutTable;

    /// Its columns; the first is its name.
    fn columns(document: &Engagement) -> Vec<RowColumn>;

    /// Those that are stored, with their ids and names.
    fn stored(document: &Engagement) -> Vec<(Self::Id, String, Self)>;
}

/// A column of a table, which is a field of the form.
#[derive(Debug, Clone)]
pub struct RowColumn {
    field: String,
    label: String,
    choices: Vec<Choice>,
}

impl RowColumn {
    /// A column of any text.
    pub fn text(field: impl Into<String>, label: impl Into<String>) -> Self {
        Self { field: field.into(), label: label.into(), choices: Vec::new() }
    }

    /// A column that takes entries of a list; one without a value says that nothing has to be chosen.
    pub fn of(field: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self { choices, ..Self::text(field, label) }
    }

    /// What its cell says of a form.
    fn told(&self, form: &Form) -> String {
        let value = form.text(&self.field);
        let chosen = self.choices.iter().find(|choice| *choice.value == *value);
        chosen.map_or_else(|| one_line(&value), |choice| choice.label.to_string())
    }

    /// Writes a cell into the form; what is wrong with it, if it is no entry of the list.
    fn write(&self, cell: &str, form: &mut Form) -> Option<String> {
        if self.choices.is_empty() {
            let mut text = form.text(&self.field);
            take_over(cell, &mut text);
            form.set(&self.field, text);
            return None;
        }
        match self.meant(cell) {
            Some(choice) => form.set(&self.field, &*choice.value),
            None if cell.is_empty() => return Some(self.empty()),
            None => return Some(self.unknown(cell)),
        }
        None
    }

    fn empty(&self) -> String {
        format!(
            "“{}” cannot be empty. Write one of {}, or leave the column out.",
            self.label,
            self.known()
        )
    }

    fn unknown(&self, cell: &str) -> String {
        format!("“{cell}” is nothing to choose in “{}”. There are: {}.", self.label, self.known())
    }

    fn known(&self) -> String {
        let labels = self.choices.iter().map(|choice| &*choice.label);
        listed(&labels.filter(|label| !label.is_empty()).collect::<Vec<_>>())
    }

    /// The entry that a cell says, or the only one that it begins to say.
    fn meant(&self, cell: &str) -> Option<&Choice> {
        let cell = cell.to_lowercase();
        let whole = self.choices.iter().find(|choice| says(&cell, &choice.label.to_lowercase()));
        let begins = |choice: &&Choice| choice.label.to_lowercase().starts_with(&cell);
        let mut begun = self.choices.iter().filter(begins);
        let only = || begun.next().filter(|_| !cell.is_empty() && begun.next().is_none());
        whole.or_else(only)
    }
}

/// All parts of a kind, a row each.
struct Rows<P>(PhantomData<fn() -> P>);

/// Most rows of one text.
const MOST: usize = 200;

impl<P: RowForm> PartTable for Rows<P> {
    fn about(&self, document: &Engagement) -> Option<AboutTable> {
        Some(P::about(document))
    }

    fn key(&self) -> &'static str {
        P::LABELS.first().map_or("Name", |(_, label)| *label)
    }

    fn most(&self) -> usize {
        MOST
    }

    fn rows(&self, document: &Engagement) -> Vec<Vec<String>> {
        let columns = P::columns(document);
        let heading: Vec<String> = columns.iter().map(|column| column.label.clone()).collect();
        let row = |(_, _, part): (P::Id, String, P)| -> Vec<String> {
            let form = part.fill();
            columns.iter().map(|column| column.told(&form)).collect()
        };
        std::iter::once(heading).chain(P::stored(document).into_iter().map(row)).collect()
    }

    fn read(&self, document: &Engagement, cells: &Cells) -> (Vec<Part>, Vec<Problem>) {
        let mut reading = Reading::<P> {
            document,
            columns: P::columns(document),
            stored: P::stored(document),
            seen: Vec::new(),
            problems: Vec::new(),
        };
        let Cells { heading, lines, wrong } = cells;
        let named = heading.cells.iter();
        let held: Vec<_> = named.map(|label| reading.held(heading.number, label)).collect();
        if !held.contains(&Some(0)) {
            let says = format!("The heading needs a column “{}”.", reading.columns[0].label);
            reading.wrong(heading.number, &says);
            return (Vec::new(), reading.problems);
        }
        if let Some(first) = lines.get(MOST) {
            reading.wrong(first.number, &format!("Give at most {MOST} rows at once."));
            return (Vec::new(), reading.problems);
        }
        wrong.iter().for_each(|(line, says)| reading.wrong(*line, says));
        let parts = lines.iter().map(|line| reading.part(&held, line)).collect();
        (parts, reading.problems)
    }

    fn told(&self, document: &Engagement, part: &Part) -> Vec<(String, String)> {
        let form = P::from_part(part).map(|part| part.fill()).unwrap_or_default();
        let columns = P::columns(document).into_iter();
        columns.map(|column| (column.label.clone(), column.told(&form))).collect()
    }
}

struct Reading<'d, P: RowForm> {
    document: &'d Engagement,
    columns: Vec<RowColumn>,
    stored: Vec<(P::Id, String, P)>,
    /// The names of the rows before.
    seen: Vec<String>,
    problems: Vec<Problem>,
}

impl<P: RowForm> Reading<'_, P> {
    fn wrong(&mut self, line: u64, says: &str) {
        self.problems.push(Problem::new("table", format!("Line {line}: {says}")));
    }

    /// The column that a heading names.
    fn held(&mut self, line: u64, label: &str) -> Option<usize> {
        let wanted = label.to_lowercase();
        let found = self.columns.iter().position(|column| column.label.to_lowercase() == wanted);
        if found.is_none() && !label.is_empty() {
            let labels: Vec<_> = self.columns.iter().map(|column| column.label.clone()).collect();
            self.wrong(line, &format!("“{label}” is no column. There are: {}.", listed(&labels)));
        }
        found
    }

    /// The part of a row: the stored one with what the row says, or a new one.
    fn part(&mut self, held: &[Option<usize>], line: &Line) -> Part {
        let name = held.iter().position(|column| *column == Some(0));
        let name = name.map_or("", |place| line.cell(place));
        let key = one_line(name).to_lowercase();
        let known = |(_, stored, _): &&(P::Id, String, P)| says(&stored.to_lowercase(), &key);
        let known = self.stored.iter().find(known);
        let (id, mut form) = match known {
            Some((id, _, part)) => (*id, part.fill()),
            None => (uuid::Uuid::now_v7().into(), self.fresh()),
        };
        let is_new = known.is_none();
        let mut wrong = Vec::new();
        if name.is_empty() {
            wrong.push("it has no name.".to_owned());
        } else if self.seen.contains(&key) {
            wrong.push(format!("“{name}” stands in the table twice."));
        }
        for (place, column) in held.iter().enumerate() {
            let (column, cell) = (column.and_then(|at| self.columns.get(at)), line.cell(place));
            // What a new row does not say begins as on its page.
            let column =
                column.filter(|column| !(is_new && cell.is_empty() && !column.choices.is_empty()));
            wrong.extend(column.and_then(|column| column.write(cell, &mut form)));
        }
        self.seen.push(key);
        if let Some(stored) = self.unchanged(id, &form).filter(|_| wrong.is_empty()) {
            return stored.into_part();
        }
        let (part, problems) = P::read(&form, id, self.document);
        // What a cell that was told already left wrong in the form is not told again.
        if wrong.is_empty() {
            wrong.extend(problems.into_iter().map(|problem| problem.message));
        }
        wrong.iter().for_each(|says| self.wrong(line.number, says));
        part.into_part()
    }

    /// The stored part that a form says, whose columns all say what is stored: it is not read again.
    fn unchanged(&self, id: P::Id, form: &Form) -> Option<P> {
        let stored = P::find(self.document, id)?;
        let before = stored.fill();
        let same = |column: &RowColumn| before.text(&column.field) == form.text(&column.field);
        self.columns.iter().all(same).then_some(stored)
    }

    /// The form of a new part, in which a list that nothing is chosen from has its first entry, as on its page.
    fn fresh(&self) -> Form {
        let mut form = P::blank(&Form::default());
        for column in &self.columns {
            let first = column.choices.iter().find(|choice| !choice.value.is_empty());
            if let Some(first) = first.filter(|_| form.text(&column.field).is_empty()) {
                let optional = column.choices.iter().any(|choice| choice.value.is_empty());
                form.set(&column.field, if optional { "" } else { &*first.value });
            }
        }
        form
    }
}

/// Answers with the table as it is stored.
///
/// # Errors
/// The fault to answer with.
pub async fn open<P: RowForm>(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    table::open(&context, engagement, &Rows::<P>(PhantomData), asked).await
}

/// Saves the parts that the table says.
///
/// # Errors
/// The fault to answer with.
pub async fn change<P: RowForm>(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    table::change(&context, engagement, &Rows::<P>(PhantomData), sent).await
}

/// Shows what a file or text of rows would change.
///
/// # Errors
/// The fault to answer with.
pub async fn look<P: RowForm>(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    upload: Upload,
) -> Result<Response, HttpError> {
    table::look(&context, engagement, &Rows::<P>(PhantomData), upload).await
}

/// Answers with the table as a file.
///
/// # Errors
/// The fault to answer with.
pub async fn download<P: RowForm>(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    table::download(&context, engagement, &Rows::<P>(PhantomData), &asked).await
}
