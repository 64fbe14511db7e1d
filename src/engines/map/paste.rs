//! What was pasted from a spreadsheet, a wiki or a list, as lines of a map.
//! Only words that were there come out; what is no table and no list is left to be pasted as it is.

use super::edit::Edit;
use super::names::{Names, key, one_line};
use super::text::{MAX_BYTES, MAX_STEPS, facts_named, inferred, kind_named, write};
use crate::engines::map::sorting::sort;
use crate::engines::map::{Map, Side, StepKind};
use crate::platform::ids::WorkflowId;

mod cells;

use cells::table;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Lane,
    Step,
    Kind,
    Minutes,
    Runs,
    Note,
    Nothing,
}

/// Words over a column and what it then holds.
const HEADERS: &[(Holds, &[&str])] = &[
    (
        Holds::Lane,
        &[
            "lane",
            "who",
            "system",
            "team",
            "owner",
            "role",
            "department",
            "where",
            "actor",
            "responsible",
            "performed by",
            "done by",
        ],
    ),
    (
        Holds::Step,
        &["step", "activity", "task", "what", "what happens", "action", "process step", "name"],
    ),
    (Holds::Kind, &["kind", "type", "kind of step"]),
    (Holds::Minutes, &["minutes", "min", "duration", "minutes per run", "time (min)", "time"]),
    (
        Holds::Runs,
        &["runs", "per month", "runs per month", "runs a month", "volume", "times a month"],
    ),
    (Holds::Note, &["note", "notes", "comment", "comments", "remark", "remarks", "description"]),
    (Holds::Nothing, &["#", "no", "no.", "nr", "number", "id", "step no", "step no."]),
];

/// Signs in front of a list's entries that the text form does not know.
const BULLETS: &[&str] =
    &["– ", "— ", "◦ ", "▪ ", "‣ ", "● ", "○ ", "☐ ", "☑ ", "[ ] ", "[x] ", "+ "];

/// The lines that what was pasted comes to; `None` when it is neither a table nor a list.
#[must_use]
pub fn lines(pasted: &str, names: &Names) -> Option<String> {
    if pasted.len() > MAX_BYTES {
        return None;
    }
    match table(pasted) {
        Some(rows) => of_table(&rows, names),
        None => of_list(pasted),
    }
}

fn of_table(rows: &[Vec<String>], names: &Names) -> Option<String> {
    let (columns, rows) = match headers(&rows[0]) {
        Some(columns) => (columns, &rows[1..]),
        None => (guessed(rows), rows),
    };
    let mut map = Map::empty(WorkflowId(uuid::Uuid::nil()), Side::Actual);
    for row in rows.iter().take(MAX_STEPS) {
        let cell = |wanted: Holds| {
            let at = columns.iter().position(|holds| *holds == wanted)?;
            row.get(at).map(|cell| one_line(cell)).filter(|cell| !cell.is_empty())
        };
        let Some(name) = cell(Holds::Step) else { continue };
        let step = map.steps.len();
        let add = Edit::Add { after: None, name, lane: cell(Holds::Lane).unwrap_or_default() };
        map = map.edited(&add, names).ok()?;
        let (facts, untold) = effort(cell, names);
        let told = cell(Holds::Kind).and_then(|kind| kind_named(&kind));
        let note: Vec<String> = cell(Holds::Note).into_iter().chain(untold).collect();
        let note = note.join("\n");
        let more = [
            (!facts.is_empty()).then_some(Edit::Facts { step, facts }),
            (!note.is_empty()).then_some(Edit::Note { step, note }),
        ];
        for edit in more.into_iter().flatten() {
            // A cell that says nothing a step can have is left out; the step stays.
            map = map.edited(&edit, names).unwrap_or(map);
        }
        if let Some(kind) = told.or_else(|| inferred_of(&map, step)) {
            map = map.edited(&Edit::Kind { step, kind }, names).unwrap_or(map);
        }
    }
    (!map.steps.is_empty()).then(|| write(&map, names))
}

