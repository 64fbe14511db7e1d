//! Hours of evidence work until the verdict is settled at 95 %, over generated documents with a hidden truth.
//! `FAULTLINE_BENCH=10000 cargo test next_evidence::bench -- --nocapture` prints the hours over as many documents.

use super::chance::{Chances, LEVELS, Way, levels, outlook};
use super::model::{self, Model};
use super::usual::wrong;
use super::value::{left, worth};
use crate::document::integrations::Criticality;
use crate::judgement::findings::Reading;
use crate::judgement::tasks::step_of;
use documents::{bare, open_causes};

pub(super) use documents::{Dice, document};

mod documents;

/// When the verdict counts as settled.
const SETTLED: f64 = 0.95;

/// How far a triage has come.
struct Triage<'m> {
    model: &'m Model,
    ways: Vec<Way>,
    open: Vec<usize>,
    hours: f64,
}

impl<'m> Triage<'m> {
    fn of(model: &'m Model) -> Self {
        Self {
            model,
            ways: model.ways.clone(),
            open: (0..model.variables.len()).collect(),
            hours: 0.0,
        }
    }

    fn is_settled(&self) -> bool {
        let now = levels(&self.ways, &self.model.chances);
        self.open.is_empty() || now.iter().any(|chance| *chance >= SETTLED)
    }

    fn ask(&mut self, variable: usize, answer: usize) {
        self.hours += self.model.variables[variable].hours;
        self.open.retain(|open| *open != variable);
        self.ways = left(&self.ways, variable, answer);
    }

    /// The unknown that the ranking puts first now.
    fn best(&self) -> usize {
        let chances = &self.model.chances;
        let outlook = outlook(&self.ways, chances);
        let score = |variable: usize| {
            let hours = self.model.variables[variable].hours;
            let after = &outlook.after[variable];
            let worth = worth(&self.model.work, &outlook.now, &chances[variable], after);
            (worth.saves / hours, worth.informs / hours)
        };
        let better = |a: &(f64, f64), b: &(f64, f64)| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1));
        let scored = self.open.iter().map(|open| (*open, score(*open)));
        scored.max_by(|a, b| better(&a.1, &b.1).then(b.0.cmp(&a.0))).map(|(open, _)| open).unwrap()
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Order {
    Best,
    SevenSteps,
    Random,
    CheapestFirst,
}

fn hours(model: &Model, truth: &[usize], order: Order, dice: &mut Dice) -> f64 {
    let mut triage = Triage::of(model);
    while !triage.is_settled() {
        let next = match order {
            Order::Best => triage.best(),
            Order::Random => dice.of(&triage.open),
            Order::SevenSteps => {
                *triage.open.iter().min_by_key(|at| step_of(model.variables[**at].kind)).unwrap()
            }
            Order::CheapestFirst => *triage
                .open
                .iter()
                .min_by(|a, b| model.variables[**a].hours.total_cmp(&model.variables[**b].hours))
                .unwrap(),
        };
        triage.ask(next, truth[next]);
    }
    triage.hours
}

/// The truth, drawn with bad answers so much likelier than assumed.
fn truth(chances: &Chances, off: f64, dice: &mut Dice) -> Vec<usize> {
    let draw = |of: &Vec<f64>, dice: &mut Dice| {
        let bad = (of[0] * off).min(0.99);
        let rest = (1.0 - bad) / (1.0 - of[0]).max(1e-9);
        let scaled =
            of.iter().enumerate().map(|(at, chance)| if at == 0 { bad } else { chance * rest });
        let mut left = dice.chance();
        for (at, chance) in scaled.enumerate() {
            left -= chance;
            if left <= 0.0 {
                return at;
            }
        }
        of.len() - 1
    };
    chances.iter().map(|of| draw(of, dice)).collect()
}

fn mean_hours(documents: usize, off: f64) -> [f64; 4] {
    let (mut dice, mut other) = (Dice::new(13), Dice::new(17));
    let orders = [Order::Best, Order::SevenSteps, Order::Random, Order::CheapestFirst];
    let mut total = [0.0; 4];
    for _ in 0..documents {
        let doc = document(&mut dice);
        let reading = Reading::of(&doc);
        let model = model::of(&doc, &reading.in_scope[0]);
        let truth = truth(&model.chances, off, &mut dice);
        for (order, total) in orders.iter().zip(&mut total) {
            *total += hours(&model, &truth, *order, &mut other);
        }
    }
    total.map(|hours| hours / documents as f64)
}

#[test]
fn asking_what_is_most_worth_it_takes_far_fewer_hours_than_the_seven_steps() {
    let documents =
        std::env::var("FAULTLINE_BENCH").ok().and_then(|n| n.parse().ok()).unwrap_or(200);
    for off in [1.0, 0.5, 1.5] {
        let [best, seven, random, cheapest] = mean_hours(documents, off);
        println!(
            "{documents} documents, bad answers {off} times as likely as assumed: best {best:.2} h, seven steps {seven:.2} h, random {random:.2} h, cheapest first {cheapest:.2} h"
        );
        // Measured over 1,000 documents: 43 % fewer hours, 39 % where bad answers are half as likely as assumed.
        assert!(best <= 0.62 * seven, "{best} of {seven}");
        assert!(best < random && best < cheapest);
    }
}

#[test]
fn forty_unknowns_are_ranked_in_a_moment() {
    let doc = bare();
    let reading = Reading::of(&doc);
    let start = || {
        let start = std::time::Instant::now();
        let asked = crate::judgement::next_evidence::unknowns(&reading);
        (start.elapsed(), asked.len())
    };
    let (took, asked) = (0..9).map(|_| start()).min().unwrap();
    println!("{asked} unknowns ranked in {took:?}, without optimisation");
    assert!(asked >= 40, "{asked}");
    // Optimised it is about ten times as fast, and may take five milliseconds.
    assert!(took.as_millis() < 50, "{asked} in {took:?}");
}

#[test]
fn many_open_causes_are_ranked_soon_too() {
    let doc = open_causes();
    let reading = Reading::of(&doc);
    let start = || {
        let start = std::time::Instant::now();
        let asked = crate::judgement::next_evidence::unknowns(&reading);
        (start.elapsed(), asked.len())
    };
    let (took, asked) = (0..5).map(|_| start()).min().unwrap();
    println!("{asked} unknowns, seven of them causes, ranked in {took:?}, without optimisation");
    assert!(asked >= 40, "{asked}");
    // `make bench BENCH=evidence` measures it optimised, where it may take five milliseconds. Here it is only seen that it
    // is of no other order.
    assert!(took.as_millis() < 1_500, "{asked} in {took:?}");
}

#[test]
fn acting_on_what_is_right_wastes_nothing() {
    let work = super::usual::work(Criticality::Critical);
    for right in 0..LEVELS {
        assert_eq!(wrong(&work, right, right), 0.0);
        assert!(
            (0..LEVELS)
                .filter(|acted| *acted != right)
                .all(|acted| wrong(&work, acted, right) > 0.0)
        );
    }
}
