use super::bench::{Dice, document};
use super::chance::outlook;
use super::model::{self, Model};
use super::value::{brute, left};
use super::*;
use crate::document::controls::{Control, ControlState};
use crate::document::integrations::Availability;
use crate::document::samples::{Cause, Symptom};
use crate::judgement::assess::testing::{Broken, confirmed, sound};
use crate::judgement::findings::established;
use crate::judgement::verdict::dominant;

fn model_of(doc: &Engagement) -> Model {
    let reading = Reading::of(doc);
    model::of(doc, &reading.in_scope[0])
}

/// Combinations of answers up to which all of them are tried after each answer too.
const FEW: usize = 2_000;

/// Combinations of answers up to which all of them are tried.
const ALL: usize = 20_000;

#[test]
fn factored_and_tried_one_by_one_the_chances_agree() {
    let mut dice = Dice::new(7);
    let mut tried = 0;
    while tried < 60 {
        let model = model_of(&document(&mut dice));
        let combinations: usize = model.chances.iter().map(Vec::len).product();
        if model.variables.len() > 12 || combinations > ALL {
            continue;
        }
        tried += 1;
        let exact = outlook(&model.ways, &model.chances);
        assert_near(exact.now, brute(&model.ways, &model.chances));
        let few = combinations <= FEW;
        for (variable, after) in exact.after.iter().enumerate().filter(|_| few) {
            for (answer, exact) in after.iter().enumerate() {
                let left = left(&model.ways, variable, answer);
                assert_near(*exact, brute(&left, &model.chances));
            }
        }
    }
}

fn assert_near(ours: super::chance::Levels, theirs: super::chance::Levels) {
    for (our, their) in ours.iter().zip(&theirs) {
        assert!((our - their).abs() < 1e-12, "{ours:?} {theirs:?}");
    }
}

#[test]
fn the_ways_lead_where_recording_the_answers_does() {
    let mut dice = Dice::new(11);
    for _ in 0..400 {
        let doc = document(&mut dice);
        let reading = Reading::of(&doc);
        let model = model::of(&doc, &reading.in_scope[0]);
        let mut facts = reading.in_scope[0].facts.clone();
        let mut told = Vec::new();
        let answers: Vec<usize> = model.chances.iter().map(|of| dice.below(of.len())).collect();
        for (variable, answer) in model.variables.iter().zip(&answers) {
            variable.set[*answer].apply(&mut facts);
            told.push(variable.answers[*answer].clone());
        }
        let holds = |way: &&super::chance::Way| {
            way.literals.iter().all(|one| one.answers & (1 << answers[one.variable]) != 0)
        };
        let modelled = model.ways.iter().filter(holds).map(|way| way.level).max().unwrap_or(0);
        let recorded = dominant(&established(&facts)).map_or(0, model::level);
        assert_eq!(modelled, recorded, "{told:#?}\n{:#?}", established(&facts));
    }
}

#[test]
fn an_answer_that_can_change_nothing_is_worth_nothing() {
    let doc = sound()
        .integration(|one| one.code = Availability::Unknown)
        .control(Control::RetryCount, ControlState::Unknown);
    let asked = of(&doc);
    let code = asked.iter().find(|one| one.kind == UnknownKind::Changeable).unwrap();
    let logs = asked.iter().find(|one| one.kind == UnknownKind::Visibility).unwrap();
    assert_eq!(code.saves, 0.0);
    assert!(logs.saves > 0.0);
    assert_eq!(asked[0].kind, UnknownKind::Visibility);
}

#[test]
fn each_question_says_of_whom_and_what_each_answer_would_do() {
    let doc = sound()
        .with(confirmed(9, Symptom::Wrong, Cause::WrongMapping))
        .integration(|one| one.maintainable = Availability::Unknown);
    let asked = of(&doc);
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].question, "Who could maintain “Shop to ERP”?");
    assert_eq!(asked[0].ask, "Cara");
    let then: Vec<_> = asked[0].answers.iter().map(|answer| answer.then).collect();
    assert_eq!(then, [Some(VerdictPath::Rebuild), Some(VerdictPath::Patch)]);
    assert!((asked[0].answers.iter().map(|answer| answer.chance).sum::<f64>() - 1.0).abs() < 1e-12);
}

#[test]
fn an_engagement_may_assume_otherwise() {
    let open = |doc: Engagement| doc.control(Control::RetryCount, ControlState::Unknown);
    let certain = open(sound()).but(|doc| {
        let known = crate::document::engagement::Assumption { percent: 0, minutes: 30 };
        doc.brief.assumptions.insert(UnknownKind::Visibility, known);
    });
    assert!(of(&open(sound()))[0].saves > 0.0);
    assert_eq!((of(&certain)[0].saves, of(&certain)[0].costs), (0.0, 0.5));
}