/// The kind that name, lane and minutes of a row tell together.
fn inferred_of(map: &Map, step: usize) -> Option<StepKind> {
    let step = map.steps.get(step)?;
    Some(inferred(&step.name, map.lane(step.lane)?.kind, &step.facts))
}

fn headers(row: &[String]) -> Option<Vec<Holds>> {
    let holds = |cell: &String| {
        let found = HEADERS.iter().find(|(_, words)| words.contains(&key(cell).as_str()));
        found.map(|(holds, _)| *holds)
    };
    let found: Vec<_> = row.iter().map(holds).collect();
    let named = found.iter().flatten().count();
    let mut columns: Vec<Holds> =
        found.into_iter().map(|it| it.unwrap_or(Holds::Nothing)).collect();
    if !columns.contains(&Holds::Step)
        && let Some(note) = columns.iter_mut().find(|holds| **holds == Holds::Note)
    {
        *note = Holds::Step;
    }
    (named > 0 && columns.contains(&Holds::Step)).then_some(columns)
}

/// Without headers: a column of numbers says nothing, then comes who, then what, then notes.
fn guessed(rows: &[Vec<String>]) -> Vec<Holds> {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let column = |at: usize| rows.iter().filter_map(move |row| row.get(at)).map(|cell| key(cell));
    let numbers = |at: &usize| {
        column(*at).all(|cell| cell.trim_end_matches(['.', ')']).parse::<u32>().is_ok())
    };
    let worded: Vec<usize> = (0..width).filter(|at| !numbers(at)).collect();
    let mut holds = vec![Holds::Nothing; width];
    match worded[..] {
        [] => {}
        [only] => holds[only] = Holds::Step,
        [first, second, ..] => {
            // Who does things repeats, what is done does not.
            let distinct = |at: usize| {
                let mut words: Vec<String> = column(at).collect();
                sort(&mut words);
                words.dedup();
                words.len()
            };
            let swapped = distinct(second) < distinct(first);
            let (lane, step) = if swapped { (second, first) } else { (first, second) };
            holds[lane] = Holds::Lane;
            holds[step] = Holds::Step;
            if let Some(third) = worded.get(2) {
                holds[*third] = Holds::Note;
            }
        }
    }
    holds
}

/// The effort that the cells of a row tell, and, for its note, those that tell something else, such as `1.200` or `rarely`.
fn effort(cell: impl Fn(Holds) -> Option<String>, names: &Names) -> (String, Vec<String>) {
    let (mut facts, mut untold) = (Vec::new(), Vec::new());
    let columns =
        [(Holds::Minutes, " min", "Minutes a run"), (Holds::Runs, "/month", "Runs a month")];
    for (holds, unit, called) in columns {
        let Some(cell) = cell(holds) else { continue };
        let fact = with_unit(&cell, unit);
        if facts_named(&fact, names).is_some() {
            facts.push(fact);
        } else if !cell.chars().all(|sign| "-–—?. ".contains(sign)) {
            untold.push(format!("{called}: {cell}"));
        }
    }
    (facts.join(", "), untold)
}

fn with_unit(cell: &str, unit: &str) -> String {
    let bare = cell.chars().all(|c| c.is_ascii_digit() || c == '.');
    if bare { format!("{cell}{unit}") } else { cell.to_owned() }
}

/// A list with signs or outline numbers, as plain lines; its indentation is no branch.
fn of_list(pasted: &str) -> Option<String> {
    let lines: Vec<&str> = pasted.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let bare: Vec<Option<&str>> = lines.iter().map(|line| unmarked(line)).collect();
    let marked = bare.iter().flatten().count();
    if lines.len() < 2 || marked * 2 < lines.len() {
        return None;
    }
    let told = lines.iter().zip(bare).map(|(line, bare)| bare.unwrap_or(line));
    Some(told.map(|line| format!("{line}\n")).collect())
}

