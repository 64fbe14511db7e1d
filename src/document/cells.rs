//! The cells of a table of text: parted by tabs, as spreadsheets copy them, by bars, or as a CSV file parts them.
//! It knows nothing of what they hold.

/// The lines of a table that hold anything, each with its number from one and its cells; the first is the heading.
#[must_use]
pub fn parted(text: &str) -> Vec<(usize, Vec<String>)> {
    // A file of a spreadsheet may begin with a mark of its encoding.
    let lines = text.trim_start_matches('\u{feff}').lines().zip(1..);
    let lines: Vec<_> = lines.filter(|(line, _)| !line.trim().is_empty()).collect();
    let sign = sign(lines.first().map_or("", |(heading, _)| heading));
    let rows = lines.into_iter().map(|(line, number)| (number, cells(line, sign)));
    // A spreadsheet writes a blank row as signs with nothing between them.
    rows.filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty())).collect()
}

/// Rows of cells as lines with a bar between the cells; what would part a cell in two becomes a space.
#[must_use]
pub fn barred(rows: &[Vec<String>]) -> String {
    let plain = |cell: &String| cell.replace(['|', '\t', '\n', '\r'], " ");
    let line = |cells: &Vec<String>| {
        cells.iter().map(plain).collect::<Vec<_>>().join(" | ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A text as one cell can show it: on one line, without what would part it in two.
#[must_use]
pub fn one_line(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_whitespace() || letter == '|');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Takes over what a cell says. A cell that says what it was shown with leaves the text, whose lines it cannot show.
pub fn take_over(cell: &str, text: &mut String) {
    if one_line(cell) != one_line(text) {
        cell.clone_into(text);
    }
}

/// The sign that parts the cells of a table, as its heading tells.
fn sign(heading: &str) -> char {
    ['\t', '|', ';', ','].into_iter().find(|sign| heading.contains(*sign)).unwrap_or('\t')
}

/// The cells of a line. Within quotes the sign parts nothing, and a doubled quote stands for one.
fn cells(line: &str, sign: char) -> Vec<String> {
    let mut cells = Vec::new();
    let mut open: Option<String> = None;
    for piece in line.split(sign) {
        let cell = match open.take() {
            Some(before) => format!("{before}{sign}{piece}"),
            None => piece.trim().to_owned(),
        };
        let is_open = cell.starts_with('"') && cell.matches('"').count() % 2 == 1;
        if is_open { open = Some(cell) } else { cells.push(plain(&cell)) }
    }
    cells.extend(open.map(|cell| plain(&cell)));
    cells
}

/// A cell without the quotes around it.
fn plain(cell: &str) -> String {
    let cell = cell.trim();
    let quoted = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    quoted.map_or_else(|| cell.to_owned(), |inside| inside.replace("\"\"", "\"").trim().to_owned())
}

/// Rows of cells as the text of a table, parted by tabs; what would part a cell in two becomes a space.
#[must_use]
pub fn joined<'c>(rows: impl IntoIterator<Item = impl IntoIterator<Item = &'c str>>) -> String {
    let plain = |cell: &str| cell.replace(['\t', '\n', '\r'], " ");
    let row = |row: Vec<String>| row.join("\t");
    let rows = rows.into_iter().map(|cells| row(cells.into_iter().map(plain).collect()));
    rows.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_parted_by_what_parts_the_heading() {
        for heading in ["Field\tShop", "Field | Shop", "Field;Shop", "Field,Shop"] {
            assert_eq!(cells(heading, sign(heading)), ["Field", "Shop"]);
        }
        assert_eq!(sign("Field"), '\t');
        assert_eq!(cells("Price, gross\tOwns", '\t'), ["Price, gross", "Owns"]);
    }

    #[test]
    fn quotes_keep_a_cell_together() {
        assert_eq!(
            cells("\"Price, gross\", \"the \"\"net\"\" one\",x", ','),
            ["Price, gross", "the \"net\" one", "x"]
        );
        assert_eq!(cells("5\" pipe,x", ','), ["5\" pipe", "x"]);
        assert_eq!(cells("\"never closed,x", ','), ["\"never closed,x"]);
    }

    #[test]
    fn lines_keep_their_numbers_and_blank_ones_are_passed_over() {
        let read = parted("\u{feff}Field;Shop\n\n ; \nPrice;Owns");
        let told = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        assert_eq!(read, [(1, told(["Field", "Shop"])), (4, told(["Price", "Owns"]))]);
        assert!(parted(" \n").is_empty());
    }

    #[test]
    fn a_cell_that_was_not_changed_leaves_the_lines_of_its_text() {
        let text = "first\r\nsecond | third";
        let mut kept = text.to_owned();
        take_over(&one_line(text), &mut kept);
        assert_eq!(kept, text);
        take_over("first second", &mut kept);
        assert_eq!(kept, "first second");
        take_over("", &mut kept);
        assert_eq!(kept, "");
    }

    #[test]
    fn bars_part_cells_and_stand_in_none() {
        let rows = [["Field", "Why"], ["a|b", ""]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(barred(&rows), "Field | Why\na b |");
    }

    #[test]
    fn what_would_part_a_joined_cell_in_two_becomes_a_space() {
        let text = joined([["Field", "Why"], ["Price", "said\tat\nnoon"]]);
        assert_eq!(text, "Field\tWhy\nPrice\tsaid at noon");
    }
}
