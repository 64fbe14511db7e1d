//! What changes the text: typing, an edit of table or picture, what was pasted, undo.
//! Every change goes through here, so that text, table and picture can never disagree and each can be taken back.

use super::history::Way;
use super::offsets::{byte_at, units};
use super::{Editor, lines};
use crate::engines::map::edit::{Edit, Refused};
use crate::engines::map::merge::merge;
use crate::engines::map::names::Names;
use crate::engines::map::paste;
use crate::engines::map::text::{parse, write};
use crate::engines::map::{Map, Side};
use crate::platform::ids::WorkflowId;

/// Why an edit of table or picture was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotMade {
    /// The map does not allow it.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// There is no map to edit.
    #[error("Put the text right first: a line of it cannot be understood.")]
    Unreadable,
}

impl Editor {
    /// Takes what was typed; `caret` is where it was before, `now` a clock in milliseconds.
    pub fn typed(&mut self, text: String, caret: usize, now: f64) {
        if text == self.text {
            return;
        }
        let ends_line = lines::line_of(&text, usize::MAX) != lines::line_of(&self.text, usize::MAX);
        self.history.typing(&self.text, caret, now, ends_line);
        self.set(text);
    }

    /// Puts another text in place of this one, as one step of undo.
    pub fn replace(&mut self, text: String, caret: usize) {
        self.history.remember(&self.text, self.caret);
        self.caret = caret;
        self.set(text);
    }

    /// Puts what was pasted in place of a range; a table or a list becomes lines of the map.
    pub fn paste(&mut self, pasted: &str, from: usize, to: usize) {
        let pasted = pasted.replace("\r\n", "\n");
        let lines = paste::lines(&pasted, &self.names);
        let (start, end) = (byte_at(&self.text, from), byte_at(&self.text, to));
        let (head, tail) = (&self.text[..start], &self.text[end..]);
        let own_line = lines.is_some() && !head.is_empty() && !head.ends_with('\n');
        let between = if own_line { "\n" } else { "" };
        let put = format!("{head}{between}{}", lines.unwrap_or(pasted));
        let caret = units(&put);
        let text = format!("{put}{tail}");
        self.replace(text, caret);
    }

    /// Makes an edit of table or picture.
    ///
    /// # Errors
    /// [`NotMade`] with what to do; the text is then as it was.
    pub fn edit(&mut self, edit: &Edit) -> Result<(), NotMade> {
        if !self.reading.is_current() {
            return Err(NotMade::Unreadable);
        }
        let before = self.reading.map();
        let after = before.edited(edit, &self.names)?;
        let text = write(&after, &self.names);
        let about = about(edit, before, &after);
        self.history.remember(&self.text, self.caret);
        self.reading.edited(&after, &text, &self.names, &self.registry);
        self.text = text;
        match about {
            Some(step) => self.select(step),
            None => self.read(),
        }
        Ok(())
    }

    /// Takes the last change back; false when there is none. What others wrote stays.
    pub fn undo(&mut self) -> bool {
        self.travel(Way::Back)
    }

    /// Makes the last change again that was taken back; false when there is none.
    pub fn redo(&mut self) -> bool {
        self.travel(Way::Forth)
    }

    /// Whether there is something to take back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        self.history.can(Way::Back)
    }

    /// Whether something was taken back.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        self.history.can(Way::Forth)
    }

    fn travel(&mut self, way: Way) -> bool {
        let here = self.history.moment(&self.text, self.caret);
        let names = &self.names;
        let Some((moment, since)) = self.history.travel(way, here) else { return false };
        let onto = |text: String, before: &str, after: &str| {
            let [base, mine] = [before, &text].map(|text| written(text, names));
            merge(&base, &mine, after).text
        };
        let text = since
            .iter()
            .fold(moment.text, |text, change| onto(text, &change.before, &change.after));
        self.caret = moment.caret.min(units(&text));
        self.set(text);
        true
    }

    /// Brings in a text that somebody else changed; undo will not take that back.
    pub(super) fn bring(&mut self, text: String) {
        if text != self.text {
            self.history.foreign(&self.text, &text);
            self.set(text);
        }
    }

    /// The text as the program writes it; one that cannot be understood stays as it is.
    pub(super) fn written(&self, text: &str) -> String {
        written(text, &self.names)
    }

    fn set(&mut self, text: String) {
        self.text = text;
        self.read();
    }
}

fn written(text: &str, names: &Names) -> String {
    match parse(text, names) {
        Ok(draft) => write(&Map::empty(WorkflowId::new(), Side::Actual).take(&draft), names),
        Err(_) => text.to_owned(),
    }
}

/// Where the step that an edit was about stands afterwards.
fn about(edit: &Edit, before: &Map, after: &Map) -> Option<usize> {
    let last = after.steps.len().checked_sub(1);
    match edit {
        Edit::Add { .. } => after.steps.iter().position(|step| before.step(step.id).is_none()),
        Edit::Remove { step } | Edit::Move { to: step, .. } => last.map(|last| (*step).min(last)),
        Edit::Connect { from: step, .. }
        | Edit::Rename { step, .. }
        | Edit::Lane { step, .. }
        | Edit::Kind { step, .. }
        | Edit::Facts { step, .. }
        | Edit::Note { step, .. }
        | Edit::Leads { step, .. }
        | Edit::Indent { step }
        | Edit::Outdent { step } => Some(*step),
        Edit::Disconnect { .. } | Edit::Via { .. } => None,
    }
}
