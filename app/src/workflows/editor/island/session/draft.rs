//! What is not saved, as this browser keeps it: one text for each person and map, gone once the server has it.
//! A browser that keeps nothing is told of, not relied on.

use super::super::browser::window;
use super::super::editing::Editing;
use faultline::engines::map::editor::Editor;
use faultline::engines::map::editor::draft::UnsavedText;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::Storage;

/// Where it is kept.
#[derive(Clone)]
pub struct Draft {
    name: Rc<str>,
    storage: Option<Storage>,
    /// Whether its writer gave it up: the page that is being left keeps nothing more.
    given_up: Rc<Cell<bool>>,
}

impl Draft {
    /// The place of that name.
    pub fn new(name: String) -> Self {
        let storage = window().local_storage().ok().flatten();
        Self { name: name.into(), storage, given_up: Rc::default() }
    }

    /// What was kept.
    pub fn read(&self) -> Option<UnsavedText> {
        let kept = self.storage.as_ref()?.get_item(&self.name).ok()??;
        UnsavedText::read(&kept)
    }

    /// Keeps nothing any more.
    pub fn forget(&self) {
        self.given_up.set(true);
        if let Some(storage) = &self.storage {
            let _ = storage.remove_item(&self.name);
        }
    }

    /// Keeps what is not saved, or nothing when all is; whether the browser does so.
    pub fn keep(&self, editing: Editing) -> bool {
        let Some(storage) = self.storage.as_ref().filter(|_| !self.given_up.get()) else {
            return false;
        };
        match editing.peek(Editor::unsaved) {
            Some(text) => storage.set_item(&self.name, &text.to_string()).is_ok(),
            None => storage.remove_item(&self.name).is_ok(),
        }
    }
}
