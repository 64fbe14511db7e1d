//! One session of the editor in the browser: opens it, saves by itself, hears what others save, and keeps what is not
//! saved. Nothing is overwritten, and nothing typed is lost while the server cannot be reached.

mod draft;
mod page;

use super::browser::{NoAnswer, after, document, forget, get, on, post, watch, window};
use super::editing::{Editing, Opening, SaveState};
use crate::prelude::*;
use draft::Draft;
use faultline::engines::map::editor::Editor;
use faultline::engines::map::editor::wire::{SaveReply, SaveRequest, StoredMap};
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::{Event, EventSource, MessageEvent};

/// How long after the last change it is saved, in milliseconds.
const MOMENT: i32 = 600;
/// How long until the server is asked again that could not be reached.
const AGAIN: i32 = 3_000;

/// What a session holds on to.
#[derive(Clone)]
pub struct Session {
    editing: Editing,
    address: Rc<str>,
    draft: Draft,
    waiting: Rc<Cell<i32>>,
    /// Whether the server is being asked; one question at a time.
    asking: Rc<Cell<bool>>,
    /// Whether the page is left once all is stored.
    leaving: Rc<Cell<bool>>,
}

/// Opens the editor as soon as every island of it is awake.
pub fn start(editing: Editing, opening: Opening) {
    let owner = Owner::current().unwrap_or_default();
    let open = move || {
        let Some((stored, typed)) = page::text() else { return };
        let session = Session {
            editing,
            address: opening.address.into(),
            draft: Draft::new(opening.draft),
            waiting: Rc::default(),
            asking: Rc::default(),
            leaving: Rc::default(),
        };
        session.open(Editor::open(opening.registry, stored, opening.version), &typed);
    };
    queue_microtask(move || owner.with(open));
}

impl Session {
    fn open(&self, mut editor: Editor, typed: &str) {
        if let Some(kept) = self.draft.read() {
            editor.resume(kept);
        }
        editor.typed_ahead(typed);
        let state = match editor.version() {
            _ if editor.is_dirty() => SaveState::Waiting,
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
            if !first || editing.peek(Editor::is_dirty) {
                session.changed();
            }
        });
    }

    /// The text changed, here or elsewhere, or a conflict came up or was settled.
    fn changed(&self) {
        let (dirty, conflict) =
            self.editing.peek(|editor| (editor.is_dirty(), editor.conflict().is_some()));
        self.draft.keep(self.editing);
        if conflict {
            return self.say(SaveState::Conflict);
        }
        if dirty && !self.asking.get() && !self.is_offline() {
            self.say(SaveState::Waiting);
        }
        self.save_in(MOMENT);
    }

    fn is_offline(&self) -> bool {
        matches!(self.editing.saving.get_untracked(), SaveState::Offline { .. })
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
            Some(request) => self.send(request),
            None => self.settle(),
        }
    }

    fn send(&self, request: SaveRequest) {
        self.asking.set(true);
        if !self.is_offline() {
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
            SaveReply::Stale(_) => self.settle(),
            SaveReply::Unreadable { .. } => self.say(SaveState::Unreadable),
            SaveReply::Refused { problems } => self.say(SaveState::Refused(problems.join(" "))),
        }
        page::set_version(self.editing.peek(Editor::version));
    }

    /// Says how it stands when nothing is under way, and saves what was typed meanwhile.
    fn settle(&self) {
        let (dirty, current, conflict) = self.editing.peek(|editor| {
            (editor.is_dirty(), editor.reading().is_current(), editor.conflict().is_some())
        });
        self.draft.keep(self.editing);
        if conflict {
            self.say(SaveState::Conflict);
        } else if !dirty {
            if !matches!(
                self.editing.saving.get_untracked(),
                SaveState::Saved { .. } | SaveState::New
            ) {
                self.say(SaveState::Saved { redacted: false });
            }
            if self.leaving.get() {
                page::leave(&self.address);
            }
        } else if current {
            self.save_in(if self.leaving.get() { 0 } else { MOMENT });
        } else {
            self.say(SaveState::Unreadable);
        }
        if self.leaving.get() && dirty && (conflict || !current) {
            self.leaving.set(false);
            page::submit();
        }
    }

    fn failed(&self, reason: NoAnswer) {
        match reason {
            NoAnswer::Forbidden => self.say(SaveState::Forbidden),
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

    /// Hears what others save, and looks again when the page comes back into sight or the line is there again.
    fn listen(&self) {
        let source = EventSource::new(&format!("{}/live", self.address));
        if let Ok(source) = source {
            let session = self.clone();
            on(&source, "version", move |event: MessageEvent| {
                let version =
                    event.data().as_string().and_then(|version| version.parse::<i32>().ok());
                if version.is_some_and(|version| version > session.editing.peek(Editor::version)) {
                    session.catch_up();
                }
            });
            on(&window(), "pagehide", move |_: Event| source.close());
        }
        let session = self.clone();
        on(&window(), "online", move |_: Event| session.save());
        let session = self.clone();
        on(&document(), "visibilitychange", move |_: Event| {
            if document().hidden() { session.save() } else { session.catch_up() }
        });
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
                page::set_version(session.editing.peek(Editor::version));
                session.settle();
            }
        });
    }
}
