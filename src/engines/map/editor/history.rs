//! Undo and redo without limit. A run of typing is one step; what others wrote is never taken back.
//! It keeps texts and carets; what a text means is nothing to it.

/// How long typing may pause and still be one step of undo, in milliseconds.
const PAUSE: f64 = 900.0;

/// A text as it once stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moment {
    pub text: String,
    pub caret: usize,
    /// How many changes of others it had.
    pub epoch: usize,
}

/// A change that somebody else made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Foreign {
    pub before: String,
    pub after: String,
}

/// What was, and what was taken back.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    past: Vec<Moment>,
    future: Vec<Moment>,
    foreign: Vec<Foreign>,
    /// When the last key of a run of typing came.
    typed: Option<f64>,
}

/// Which way to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Back,
    Forth,
}

impl History {
    /// A moment as it is now.
    pub fn moment(&self, text: &str, caret: usize) -> Moment {
        Moment { text: text.to_owned(), caret, epoch: self.foreign.len() }
    }

    /// Notes that typing changes this text; only the first key of a run is a step of its own.
    pub fn typing(&mut self, text: &str, caret: usize, now: f64, ends_line: bool) {
        if self.typed.is_none_or(|last| now - last > PAUSE) {
            self.remember(text, caret);
        }
        // A line break belongs to the line that it ends.
        self.typed = (!ends_line).then_some(now);
    }

    /// Notes that this text is about to change.
    pub fn remember(&mut self, text: &str, caret: usize) {
        self.past.push(self.moment(text, caret));
        self.future.clear();
        self.typed = None;
    }

    /// Notes a change that somebody else made.
    pub fn foreign(&mut self, before: &str, after: &str) {
        self.foreign.push(Foreign { before: before.to_owned(), after: after.to_owned() });
        self.typed = None;
    }

    /// Goes to the moment before or after this one, and gives what others changed since then.
    pub fn travel(&mut self, way: Way, here: Moment) -> Option<(Moment, &[Foreign])> {
        let (from, to) = match way {
            Way::Back => (&mut self.past, &mut self.future),
            Way::Forth => (&mut self.future, &mut self.past),
        };
        let moment = from.pop()?;
        to.push(here);
        self.typed = None;
        let since = &self.foreign[moment.epoch..];
        Some((moment, since))
    }

    pub fn can(&self, way: Way) -> bool {
        match way {
            Way::Back => !self.past.is_empty(),
            Way::Forth => !self.future.is_empty(),
        }
    }
}
