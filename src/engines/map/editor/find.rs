//! Finding a step by its words, round and round from the selected one.
//! A lane's name counts as part of what is said of its steps.

use crate::engines::map::Map;

/// The first step from `start` on that has the words in its lane or name; after the last comes the first.
#[must_use]
pub fn find(map: &Map, words: &str, start: usize) -> Option<usize> {
    let words = words.trim().to_lowercase();
    let count = map.steps.len();
    if words.is_empty() || count == 0 {
        return None;
    }
    let said = |at: &usize| {
        let step = &map.steps[*at];
        let lane = map.lane(step.lane).map(|lane| lane.name.as_str()).unwrap_or_default();
        format!("{lane}: {}", step.name).to_lowercase().contains(&words)
    };
    (start..start + count).map(|at| at % count).find(said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::map::editor::{Editor, Registry};

    #[test]
    fn words_are_found_round_and_round() {
        let text = "Shop: Pay\nERP: Book\nShop: Tell\n";
        let editor = Editor::open(Registry::default(), text.into(), 1);
        let found = |words, start| find(editor.reading().map(), words, start);
        assert_eq!(found("shop", 0), Some(0));
        assert_eq!(found("shop", 1), Some(2));
        assert_eq!(found("ERP: b", 2), Some(1));
        assert_eq!(found("nothing", 0), None);
        assert_eq!(found(" ", 0), None);
    }
}
