//! Cases of what fails on the way: lost, late, silent, or because the other side changed.

use super::Case;
use super::samples::{failing, lacking, seen, unknown};
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::Complaint;
use crate::document::samples::{Cause, Symptom};
use crate::judgement::assess::testing::{Broken, confirmed};

pub(super) fn cases() -> Vec<Case> {
    lost().into_iter().chain(unseen()).collect()
}

fn lost() -> Vec<Case> {
    let handling =
        [Control::DeadLetterQueue, Control::RetriesWithBackoff, Control::ErrorsClassified];
    let lost = |minutes| {
        let doc = failing(200, Symptom::Missing, Cause::RateLimited);
        lacking(seen(doc, |one| one.manual_minutes = minutes), &handling)
    };
    let late = failing(4, Symptom::Late, Cause::Timeout);
    let order = failing(3, Symptom::OutOfOrder, Cause::DeliveredOutOfOrder);
    vec![
        ("Lost on the way, and a person hears of it", lost(0)),
        (
            "Lost on the way, cleared up by hand, and nobody hears of it",
            lost(91).control(Control::EscalationToPerson, ControlState::Missing),
        ),
        ("Late, and nothing tries again", lacking(late.clone(), &handling[1..])),
        ("Late and cleared up by hand, and nothing tries again", {
            seen(lacking(late.clone(), &handling[1..]), |one| one.manual_minutes = 20)
        }),
        ("Late, and records are missing for another reason", {
            let missing = confirmed(3, Symptom::Missing, Cause::MissingIdentifier);
            lacking(late.clone(), &handling[1..]).with(missing)
        }),
        ("Late, and it ended well by itself", seen(late, |one| one.succeeded = 4)),
        ("Events in another order", lacking(order, &[Control::DeterministicUpdate])),
    ]
}

/// What nobody saw, and what the other side changed.
fn unseen() -> Vec<Case> {
    let silent = |unnoticed| {
        seen(failing(12, Symptom::Silent, Cause::WebhookNotDelivered), |one| {
            one.unnoticed = unnoticed;
        })
    };
    let alerts = [Control::AlertOnAbsence, Control::AlertOnPartialFailure];
    let changed = || failing(2, Symptom::Wrong, Cause::ApiChanged);
    vec![
        ("Silent, and no alarm", lacking(silent(0), &alerts)),
        ("Found by customers, and no alarm", lacking(silent(5), &alerts)),
        ("Silent, and nobody looked at the alarms", unknown(silent(0), &alerts)),
        (
            "The other side changed without a contract",
            lacking(changed(), &[Control::ContractChange])
                .integration(|one| one.contract = Default::default()),
        ),
        (
            "The other side changed, and its version is not pinned",
            changed().but(|doc| doc.systems[1].version_pinned = Some(false)),
        ),
        (
            "A format changed after a small change",
            lacking(
                failing(2, Symptom::Wrong, Cause::InconsistentFormat)
                    .but(|doc| doc.brief.complaints = vec![Complaint::BrokeAfterChange]),
                &[Control::VersionPinned],
            ),
        ),
    ]
}
