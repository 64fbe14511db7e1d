//! The kind of a step, read from a written kind or from the words of its name.
//! What a system does by itself is never inferred to be manual work.

use crate::engines::map::{Form, LaneKind, StepFacts, StepKind};
use crate::platform::catalogue::Catalogue;
use StepKind as K;

/// Other words that people write for a kind.
const SYNONYMS: &[(&str, StepKind)] = &[
    ("automated", K::Task),
    ("automatic", K::Task),
    ("auto", K::Task),
    ("system", K::Task),
    ("begin", K::Start),
    ("stop", K::End),
    ("done", K::End),
    ("gateway", K::Decision),
    ("choice", K::Decision),
    ("delay", K::Wait),
    ("timer", K::Wait),
    ("paste", K::CopyPaste),
    ("copy", K::CopyPaste),
    ("retype", K::CopyPaste),
    ("spreadsheet", K::SpreadsheetEdit),
    ("excel", K::SpreadsheetEdit),
    ("approve", K::Approval),
    ("exception", K::ExceptionHandling),
    ("fix", K::ExceptionHandling),
    ("manual", K::ExceptionHandling),
    ("compare", K::Check),
    ("notify", K::Notification),
    ("detect", K::Detection),
    ("notices", K::Detection),
    ("monitor", K::Detection),
];

/// Words of a person's step and the kind they tell.
const BY_HAND: &[(StepKind, &[&str])] = &[
    (K::SpreadsheetEdit, &["spreadsheet", "excel"]),
    (
        K::CopyPaste,
        &[
            "copy", "copies", "paste", "pastes", "retype", "retypes", "re-type", "re-types",
            "rekey", "re-key",
        ],
    ),
    (
        K::Check,
        &[
            "compare",
            "compares",
            "check",
            "checks",
            "reconcile",
            "reconciles",
            "verify",
            "verifies",
        ],
    ),
    (K::Export, &["export", "exports", "download", "downloads"]),
    (K::Import, &["import", "imports", "upload", "uploads"]),
    (K::Approval, &["approve", "approves", "sign-off", "signs"]),
    (K::Retry, &["retry", "retries", "resend", "resends", "re-run", "re-runs", "rerun", "reruns"]),
    (
        K::ExceptionHandling,
        &["fix", "fixes", "correct", "corrects", "repair", "repairs", "clean", "cleans"],
    ),
    (
        K::Notification,
        &[
            "notify", "notifies", "tell", "tells", "inform", "informs", "mail", "mails", "call",
            "calls",
        ],
    ),
];

/// Who notices is a detection in any lane.
const NOTICES: &[&str] =
    &["notice", "notices", "detect", "detects", "discover", "discovers", "spots", "complains"];

/// The kind that a person wrote in brackets, forgiving about case, dashes and a “manual” in front.
#[must_use]
pub fn kind_named(written: &str) -> Option<StepKind> {
    let plain = plain(written);
    let short = plain.strip_prefix("manual ").unwrap_or(&plain);
    let by_name =
        |kind: &&StepKind| self::plain(kind.key()) == short || self::plain(kind.label()) == short;
    let known = StepKind::ALL.iter().find(by_name).copied();
    known.or_else(|| SYNONYMS.iter().find(|(word, _)| *word == short).map(|(_, kind)| *kind))
}

/// The kind that the words of a name tell in a lane of this kind.
#[must_use]
pub fn inferred_kind(name: &str, lane: LaneKind) -> StepKind {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|w| !w.is_empty())
        .collect();
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    if lower.ends_with('?') {
        return K::Decision;
    }
    match words.as_slice() {
        ["start" | "begin"] => return K::Start,
        ["end" | "done" | "finished"] => return K::End,
        ["wait" | "waits", ..] => return K::Wait,
        _ => {}
    }
    if has(NOTICES) {
        return K::Detection;
    }
    let by_hand = lower.contains("by hand") || has(&["manually", "manual"]);
    let told = BY_HAND.iter().find(|(_, wanted)| has(wanted)).map(|(kind, _)| *kind);
    match (lane == LaneKind::System && !by_hand, told) {
        (true, Some(kind @ (K::SpreadsheetEdit | K::CopyPaste))) | (false, Some(kind)) => kind,
        (false, None) if by_hand => K::ExceptionHandling,
        _ => K::Task,
    }
}

/// The kind that name, lane, facts and form tell together.
#[must_use]
pub fn inferred_in(name: &str, lane: LaneKind, facts: &StepFacts, form: Option<Form>) -> StepKind {
    let by_words = inferred(name, lane, facts);
    form.map_or(by_words, |form| form.kind(by_words))
}

/// The kind that name, lane and facts tell together: where a person works, who takes minutes or is named as the one
/// who does it, nothing is automated. What kind of manual work it is, only a person can say.
#[must_use]
pub fn inferred(name: &str, lane: LaneKind, facts: &StepFacts) -> StepKind {
    let person = lane == LaneKind::Person
        || (lane == LaneKind::Team
            && (facts.minutes_per_run.is_some() || !facts.trigger.is_empty()));
    match inferred_kind(name, lane) {
        K::Task if person => K::ExceptionHandling,
        kind => kind,
    }
}

fn plain(text: &str) -> String {
    let spaced = text.trim().to_lowercase().replace(['-', '_'], " ");
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
