//! One line of a map's text: what it is, and the parts of a step's line.
//! A line is read without looking at any other; what it refers to is found later.

use super::bracket::{self, Bracket};
use super::facts;
use super::quotes::{Quoted, is_quoted, starts_with, unquoted};
use crate::engines::map::StepFacts;
use crate::engines::map::names::{Names, one_line};
use crate::platform::ids::IntegrationId;

/// Conditions that are so common that `yes: …` below a decision is a branch and no lane.
pub const BRANCH_WORDS: &[&str] = &["yes", "no", "else", "otherwise"];

/// What a line is; texts are still as written.
#[derive(Debug, PartialEq)]
pub enum Line<'a> {
    /// Nothing.
    Blank,
    /// `# …`
    Note(&'a str),
    /// `---`
    Break,
    /// `lane Name [kind]`
    Lane(&'a str),
    /// `? condition` and what follows on the same line.
    Branch { condition: &'a str, rest: &'a str },
    /// `-> …`
    Arrow(&'a str),
    /// `[note …]`, `[reads …]`
    Beside(&'a str),
    /// Anything else.
    Step(&'a str),
}

/// A step's line taken apart.
#[derive(Debug, PartialEq)]
pub struct StepLine {
    /// The lane in front of the colon, and whether it was quoted.
    pub lane: Option<(String, bool)>,
    /// The name; empty when the line is a lane alone.
    pub name: String,
    /// What the bracket says: kind, form, what it does to the step above.
    pub bracket: Bracket,
    /// A bracket that says nothing known.
    pub unknown_kind: Option<String>,
    /// Marks, minutes, runs, trigger, touches.
    pub facts: StepFacts,
    /// The integration of the flow into the step.
    pub via: Option<IntegrationId>,
    /// A word that looks like a mark and is none.
    pub unknown_mark: Option<String>,
}

/// The indentation of a line in columns, and its content without a list's bullet.
pub fn indented(line: &str) -> (u32, &str) {
    let content = line.trim_start();
    let space = &line[..line.len() - content.len()];
    let width = space.chars().fold(0, |at, c| if c == '\t' { (at / 4 + 1) * 4 } else { at + 1 });
    (width, unbulleted(content.trim_end()))
}

fn unbulleted(content: &str) -> &str {
    let bullet = ["- ", "* ", "• "].iter().find_map(|sign| content.strip_prefix(sign));
    let digits = content.len() - content.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let numbered = || {
        let rest =
            content[digits..].strip_prefix(". ").or_else(|| content[digits..].strip_prefix(") "));
        rest.filter(|_| (1..=3).contains(&digits))
    };
    bullet.or_else(numbered).map_or(content, str::trim_start)
}

/// Says what a line is.
pub fn line(content: &str) -> Line<'_> {
    let arrow = ["->", "=>", "→"].iter().find_map(|sign| content.strip_prefix(sign));
    if content.is_empty() {
        Line::Blank
    } else if let Some(note) = content.strip_prefix('#') {
        Line::Note(note.trim())
    } else if content.len() >= 3 && content.chars().all(|c| c == '-') {
        Line::Break
    } else if let Some(target) = arrow {
        Line::Arrow(target.trim())
    } else if let Some(branch) = content.strip_prefix('?') {
        let (condition, rest) = branch_parts(branch.trim());
        Line::Branch { condition, rest }
    } else if let Some(inside) = bracket::line(content) {
        Line::Beside(inside)
    } else if starts_with(content, "lane ") {
        Line::Lane(content[5..].trim())
    } else {
        Line::Step(content)
    }
}

/// `yes`, `yes: step` or `yes -> target` into the condition and the rest.
fn branch_parts(branch: &str) -> (&str, &str) {
    let quoted = Quoted::new(branch);
    let colon = colon(&quoted).map(|at| (at, at + 1));
    let arrow = arrow(&quoted).map(|at| (at, at));
    match [colon, arrow].into_iter().flatten().min() {
        Some((end, rest)) => (branch[..end].trim(), branch[rest..].trim()),
        None => (branch, ""),
    }
}

/// The place of the first colon that ends a word.
pub fn colon(text: &Quoted<'_>) -> Option<usize> {
    text.find(|c, after| c == ':' && after.chars().next().is_none_or(char::is_whitespace))
}

/// The place of the first arrow with spaces around it.
pub fn arrow(text: &Quoted<'_>) -> Option<usize> {
    let arrows = ["-> ", "=> ", "→ "];
    let before = text
        .find(|c, after| c.is_whitespace() && arrows.iter().any(|sign| after.starts_with(sign)))?;
    text.text[before..].char_indices().nth(1).map(|(next, _)| before + next)
}

/// Takes a step's line apart, from the right.
pub fn step_line(content: &str, names: &Names) -> StepLine {
    let (lane, rest) = lane_part(content);
    let mut step = StepLine {
        lane,
        name: String::new(),
        bracket: Bracket::default(),
        unknown_kind: None,
        facts: StepFacts::default(),
        via: None,
        unknown_mark: None,
    };
    let mut rest = rest.trim();
    while let Some(shorter) = without_last_part(rest, &mut step, names) {
        rest = shorter.trim_end();
    }
    step.name = one_line(&unquoted(rest));
    step
}

fn lane_part(content: &str) -> (Option<(String, bool)>, &str) {
    let quoted = Quoted::new(content);
    match colon(&quoted) {
        Some(at) if at > 0 => {
            let lane = &content[..at];
            (Some((one_line(&unquoted(lane)), is_quoted(lane))), &content[at + 1..])
        }
        _ => (None, content),
    }
}

/// Reads the last part of a line when it is a mark, a bracket or a `via`; gives what stands before it.
fn without_last_part<'a>(rest: &'a str, step: &mut StepLine, names: &Names) -> Option<&'a str> {
    let quoted = Quoted::new(rest);
    if let Some(at) = quoted.rfind(" !").filter(|at| !rest[at + 1..].contains(char::is_whitespace))
    {
        let word = &rest[at + 1..];
        if facts::mark(word, &mut step.facts) {
            return Some(&rest[..at]);
        }
        step.unknown_mark = Some(word.to_owned());
    }
    let last = rest.len().checked_sub(1)?;
    match rest.as_bytes()[last] {
        b')' => {
            let open = quoted.rfind("(")?;
            step.facts = facts::bracket(&rest[open + 1..last], &step.facts, names)?;
            return Some(&rest[..open]);
        }
        b']' if step.bracket == Bracket::default() && step.unknown_kind.is_none() => {
            let open = quoted.rfind("[")?;
            match bracket::step(&rest[open + 1..last]) {
                Some(read) => step.bracket = read,
                None => step.unknown_kind = Some(rest[open + 1..last].to_owned()),
            }
            return Some(&rest[..open]);
        }
        _ => {}
    }
    without_via(rest, step, names)
}

fn without_via<'a>(rest: &'a str, step: &mut StepLine, names: &Names) -> Option<&'a str> {
    let (before, via) = via_part(rest)?;
    let id = names.integrations.id(&unquoted(via)).filter(|_| step.via.is_none())?;
    step.via = Some(id);
    Some(before)
}

/// What stands before and after the last ` via `.
pub fn via_part(text: &str) -> Option<(&str, &str)> {
    let at = Quoted::new(text).rfind(" via ").filter(|&at| at > 0)?;
    Some((&text[..at], text[at + 5..].trim()))
}
