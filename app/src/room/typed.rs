//! A form of the room that was refused, as the page shows it again.

use crate::form::{Filled, Form, errors};
use faultline::document::engagement::Problem;

/// What was sent and must be put right.
pub(super) struct Typed {
    pub(super) sent: Form,
    pub(super) problems: Vec<Problem>,
}

impl Typed {
    /// It as the form of a comment, if that was sent.
    pub(super) fn comment(&self) -> Option<Filled> {
        self.sent.ticked("body").then(|| self.filled())
    }

    /// It as a form of a thread, if that was sent: a reply to it, a change of what was said, or its resolution.
    pub(super) fn thread(&self) -> Option<Filled> {
        let names = ["reply", "edited", "resolved"];
        names.iter().any(|name| self.sent.ticked(name)).then(|| self.filled())
    }

    /// It as the form of a decision, if that was sent.
    pub(super) fn decision(&self) -> Option<Filled> {
        ["answer", "reason"].iter().any(|name| self.sent.ticked(name)).then(|| self.filled())
    }

    fn filled(&self) -> Filled {
        Filled::new(self.sent.clone(), errors(&self.problems))
    }
}
