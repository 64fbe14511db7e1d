//! One session of the editor in the browser: opens it, saves by itself, hears what others save, and keeps what is not
//! saved. Nothing is overwritten, and nothing typed is lost while the server cannot be reached.

mod draft;
mod live;
mod page;

use super::browser::{NoAnswer, after, find, forget, get, post, watch};
use super::editing::{Editing, Opening, SaveState};
use crate::prelude::*;
use draft::Draft;
use faultline::engines::map::editor::Editor;
use faultline::engines::map::editor::wire::{SaveReply, SaveRequest, StoredMap};
use faultline::platform::ids::PersonId;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::{Element, EventSource};

/// How long after the last change it is saved, in milliseconds.
const MOMENT: i32 = 600;
/// The same while a line cannot be understood, which is kept but is no map.
const WHILE: i32 = 2_000;
/// How long until the server is asked again that could not be reached.
const AGAIN: i32 = 3_000;

/// What a session holds on to.
#[derive(Clone)]
pub struct Session {
    editing: Editing,
    address: Rc<str>,
    person: Option<PersonId>,
    draft: Draft,
    /// Where it hears what others save.
    source: Rc<RefCell<Option<EventSource>>>,
    waiting: Rc<Cell<i32>>,
    /// Whether the server is being asked; one question at a time.
    asking: Rc<Cell<bool>>,
    /// Whether the page is left once all is stored.
    leaving: Rc<Cell<bool>>,
    /// Whether it is being left: that happens once, however often it is asked for.
    left: Rc<Cell<bool>>,
}

/// What is edited, as it stands on the page.
pub fn opening() -> Option<Opening> {
    let page = find::<Element>("[data-opening]")?;
    Opening::of_page(&page.get_attribute("data-opening")?)
}

/// Opens the editor as soon as every island of it is awake.
pub fn start(editing: Editing, opening: Opening) {
    let owner = Owner::current().unwrap_or_default();
    let open = move || {
        let Some((shown, typed)) = page::text() else { return };
        let session = Session {
            editing,
            address: opening.address.into(),
            person: opening.person,
            draft: Draft::new(opening.draft),
            source: Rc::default(),
            waiting: Rc::default(),
            asking: Rc::default(),
            leaving: Rc::default(),
            left: Rc::default(),
        };
        let (stored, version, kept) = match opening.unfinished {
            Some(left) => (left.stored, left.version, Some(left.text)),
            None => (shown.clone(), opening.version, None),
        };
        let mut editor = Editor::open(opening.registry, stored, version);
        editor.resume_all(kept, session.draft.read());
        editor.typed_ahead(&shown, &typed);
        session.open(editor);
    };
    queue_microtask(move || owner.with(open));
}

impl Session {
    fn open(&self, editor: Editor) {
        let state = match editor.version() {
            _ if editor.to_save().is_some() => SaveState::Waiting,
            _ if editor.is_dirty() => SaveState::Kept,
            0 => SaveState::New,
            _ => SaveState::Saved { redacted: false },
        };
        self.editing.saving.set(state);
        self.editing.open(editor);
        page::start(self);
        self.follow();
        self.listen();
    }

    fn follow(&self) {
        let (editing, session) = (self.editing, self.clone());
        let written = Memo::new(move |_| {
            editing.read(|editor| (editor.text().to_owned(), editor.conflict().is_some()))
        });
        watch(move |first| {
            // Only a memo that is read is worked out, and hears of changes.
            written.with(|_| ());
            // What was taken up from the last time is to be saved at once.
            if !first || editing.peek(|editor| editor.to_save().is_some()) {
                session.changed();
            }
        });
    }

    /// The text changed, here or elsewhere, or a conflict came up or was settled.
    fn changed(&self) {
        let (dirty, conflict, current) = self.editing.peek(|editor| {
            (editor.is_dirty(), editor.conflict().is_some(), editor.reading().is_current())
        });
        self.draft.keep(self.editing);
        if conflict {
            return self.say(SaveState::Conflict);
        }
        // "Saved" ends at once, even while the server is asked what others saved.
        if dirty && !self.is_saving() && !self.is_cut_off() {
            self.say(SaveState::Waiting);
        }
        self.save_in(if current { MOMENT } else { WHILE });
    }

    /// Whether the server took nothing the last time that it was asked.
    fn is_cut_off(&self) -> bool {
        use SaveState::{Offline, SignedOut, SomebodyElse};
        let state = self.editing.saving.get_untracked();
        matches!(state, Offline { .. } | SignedOut { .. } | SomebodyElse)
    }

