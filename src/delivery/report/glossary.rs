//! The glossary: what the technical words of a document mean, in the words of somebody who does not build integrations.
//! Only words that the document uses are in it.

use super::{Report, Section, SectionId, facts, markdown, section as make};
use crate::platform::wording::{mentions, words};

/// Words with what they mean, in the order of the alphabet. A word is told once it stands in the document, alone or as several.
const WORDS: [(&str, &str); 26] = [
    ("Audit step", "One of the seven things that are looked into before anything is decided."),
    (
        "Backoff",
        "Trying again a little later each time, so that a system that struggles is not pressed harder.",
    ),
    (
        "Certainty",
        "How sure a verdict is. It starts from the strongest kind of evidence, and each weakness of it lowers it by a step that is told. Where something else was decided, it is still that of what the evidence says.",
    ),
    (
        "Confirmed",
        "Looked at by a person who agrees that it happened. Only what is confirmed counts.",
    ),
    (
        "Contract",
        "What both sides of an integration wrote down and approved: fields, ids, retries, and who is told when something changes.",
    ),
    (
        "Control",
        "Something that stands between a fault and the business, such as a check, a retry or an alert.",
    ),
    (
        "Controlled batch",
        "A small number of records on which a change is tried, with a check and a way back, before it is let loose.",
    ),
    ("Correlation id", "One number that follows a record through all systems."),
    ("Dead-letter queue", "Where messages are kept that failed for good, so that nothing is lost."),
    ("Exception queue", "Where bad records wait for a person without holding up the others."),
    ("Gate", "A rule that holds something back until what it needs is there."),
    ("Idempotency", "A repeated message is harmless: it makes no second record."),
    ("Integration", "The connection between two systems: what one sends and the other takes."),
    ("Launch check", "One of the things that must be there before an integration goes live."),
    ("Middleware", "What stands between two systems: a script, a no-code tool or a platform."),
    ("P80", "Hours that are enough in four cases of five; P50 in one of two, P90 in nine of ten."),
    ("Patch", "To repair what is there: one cause, found and tried on a controlled batch."),
    (
        "Pattern",
        "Failures that agree on where they happened, how they looked, where they came from and why.",
    ),
    ("Provisional", "Said of a verdict while something is missing that it waits for."),
    ("Rebuild", "To make the flow anew around rules that are written down."),
    ("Runbook", "What to do when it fails, written down for whoever is called."),
    (
        "SHA-256",
        "A number that is computed from the exact bytes of this version: one changed letter gives another number.",
    ),
    ("Shadow step", "A step that people do and that nobody planned."),
    ("Source of truth", "The system that is right about a field when two disagree."),
    (
        "Stabilise",
        "To keep what is there and put the missing controls around it before anything else is changed.",
    ),
    ("Webhook", "A message that a system sends by itself when something happened."),
];

/// The glossary of a document; nothing when it uses none of the words.
pub(super) fn section(report: &Report) -> Option<Section> {
    let text = words(&markdown::write(report));
    let is_used = |word: &str| mentions(&text, word) || mentions(&text, &format!("{word}s"));
    let used = WORDS.iter().filter(|(word, _)| is_used(word));
    let used: Vec<_> = used.map(|(word, means)| (*word, (*means).to_owned())).collect();
    let lede = "The technical words of this document.";
    (!used.is_empty()).then(|| make(SectionId::Glossary, lede, vec![facts(used)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::room::tests::{example, sealed};

    #[test]
    fn a_word_inside_another_is_not_used() {
        let mut report = crate::delivery::report::document(&sealed(example()));
        report.sections.clear();
        report.verdict.word = "Dispatched".into();
        report.verdict.says = "Two gateways and three runbooks.".into();
        report.verdict.notes.clear();
        let told = serde_json::to_string(&section(&report).unwrap()).unwrap();
        assert!(told.contains("Runbook"), "{told}");
        assert!(!told.contains("Patch") && !told.contains("Gate"), "{told}");
    }

    #[test]
    fn the_words_stand_in_the_order_of_the_alphabet() {
        let words = WORDS.map(|(word, _)| word.to_lowercase());
        assert!(words.is_sorted(), "{words:?}");
    }
}
