//! What others save, heard as it happens; and looked for when the page comes back into sight or the line is there again.
//! The stream ends with the session of whoever is signed in, and begins again with the next one.

use super::super::browser::{document, on, window};
use super::Session;
use faultline::engines::map::editor::Editor;
use web_sys::{Event, EventSource, MessageEvent};

impl Session {
    /// Begins to hear.
    pub(super) fn listen(&self) {
        self.hear();
        let source = self.source.clone();
        on(&window(), "pagehide", move |_: Event| {
            if let Some(source) = source.borrow_mut().take() {
                source.close();
            }
        });
        // A page that is gone back to is there again.
        let left = self.left.clone();
        on(&window(), "pageshow", move |_: Event| left.set(false));
        let session = self.clone();
        on(&window(), "online", move |_: Event| session.save());
        let session = self.clone();
        on(&document(), "visibilitychange", move |_: Event| {
            if document().hidden() || session.is_cut_off() {
                session.save();
            } else {
                session.catch_up();
            }
        });
    }

    fn hear(&self) {
        let Ok(source) = EventSource::new(&format!("{}/live", self.address)) else { return };
        let session = self.clone();
        on(&source, "version", move |event: MessageEvent| {
            let version = event.data().as_string().and_then(|version| version.parse::<i32>().ok());
            if version.is_some_and(|version| version > session.editing.peek(Editor::version)) {
                session.catch_up();
            }
        });
        self.source.replace(Some(source));
    }

    /// Hears again after the stream was ended for good.
    pub(super) fn hear_again(&self) {
        let closed = self.source.borrow().as_ref().map(EventSource::ready_state);
        if closed == Some(EventSource::CLOSED) {
            self.hear();
        }
    }
}
