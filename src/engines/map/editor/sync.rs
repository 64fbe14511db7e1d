//! What is stored, and how it is brought together with what is written here.
//! Nothing is overwritten: a contradiction is shown with both sides, and a person decides.

use super::Editor;
use super::wire::{SaveReply, SaveRequest, StoredMap};
use crate::engines::map::merge::{Clash, merge};

/// Two people said different things of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The places where they did.
    pub clashes: Vec<Clash>,
    theirs: String,
    version: i32,
}

/// What to make of a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The lines of both.
    Both,
    /// What was written here.
    Mine,
    /// What is stored.
    Theirs,
}

impl Editor {
    /// Whether something is written that is not stored.
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        self.text != self.base
    }

    /// The version that is stored, as far as it is known here.
    #[must_use]
    pub fn version(&self) -> i32 {
        self.version
    }

    /// The conflict that a person has to decide.
    #[must_use]
    pub fn conflict(&self) -> Option<&Conflict> {
        self.conflict.as_ref()
    }

    /// What is to be saved; nothing while all is stored, kept as it stands, or contradicted.
    #[must_use]
    pub fn to_save(&self) -> Option<SaveRequest> {
        let differs = self.is_dirty() || self.draft > 0;
        let kept = !self.reading.is_current() && self.kept.as_ref() == Some(&self.text);
        (differs && !kept && self.conflict.is_none()).then(|| SaveRequest {
            version: self.version,
            text: self.text.clone(),
            draft: self.draft,
            person: None,
        })
    }

    /// The version of the draft that the server keeps; 0 when it keeps none.
    #[must_use]
    pub fn draft(&self) -> i32 {
        self.draft
    }

    /// Notes what the server keeps as a draft.
    pub(super) fn keeps(&mut self, draft: i32, text: String) {
        (self.draft, self.kept) = (draft, Some(text));
    }

    /// Takes in what became of a text that was sent. What was typed since then stays to be saved.
    pub fn replied(&mut self, sent: &str, reply: &SaveReply) {
        match reply {
            SaveReply::Saved { version, text, .. } => {
                self.version = *version;
                (self.draft, self.kept) = (0, None);
                sent.clone_into(&mut self.base);
                if let Some(text) = text {
                    self.base.clone_from(text);
                    let text =
                        if self.text == sent { text.clone() } else { self.cleaned(sent, text) };
                    self.bring(text);
                }
            }
            SaveReply::Stale(stored) => self.catch_up(stored),
            SaveReply::Kept { draft } => self.keeps(*draft, sent.to_owned()),
            SaveReply::OtherDraft(other) => {
                self.typed_ahead(&other.base, &other.text);
                (self.draft, self.kept) = (other.draft, None);
            }
            SaveReply::SomebodyElse | SaveReply::Refused { .. } => {}
        }
    }

    /// Takes in what is stored now; what somebody else wrote of the same line is a conflict.
    pub fn catch_up(&mut self, stored: &StoredMap) {
        self.set_registry(stored.registry.clone());
        if stored.version <= self.version || self.conflict.is_some() {
            return;
        }
        if !self.is_dirty() {
            self.adopt(stored.version, stored.text.clone());
            return self.bring(stored.text.clone());
        }
        let [base, mine] = [&self.base, &self.text].map(|text| self.written(text));
        let merged = merge(&base, &mine, &stored.text);
        if merged.clashes.is_empty() {
            self.adopt(stored.version, stored.text.clone());
            self.bring(merged.text);
        } else {
            let (theirs, version) = (stored.text.clone(), stored.version);
            self.conflict = Some(Conflict { clashes: merged.clashes, theirs, version });
        }
    }

    /// Settles a conflict; what was written meanwhile counts as written here.
    pub fn settle(&mut self, choice: Choice) {
        let Some(Conflict { theirs, version, .. }) = self.conflict.take() else { return };
        let text = match choice {
            Choice::Both => self.onto(&self.base, &theirs),
            Choice::Mine => self.text.clone(),
            Choice::Theirs => theirs.clone(),
        };
        self.adopt(version, theirs);
        self.replace(text, self.caret);
    }

    fn adopt(&mut self, version: i32, text: String) {
        (self.version, self.base) = (version, text);
    }

    /// What is written here, with the lines that were changed on their way into the store.
    fn cleaned(&self, sent: &str, stored: &str) -> String {
        let [sent_lines, mine] = [sent, &self.text].map(|text| self.written(text));
        if sent_lines.lines().count() != stored.lines().count() {
            return self.onto(sent, stored);
        }
        let changed: Vec<_> = sent_lines.lines().zip(stored.lines()).collect();
        let clean = |line: &str| {
            let stored = changed.iter().find(|(sent, _)| *sent == line).map(|(_, stored)| *stored);
            format!("{}\n", stored.unwrap_or(line))
        };
        mine.lines().map(clean).collect()
    }

    /// What is written here since `base`, onto another text; where they contradict each other, the lines of both.
    fn onto(&self, base: &str, theirs: &str) -> String {
        let [base, mine] = [base, &self.text].map(|text| self.written(text));
        merge(&base, &mine, theirs).text
    }
}
