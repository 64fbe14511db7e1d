//! What is tried before an integration goes live: one test for each failure that was confirmed and for each family of
//! controls that is lacking. It prints what was recorded, as rows, as CSV and as Gherkin.

use crate::document::controls::{Control, ControlState, Family};
use crate::document::engagement::Engagement;
use crate::document::integrations::Integration;
use crate::document::samples::Pattern;
use crate::engines::spreadsheet::{Error, Writer};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{counted, inside, listed};

/// One test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// Its number, from 1.
    pub number: usize,
    /// The integration it is about.
    pub integration: String,
    /// What it shows when it passes.
    pub proves: String,
    /// What is there before it.
    pub given: String,
    /// What is done.
    pub when: String,
    /// What must follow.
    pub then: String,
    /// What it answers: the failures, or the controls.
    pub answers: String,
}

/// The tests that the evidence asks for, integration by integration: failures first.
#[must_use]
pub fn tests(doc: &Engagement) -> Vec<Test> {
    let mut tests = Vec::new();
    for integration in doc.in_scope() {
        let confirmed = doc.samples.of(integration.id).filter(|pattern| pattern.confirmed > 0);
        tests.extend(confirmed.map(|pattern| again(integration, pattern)));
        tests.extend(Family::ALL.iter().filter_map(|family| lacking(doc, integration, *family)));
    }
    tests.iter_mut().zip(1..).for_each(|(test, number)| test.number = number);
    tests
}

/// That a confirmed failure does not come again.
fn again(integration: &Integration, pattern: &Pattern) -> Test {
    let (symptom, cause) = (inside(pattern.symptom.label()), inside(pattern.cause.label()));
    let count = counted(pattern.confirmed, "confirmed failure", "confirmed failures");
    Test {
        number: 0,
        integration: integration.name.clone(),
        proves: format!("“{symptom}” does not come again where the cause is “{cause}”"),
        given: format!("“{}” runs with the change that is tried", integration.name),
        when: format!("what led to “{symptom}” is done again: {cause}"),
        then: format!("no record is “{symptom}”, and what was stopped is told to somebody"),
        answers: format!("{count}, last seen on {}", pattern.last_seen),
    }
}

/// That the expected controls of a family, which are missing or partial today, hold.
fn lacking(doc: &Engagement, integration: &Integration, family: Family) -> Option<Test> {
    let (sheet, today) = (doc.controls(integration.id)?, doc.as_of.date_naive());
    let is_lacking = |control: &Control| {
        let state = sheet.state_on(*control, today);
        control.expected(integration.criticality)
            && matches!(state, ControlState::Missing | ControlState::Partial)
    };
    let controls: Vec<_> = Control::of(family).filter(is_lacking).map(Control::label).collect();
    if controls.is_empty() {
        return None;
    }
    let (when, then) = tried(family);
    Some(Test {
        number: 0,
        integration: integration.name.clone(),
        proves: format!("{} is covered", inside(family.label())),
        given: format!(
            "“{}” runs with {}",
            integration.name,
            listed(&controls.iter().map(|label| inside(label)).collect::<Vec<_>>())
        ),
        when: when.to_owned(),
        then: then.to_owned(),
        answers: controls.join("; "),
    })
}

/// What is done to try a family of controls, and what must follow.
fn tried(family: Family) -> (&'static str, &'static str) {
    match family {
        Family::Duplicates => (
            "the same message arrives twice, and an older one after a newer one",
            "one record is there, as the newest message says, and the repeat is told as one",
        ),
        Family::Validation => (
            "a record with a missing and one with a wrong value arrive",
            "both are held with the reason, and nothing of them reaches the destination",
        ),
        Family::FailureHandling => (
            "the destination refuses for a while, and then refuses one record for good",
            "what failed for a while arrives by itself, and the refused record is kept for a person",
        ),
        Family::Visibility => (
            "ten records pass, one of which fails",
            "each can be found by its id, with its time, its stages, its retries and how it ended",
        ),
        Family::Alerting => (
            "every record fails, then some of them, then none arrives at all",
            "somebody is called each time before a customer notices",
        ),
        Family::Resilience => (
            "the other side is down for an hour, and comes back",
            "the rest of the work goes on meanwhile, and everything is caught up afterwards",
        ),
        Family::Recovery => (
            "somebody who has not done it before restores it by the runbook",
            "both sides agree afterwards, and the runbook needed no help",
        ),
        Family::Testing => (
            "a change is tried with rare cases, wrong data and refused permissions",
            "it happens outside production, and reports show what happened",
        ),
        Family::Change => (
            "the other side announces a change of its interface",
            "the contract says who answers by when, and what depends on it is known",
        ),
    }
}

