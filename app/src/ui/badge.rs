//! Marks and badges: a shape and a word, with colour as the third hint.
//! A state must never be told by colour alone, so no badge exists without its word.

use super::{Text, Writer};
use crate::prelude::*;
use faultline::platform::catalogue::Catalogue;

/// What a state means to the reader. The four meanings of the design, and plain ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// As it should be.
    Sound,
    /// Needs a look: partial, disputed, stale.
    Doubt,
    /// Broken, missing or blocking.
    Fault,
    /// Nobody knows yet.
    Unknown,
    /// No judgement.
    #[default]
    Plain,
}

impl Tone {
    /// The value of `data-tone`, which the style sheet colours by.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Sound => "sound",
            Self::Doubt => "doubt",
            Self::Fault => "fault",
            Self::Unknown => "unknown",
            Self::Plain => "plain",
        }
    }
}

/// The shape that stands for a tone, drawn by the style sheet. A word always stands beside it.
#[component]
pub fn Mark(
    /// Whose shape.
    tone: Tone,
) -> impl IntoView {
    let mut to = Writer::default();
    write_mark(&mut to, tone);
    to.done()
}

/// Writes a mark, as [`Mark`] shows it.
pub fn write_mark(to: &mut Writer, tone: Tone) {
    to.html("<span class=\"mark\" data-tone=\"").html(tone.key()).html("\"></span>");
}

/// A state in a word, with its mark.
#[component]
pub fn Badge(
    /// What the state means.
    #[prop(optional)]
    tone: Tone,
    /// The state, in the reader's words.
    #[prop(into)]
    word: Text,
) -> impl IntoView {
    let mut to = Writer::default();
    write_badge(&mut to, tone, &word);
    to.done()
}

/// Writes a badge, as [`Badge`] shows it.
pub fn write_badge(to: &mut Writer, tone: Tone, word: &str) {
    to.html("<span class=\"badge\" data-tone=\"")
        .html(tone.key())
        .html("\">")
        .text(word)
        .html("</span>");
}

/// A neutral label: a kind, a unit, a version. It says what something is, never how it is.
#[component]
pub fn Tag(
    /// The label.
    #[prop(into)]
    word: Text,
) -> impl IntoView {
    view! { <span class="tag">{word}</span> }
}

/// The way forward as a glyph and a word; `None` reads “Not enough evidence”.
#[component]
pub fn PathBadge<C: Catalogue + Send>(
    /// The path, from the catalogue of paths.
    path: Option<C>,
    /// Set it large, as the head of a verdict.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let key = path.map_or("undecided", Catalogue::key);
    let word = path.map_or("Not enough evidence", Catalogue::label);
    view! {
        <span class="path" data-path=key data-size=large.then_some("large")>
            <svg viewBox="0 0 28 12" width="28" height="12" aria-hidden="true">
                <path d=path_outline(key)></path>
            </svg>
            <span>{word}</span>
        </span>
    }
}

/// A line that is patched, clamped, moved to another level, or not drawn through.
fn path_outline(key: &str) -> &'static str {
    match key {
        "patch" => "M0 6h9m10 0h9M9 2.5h10v7H9zM11.5 6h5",
        "stabilise" => "M0 6h28M8 1v10M20 1v10M8 1h2.5M8 11h2.5M20 1h-2.5M20 11h-2.5",
        "rebuild" => "M0 10h11M17 2h11M14 0v12",
        _ => "M0 6h3m3 0h3m3 0h3m3 0h3m3 0h4",
    }
}
