//! Documents between the first call and the middle of a triage, made up from numbers that are the same in every run.

use crate::document::controls::{Control, ControlState};
use crate::document::engagement::Engagement;
use crate::document::integrations::{Availability, Criticality};
use crate::document::samples::{Cause, Origin, Symptom};
use crate::engines::map::StepKind;
use crate::judgement::assess::testing::{Broken, confirmed, sound, step};
use crate::platform::catalogue::Catalogue;

/// Random numbers that are the same in every run (`SplitMix64`).
pub(in crate::judgement::next_evidence) struct Dice(u64);

impl Dice {
    pub(in crate::judgement::next_evidence) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(in crate::judgement::next_evidence) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    pub(super) fn chance(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(super) fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// Share of the controls that were looked at by the middle of a triage, at most.
const SEEN: f64 = 0.7;

/// A document between the first call and the middle of a triage: some controls seen, some samples confirmed, map
/// differences not judged yet.
pub(in crate::judgement::next_evidence) fn document(dice: &mut Dice) -> Engagement {
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

/// A bare document with as many unknowns as a real one has: nothing looked at, samples without a cause, differences
/// nobody has judged.
pub(super) fn bare() -> Engagement {
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

/// The same with as many causes open as an integration has symptoms: each is an unknown of six answers, and what they lead
/// to hangs together.
pub(super) fn open_causes() -> Engagement {
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
