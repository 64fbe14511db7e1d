//! Rows and cells of what was pasted: tabs from a spreadsheet, bars from a wiki.
//! A cell in quotation marks may hold tabs and line breaks, as spreadsheets write them.

/// The rows of a table, at least one with two cells; `None` when it is none.
pub fn table(pasted: &str) -> Option<Vec<Vec<String>>> {
    let rows = if pasted.contains('\t') { tabbed(pasted) } else { barred(pasted)? };
    let rows: Vec<_> =
        rows.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
    rows.iter().any(|row| row.len() > 1).then_some(rows)
}

fn tabbed(pasted: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut signs = pasted.chars().filter(|c| *c != '\r').peekable();
    while let Some(c) = signs.next() {
        let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) else { break };
        match c {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() && closes(signs.clone()) => quoted = true,
            '\t' if !quoted => rows.last_mut().into_iter().for_each(|row| row.push(String::new())),
            '\n' if !quoted => rows.push(vec![String::new()]),
            c => cell.push(c),
        }
    }
    rows
}

/// Whether a quotation that has just opened ends before a tab, a line break or the end.
fn closes(mut rest: impl Iterator<Item = char>) -> bool {
    while let Some(c) = rest.next() {
        if c == '"' {
            match rest.next() {
                Some('"') => {}
                after => return after.is_none_or(|c| c == '\t' || c == '\n'),
            }
        }
    }
    false
}

/// `| a | b |` on every line; the line of dashes below the headers says nothing.
fn barred(pasted: &str) -> Option<Vec<Vec<String>>> {
    let lines: Vec<&str> = pasted.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let cells = |line: &str| {
        let inside = line.strip_prefix('|')?.strip_suffix('|')?;
        Some(inside.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>())
    };
    let rows: Option<Vec<_>> = lines.iter().map(|line| cells(line)).collect();
    let rule = |row: &Vec<String>| {
        row.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| c == '-' || c == ':'))
    };
    Some(rows?.into_iter().filter(|row| !rule(row)).collect())
}
