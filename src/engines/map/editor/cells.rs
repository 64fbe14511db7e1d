//! Cells of the table, and fields beside the picture, as edits of the map.
//! A cell that was left as it was is no edit; whoever shows it knows that.

use crate::engines::map::StepKind;
use crate::engines::map::edit::Edit;
use crate::engines::map::outline::Row;
use crate::engines::map::text::colon_of;
use crate::platform::catalogue::Catalogue;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Where the step stands in the order told.
    Number,
    /// Its lane.
    Lane,
    /// Its name.
    Name,
    /// Its kind.
    Kind,
    /// Its facts.
    Facts,
    /// Where it leads.
    Leads,
}

impl Cell {
    /// Every column, from the left.
    pub const ALL: [Self; 6] =
        [Self::Number, Self::Lane, Self::Name, Self::Kind, Self::Facts, Self::Leads];

    /// Its name in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Lane => "lane",
            Self::Name => "name",
            Self::Kind => "kind",
            Self::Facts => "facts",
            Self::Leads => "leads",
        }
    }

    /// The column of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cell| cell.key() == key)
    }

    /// What it holds in a row; `at` is the place of the row, from 0.
    #[must_use]
    pub fn value(self, at: usize, row: &Row) -> String {
        match self {
            Self::Number => (at + 1).to_string(),
            Self::Lane => row.lane.clone(),
            Self::Name => row.name.clone(),
            Self::Kind => row.kind.key().to_owned(),
            Self::Facts => row.facts.clone(),
            Self::Leads => row.leads.clone(),
        }
    }

    /// The edit that a written cell means; none when it means nothing. A name that is emptied takes the step away.
    #[must_use]
    pub fn edit(self, step: usize, value: &str) -> Option<Edit> {
        let value = value.to_owned();
        Some(match self {
            Self::Number => {
                let number: usize = value.trim().parse().ok()?;
                Edit::Move { step, to: number.saturating_sub(1) }
            }
            Self::Lane => Edit::Lane { step, lane: value },
            Self::Name if value.trim().is_empty() => Edit::Remove { step },
            Self::Name => Edit::Rename { step, name: value },
            Self::Kind => Edit::Kind { step, kind: StepKind::from_key(&value).ok()? },
            Self::Facts => Edit::Facts { step, facts: value },
            Self::Leads => Edit::Leads { step, leads: value },
        })
    }
}

/// The edit that a key with Alt means in a row, and the row that it leads to.
#[must_use]
pub fn alt_key(key: &str, step: usize, steps: usize) -> Option<(Edit, usize)> {
    let last = steps.checked_sub(1).filter(|last| step <= *last)?;
    let (up, down) = (step.saturating_sub(1), (step + 1).min(last));
    Some(match key {
        "ArrowUp" => (Edit::Move { step, to: up }, up),
        "ArrowDown" => (Edit::Move { step, to: down }, down),
        "ArrowRight" => (Edit::Indent { step }, step),
        "ArrowLeft" => (Edit::Outdent { step }, step),
        "Delete" => (Edit::Remove { step }, up),
        _ => return None,
    })
}

/// A next step in the words of whoever adds it: “ERP: Create order” names the lane too.
#[must_use]
pub fn added(words: &str, after: Option<usize>) -> Edit {
    let split = colon_of(words).map(|at| (words[..at].trim(), words[at + 1..].trim()));
    let (lane, name) = match split {
        Some((lane, name)) if !lane.is_empty() && !name.is_empty() => (lane, name),
        _ => ("", words),
    };
    Edit::Add { after, name: name.to_owned(), lane: lane.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_cell_is_an_edit() {
        assert_eq!(Cell::Number.edit(2, " 1 "), Some(Edit::Move { step: 2, to: 0 }));
        assert_eq!(Cell::Number.edit(2, "first"), None);
        assert_eq!(Cell::Name.edit(1, "  "), Some(Edit::Remove { step: 1 }));
        let retry = Edit::Kind { step: 0, kind: StepKind::Retry };
        assert_eq!(Cell::Kind.edit(0, "retry"), Some(retry));
        assert_eq!(Cell::Kind.edit(0, "dance"), None);
        assert!(Cell::ALL.into_iter().all(|cell| Cell::from_key(cell.key()) == Some(cell)));
    }

    #[test]
    fn keys_move_a_row_within_the_table_only() {
        assert_eq!(alt_key("ArrowUp", 0, 3), Some((Edit::Move { step: 0, to: 0 }, 0)));
        assert_eq!(alt_key("ArrowDown", 2, 3), Some((Edit::Move { step: 2, to: 2 }, 2)));
        assert_eq!(alt_key("Delete", 2, 3), Some((Edit::Remove { step: 2 }, 1)));
        assert_eq!(alt_key("ArrowDown", 3, 3), None, "the row of a step that is not made yet");
        assert_eq!(alt_key("a", 0, 3), None);
    }

    #[test]
    fn a_next_step_may_name_its_lane() {
        let add = |lane: &str, name: &str| Edit::Add {
            after: Some(0),
            name: name.to_owned(),
            lane: lane.to_owned(),
        };
        assert_eq!(added("ERP: Create order", Some(0)), add("ERP", "Create order"));
        assert_eq!(added("Ship at 9:30", Some(0)), add("", "Ship at 9:30"));
        assert_eq!(added("\"Ready: go\"", Some(0)), add("", "\"Ready: go\""));
    }
}