fn unmarked(line: &str) -> Option<&str> {
    let known = ["- ", "* ", "• "].iter().chain(BULLETS).find_map(|sign| line.strip_prefix(sign));
    let ticked = known.and_then(|rest| BULLETS.iter().find_map(|sign| rest.strip_prefix(sign)));
    let numbered = || {
        let end = line.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ')'))?;
        let digits = line[..end].chars().any(|c| c.is_ascii_digit());
        let signed = line[..end].contains(['.', ')']);
        (digits && signed && line[end..].starts_with(' ')).then(|| &line[end..])
    };
    let lettered = || {
        let mut signs = line.chars();
        let letter = signs.next().is_some_and(|c| c.is_ascii_lowercase());
        (letter && signs.next() == Some(')') && signs.next() == Some(' ')).then(|| &line[2..])
    };
    ticked.or(known).or_else(numbered).or_else(lettered).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::map::text::parse;
    use proptest::prelude::*;

    fn pasted(text: &str) -> String {
        lines(text, &Names::default()).unwrap_or_default()
    }

    #[test]
    fn a_spreadsheet_with_headers_becomes_steps_with_their_facts() {
        let table = "No\tWho\tActivity\tType\tMinutes\tRuns per month\tComments\n\
                     1\tShop\tOrder paid\t\t\t\t\n\
                     2\tOffice\tType it again\tcopy-paste\t5\t200\tOn Mondays\n";
        assert_eq!(
            pasted(table),
            "Shop: Order paid\nOffice: Type it again [manual copy-paste] (5 min x 200/month)\n  # On Mondays\n"
        );
    }

    #[test]
    fn what_is_no_effort_stays_in_the_note_of_its_step() {
        let table = "Step\tMinutes\tRuns per month\tNote\nOrder paid\t5\t1.200\tOn Mondays\npack\t1,200\t-\t\n\
                     book\tan hour\trarely\t\n";
        let steps: Vec<_> = parse(&pasted(table), &Names::default()).unwrap().steps;
        let told = |at: usize| (steps[at].facts.minutes_per_run, steps[at].note.as_str());
        assert_eq!(told(0), (Some(5.0), "On Mondays\nRuns a month: 1.200"));
        assert_eq!(told(1), (None, "Minutes a run: 1,200"));
        assert_eq!(told(2), (None, "Minutes a run: an hour\nRuns a month: rarely"));
    }

    #[test]
    fn without_headers_who_repeats_and_what_does_not() {
        assert_eq!(
            pasted("Shop\tpay\nShop\tpack\nERP\tbook\n"),
            "Shop: pay\nShop: pack\nERP: book\n"
        );
        assert_eq!(
            pasted("pay\tShop\npack\tShop\nbook\tERP\n"),
            "Shop: pay\nShop: pack\nERP: book\n"
        );
        assert_eq!(pasted("1\tpay\n2\tpack\n"), "Unassigned: pay\nUnassigned: pack\n");
    }

    #[test]
    fn a_table_of_a_wiki_and_a_cell_with_line_breaks_are_read() {
        assert_eq!(pasted("| Who | Step |\n| --- | --- |\n| Shop | pay |\n"), "Shop: pay\n");
        assert_eq!(pasted("Shop\t\"pay\nat once\"\nERP\tbook\n"), "Shop: pay at once\nERP: book\n");
    }

    #[test]
    fn a_list_loses_its_signs_and_its_depth() {
        assert_eq!(pasted("– pay\n  – pack\n– book"), "pay\npack\nbook\n");
        assert_eq!(pasted("1.1 pay\n1.2. pack\n2) book"), "pay\npack\nbook\n");
        assert_eq!(pasted("- [ ] pay\n- [x] pack"), "pay\npack\n");
    }

    #[test]
    fn prose_and_map_text_are_pasted_as_they_are() {
        assert_eq!(lines("Shop: pay\nERP: book", &Names::default()), None);
        assert_eq!(lines("one line", &Names::default()), None);
    }

    proptest! {
        #[test]
        fn whatever_table_is_pasted_reads_back(cells in prop::collection::vec(prop::collection::vec("[a-c:?!\"(\\[>-]{0,6}", 2..4), 1..8)) {
            let table: String = cells.iter().map(|row| row.join("\t") + "\n").collect();
            if let Some(text) = lines(&table, &Names::default()) {
                prop_assert!(parse(&text, &Names::default()).is_ok(), "{table}\n{text}");
            }
        }
    }
}
