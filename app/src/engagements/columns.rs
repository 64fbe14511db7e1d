//! The columns of the portfolio: what a digest says of an engagement, as it is sorted, shown and downloaded.
//! What nobody has looked at is told as such, and never as good.

use crate::listing::{Sortable, Value};
use faultline::document::plan::WaitsFor;
use faultline::judgement::digest::Digest;
use faultline::judgement::flags::Severity;
use faultline::judgement::steps::AuditStep;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::wording::counted;
use faultline::stores::engagement::Listed;

/// How many columns the page shows; the file has them all.
pub const SHOWN: usize = 10;

/// The columns of the list.
pub const ENGAGEMENT_COLUMNS: [Sortable<Listed>; 20] = [
    Sortable { key: "engagement", label: "Engagement", of: |one| one.title.as_str().into() },
    Sortable { key: "client", label: "Client", of: |one| one.client.as_str().into() },
    Sortable { key: "step", label: "Step", of: |one| step(&one.digest) },
    Sortable { key: "verdict", label: "Verdict", of: |one| verdict(one).into() },
    Sortable { key: "gates", label: "Gates open", of: |one| gates(&one.digest) },
    Sortable { key: "flags", label: "Open risks", of: |one| flags(&one.digest) },
    Sortable { key: "hours", label: "Hours a month", of: |one| hours(&one.digest) },
    Sortable { key: "age", label: "Open for", of: |one| age(one.age_days) },
    Sortable { key: "waits", label: "Waits for", of: |one| waits(&one.digest) },
    Sortable { key: "changed", label: "Changed", of: |one| one.changed_at.into() },
    Sortable { key: "stage", label: "Stage", of: |one| Value::ranked(one.stage) },
    Sortable { key: "state", label: "Verdict is", of: |one| state(&one.digest).into() },
    Sortable { key: "critical", label: "Critical", of: |one| of(one, Severity::Critical) },
    Sortable { key: "high", label: "High", of: |one| of(one, Severity::High) },
    Sortable { key: "medium", label: "Medium", of: |one| of(one, Severity::Medium) },
    Sortable { key: "low", label: "Low", of: |one| of(one, Severity::Low) },
    Sortable {
        key: "client_waits",
        label: "Waits for the client",
        of: |one| with(one, WaitsFor::Client),
    },
    Sortable { key: "firm_waits", label: "Waits for us", of: |one| with(one, WaitsFor::Firm) },
    Sortable {
        key: "third_waits",
        label: "Waits for third parties",
        of: |one| with(one, WaitsFor::ThirdParty),
    },
    Sortable { key: "next", label: "Next", of: |one| one.digest.next.as_str().into() },
];

/// The path that stands, or why there is none.
fn verdict(listed: &Listed) -> &'static str {
    listed.digest.path.map_or(listed.digest.answer.label(), Catalogue::label)
}

fn state(digest: &Digest) -> &'static str {
    match digest.answer.is_verdict() {
        true if digest.is_final => "final",
        true => "provisional",
        false => "",
    }
}

/// What is told where nobody has looked.
const NOT_LOOKED_AT: &str = "Not looked at";

/// Whether nobody has looked: what is not known is not told as 0.
pub fn is_unknown(digest: &Digest) -> bool {
    digest.steps.is_empty()
}

/// What is not known, before all that is.
fn unknown(told: &str) -> Value {
    Value::Weighed(-1, told.into())
}

fn number(number: usize) -> Value {
    Value::Weighed(weight(number), number.to_string())
}

fn of(listed: &Listed, severity: Severity) -> Value {
    let digest = &listed.digest.0;
    let known = digest.is_whole() && !is_unknown(digest);
    if known { number(digest.flags_of(severity)) } else { unknown("") }
}

fn with(listed: &Listed, whom: WaitsFor) -> Value {
    let (digest, waiting) = (&listed.digest.0, listed.digest.waiting_for(whom));
    // What the client answers is counted beside the digest, and known without it.
    if is_unknown(digest) && waiting == 0 { unknown("") } else { number(waiting) }
}

