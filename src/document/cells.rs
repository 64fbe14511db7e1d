//! The cells of a table of parts: read by the one reader of tables, whatever program wrote them, and shown a line each.
//! It knows nothing of what they hold.

use crate::engines::tables::cell::meant;
use crate::engines::tables::{Form, Format, Rows, Unreadable};

/// Most lines that are told to be wrong: whoever has mended these sends the rest again.
const TOLD: usize = 100;

/// A line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it begins: the number of a line of the text, from one.
    pub number: u64,
    /// What its cells say.
    pub cells: Vec<String>,
}

impl Line {
    /// What a cell says; nothing when there is none.
    #[must_use]
    pub fn cell(&self, place: usize) -> &str {
        self.cells.get(place).map_or("", String::as_str)
    }
}

/// A table as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    /// The names of its columns; of one without a name, nothing.
    pub heading: Line,
    /// The lines below that hold anything.
    pub lines: Vec<Line>,
    /// The first lines that cannot be read as they are, and why.
    pub wrong: Vec<(u64, String)>,
}

impl Cells {
    /// The cells of a text, whose heading is the first row that has a column named `key`, or else the first row.
    ///
    /// # Errors
    /// When the text is no table.
    pub fn read(text: &str, key: &str) -> Result<Self, Unreadable> {
        // A file of a spreadsheet may begin with a mark of its encoding.
        let text = text.trim_start_matches('\u{feff}');
        let mut form = Form::headed_by(text, &[key])?;
        let (mut lines, mut wrong) = (Vec::new(), Vec::new());
        let mut rows = Rows::new(text.as_bytes(), form.clone());
        while let Some(row) = rows.next()? {
            match row.problem {
                Some(ref problem) => wrong.push((row.line, problem.clone())),
                None => {
                    let cells = (0..form.header.len()).map(|column| row.cell(column).into_owned());
                    lines.push(Line { number: row.line, cells: cells.collect() });
                }
            }
        }
        let number = match form.format {
            Format::Json => 1,
            Format::Table => form.layout.header_row,
        };
        for &place in &form.unnamed {
            form.header[place].clear();
        }
        let heading = Line { number, cells: form.header };
        wrong.extend(lines.iter().filter_map(|line| below_no_name(&heading, line)));
        wrong.sort_by_key(|(line, _)| *line);
        wrong.truncate(TOLD);
        Ok(Self { heading, lines, wrong })
    }

    /// The cells of a grid, whose first row is its heading; its lines are counted as a spreadsheet counts them.
    #[must_use]
    pub fn of_grid(rows: &[Vec<String>]) -> Self {
        let plain = |row: &Vec<String>| row.iter().map(|cell| cell.trim().to_owned()).collect();
        let line = |(row, number): (&Vec<String>, u64)| Line { number, cells: plain(row) };
        let mut lines = rows.iter().zip(1..).map(line);
        let heading = lines.next().unwrap_or(Line { number: 1, cells: Vec::new() });
        let holds = |line: &Line| line.cells.iter().any(|cell| !cell.is_empty());
        let lines: Vec<_> = lines.filter(holds).collect();
        let wrong = lines.iter().filter_map(|line| below_no_name(&heading, line));
        let wrong = wrong.take(TOLD).collect();
        Self { heading, lines, wrong }
    }
}

/// What is said of a line that holds something in a column without a name: nobody could tell what it is, and leaving it
/// out would lose it.
fn below_no_name(heading: &Line, line: &Line) -> Option<(u64, String)> {
    let lost = |(place, cell): &(usize, &String)| {
        heading.cell(*place).is_empty() && !cell.trim().is_empty()
    };
    let (_, cell) = line.cells.iter().enumerate().find(lost)?;
    let cell = one_line(cell);
    let says =
        format!("“{cell}” stands in a column without a name. Name the column, or leave it out.");
    Some((line.number, says))
}

