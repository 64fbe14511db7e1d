//! What cells of a table of fields may say: rights by the beginning of their words, and what each team says.

use crate::document::truth::{Position, Right};
use crate::platform::catalogue::Catalogue;

/// What each team says, as a file tells it: “Sales: the shop; Books: the books”.
pub(super) fn positions(cell: &str) -> Vec<Position> {
    let position = |told: &str| {
        let (team, says) = told.split_once(':').unwrap_or(("", told));
        Position { team: team.trim().to_owned(), says: says.trim().to_owned() }
    };
    cell.split(';').filter(|told| !told.trim().is_empty()).map(position).collect()
}

/// The right that a cell says: its label or the beginning of one; none when it is empty.
pub(super) fn right_of(cell: &str) -> Option<Right> {
    let cell = cell.to_lowercase();
    if matches!(cell.as_str(), "" | "-" | "–" | "none") {
        return Some(Right::None);
    }
    let begins = |right: &&Right| {
        let (label, key) = (right.label().to_lowercase(), right.key());
        label.starts_with(&cell)
            || key.starts_with(&cell)
            || (cell == "owner" && **right == Right::Owns)
    };
    Right::ALL.iter().find(begins).copied().filter(|right| *right != Right::None)
}
