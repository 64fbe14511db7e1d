//! Cases of records and of what carries them: samples, controls, rights, interfaces and access.

use crate::document::access_ledger::AccessScope;
use crate::document::access_ledger::testing::{granted, later};
use crate::document::controls::{Control, ControlState, Family, Finding};
use crate::document::engagement::{Complaint, Engagement, Stage};
use crate::document::evidence::Kind;
use crate::document::integrations::{Criticality, Direction, Extent, Timing, Transport};
use crate::document::samples::{Cause, ErrorClass, Pattern, ReviewState, SecretsSeen, Symptom};
use crate::document::systems::{ApiAccess, Delivery};
use crate::document::truth::{Position, Right, Standing};
use crate::judgement::assess::testing::{Broken, ERP, SHOP, confirmed, example, may, sound};
use crate::platform::ids::SampleId;

type Case = (&'static str, Engagement);

pub(super) fn cases() -> Vec<Case> {
    [samples(), controls(), truth(), interfaces(), retries(), access()]
        .into_iter()
        .flatten()
        .collect()
}

fn ticked(doc: Engagement, of: &[Complaint]) -> Engagement {
    doc.but(|doc| doc.brief.complaints.extend(of))
}

fn lacking(doc: Engagement, of: &[Control]) -> Engagement {
    of.iter().fold(doc, |doc, one| doc.control(*one, ControlState::Missing))
}

fn samples() -> Vec<Case> {
    let late = confirmed(4, Symptom::Late, Cause::Timeout);
    let silent = confirmed(3, Symptom::Silent, Cause::Timeout);
    let secret = |samples| SecretsSeen {
        kind: "api key".into(),
        samples,
        first: may(4),
        last: may(20),
        newest: SampleId(uuid::Uuid::from_u128(7)),
    };
    let outcome = [Control::FinalOutcome];
    vec![
        ("Success was trusted in some", {
            sound().with(Pattern { trusted_success: 2, ..late.clone() })
        }),
        ("Success was trusted in all", {
            sound().with(Pattern { trusted_success: 4, ..late.clone() })
        }),
        ("Silent, as it was ticked", {
            ticked(sound().with(silent.clone()), &[Complaint::FailsSilently])
        }),
        ("Customers noticed, as it was ticked", {
            let doc = sound().with(Pattern { unnoticed: 3, ..late.clone() });
            ticked(doc, &[Complaint::CustomersNotice])
        }),
        ("Silent and not confirmed", sound().with(Pattern { confirmed: 0, ..silent })),
        ("Works today, and nobody would see a failure", lacking(sound(), &outcome)),
        ("Nobody would see a failure, and a sample waits", {
            lacking(sound().with(Pattern { confirmed: 0, ..late }), &outcome)
        }),
        ("Secrets in what was sent", {
            sound().but(|doc| doc.samples.secrets = vec![secret(1), secret(3)])
        }),
    ]
}

fn controls() -> Vec<Case> {
    let (part, all) = (Control::AlertOnPartialFailure, Control::AlertOnTotalFailure);
    let (copy, graceful) = (Control::LocalCopy, Control::DegradesGracefully);
    let named = |doc: Engagement, control| {
        let missing_controls = [(control, 2)].into();
        doc.with(Pattern { missing_controls, ..confirmed(2, Symptom::Late, Cause::Unreachable) })
    };
    let looked = |evidence: &str, kind| {
        let found = Finding { kind, ..Finding::new(ControlState::Missing, evidence) };
        sound().but(|doc| drop(doc.control_sheets[0].controls.insert(Control::Runbook, found)))
    };
    let handling: Vec<_> = Control::of(Family::FailureHandling).collect();
    let failed = |doc: Engagement| doc.with(confirmed(2, Symptom::Late, Cause::Timeout));
    vec![
        ("A control that somebody looked for", looked("Asked on Monday.", Some(Kind::Told))),
        ("A control that is only marked missing", looked(" ", None)),
        ("A control that samples name, partly there", {
            named(sound(), Control::EventGuard).control(Control::EventGuard, ControlState::Partial)
        }),
        ("A control that a sample names which nobody confirmed", {
            let doc = named(lacking(sound(), &[Control::EventGuard]), Control::EventGuard);
            doc.but(|doc| doc.samples.patterns[0].confirmed = 0)
        }),
        ("An alert for total failure alone", lacking(sound(), &[part])),
        ("An alert for total failure, half of it", {
            lacking(sound(), &[part]).control(all, ControlState::Partial)
        }),
        ("No alert at all", lacking(sound(), &[part, all])),
        ("No fallback", lacking(sound(), &[Control::ManualFallback])),
        ("A fallback, half of it", sound().control(Control::ManualFallback, ControlState::Partial)),
        ("A version that is not pinned", lacking(sound(), &[Control::VersionPinned])),
        ("A version of a file that is not pinned", {
            let doc = lacking(sound(), &[Control::VersionPinned]);
            doc.integration(|one| one.transport = Transport::File)
        }),
        ("A single point, as it was ticked and samples say", {
            let doc = named(lacking(sound(), &[copy, graceful]), copy);
            ticked(doc, &[Complaint::OneOutageStopsAll])
        }),
        ("Shipped before its failure controls", failed(lacking(sound(), &handling))),
        ("Shipped with one of its failure controls", failed(lacking(sound(), &handling[1..]))),
        ("A convenience that was shipped early", {
            let doc = failed(lacking(sound(), &handling));
            doc.integration(|one| one.criticality = Criticality::Convenience)
        }),
    ]
}

fn truth() -> Vec<Case> {
    let disputed = |positions| {
        sound().field(|field| {
            (field.standing, field.positions) = (Standing::Disputed, positions);
            field.rights.insert(SHOP, Right::Owns);
        })
    };
    let says = |team: &str| Position { team: team.into(), says: "It is ours.".into() };
    vec![
        ("Two teams dispute a field, as it was ticked", {
            ticked(disputed(vec![says("Sales"), says("Finance")]), &[Complaint::TruthDisputed])
        }),
        ("A field is disputed, and nobody said how", disputed(Vec::new())),
        ("Two systems own a field", {
            ticked(
                sound().field(|field| {
                    field.rights.insert(SHOP, Right::Owns);
                }),
                &[Complaint::TruthDisputed],
            )
        }),
        ("No system has a right to a field", {
            sound().field(|field| field.rights.values_mut().for_each(|one| *one = Right::None))
        }),
        ("A field that nothing in scope carries", {
            let doc = sound().field(|field| {
                field.rights.remove(&ERP);
            });
            doc.integration(|one| one.carries.clear())
        }),
        (
            "A system writes without the right",
            sound().field(|field| field.seen_writing = vec![SHOP]),
        ),
        ("A rule is kept twice, and a third party has the only copy", {
            let doc = sound().field(|field| {
                field.rule_also_kept_in = "the price sheet".into();
                field.rights.remove(&SHOP);
            });
            doc.but(|doc| doc.systems[1].third_party = true)
        }),
    ]
}

fn interfaces() -> Vec<Case> {
    let full = |volume, timing| {
        sound().integration(move |one| {
            (one.extent, one.monthly_volume, one.timing) = (Extent::Full, volume, timing);
        })
    };
    let limited = |cause| full(None, Timing::Hourly).with(confirmed(3, Symptom::Late, cause));
    let moved = |direction, of: usize, access| {
        let doc = sound().integration(|one| one.direction = direction);
        doc.but(|doc| doc.systems[of].api_access = Some(access))
    };
    let asks = |timing, delivery| {
        let doc = sound().integration(|one| {
            (one.direction, one.timing) = (Direction::Pull, timing);
        });
        doc.but(|doc| doc.systems[0].delivery = Some(delivery))
    };
    let kept = |days| sound().integration(|one| one.history_days = Some(days));
    vec![
        ("Everything each night, much of it", full(Some(10_000), Timing::Daily)),
        ("Everything each night, not so much", full(Some(9_999), Timing::Daily)),
        ("Everything each hour, until it is refused", limited(Cause::RateLimited)),
        ("Everything each hour, until it takes too long", limited(Cause::Timeout)),
        ("Everything each hour, and it fails otherwise", limited(Cause::Permission)),
        ("It pushes to what can only be read", moved(Direction::Push, 1, ApiAccess::Read)),
        ("It pulls from what can be read", moved(Direction::Pull, 0, ApiAccess::Read)),
        ("It pulls from what can be exported", moved(Direction::Pull, 0, ApiAccess::ExportOnly)),
        ("It asks for news every few minutes", asks(Timing::Minutes, Delivery::Webhook)),
        ("It asks for news once a day", asks(Timing::Daily, Delivery::Webhook)),
        ("It asks a system that tells nobody", asks(Timing::Minutes, Delivery::Polling)),
        ("A history of thirty days", kept(30)),
        ("A history of one day", kept(1)),
        ("A history of thirty-one days", kept(31)),
        ("No contract", sound().integration(|one| one.contract = Default::default())),
    ]
}

fn retries() -> Vec<Case> {
    let tried = |class, retries: &[i32]| {
        sound().but(|doc| {
            let samples = retries.iter().map(|retries| {
                let mut sample = example();
                (sample.error_class, sample.retries) = (Some(class), *retries);
                sample
            });
            doc.samples.examples.extend(samples);
        })
    };
    vec![
        ("A refused record was tried again", tried(ErrorClass::Validation, &[1])),
        ("Two lasting errors were tried again, one was not", {
            tried(ErrorClass::Permanent, &[4, 0, 3])
        }),
        ("Lasting errors, one of elsewhere and one that nobody confirmed", {
            tried(ErrorClass::Permanent, &[4, 3]).but(|doc| {
                doc.samples.examples[0].integration = None;
                doc.samples.examples[1].state = ReviewState::New;
            })
        }),
        ("What passes was tried again", tried(ErrorClass::Transient, &[4])),
    ]
}

fn access() -> Vec<Case> {
    let with = |stage, scope, until, today: i64| {
        sound().but(|doc| {
            let mut request = granted(SHOP);
            (request.granted_scope, request.granted_until) = (Some(scope), Some(later(until)));
            doc.as_of = request.asked_at + chrono::Duration::days(today);
            doc.stage = stage;
            doc.access.requests.push(request);
        })
    };
    let archived = with(Stage::Archived, AccessScope::ReadWrite, 90, 10);
    let elsewhere = with(Stage::Active, AccessScope::ReadOnly, 60, 70);
    vec![
        ("Access that is wider and longer, and nobody needs it", archived),
        ("Access that is over", with(Stage::Active, AccessScope::ReadOnly, 60, 70)),
        ("Access to a system that nothing in scope uses", {
            elsewhere.integration(|one| one.in_scope = false)
        }),
    ]
}