const COLUMNS: [&str; 8] =
    ["Test", "Integration", "Proves", "Given", "When", "Then", "Answers", "Passed on, by"];

/// The tests as a CSV file, with a column to note who saw each pass.
///
/// # Errors
/// Never in practice: it writes into memory.
pub fn csv(doc: &Engagement) -> Result<Vec<u8>, Error> {
    let mut writer = Writer::new();
    writer.row(COLUMNS)?;
    for test in tests(doc) {
        let number = test.number.to_string();
        let Test { integration, proves, given, when, then, answers, .. } = test;
        writer.row([number, integration, proves, given, when, then, answers, String::new()])?;
    }
    Ok(writer.finish())
}

/// The tests as Gherkin: a rule for each integration, a scenario for each test.
#[must_use]
pub fn gherkin(doc: &Engagement) -> String {
    let mut out = format!("Feature: {}\n", line(&doc.title));
    out.push_str("  What is tried before an integration goes live.\n");
    let mut before = None;
    for test in tests(doc) {
        if before.as_ref() != Some(&test.integration) {
            out.push_str(&format!("\n  Rule: {}\n", line(&test.integration)));
            before = Some(test.integration.clone());
        }
        out.push_str(&format!("\n    # Answers: {}\n", line(&test.answers)));
        out.push_str(&format!("    Scenario: {}: {}\n", test.number, line(&test.proves)));
        for (word, told) in [("Given", &test.given), ("When", &test.when), ("Then", &test.then)] {
            out.push_str(&format!("      {word} {}\n", line(told)));
        }
    }
    out
}

/// A text in one line: no line of a person's becomes a step.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod facts {
    use super::*;
    use crate::stores::room::tests::example;

    #[test]
    fn each_confirmed_pattern_and_each_lacking_family_has_a_test() {
        let doc = example();
        let tests = tests(&doc);
        let in_scope: Vec<_> = doc.in_scope().map(|one| one.id).collect();
        let confirmed = doc.samples.patterns.iter().filter(|pattern| {
            pattern.confirmed > 0 && pattern.integration.is_some_and(|id| in_scope.contains(&id))
        });
        let repeats = tests.iter().filter(|test| test.answers.contains("confirmed failure"));
        assert_eq!(repeats.count(), confirmed.count());
        assert!(tests.iter().zip(1..).all(|(test, number)| test.number == number));
        let rows = String::from_utf8(csv(&doc).unwrap()).unwrap();
        assert_eq!(rows.lines().count(), tests.len() + 1);
    }

    #[test]
    fn no_text_of_a_person_becomes_a_step_or_a_formula() {
        let mut doc = example();
        doc.title = "Orders\nScenario: forged".into();
        doc.integrations[0].name = "=1+1\n  Given forged".into();
        let told = gherkin(&doc);
        let lines: Vec<_> = told.lines().map(str::trim).collect();
        assert!(!lines.contains(&"Scenario: forged") && !lines.contains(&"Given forged"), "{told}");
        let scenarios = lines.iter().filter(|line| line.starts_with("Scenario:")).count();
        assert_eq!(scenarios, tests(&doc).len());
        let rows = String::from_utf8(csv(&doc).unwrap()).unwrap();
        assert!(!rows.contains(",\"=1+1"), "{rows}");
    }
}
