//! Reads a text in two passes: first which lanes and steps there are, then what leads where.
//! Two passes, because an arrow may lead to a step further down and a colon may follow a lane named later.

use super::chain::chain;
use super::collect::collect;
use super::refer::Book;
use super::{Draft, MAX_BYTES, TextError};
use crate::engines::map::StepKind;
use crate::engines::map::names::Names;
use crate::engines::map::sorting::sort_by_key;

/// Reads the text of a map.
pub fn read(text: &str, names: &Names) -> Result<Draft, Vec<TextError>> {
    if text.len() > MAX_BYTES {
        let help = format!("Keep a map below {} kB.", MAX_BYTES / 1000);
        return Err(vec![TextError {
            line: 1,
            column: 1,
            message: "The text is too long.".into(),
            help,
        }]);
    }
    let mut collected = collect(text, names);
    let book = Book::new(&collected.draft.lanes, &collected.draft.steps);
    let told = chain(&collected.items, &book, &collected.draft.steps, names);
    let mut errors = collected.errors;
    errors.extend(told.errors);
    if !errors.is_empty() {
        sort_by_key(&mut errors, |error| (error.line, error.column));
        errors.truncate(super::MAX_ERRORS);
        return Err(errors);
    }
    let mut draft = collected.draft;
    for decision in told.branched {
        if !collected.kind_written[decision] && draft.steps[decision].form.is_none() {
            draft.steps[decision].kind = StepKind::Decision;
            collected.kind_written[decision] = true;
        }
    }
    draft.flows = told.flows;
    draft.remarks.extend(told.remarks);
    sort_by_key(&mut draft.remarks, |remark| remark.line);
    Ok(draft)
}