    fn is_saving(&self) -> bool {
        self.editing.saving.with_untracked(|state| matches!(state, SaveState::Saving))
    }

    fn say(&self, state: SaveState) {
        if self.editing.saving.with_untracked(|known| *known != state) {
            self.editing.saving.set(state);
        }
    }

    fn save_in(&self, milliseconds: i32) {
        forget(self.waiting.get());
        let session = self.clone();
        self.waiting.set(after(milliseconds, move || session.save()));
    }

    /// Saves what there is.
    pub fn save(&self) {
        forget(self.waiting.get());
        if self.asking.get() {
            return;
        }
        match self.editing.peek(Editor::to_save) {
            Some(request) => self.send(SaveRequest { person: self.person, ..request }),
            None => self.settle(),
        }
    }

    fn send(&self, request: SaveRequest) {
        self.asking.set(true);
        if !self.is_cut_off() {
            self.say(SaveState::Saving);
        }
        let session = self.clone();
        spawn_local(async move {
            let reply = post::<SaveReply>(&format!("{}/save", session.address), &request).await;
            session.asking.set(false);
            match reply {
                Ok(reply) => session.replied(&request.text, &reply),
                Err(reason) => session.failed(reason),
            }
        });
    }

    fn replied(&self, sent: &str, reply: &SaveReply) {
        self.editing.change(|editor| editor.replied(sent, reply));
        match reply {
            SaveReply::Saved { redacted, .. } => {
                self.say(SaveState::Saved { redacted: *redacted > 0 });
                self.settle();
            }
            SaveReply::Kept { .. } => {
                self.say(SaveState::Kept);
                self.settle();
            }
            SaveReply::Stale(_) | SaveReply::OtherDraft(_) => self.settle(),
            SaveReply::SomebodyElse => {
                self.say(SaveState::SomebodyElse);
                self.save_in(AGAIN);
            }
            SaveReply::Refused { problems } => self.say(SaveState::Refused(problems.join(" "))),
        }
        page::set_version(self.editing);
        self.hear_again();
    }

    /// Says how it stands when nothing is under way, and saves what was typed meanwhile.
    fn settle(&self) {
        let (dirty, current, more, conflict) = self.editing.peek(|editor| {
            let more = editor.to_save().is_some();
            (editor.is_dirty(), editor.reading().is_current(), more, editor.conflict().is_some())
        });
        self.draft.keep(self.editing);
        if conflict {
            self.say(SaveState::Conflict);
        } else if more {
            if !self.is_cut_off() {
                self.say(SaveState::Waiting);
            }
            let moment = if current { MOMENT } else { WHILE };
            self.save_in(if self.leaving.get() { 0 } else { moment });
        } else if !dirty {
            if !matches!(
                self.editing.saving.get_untracked(),
                SaveState::Saved { .. } | SaveState::New
            ) {
                self.say(SaveState::Saved { redacted: false });
            }
            if self.leaving.get() && !self.left.replace(true) {
                page::leave(&self.address);
            }
        } else {
            self.say(SaveState::Kept);
        }
        if self.leaving.get() && dirty && (conflict || !(current || more)) {
            self.leaving.set(false);
            if !self.left.replace(true) {
                page::submit();
            }
        }
    }

    fn failed(&self, reason: NoAnswer) {
        match reason {
            NoAnswer::Forbidden => self.say(SaveState::Forbidden),
            NoAnswer::SignedOut => {
                self.say(SaveState::SignedOut { kept: self.draft.keep(self.editing) });
                self.save_in(AGAIN);
            }
            NoAnswer::Unreachable => {
                self.say(SaveState::Offline { kept: self.draft.keep(self.editing) });
                self.save_in(AGAIN);
            }
        }
        self.leaving.set(false);
    }

    /// Leads to the page of the map once all is stored; what cannot be saved so goes as a form.
    pub fn leave(&self) {
        self.leaving.set(true);
        self.save();
    }

    /// Brings in what is stored; one's own save may have made it.
    fn catch_up(&self) {
        if self.asking.replace(true) {
            // What is being saved learns of it from the answer.
            let session = self.clone();
            after(MOMENT, move || {
                if !session.asking.get() {
                    session.catch_up()
                }
            });
            return;
        }
        let session = self.clone();
        spawn_local(async move {
            let stored = get::<StoredMap>(&format!("{}/stored", session.address)).await;
            session.asking.set(false);
            if let Ok(stored) = stored {
                session.editing.change(|editor| editor.catch_up(&stored));
                page::set_version(session.editing);
                session.settle();
            }
        });
    }
}
