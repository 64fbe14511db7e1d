//! What is wrong with the text, as a list that leads to each place.
//! It waits until typing pauses: a line that is being written is not wrong yet.

use super::editing::Editing;
use crate::prelude::*;
use faultline::engines::map::editor::lines::place_of;
use faultline::engines::map::editor::{Editor, Problem};

/// Problems told at once.
const MOST: usize = 12;

/// The list.
#[island]
pub fn Problems() -> impl IntoView {
    let editing = Editing::around();
    let told = move || {
        let items = |found: &Vec<Problem>| {
            found.iter().take(MOST).map(|problem| item(editing, problem)).collect_view()
        };
        editing.problems.with(items)
    };
    view! {
        <ul class="editor-errors" id="text-errors" aria-label="What deserves a look">{told}</ul>
    }
}

fn item(editing: Editing, problem: &Problem) -> impl IntoView + use<> {
    let Problem { line, column, .. } = *problem;
    let place = if problem.is_error {
        format!("Line {line}, column {column}")
    } else {
        format!("Line {line}")
    };
    let go = move |_| {
        let place = editing.peek(|editor: &Editor| place_of(editor.text(), line, column));
        editing.go_to.set(Some(place));
    };
    let tone = if problem.is_error { "fault" } else { "doubt" };
    view! {
        <li data-tone=tone>
            <button class="link" type="button" on:click=go>{place}</button>
            {format!(" {}", problem.says)}
        </li>
    }
}
