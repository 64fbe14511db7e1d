//! Hours of evidence work until the verdict is settled at 95 %, over generated documents with a hidden truth.
//! `FAULTLINE_BENCH=10000 cargo test next_evidence::bench -- --nocapture` prints the hours over as many documents.

use super::chance::{Chances, LEVELS, Way, levels, outlook};
use super::model::{self, Model};
use super::usual::wrong;
use super::value::{left, worth};
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::Engagement;
use crate::document::integrations::{Availability, Criticality};
use crate::document::samples::{Cause, Origin, Symptom};
use crate::engines::map::StepKind;
use crate::judgement::assess::testing::{Broken, confirmed, sound, step};
use crate::judgement::findings::Reading;
use crate::judgement::tasks::step_of;
use crate::platform::catalogue::Catalogue;

/// Random numbers that are the same in every run (`SplitMix64`).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    fn chance(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// Share of the controls that were looked at by the middle of a triage, at most.
const SEEN: f64 = 0.7;

/// A document between the first call and the middle of a triage: some controls seen, some samples confirmed, map
/// differences not judged yet.
pub(super) fn document(dice: &mut Dice) -> Engagement {
    let mut doc = sound();
    let known = SEEN * dice.chance();
    for control in Control::ALL {
        let state = if dice.chance() < known {
            let there = dice.chance() < 0.85;
            if there { ControlState::InPlace } else { ControlState::Missing }
        } else {
            ControlState::Unknown
        };
        doc = doc.control(*control, state);
    }
    for _ in 0..dice.below(4) {
        let mut pattern = confirmed(3, dice.of(Symptom::ALL), dice.of(Cause::ALL));
        pattern.origin = dice.of(Origin::ALL);
        pattern.confirmed = if dice.chance() < 0.6 { 3 } else { 0 };
        let other = |one: &crate::document::samples::Pattern| one.rule() != pattern.rule();
        if doc.samples.patterns.iter().all(other) {
            doc = doc.with(pattern);
        }
    }
    for n in 0..dice.below(4) as u128 {
        doc = with_step_by_hand(doc, n);
    }
    let facts = [Availability::Yes, Availability::Unknown, Availability::Unknown];
    doc.integration(|one| {
        one.criticality = dice.of(&[Criticality::Critical, Criticality::Important]);
        one.code = dice.of(&facts);
        one.credentials = dice.of(&facts);
        one.maintainable = dice.of(&facts);
    })
}

/// A step that was never intended, next to the integration.
fn with_step_by_hand(doc: Engagement, n: u128) -> Engagement {
    doc.actual(|map| {
        let lane = map.lanes[1].id;
        map.steps.push(step(3000 + n, lane, "Fix it by hand", StepKind::ExceptionHandling));
        let flow = crate::engines::map::Flow {
            id: crate::platform::ids::FlowId(uuid::Uuid::from_u128(4000 + n)),
            to: crate::judgement::assess::testing::step_id(3000 + n),
            integration: None,
            ..map.flows[1].clone()
        };
        map.flows.push(flow);
    })
}

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

/// A bare document with as many unknowns as a real one has: nothing looked at, samples without a cause, differences
/// nobody has judged.
fn bare() -> Engagement {
    let mut doc = document(&mut Dice::new(3));
    doc.control_sheets[0].controls.clear();
    doc.samples.patterns.clear();
    for (symptom, cause) in [
        (Symptom::Silent, Cause::Unknown),
        (Symptom::Wrong, Cause::DirtyValue),
        (Symptom::Duplicate, Cause::Replayed),
        (Symptom::Missing, Cause::RateLimited),
        (Symptom::Late, Cause::Unreachable),
        (Symptom::Wrong, Cause::ApiChanged),
        (Symptom::Wrong, Cause::Unknown),
    ] {
        doc = doc.with(confirmed(5, symptom, cause));
    }
    for cause in [Cause::WrongMapping, Cause::WrongAssumption] {
        let mut pattern = confirmed(5, Symptom::Partial, cause);
        pattern.confirmed = 0;
        doc = doc.with(pattern);
    }
    for n in 0..20 {
        doc = with_step_by_hand(doc, 100 + n);
    }
    doc.integration(|one| {
        one.criticality = Criticality::Critical;
        one.code = Availability::Unknown;
        one.credentials = Availability::Unknown;
        one.maintainable = Availability::Unknown;
    })
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

/// The same with as many causes open as an integration has symptoms: each is an unknown of six answers, and what they lead
/// to hangs together.
fn open_causes() -> Engagement {
    let mut doc = bare();
    doc.samples.patterns.clear();
    for symptom in Symptom::ALL {
        doc = doc.with(confirmed(5, *symptom, Cause::Unknown));
        for cause in [Cause::WrongMapping, Cause::Timeout, Cause::DirtyValue] {
            let mut pattern = confirmed(5, *symptom, cause);
            pattern.confirmed = 0;
            doc = doc.with(pattern);
        }
    }
    doc
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
