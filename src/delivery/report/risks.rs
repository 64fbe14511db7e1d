//! Risk flags: what could hurt, why, and what good looks like (domain §9).
//! Every flag names its evidence.

use super::{Check, Section, SectionId, Sense, checks, section as make, text};
use crate::document::engagement::FlagState;
use crate::judgement::assess::Assessment;
use crate::judgement::flags::{Flag, Severity};
use crate::platform::catalogue::Catalogue;
use std::collections::BTreeSet;

pub(super) fn section(assessment: &Assessment) -> Section {
    let blocks = match checks(
        grouped(&assessment.flags).iter().map(|(first, more)| risk(first, more)).collect(),
    ) {
        Some(flags) => vec![flags],
        None => vec![text("Nothing that is recorded raises a flag.")],
    };
    make(SectionId::Risks, "Risks that the evidence shows, the most severe first.", blocks)
}

/// Open flags with the same severity and the same advice stand together, in the order of the first.
fn grouped(flags: &[Flag]) -> Vec<(&Flag, Vec<&Flag>)> {
    let mut groups: Vec<(&Flag, Vec<&Flag>)> = Vec::new();
    for flag in flags.iter().filter(|flag| flag.state == FlagState::Open) {
        let same = |first: &Flag| first.severity == flag.severity && first.good == flag.good;
        match groups.iter_mut().find(|(first, _)| same(first)) {
            Some((_, more)) => more.push(flag),
            None => groups.push((flag, Vec::new())),
        }
    }
    groups
}

fn risk(first: &Flag, more: &[&Flag]) -> Check {
    let sense = match first.severity {
        Severity::Critical | Severity::High => Sense::Fault,
        Severity::Medium => Sense::Doubt,
        Severity::Low => Sense::Plain,
    };
    let (title, mut notes): (String, Vec<String>) = if more.is_empty() {
        (format!("Risk {}: {}", first.number, first.says), seen(first).collect())
    } else {
        (
            format!("{}.", first.rule.label()),
            std::iter::once(told(first)).chain(more.iter().map(|flag| told(flag))).collect(),
        )
    };
    notes.push(format!("Why it matters: {}", first.why));
    notes.push(format!("What good looks like: {}", first.good));
    let all = std::iter::once(first).chain(more.iter().copied());
    let references: BTreeSet<_> =
        all.flat_map(|flag| &flag.references).map(|one| one.label()).collect();
    if !references.is_empty() {
        notes.push(format!("See {}.", references.into_iter().collect::<Vec<_>>().join("; ")));
    }
    Check { sense, word: first.severity.label().to_owned(), title, notes }
}

/// A flag with its evidence in one line.
fn told(flag: &Flag) -> String {
    let seen: Vec<_> = seen(flag).collect();
    format!("Risk {}: {} {}", flag.number, flag.says, seen.join(" ")).trim_end().to_owned()
}

fn seen(flag: &Flag) -> impl Iterator<Item = String> + '_ {
    flag.because
        .iter()
        .filter(|evidence| evidence.says != flag.says)
        .map(|evidence| evidence.says.clone())
        .take(5)
}
