//! What stands in square brackets: the kind and form of a step, what a flow is, what lies beside a step.
//! A bracket that means none of these was never allowed, so that no text that could be read means anything else by them.

use super::MAX_NAME;
use super::quotes::{Quoted, quoted, starts_with, unquoted};
use super::words::kind_named;
use crate::engines::map::names::one_line;
use crate::engines::map::{Beside, BesideKind, FlowKind, Form, StepKind};
use crate::platform::catalogue::Catalogue;

/// The most that lies beside one step.
pub const MAX_BESIDE: usize = 12;

/// The most that lies beside all steps of a map.
pub const MAX_BESIDE_IN_ALL: usize = 400;

/// What a bracket at the end of a step’s line says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bracket {
    /// The kind of the step.
    pub kind: Option<StepKind>,
    /// What it is drawn as.
    pub form: Option<Form>,
    /// What it does to the step above.
    pub attached: Option<FlowKind>,
}

/// Reads the inside of a bracket at the end of a step’s line: `manual check, user task`, `timer event, interrupts`.
pub fn step(inside: &str) -> Option<Bracket> {
    // A kind alone is read as it always was, whatever signs are in it.
    if let Some(kind) = kind_named(inside) {
        return Some(Bracket { kind: Some(kind), ..Bracket::default() });
    }
    let mut read = Bracket::default();
    for item in inside.split(',') {
        let attached = attaching(item);
        let (form, kind) = (form_named(item), kind_named(item));
        if attached.is_some() && read.attached.is_none() {
            read.attached = attached;
        } else if form.is_some() && read.form.is_none() {
            read.form = form;
        } else if kind.is_some() && read.kind.is_none() {
            read.kind = kind;
        } else {
            return None;
        }
    }
    Some(read)
}

/// Writes the inside of such a bracket; nothing when it says nothing.
pub fn step_written(bracket: Bracket) -> String {
    let kind = bracket.kind.map(|kind| {
        let manual = if kind.is_manual() { "manual " } else { "" };
        format!("{manual}{}", kind.label().to_lowercase())
    });
    let form = bracket.form.map(|form| form.label().to_lowercase());
    let attached = bracket.attached.map(|kind| kind.key().to_owned());
    let told: Vec<String> = kind.into_iter().chain(form).chain(attached).collect();
    if told.is_empty() { String::new() } else { format!(" [{}]", told.join(", ")) }
}

/// The form that a person wrote, forgiving about case, dashes and spaces.
fn form_named(written: &str) -> Option<Form> {
    let plain = |text: &str| text.trim().to_lowercase().replace(['-', '_'], " ");
    let wanted = plain(written);
    Form::ALL.iter().find(|form| plain(form.label()) == wanted).copied()
}

fn attaching(written: &str) -> Option<FlowKind> {
    let written = written.trim();
    let kinds = [FlowKind::Interrupts, FlowKind::Alongside];
    kinds.into_iter().find(|kind| written.eq_ignore_ascii_case(kind.key()))
}

/// What a flow is, when the last thing said of it is that: `Bank: Charge card [message]`.
pub fn flow(text: &str) -> (&str, FlowKind) {
    let text = text.trim_end();
    let found = text.strip_suffix(']').and_then(|rest| {
        let open = Quoted::new(rest).rfind("[")?;
        let word = rest[open + 1..].trim();
        let kind = FlowKind::ALL.iter().find(|kind| kind.key().eq_ignore_ascii_case(word))?;
        (!kind.is_sequence()).then(|| (rest[..open].trim_end(), *kind))
    });
    found.unwrap_or((text, FlowKind::Sequence))
}

/// What a flow is, as it is written at the end; nothing for a plain one.
pub fn flow_written(kind: FlowKind) -> String {
    if kind.is_sequence() { String::new() } else { format!(" [{}]", kind.key()) }
}

/// A line that is one bracket: something that lies beside the step above.
pub fn line(content: &str) -> Option<&str> {
    let inside = content.strip_prefix('[')?.strip_suffix(']')?;
    let whole = Quoted::new(inside).find(|c, _| matches!(c, '[' | ']')).is_none();
    (whole && beside_words(inside).is_some()).then_some(inside)
}

/// Reads the inside of such a line.
///
/// # Errors
/// What is wrong and what to do.
pub fn beside(inside: &str) -> Result<Beside, (String, &'static str)> {
    let Some((kind, rest)) = beside_words(inside) else {
        return Err((format!("“[{inside}]” is nothing that lies beside a step."), BESIDE_HELP));
    };
    let text = one_line(&unquoted(rest));
    if text.is_empty() {
        return Err(("The bracket says nothing.".into(), BESIDE_HELP));
    }
    if text.chars().count() > most(kind) {
        let message = format!("It is longer than {} characters.", most(kind));
        return Err((
            message,
            "Shorten it, and put the rest in a note: a line that starts with “#”.",
        ));
    }
    Ok(Beside { kind, text })
}

