//! The rows of the table that rest on confirmed samples.
//! Each says how many there were and when; none reads a success status as proof.

use super::{
    AGREED, ALERTS, ONCE, blamed, handling, is_at_source, is_changed, is_duplicate, is_over,
    is_posted_twice, is_repairable, is_unhandled, is_unseen,
};
use crate::document::controls::Control;
use crate::document::samples::{Cause, Nature, Pattern, Symptom};
use crate::judgement::evidence::{Evidence, IntegrationFact, Subject};
use crate::judgement::findings::Facts;
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{counted, day, inside, listed, mentions, span, words};

/// The patterns that match, each as evidence, followed by the controls that are lacking; nothing without either.
fn while_lacking(patterns: Vec<Evidence>, facts: &Facts, lacking: &[Control]) -> Vec<Evidence> {
    if patterns.is_empty() || lacking.is_empty() {
        return Vec::new();
    }
    let controls = lacking.iter().map(|control| state(facts, *control));
    patterns.into_iter().chain(controls).collect()
}

/// “Dead-letter queue” is missing.
pub(super) fn state(facts: &Facts, control: Control) -> Evidence {
    let is = match facts.state(control) {
        crate::document::controls::ControlState::Partial => "only partly there".to_owned(),
        state => inside(state.label()),
    };
    Evidence::new(format!("“{control}” is {is}."), facts.control(control))
}

pub(super) fn duplicate_posting(facts: &Facts) -> Vec<Evidence> {
    let twice = facts.confirmed().filter(|one| is_posted_twice(one) && !is_over(facts, one, &ONCE));
    let twice = twice.map(posted_twice);
    while_lacking(twice.collect(), facts, &facts.lacking(ONCE))
}

/// “7 duplicates in 3 weeks, all after a replay.”
fn posted_twice(pattern: &Pattern) -> Evidence {
    if !is_duplicate(pattern) {
        return Evidence::confirmed(pattern);
    }
    let count = counted(pattern.confirmed, "duplicate", "duplicates");
    let when = span(pattern.first_seen, pattern.last_seen);
    let all = if pattern.confirmed == 1 { "" } else { "all " };
    let says = match pattern.cause {
        Cause::Unknown => format!("{count} {when}; the cause is not known yet."),
        Cause::Replayed => format!("{count} {when}, {all}after a replay."),
        cause => format!("{count} {when}, {all}with the cause “{cause}”."),
    };
    Evidence::confirmed(pattern).saying(says)
}

pub(super) fn not_handled(facts: &Facts) -> Vec<Evidence> {
    let goes_on = |one: &Pattern| !is_over(facts, one, &handling(one).collect::<Vec<_>>());
    let unhandled: Vec<&Pattern> =
        facts.confirmed().filter(|one| is_unhandled(one) && goes_on(one)).collect();
    let mut lacking: Vec<Control> =
        unhandled.iter().flat_map(|pattern| facts.lacking(handling(pattern))).collect();
    lacking.sort_unstable();
    lacking.dedup();
    // A pattern counts when something that would have handled it is lacking.
    let open = unhandled.into_iter().filter(|one| !facts.lacking(handling(one)).is_empty());
    while_lacking(open.map(unhandled_says).collect(), facts, &lacking)
}

fn unhandled_says(pattern: &Pattern) -> Evidence {
    let evidence = Evidence::confirmed(pattern);
    if pattern.manual_minutes == 0 {
        return evidence;
    }
    let hours = (pattern.manual_minutes + 30) / 60;
    let cleared = if hours == 0 {
        counted(pattern.manual_minutes, "minute", "minutes")
    } else {
        counted(hours, "hour", "hours")
    };
    let says = format!("{} Clearing up took {cleared}.", evidence.says);
    evidence.saying(says)
}

pub(super) fn not_seen(facts: &Facts) -> Vec<Evidence> {
    let unseen = facts.confirmed().filter(|one| is_unseen(one) && !is_over(facts, one, &ALERTS));
    let unseen = unseen.map(unseen_says);
    while_lacking(unseen.collect(), facts, &facts.lacking(ALERTS))
}

fn unseen_says(pattern: &Pattern) -> Evidence {
    let evidence = Evidence::confirmed(pattern);
    let found = match pattern.unnoticed {
        0 => "They gave no sign.".to_owned(),
        unseen => {
            format!("{unseen} of {} were found by customers, or by nobody.", pattern.confirmed)
        }
    };
    let says = format!("{} {found}", evidence.says);
    evidence.saying(says)
}

