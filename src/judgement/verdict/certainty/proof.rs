//! The evidence of controls: what a finding rests on, and what weakens it.

use super::StepKind;
use crate::document::controls::Control;
use crate::document::evidence::Kind;
use crate::judgement::evidence::{Evidence, Subject, half_life};
use crate::judgement::findings::{Facts, Proof};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{counted, day, inside};

/// The evidence of the controls that a finding rests on.
pub(super) fn proofs(facts: &Facts, because: &[Evidence]) -> Vec<(Control, Proof)> {
    let rests_on = |control: &Control| {
        because.iter().any(|evidence| match evidence.about {
            Subject::Control { control: named, .. } => named == *control,
            Subject::Controls { .. } => true,
            _ => false,
        })
    };
    let proofs = facts.proofs.iter().filter(|(control, _)| rests_on(control));
    proofs.map(|(control, proof)| (*control, *proof)).collect()
}

/// What weakens the evidence of a control, if anything does.
pub(super) fn weakness(
    facts: &Facts,
    control: Control,
    proof: Proof,
) -> Option<(StepKind, String)> {
    if let (Some(age), Some(seen_on)) = (proof.stale_for(facts.today), proof.seen_on) {
        let kind =
            proof.kind.map_or_else(String::new, |kind| format!(" ({})", inside(kind.label())));
        let says = format!(
            "Stale: “{control}” was last looked at on {}, {} ago; the half-life of such evidence{kind} is {} days.",
            day(seen_on),
            counted(age, "day", "days"),
            half_life(proof.kind)
        );
        return Some((StepKind::Stale, says));
    }
    let told = format!("Second-hand: how “{control}” stands was told by a person.");
    (proof.kind == Some(Kind::Told)).then_some((StepKind::SecondHand, told))
}
