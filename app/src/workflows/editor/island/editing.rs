//! The state that the islands of one editor share, and the words for what is saved.
//! On the server, and until the browser has taken it up, it is empty: what stands on the page then is the server's.

use crate::prelude::*;
use faultline::engines::map::edit::Edit;
use faultline::engines::map::editor::draft::UnsavedText;
use faultline::engines::map::editor::{Editor, Problem, Registry};
use faultline::platform::ids::PersonId;
use serde::{Deserialize, Serialize};

/// The way a map is written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pane {
    #[default]
    /// A line for each step.
    Text,
    /// A row for each step.
    Table,
}

impl Pane {
    /// Its name in addresses and on its element.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Table => "table",
        }
    }
}

/// What the browser is told when the editor opens; the text stands in its field.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Opening {
    /// The address of the map.
    pub address: String,
    /// Where an integration is added.
    pub integrations: String,
    /// Under what name the browser keeps what is not saved: one for each person and map.
    pub draft: String,
    /// The version of the text.
    pub version: i32,
    /// The way that is open.
    pub pane: Pane,
    /// Who writes.
    pub person: Option<PersonId>,
    /// What the server keeps of a text that cannot be understood yet: the field then shows that.
    pub unfinished: Option<Unsaved>,
    /// What the text can name.
    pub registry: Registry,
}

impl Opening {
    /// It as an attribute of the page.
    #[cfg(feature = "ssr")]
    pub fn on_page(&self) -> String {
        hex::encode(faultline::engines::map::editor::wire::encode(self))
    }

    /// It as it stands on the page.
    #[cfg(feature = "hydrate")]
    pub fn of_page(written: &str) -> Option<Self> {
        faultline::engines::map::editor::wire::decode(&hex::decode(written).ok()?)
    }
}

/// A text that is kept beside the map, and the map that it stands beside.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Unsaved {
    /// The text of the map as it is stored.
    pub stored: String,
    /// Its version.
    pub version: i32,
    /// The text that was left.
    pub text: UnsavedText,
}

/// How far saving is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    /// Nothing was ever stored.
    New,
    /// All is stored; something was taken out on the way in, or not.
    Saved {
        /// Whether something was.
        redacted: bool,
    },
    /// It will be saved in a moment.
    Waiting,
    /// It is being saved.
    Saving,
    /// A line is not finished: the text is kept, and the map is as it was.
    Kept,
    /// The server cannot be reached; the browser keeps it, or could not.
    Offline {
        /// Whether it does.
        kept: bool,
    },
    /// Somebody else changed the same line.
    Conflict,
    /// Nobody is signed in any more; the browser keeps it, or could not.
    SignedOut {
        /// Whether it does.
        kept: bool,
    },
    /// Somebody else is signed in by now.
    SomebodyElse,
    /// It may not be changed any more.
    Forbidden,
    /// The server refused it.
    Refused(String),
}

impl SaveState {
    /// The state in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::New => "",
            Self::Saved { redacted: false } => "Saved",
            Self::Saved { redacted: true } => {
                "Saved; something that looked like a secret was taken out"
            }
            Self::Waiting => "Not saved yet",
            Self::Saving => "Saving",
            Self::Kept => "Kept, but not in the map yet: a line cannot be understood",
            Self::Offline { kept: true } => {
                "Not saved: the server cannot be reached. Write on: this browser keeps it, and it is saved when the server answers again."
            }
            Self::Offline { kept: false } => {
                "Not saved: the server cannot be reached. Keep this page open: it is saved when the server answers again."
            }
            Self::Conflict => "Not saved: somebody else changed the same line",
            Self::SignedOut { .. } => "Not saved: you are not signed in any more",
            Self::SomebodyElse => "Not saved: somebody else is signed in by now",
            Self::Forbidden => "Not saved: you may not change this map any more",
            Self::Refused(why) => return format!("Not saved: {why}"),
        }
        .to_owned()
    }

    /// What to do when one is not signed in as who one was; nothing otherwise.
    #[must_use]
    pub fn sign_in(&self) -> Option<&'static str> {
        Some(match self {
            Self::SignedOut { kept: true } => {
                "You are not signed in any more. Write on: this browser keeps it, and it is saved as soon as you are signed in again."
            }
            Self::SignedOut { kept: false } => {
                "You are not signed in any more. Keep this page open: it is saved as soon as you are signed in again."
            }
            Self::SomebodyElse => {
                "Somebody else signed in here, and what you wrote is not saved in their name. It is saved as soon as you are signed in again."
            }
            _ => return None,
        })
    }
}

