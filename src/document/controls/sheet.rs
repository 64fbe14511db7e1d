//! The controls of all integrations as a table of text: a control a line, and for each integration how far it is there
//! and what was seen of it. What a table does not name stays as it is.

use crate::document::cells::{Cells, Line, one_line, says, take_over};
use crate::document::controls::{Control, ControlSheet, ControlState, Finding};
use crate::document::engagement::{Engagement, Problem};
use crate::document::integrations::Integration;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::PartId;
use crate::platform::wording::listed;
use std::collections::BTreeMap;

/// The column by which a row is known.
pub const KEY: &str = "Control";

/// The column with what was seen at an integration.
fn evidence_of(integration: &Integration) -> String {
    format!("{}: evidence", integration.name)
}

/// The integrations that have columns: of two with the same name, the first.
fn shown(document: &Engagement) -> Vec<&Integration> {
    let mut shown: Vec<&Integration> = Vec::new();
    for one in &document.integrations {
        if !shown.iter().any(|other| same(&other.name, &one.name)) {
            shown.push(one);
        }
    }
    shown
}

fn same(a: &str, b: &str) -> bool {
    says(&a.to_lowercase(), &b.to_lowercase())
}

/// Every control as a row of cells, after a heading.
#[must_use]
pub fn rows(document: &Engagement) -> Vec<Vec<String>> {
    let shown = shown(document);
    let named = shown.iter().flat_map(|one| [one.name.clone(), evidence_of(one)]);
    let heading = std::iter::once(KEY.to_owned()).chain(named).collect();
    let row = |control: &Control| {
        let cells = shown.iter().flat_map(|one| {
            let found = document.controls(one.id).and_then(|sheet| sheet.controls.get(control));
            [
                state_told(found).to_owned(),
                found.map_or_else(String::new, |it| one_line(&it.evidence)),
            ]
        });
        std::iter::once(control.label().to_owned()).chain(cells).collect()
    };
    std::iter::once(heading).chain(Control::ALL.iter().map(row)).collect()
}

/// The state as its cell says it: nothing while nobody knows.
fn state_told(found: Option<&Finding>) -> &'static str {
    match found.map(|found| found.state) {
        None | Some(ControlState::Unknown) => "",
        Some(state) => state.label(),
    }
}

/// What a sheet says of each control, for whoever compares two.
#[must_use]
pub fn told(sheet: &ControlSheet) -> Vec<(String, String)> {
    let cell = |control: &Control| {
        let found = sheet.controls.get(control);
        let seen = found.map_or("", |found| found.evidence.as_str());
        let parts = [state_told(found), seen].into_iter().filter(|part| !part.is_empty());
        (control.label().to_owned(), parts.collect::<Vec<_>>().join(": "))
    };
    Control::ALL.iter().map(cell).collect()
}

/// The sheets that a table says, and what is wrong with it. A sheet that nothing is said of is not begun.
#[must_use]
pub fn read(document: &Engagement, table: &Cells) -> (Vec<ControlSheet>, Vec<Problem>) {
    let shown = shown(document);
    let mut reading = Reading { problems: Vec::new(), met: Vec::new() };
    table.wrong.iter().for_each(|(line, says)| reading.wrong(*line, says));
    let columns = reading.columns(&shown, &table.heading);
    if let Some(first) = table.lines.get(Control::ALL.len()) {
        let says = format!("give each of the {} controls one line.", Control::ALL.len());
        reading.wrong(first.number, &says);
        return (Vec::new(), reading.problems);
    }
    let sheet = |one: &&Integration| {
        let blank =
            || ControlSheet { id: PartId::new(), integration: one.id, controls: BTreeMap::new() };
        document.controls(one.id).cloned().unwrap_or_else(blank)
    };
    let mut sheets: Vec<ControlSheet> = shown.iter().map(sheet).collect();
    for line in &table.lines {
        reading.line(&columns, line, &mut sheets);
    }
    let named = |at: usize| columns.iter().any(|held| held.place() == Some(at));
    let stored = |sheet: &ControlSheet| document.controls(sheet.integration).is_some();
    let said = sheets.into_iter().enumerate();
    let said = said.filter(|(at, one)| named(*at) && (stored(one) || !one.controls.is_empty()));
    let said = said.map(|(_, sheet)| sheet).collect();
    (said, reading.problems)
}

/// What a column holds; an integration by its place among those that are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    Name,
    State(usize),
    Evidence(usize),
    /// A heading that names nothing; what is written there was told as a problem.
    Nothing,
}

impl Held {
    /// The integration it is about.
    fn place(self) -> Option<usize> {
        match self {
            Self::State(at) | Self::Evidence(at) => Some(at),
            Self::Name | Self::Nothing => None,
        }
    }
}

struct Reading {
    problems: Vec<Problem>,
    /// The controls that had a line.
    met: Vec<Control>,
}

impl Reading {
    fn wrong(&mut self, line: u64, says: &str) {
        self.problems.push(Problem::new("table", format!("Line {line}: {says}")));
    }

    fn columns(&mut self, shown: &[&Integration], heading: &Line) -> Vec<Held> {
        let columns: Vec<Held> =
            heading.cells.iter().map(|name| self.held(shown, heading.number, name)).collect();
        if !columns.contains(&Held::Name) {
            self.wrong(heading.number, "the heading needs a column “Control”.");
        }
        columns
    }