/// A number as a weight.
fn weight(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The step that the work is at, with its number: before the first change none, and at the end all.
fn step(digest: &Digest) -> Value {
    let place = |step: AuditStep| AuditStep::ALL.iter().position(|one| *one == step);
    match digest.at() {
        Some(step) => {
            let number = place(step).unwrap_or(0) + 1;
            Value::Weighed(weight(number), format!("{number} of 7: {step}"))
        }
        None if digest.steps.is_empty() => Value::Weighed(0, "Nothing yet".into()),
        None => Value::Weighed(8, "All seven done".into()),
    }
}

fn gates(digest: &Digest) -> Value {
    if digest.gates == 0 {
        return unknown(NOT_LOOKED_AT);
    }
    let open = digest.open_gates();
    Value::Weighed(weight(open), format!("{open} of {}", digest.gates))
}

/// Open risks by severity: a worse one outweighs any number of the next.
fn flags(digest: &Digest) -> Value {
    if is_unknown(digest) {
        return unknown(NOT_LOOKED_AT);
    }
    if !digest.is_whole() {
        return Value::Weighed(weight(digest.flags), digest.flags.to_string());
    }
    let most = 1_000;
    let count = |severity: &Severity| digest.flags_of(*severity);
    let weight =
        Severity::ALL.iter().fold(0, |sum, one| sum * most + weight(count(one)).min(most - 1));
    let told: Vec<_> = by_severity(digest).map(|(_, told)| told).collect();
    Value::Weighed(weight, if told.is_empty() { "none".into() } else { told.join(", ") })
}

/// Open risks of each severity that has any, the worst first.
pub fn by_severity(digest: &Digest) -> impl Iterator<Item = (Severity, String)> + use<'_> {
    let some = Severity::ALL.iter().filter(|one| digest.flags_of(**one) > 0);
    some.map(|one| (*one, format!("{} {}", digest.flags_of(*one), one.label().to_lowercase())))
}

fn hours(digest: &Digest) -> Value {
    if is_unknown(digest) {
        return unknown(NOT_LOOKED_AT);
    }
    let hours = (digest.manual_minutes + 30) / 60;
    Value::Weighed(digest.manual_minutes, format!("{hours} h"))
}

fn age(days: i64) -> Value {
    Value::Weighed(days, counted(days, "day", "days"))
}

fn waits(digest: &Digest) -> Value {
    let sum: usize = digest.waiting.values().sum();
    Value::Weighed(weight(sum), waiting(digest).join(", "))
}

/// What waits for whom, in words; nobody is left out for whom something waits.
pub fn waiting(digest: &Digest) -> Vec<String> {
    let word = |whom: WaitsFor| match whom {
        WaitsFor::Client => "client",
        WaitsFor::Firm => "us",
        WaitsFor::ThirdParty => "third parties",
    };
    let some = WaitsFor::ALL.iter().filter(|whom| digest.waiting_for(**whom) > 0);
    some.map(|whom| format!("{} {}", word(*whom), digest.waiting_for(*whom))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultline::document::engagement::Stage;
    use faultline::judgement::digest::FORMAT;
    use faultline::platform::ids::{ClientId, EngagementId};

    fn listed(digest: Digest) -> Listed {
        Listed {
            id: EngagementId::new(),
            title: "Orders".into(),
            client_id: ClientId::new(),
            client: "North".into(),
            stage: Stage::Active,
            digest: digest.into(),
            age_days: 0,
            changed_at: chrono::DateTime::UNIX_EPOCH,
            published: None,
        }
    }

    fn weight_of(value: &Value) -> i64 {
        if let Value::Weighed(weight, _) = value { *weight } else { i64::MIN }
    }

    #[test]
    fn one_critical_risk_outweighs_any_number_of_lighter_ones() {
        let with = |severity, n| {
            let mut digest = Digest { format: FORMAT, steps: all_done(), ..Digest::default() };
            digest.severities.insert(severity, n);
            digest
        };
        let critical = flags(&with(Severity::Critical, 1));
        assert!(weight_of(&critical) > weight_of(&flags(&with(Severity::High, 5_000))));
        assert_eq!(critical.told(), "1 critical");
        assert_eq!(flags(&with(Severity::High, 0)).told(), "none");
    }

    #[test]
    fn what_nobody_has_looked_at_is_told_as_such_and_not_as_good() {
        let nothing = Digest::default();
        assert_eq!(gates(&nothing).told(), "Not looked at");
        assert_eq!(step(&nothing).told(), "Nothing yet");
        assert_eq!([flags(&nothing), hours(&nothing)].map(|it| it.told()), [NOT_LOOKED_AT; 2]);
        assert!(weight_of(&flags(&nothing)) < 0 && weight_of(&hours(&nothing)) < 0);
        let listed = listed(nothing.clone());
        for key in ["critical", "high", "medium", "low", "client_waits", "firm_waits"] {
            let column = ENGAGEMENT_COLUMNS.iter().find(|column| column.key == key).unwrap();
            assert_eq!((column.of)(&listed).told(), "", "{key}");
        }
        assert!(
            weight_of(&step(&nothing)) < weight_of(&step(&Digest { steps: all_done(), ..nothing }))
        );
    }

    fn all_done() -> Vec<faultline::judgement::digest::StepDigest> {
        use faultline::judgement::digest::StepDigest;
        use faultline::judgement::steps::StepState;
        let done =
            |step: &AuditStep| StepDigest { step: *step, state: StepState::Done, done: 1, of: 1 };
        AuditStep::ALL.iter().map(done).collect()
    }
}