/// Something to be done with the picture, from its tools or by a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A next step.
    Add,
    /// Other words for the selected step.
    Rename,
    /// A flow from the selected step.
    Connect,
    /// Another lane for it.
    Lane,
    /// Away with it.
    Remove,
    /// A smaller drawing.
    Smaller,
    /// A larger one.
    Larger,
    /// All of it in sight.
    Fit,
    /// The picture alone on the whole screen, or back on its page.
    Whole,
    /// To the field that finds steps.
    Find,
    /// No flow after all.
    Stop,
}

/// The state of one editor, shared by its islands.
#[derive(Clone, Copy)]
pub struct Editing {
    editor: RwSignal<Option<Editor>>,
    /// The way that is open.
    pub pane: RwSignal<Pane>,
    /// Where an integration is added.
    pub integrations: RwSignal<String>,
    /// How far saving is.
    pub saving: RwSignal<SaveState>,
    /// Why the last edit was not made.
    pub refused: RwSignal<String>,
    /// What is wrong with the text, once typing has paused.
    pub problems: RwSignal<Vec<Problem>>,
    /// Where the caret is to go, in the text field.
    pub go_to: RwSignal<Option<usize>>,
    /// Something to be done with the picture.
    pub act: RwSignal<Option<Act>>,
    /// Words to find a step by, and how many steps further on to begin.
    pub find: RwSignal<(String, usize)>,
    /// A row to be added to the table.
    pub add_row: RwSignal<u32>,
    /// What is in sight of the picture has changed.
    pub moved: RwSignal<u32>,
}

impl Editing {
    /// An editor that nothing was told yet.
    pub fn new(pane: Pane) -> Self {
        Self {
            editor: RwSignal::new(None),
            pane: RwSignal::new(pane),
            integrations: RwSignal::new(String::new()),
            saving: RwSignal::new(SaveState::New),
            refused: RwSignal::new(String::new()),
            problems: RwSignal::new(Vec::new()),
            go_to: RwSignal::new(None),
            act: RwSignal::new(None),
            find: RwSignal::new((String::new(), 0)),
            add_row: RwSignal::new(0),
            moved: RwSignal::new(0),
        }
    }

    /// The editor around an island; on the server, where islands are written one by one, an empty one.
    pub fn around() -> Self {
        use_context().unwrap_or_else(|| Self::new(Pane::Text))
    }

    /// Whether the browser has taken it up.
    pub fn is_open(self) -> bool {
        self.editor.with(Option::is_some)
    }

    /// Takes it up.
    #[cfg(feature = "hydrate")]
    pub fn open(self, editor: Editor) {
        self.editor.set(Some(editor));
    }

    /// Something of the state, which is asked for again whenever it changes.
    pub fn read<T: Default>(self, part: impl FnOnce(&Editor) -> T) -> T {
        self.editor.with(|editor| editor.as_ref().map(part)).unwrap_or_default()
    }

    /// Something of the state as it is now.
    pub fn peek<T: Default>(self, part: impl FnOnce(&Editor) -> T) -> T {
        self.editor.with_untracked(|editor| editor.as_ref().map(part)).unwrap_or_default()
    }

    /// Changes the state.
    pub fn change<T>(self, change: impl FnOnce(&mut Editor) -> T) -> Option<T> {
        self.editor.try_update(|editor| editor.as_mut().map(change)).flatten()
    }

    /// Makes an edit of table or picture; false, with the reason on the page, when it was refused.
    pub fn edit(self, edit: &Edit) -> bool {
        match self.change(|editor| editor.edit(edit)) {
            Some(Err(refused)) => {
                self.refused.set(refused.to_string());
                false
            }
            made => {
                self.refused.set(String::new());
                made.is_some()
            }
        }
    }

    /// Goes one step back in what was written here, or forth again.
    pub fn travel(self, back: bool) {
        let went = self.change(|editor| if back { editor.undo() } else { editor.redo() });
        if went == Some(true) {
            self.refused.set(String::new());
            self.go_to.set(Some(self.peek(Editor::caret)));
        }
    }

    /// Selects a step.
    pub fn select(self, step: usize) {
        if self.peek(Editor::selected) != Some(step) {
            self.change(|editor| editor.select(step));
        }
    }
}
