//! The map as text: numbers, marks of what is wrong, and offers of names, around the field that the server made.
//! It takes no key that somebody needs to write: Enter is a line break unless an offer was chosen.

use super::editing::Editing;
use crate::prelude::*;
use faultline::engines::map::editor::completion::Offers;
use faultline::engines::map::editor::lines::length_of;
use faultline::engines::map::editor::{Editor, Problem};

#[cfg(feature = "hydrate")]
mod field;

/// The frame around the text field.
#[island]
pub fn CodeField(
    /// The field.
    children: Children,
) -> impl IntoView {
    let editing = Editing::around();
    let offers: RwSignal<Option<Offers>> = RwSignal::new(None);
    #[cfg(feature = "hydrate")]
    field::Field::start(editing, offers);
    let lines = Memo::new(move |_| editing.read(|editor| editor.text().split('\n').count()));
    let numbers = move || (1..=lines.get()).map(|line| format!("{line}\n")).collect::<String>();
    let marks = move || {
        let spans = editing.problems.with(|found| first_of_each_line(found));
        spans.into_iter().map(|problem| mark(editing, problem)).collect_view()
    };
    view! {
        <div class="code">
            <div class="code-numbers" aria-hidden="true">{numbers}</div>
            {children()}
            <div class="code-marks" aria-hidden="true">{marks}</div>
            <ul class="code-offers" id="text-offers" role="listbox" aria-label="Offers" hidden=move || offers.with(Option::is_none)>
                {move || offers.get().map(|found| options(editing, offers, &found))}
            </ul>
        </div>
    }
}

/// The first error of each line.
fn first_of_each_line(found: &[Problem]) -> Vec<Problem> {
    let mut first: Vec<Problem> =
        found.iter().filter(|problem| problem.is_error).cloned().collect();
    first.dedup_by_key(|problem| problem.line);
    first
}

/// The words of an error behind its line.
fn mark(editing: Editing, problem: Problem) -> impl IntoView {
    let line = (problem.line - 1).to_string();
    let column = editing.peek(|editor| length_of(editor.text(), problem.line)).to_string();
    view! {
        <span style=("--line", line) style=("--column", column)>
            <small>{problem.says}</small>
        </span>
    }
}

fn options(
    editing: Editing,
    offers: RwSignal<Option<Offers>>,
    found: &Offers,
) -> impl IntoView + use<> {
    let option = |(at, name): (usize, &String)| {
        let chosen = (found.chosen == Some(at)).to_string();
        let press = move |press: leptos::ev::PointerEvent| {
            press.prevent_default();
            take(editing, offers, at);
        };
        view! {
            <li id=format!("text-offer-{at}") role="option" aria-selected=chosen on:pointerdown=press>{name.clone()}</li>
        }
    };
    found.names.iter().enumerate().map(option).collect_view()
}

/// Takes an offer in place of what was typed of it.
fn take(editing: Editing, offers: RwSignal<Option<Offers>>, at: usize) {
    if let Some(found) = offers.get_untracked() {
        offers.set(None);
        let end = editing.peek(Editor::caret);
        editing.change(|editor| editor.take_offer(&found, at, end));
        editing.go_to.set(Some(editing.peek(Editor::caret)));
    }
}