const BESIDE_HELP: &str = "Write it like this: [note checked on Mondays], [reads order form], [writes to customer store].";

/// The longest text of something that lies beside a step.
#[must_use]
pub const fn most(kind: BesideKind) -> usize {
    if matches!(kind, BesideKind::Note) { 2 * MAX_NAME } else { MAX_NAME }
}

/// The words in front, longest first.
fn beside_words(inside: &str) -> Option<(BesideKind, &str)> {
    let by_words = [
        BesideKind::ReadsFrom,
        BesideKind::WritesTo,
        BesideKind::Reads,
        BesideKind::Writes,
        BesideKind::Data,
        BesideKind::Store,
        BesideKind::Note,
    ];
    by_words.into_iter().find_map(|kind| {
        let words = beside_word(kind);
        let rest = starts_with(inside, words).then(|| &inside[words.len()..])?;
        rest.is_empty()
            .then_some((kind, rest))
            .or_else(|| rest.starts_with(char::is_whitespace).then(|| (kind, rest.trim())))
    })
}

/// The words in front of what lies beside a step.
pub fn beside_word(kind: BesideKind) -> &'static str {
    match kind {
        BesideKind::ReadsFrom => "reads from",
        BesideKind::WritesTo => "writes to",
        other => other.key(),
    }
}

/// The line of something that lies beside a step.
pub fn beside_written(beside: &Beside) -> String {
    let text = one_line(&beside.text);
    let plain = format!("{} {text}", beside_word(beside.kind));
    let same = line(&format!("[{plain}]")).and_then(|inside| self::beside(inside).ok());
    let as_is = same.is_some_and(|read| read.kind == beside.kind && read.text == text);
    let text = if as_is { text } else { quoted(&text) };
    format!("[{} {text}]", beside_word(beside.kind))
}

/// The words that can stand in a bracket behind a step, beyond its kinds.
pub fn step_words() -> impl Iterator<Item = String> {
    let forms = Form::ALL.iter().map(|form| form.label().to_lowercase());
    let attached = [FlowKind::Interrupts, FlowKind::Alongside];
    forms.chain(attached.into_iter().map(|kind| kind.key().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_bracket_tells_kind_form_and_what_it_does_to_the_step_above() {
        let told = |inside| step(inside).map(step_written);
        assert_eq!(told("manual check").unwrap(), " [manual check]");
        assert_eq!(told("User task, Manual check").unwrap(), " [manual check, user task]");
        assert_eq!(told("timer event, interrupts").unwrap(), " [timer event, interrupts]");
        assert_eq!(told("alongside").unwrap(), " [alongside]");
        assert_eq!(step("manual task").unwrap().kind, Some(StepKind::Task), "as it always was");
        assert_eq!(step("timer").unwrap().kind, Some(StepKind::Wait), "as it always was");
        for wrong in ["", "dance", "check, dance", "user task, send task", "message"] {
            assert_eq!(step(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_form_has_words_of_its_own() {
        for form in Form::ALL {
            let read = step(&form.label().to_lowercase());
            assert_eq!(read, Some(Bracket { form: Some(*form), ..Bracket::default() }), "{form}");
        }
    }

    #[test]
    fn a_flow_says_last_what_it_is() {
        assert_eq!(flow("Bank: Pay [message]"), ("Bank: Pay", FlowKind::Message));
        assert_eq!(flow("Late [Interrupts]"), ("Late", FlowKind::Interrupts));
        for plain in ["Pay", "Pay [sequence]", "\"Pay [message]\"", "[message] Pay", "Pay [x]"] {
            assert_eq!(flow(plain), (plain, FlowKind::Sequence));
        }
    }

    #[test]
    fn what_lies_beside_a_step_is_a_line_of_its_own() {
        assert_eq!(line("[note twice a week]"), Some("note twice a week"));
        for other in ["[note] a", "a [note b]", "[manual check]", "[notes b]", "[note a] b]"] {
            assert_eq!(line(other), None, "{other}");
        }
        assert!(beside("note").is_err() && beside(&format!("data {}", "x".repeat(201))).is_err());
        assert_eq!(beside("reads from stock").unwrap().kind, BesideKind::ReadsFrom);
    }

    proptest! {
        #[test]
        fn what_is_written_of_it_reads_back(
            kind in 0..BesideKind::ALL.len(),
            text in "\\PC{1,40}|from x|to \"y\"|\"z\"|a\\] b",
        ) {
            let (kind, text) = (BesideKind::ALL[kind], one_line(&text));
            prop_assume!(!text.is_empty());
            let beside = Beside { kind, text };
            let written = beside_written(&beside);
            let read = line(&written).map(self::beside);
            prop_assert_eq!(read, Some(Ok(beside)), "{}", written);
        }
    }
}
