//! The page to decide on is short, plain, and says no more than is recorded.

use super::*;
use crate::platform::catalogue::Catalogue;
use crate::stores::quote::testing::quoted;
use crate::stores::room::tests::{example, sealed};

fn told(doc: Engagement) -> Vec<Answered> {
    let today = doc.as_of.date_naive();
    proposal(&sealed(doc), None, false, today)
}

fn text(told: &[Answered]) -> String {
    let one =
        |it: &Answered| format!("{}. {} {}.", it.question.label(), it.says.join(" "), it.link);
    told.iter().map(one).collect::<Vec<_>>().join("\n")
}

#[test]
fn it_answers_the_six_questions_in_their_order() {
    let told = told(example());
    let questions: Vec<_> = told.iter().map(|one| one.question).collect();
    assert_eq!(questions, Question::ALL);
    assert!(told.iter().all(|one| !one.says.is_empty()), "{told:?}");
}

#[test]
fn the_example_is_told_shortly_and_for_a_reader_of_twelve() {
    let text = text(&told(example()));
    let reading = readable::of(&text);
    assert!(reading.words <= 250, "{} words: {text}", reading.words);
    assert!(reading.grade <= 7.0, "grade {:.1}: {text}", reading.grade);
    for says in ["in 33 of them something did go wrong", "We have not given you a price yet."] {
        assert!(text.to_lowercase().contains(&says.to_lowercase()), "{says}: {text}");
    }
}

/// The engagements of the demo that are published.
const DEMO: [&str; 2] = [
    include_str!("../../../server/src/demo/engagement.json"),
    include_str!("../../../server/src/demo/clinic.json"),
];

#[test]
fn the_pages_of_the_demo_are_short_and_readable_at_the_age_of_twelve() {
    for (document, fixed) in DEMO.into_iter().zip([false, true]) {
        let doc: Engagement = serde_json::from_str(document).unwrap();
        let (quote, today) = (quoted(&doc, fixed), doc.as_of.date_naive());
        let told = text(&proposal(&sealed(doc), Some(&quote), false, today));
        let reading = readable::of(&told);
        assert!((60..=250).contains(&reading.words), "{} words: {told}", reading.words);
        assert!(reading.grade <= 7.0, "grade {:.1}: {told}", reading.grade);
        assert!(told.contains("with tax") && told.contains("The price holds until"), "{told}");
        assert_eq!(told.contains("The price is fixed."), fixed, "{told}");
    }
}

#[test]
fn a_price_that_is_over_is_not_told_as_one_that_holds() {
    let doc = example();
    let quote = quoted(&doc, false);
    let later = quote.valid_until().unwrap().succ_opt().unwrap();
    let told = text(&proposal(&sealed(doc), Some(&quote), false, later));
    assert!(told.contains("The price held until") && !told.contains("may change"), "{told}");
}

#[test]
fn what_is_not_recorded_is_said_to_be_so() {
    let mut doc = example();
    doc.samples = Default::default();
    doc.plans.clear();
    doc.maps.clear();
    let text = text(&told(doc));
    for says in [
        "No failure has been confirmed yet.",
        "We have not given you a price yet.",
        "What it saves has not been worked out.",
        "No first day is agreed yet.",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert!(!text.contains("It went wrong at least"), "{text}");
}

#[test]
fn a_long_sentence_of_somebody_else_is_left_out() {
    assert_eq!(first_sentence("Orders are lost. Customers call."), Some("Orders are lost.".into()));
    assert_eq!(first_sentence("Invoices wait; nobody knows"), Some("Invoices wait.".into()));
    assert_eq!(first_sentence(&"word ".repeat(30)), None);
    assert_eq!(first_sentence(" "), None);
}

#[test]
fn many_names_are_counted() {
    let names = |n: usize| (1..=n).map(|at| format!("“{at}”")).collect::<Vec<_>>();
    assert_eq!(names_of(&names(3)), "“1”, “2” and “3”");
    assert_eq!(names_of(&names(5)), "“1”, “2” and 3 more");
    assert_eq!(names_of(&[]), "what we looked at");
}

#[test]
fn once_it_is_decided_nobody_asks_for_a_yes_or_no() {
    let doc = example();
    let (sealed, today) = (sealed(doc.clone()), doc.as_of.date_naive());
    let needed = |decided| {
        let told = proposal(&sealed, None, decided, today);
        told.into_iter().find(|one| one.question == Question::Needed).unwrap().says
    };
    assert_eq!(needed(false)[0], "Your yes or no.");
    assert_eq!(needed(true)[0], "Your decision is recorded.");
    assert_eq!(needed(false)[1..], needed(true)[1..]);
}