    fn held(&mut self, shown: &[&Integration], line: u64, name: &str) -> Held {
        let at = |of: fn(&Integration) -> String| shown.iter().position(|one| same(&of(one), name));
        if name.is_empty() {
            return Held::Nothing;
        }
        if let Some(at) = at(|one| one.name.clone()) {
            return Held::State(at);
        }
        if let Some(at) = at(evidence_of) {
            return Held::Evidence(at);
        }
        if same(name, KEY) {
            return Held::Name;
        }
        let names: Vec<&str> = shown.iter().map(|one| one.name.as_str()).collect();
        self.wrong(
            line,
            &format!("“{name}” is no integration here. There are: {}.", listed(&names)),
        );
        Held::Nothing
    }

    /// Takes over what a line says of its control.
    fn line(&mut self, columns: &[Held], line: &Line, sheets: &mut [ControlSheet]) {
        let Some(place) = columns.iter().position(|held| *held == Held::Name) else { return };
        let name = line.cell(place);
        let Some(control) = Control::ALL.iter().copied().find(|one| same(one.label(), name)) else {
            return self.wrong(
                line.number,
                &format!("“{name}” is no control. Write one as the table names it."),
            );
        };
        if self.met.contains(&control) {
            self.wrong(line.number, &format!("“{control}” stands in the table twice."));
        }
        self.met.push(control);
        for (place, held) in columns.iter().enumerate() {
            let cell = line.cell(place);
            let Some(sheet) = held.place().and_then(|at| sheets.get_mut(at)) else { continue };
            let blank = || Finding::new(ControlState::Unknown, "");
            let found = sheet.controls.entry(control).or_insert_with(blank);
            match held {
                Held::Evidence(_) => take_over(cell, &mut found.evidence),
                _ => match state_of(cell) {
                    Some(state) => found.state = state,
                    None => self.wrong(
                        line.number,
                        &format!(
                            "“{cell}” is no state. Write In place, Partial, Missing or Not applicable, or leave it empty."
                        ),
                    ),
                },
            }
        }
        // What is unknown without a word is not recorded.
        let says_something =
            |found: &Finding| found.state != ControlState::Unknown || found.has_evidence();
        for sheet in sheets {
            sheet.controls.retain(|one, found| *one != control || says_something(found));
        }
    }
}

/// The state that a cell says: its label or the beginning of one; unknown when it is empty.
fn state_of(cell: &str) -> Option<ControlState> {
    let cell = cell.trim().to_lowercase();
    if matches!(cell.as_str(), "" | "-" | "–" | "?" | "unknown") {
        return Some(ControlState::Unknown);
    }
    let begins = |state: &&ControlState| state.label().to_lowercase().starts_with(&cell);
    ControlState::ALL.iter().find(begins).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::cells::barred;
    use crate::document::engagement::Part;
    use crate::judgement::assess::testing::sound;

    fn read(document: &Engagement, text: &str) -> (Vec<ControlSheet>, Vec<Problem>) {
        super::read(document, &Cells::read(text, KEY).unwrap())
    }

    fn says(problems: &[Problem]) -> Vec<&str> {
        problems.iter().map(|one| one.message.as_str()).collect()
    }

    #[test]
    fn what_is_shown_is_read_as_it_was() {
        let document = sound();
        let (sheets, problems) = read(&document, &barred(&rows(&document)));
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(sheets, document.control_sheets);
    }

    #[test]
    fn a_cell_says_a_state_by_its_first_letters_and_an_empty_one_takes_it_back() {
        let mut document = sound();
        let name = document.integrations[0].name.clone();
        let id = document.integrations[0].id;
        let text = format!(
            "control\t{name}\t{name}: evidence\nRunbook\tmiss\tNobody has one\nTime received\tin\t"
        );
        let (sheets, problems) = read(&document, &text);
        assert!(problems.is_empty(), "{problems:?}");
        sheets.into_iter().for_each(|sheet| document.put(Part::ControlSheet(sheet)));
        let sheet = document.controls(id).unwrap();
        assert_eq!(sheet.state(Control::Runbook), ControlState::Missing);
        assert_eq!(sheet.controls[&Control::Runbook].evidence, "Nobody has one");
        assert_eq!(sheet.state(Control::TimeReceived), ControlState::InPlace);
        let (sheets, _) = read(&document, &format!("Control | {name}\nTime received |"));
        let (state, seen) = (&sheets[0].controls, &sheet.controls);
        assert!(
            state.get(&Control::TimeReceived).is_none_or(|it| it.state == ControlState::Unknown)
        );
        assert_eq!(state[&Control::Runbook], seen[&Control::Runbook], "what has no line stays");
    }

    #[test]
    fn what_names_nothing_is_told() {
        let document = sound();
        let name = &document.integrations[0].name;
        let told = |text: &str| says(&read(&document, text).1).join(" ");
        assert!(
            told("Control | Nowhere\nRunbook | missing")
                .contains("“Nowhere” is no integration here.")
        );
        assert!(told(&format!("Control | {name}\nTea | missing")).contains("“Tea” is no control."));
        assert!(
            told(&format!("Control | {name}\nRunbook | perhaps"))
                .contains("“perhaps” is no state.")
        );
        let twice = format!("Control | {name}\nRunbook | missing\nrunbook | partial");
        assert!(told(&twice).contains("“Runbook” stands in the table twice."));
        let many = "\nRunbook | missing".repeat(Control::ALL.len() + 1);
        assert!(told(&format!("Control | {name}{many}")).contains("controls one line."));
    }
}