/// Rows of cells as lines with a bar between the cells; what would part a cell in two becomes a space.
#[must_use]
pub fn barred(rows: &[Vec<String>]) -> String {
    let plain = |cell: &String| cell.replace(['|', '\t', '\n', '\r'], " ");
    let line = |cells: &Vec<String>| {
        let line = cells.iter().map(plain).collect::<Vec<_>>().join(" | ");
        // A quotation mark at the beginning of a line would open a cell that is quoted.
        let space = if line.starts_with('"') { " " } else { "" };
        format!("{space}{}", line.trim_end())
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A text as one cell can show it: on one line, without what would part it in two.
#[must_use]
pub fn one_line(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_whitespace() || letter == '|');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether a cell says what a text is shown with: its lines, guards and kinds of space make no difference.
#[must_use]
pub fn says(cell: &str, text: &str) -> bool {
    one_line(&meant(cell)) == one_line(&meant(text))
}

/// Takes over what a cell says. A cell that says what it was shown with leaves the text, whose lines it cannot show.
pub fn take_over(cell: &str, text: &mut String) {
    if !says(cell, text) {
        cell.clone_into(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u64, Vec<String>)> {
        let cells = Cells::read(text, "Field").unwrap();
        assert!(cells.wrong.is_empty(), "{:?}", cells.wrong);
        std::iter::once(cells.heading).chain(cells.lines).map(|it| (it.number, it.cells)).collect()
    }

    fn lines<const N: usize>(lines: [(u64, [&str; 2]); N]) -> Vec<(u64, Vec<String>)> {
        lines.map(|(number, cells)| (number, cells.map(str::to_owned).to_vec())).to_vec()
    }

    #[test]
    fn cells_are_parted_by_what_spreadsheets_and_people_part_them_by() {
        for text in
            ["Field\tShop\na\tb", "Field | Shop\na | b", "Field;Shop\na;b", "Field,Shop\na,b"]
        {
            assert_eq!(read(text), lines([(1, ["Field", "Shop"]), (2, ["a", "b"])]), "{text}");
        }
        let quoted = "Field,Shop\n\"Price, gross\",\"the \"\"net\"\" one\"";
        assert_eq!(read(quoted)[1].1, ["Price, gross", "the \"net\" one"]);
    }

    #[test]
    fn a_line_break_within_quotes_parts_nothing_and_lines_keep_their_numbers() {
        let text = "\u{feff}Field;Shop\n\n ; \n\"Price\nin euros\";Owns\nStock;-\n";
        let shown = [(1, ["Field", "Shop"]), (4, ["Price\nin euros", "Owns"]), (6, ["Stock", "-"])];
        assert_eq!(read(text), lines(shown));
        assert_eq!(read("Fields of all\n\nField,Shop\na,b")[0].0, 3);
    }

    #[test]
    fn what_is_no_row_of_the_table_is_told_with_its_line() {
        let cells = Cells::read("Field,Shop\na\nb,c\nd,\"open", "Field").unwrap();
        let told: Vec<_> = cells.wrong.iter().map(|(line, _)| *line).collect();
        assert_eq!((told, cells.lines.len()), (vec![2, 4], 1), "{:?}", cells.wrong);
        assert_eq!(Cells::read(" \n", "Field"), Err(Unreadable::Empty));
    }

    #[test]
    fn what_stands_in_a_column_without_a_name_is_told_with_its_line() {
        assert_eq!(read("Field,\na,")[0].1, ["Field", ""]);
        let cells = Cells::read("Field,,Column 3\na,,x\nb,lost,y", "Field").unwrap();
        assert_eq!(cells.heading.cells, ["Field", "", "Column 3"]);
        let says = "“lost” stands in a column without a name. Name the column, or leave it out.";
        let told = [(3, says.to_owned())];
        assert_eq!((cells.lines.len(), cells.wrong.as_slice()), (2, told.as_slice()));
        let rows = [["Field", "", "Column 3"], ["a", "", "x"], ["b", "lost", "y"]];
        let grid = Cells::of_grid(&rows.map(|row| row.map(str::to_owned).to_vec()));
        assert_eq!((grid.lines.len(), grid.wrong.as_slice()), (2, told.as_slice()));
        let many = format!("Field,{}", "\na,lost".repeat(1_000));
        assert_eq!(Cells::read(&many, "Field").unwrap().wrong.len(), TOLD);
    }

    #[test]
    fn rows_of_a_grid_are_counted_with_those_that_are_blank() {
        let rows = [["Field", "Shop"], ["", " "], ["a\tb", "\"c"]];
        let cells = Cells::of_grid(&rows.map(|row| row.map(str::to_owned).to_vec()));
        assert_eq!(cells.lines.len(), 1);
        assert_eq!((cells.lines[0].number, cells.lines[0].cell(0)), (3, "a\tb"));
        assert_eq!((cells.lines[0].cell(1), cells.lines[0].cell(2)), ("\"c", ""));
    }

    #[test]
    fn a_cell_that_was_not_changed_leaves_the_lines_of_its_text() {
        for text in ["first\r\nsecond | third", "'=1+1", "caf\u{65}\u{301}\u{a0}x"] {
            let mut kept = text.to_owned();
            take_over(&one_line(text), &mut kept);
            assert_eq!(kept, text);
            take_over(&meant(&one_line(text)), &mut kept);
            assert_eq!(kept, text);
        }
        let mut kept = "first".to_owned();
        take_over("", &mut kept);
        assert_eq!(kept, "");
    }

    #[test]
    fn bars_part_cells_and_stand_in_none() {
        let rows = [["Field", "Why"], ["a|b", ""], ["\"so\" it is", "\"x\""]];
        let text = barred(&rows.map(|row| row.map(str::to_owned).to_vec()));
        assert_eq!(text, "Field | Why\na b |\n \"so\" it is | \"x\"");
        assert_eq!(read(&text)[2].1, ["\"so\" it is", "\"x\""]);
    }
}