pub(super) fn bad_records(facts: &Facts) -> Vec<Evidence> {
    let let_in = |pattern: &Pattern| {
        let controls: Vec<Control> = blamed(pattern).collect();
        let over = is_over(facts, pattern, &controls);
        let lacking = if over { Vec::new() } else { facts.lacking(controls) };
        let names: Vec<_> = lacking.iter().map(|control| format!("“{control}”")).collect();
        let sample = Evidence::confirmed(pattern);
        let says = format!(
            "{} {} should have blocked {}.",
            sample.says,
            listed(&names),
            if pattern.confirmed == 1 { "it" } else { "them" }
        );
        (!lacking.is_empty()).then(|| (sample.saying(says), lacking))
    };
    let (samples, lacking): (Vec<_>, Vec<_>) = facts.confirmed().filter_map(let_in).unzip();
    let mut lacking: Vec<Control> = lacking.into_iter().flatten().collect();
    lacking.sort_unstable();
    lacking.dedup();
    while_lacking(samples, facts, &lacking)
}

pub(super) fn at_source(facts: &Facts) -> Vec<Evidence> {
    let made = facts.confirmed().filter(|pattern| is_at_source(pattern));
    made.map(|pattern| {
        let sample = Evidence::confirmed(pattern);
        let says = format!("{} They arise in “{}”.", sample.says, facts.source);
        sample.saying(says)
    })
    .collect()
}

pub(super) fn other_side_changes(facts: &Facts) -> Vec<Evidence> {
    let changed = facts.confirmed();
    let changed = changed.filter(|one| is_changed(facts, one) && !is_over(facts, one, &AGREED));
    let changed: Vec<_> = changed.map(Evidence::confirmed).collect();
    let about = Subject::Integration { integration: facts.integration };
    let unpinned = facts.unpinned.as_ref().map(|system| {
        let says = format!("The API version of “{system}” is recorded as not pinned.");
        Evidence::new(says, about.clone())
    });
    let says = "No contract with the other side is recorded.";
    let absent = (!facts.contract).then(|| Evidence::new(says, about.clone()));
    let controls = facts.lacking(AGREED).into_iter().map(|control| state(facts, control));
    let lacking: Vec<_> = controls.chain(unpinned).chain(absent).collect();
    if changed.is_empty() || lacking.is_empty() {
        return Vec::new();
    }
    changed.into_iter().chain(lacking).collect()
}

/// Wrong mappings in what can be changed and maintained.
pub(super) fn repairable(facts: &Facts) -> Vec<Evidence> {
    if !is_repairable(facts) {
        return Vec::new();
    }
    let fact = |fact| Subject::IntegrationFact { integration: facts.integration, fact };
    let known = [
        Evidence::new("It can be changed.", fact(IntegrationFact::Code)),
        Evidence::new("It can be maintained.", fact(IntegrationFact::Maintainable)),
    ];
    super::beside_transport(facts).map(Evidence::confirmed).chain(known).collect()
}

pub(super) fn truth_unsettled(facts: &Facts) -> Vec<Evidence> {
    let mut because = Vec::new();
    for field in &facts.unsettled {
        let differ = facts.confirmed().filter(|one| differs(facts, one, &field.name));
        let differ: Vec<_> = differ.map(Evidence::confirmed).collect();
        if !differ.is_empty() || field.compared.is_some() {
            let says = match field.compared {
                None => field.says.clone(),
                Some((records, on)) => format!(
                    "{} The comparison of {} found {} on it.",
                    field.says,
                    day(on),
                    counted(records, "record that differs", "records that differ")
                ),
            };
            because.push(Evidence::new(says, field.about.clone()));
            because.extend(differ);
        }
    }
    let mut told = std::collections::BTreeSet::new();
    because.retain(|evidence| told.insert(evidence.about.key()));
    because
}

/// Whether confirmed samples differ on a field: they name it, or they are wrong because nobody knows the rule.
pub(crate) fn differs(facts: &Facts, pattern: &Pattern, field: &str) -> bool {
    let open = pattern.cause == Cause::UnclearRule
        || pattern.symptom == Symptom::Wrong && pattern.cause.nature() == Nature::Unknown;
    let names = |text: &str| mentions(&words(text), field);
    let named = facts.texts.iter().any(|(rule, text)| *rule == pattern.rule() && names(text));
    open || named && pattern.cause.nature() != Nature::Transport
}
