//! The texts of the controls: why each is missed and what it looks like when it is there.
//! One entry for each control; a new control does not compile without one.

use super::texts::{Reference as R, RuleText};
use crate::document::controls::{Control, Family};

/// What the flag of a missing control says.
pub(super) fn text(control: Control) -> RuleText {
    let weight = match control.family() {
        Family::Resilience | Family::Testing | Family::Change => -1,
        _ => 0,
    };
    RuleText {
        why: why(control.family()),
        good: good(control),
        references: references(control),
        weight,
    }
}

fn why(family: Family) -> &'static str {
    match family {
        Family::Duplicates => {
            "Retries and replays are normal; without this they become second orders and second invoices."
        }
        Family::Validation => {
            "A bad record that is let in costs many times what stopping it at the door would have."
        }
        Family::FailureHandling => {
            "Failures will come; without this each one is lost or repeated until somebody looks."
        }
        Family::Visibility => {
            "What is not recorded cannot be explained, and every repair is a guess."
        }
        Family::Alerting => {
            "The time until somebody knows is usually longer than the time the repair takes."
        }
        Family::Resilience => {
            "The other side will be down or change one day, and this decides how much stops with it."
        }
        Family::Recovery => {
            "When it breaks, people need a way to go on and a way to put the records right."
        }
        Family::Testing => "What was never tried fails first where it matters most.",
        Family::Change => {
            "Most integrations break because somebody changed something and somebody else did not hear of it."
        }
    }
}

fn good(control: Control) -> &'static str {
    use Control as C;
    match control {
        C::IdempotencyKey => {
            "Every create and update carries a key, and a repeated one changes nothing."
        }
        C::DuplicateCheck => {
            "Before a record is inserted, a unique external reference is looked up."
        }
        C::EventGuard => "An event older than what is stored, by version or time, is set aside.",
        C::DeterministicUpdate => "The same events in any order lead to the same record.",
        C::BoundaryValidation => {
            "Each record is checked for required fields, formats and identifiers before it is let in."
        }
        C::ExceptionQueue => {
            "A record that fails validation waits in a queue, with its reason and someone who looks."
        }
        C::OnePlaceValidation => {
            "A critical rule is checked in one place that every way in passes through."
        }
        C::ErrorsClassified => {
            "Each error is told apart as transient, permanent or validation, and handled as such."
        }
        C::RetriesWithBackoff => {
            "Transient errors are tried again a limited number of times, with growing pauses."
        }
        C::DeadLetterQueue => {
            "What cannot be delivered is kept, can be read, and can be sent again."
        }
        C::EscalationToPerson => "After a set time a named person hears of what is stuck.",
        C::TimeReceived => "Every message is logged with the time it came in.",
        C::StatusPerStage => "Each record shows which stage it has reached, and when.",
        C::RetryCount => "Each record shows how often it was tried.",
        C::FinalOutcome => {
            "Each record ends in one recorded outcome, including what people did by hand."
        }
        C::CorrelationId => "One id follows a record through every system and every log.",
        C::StatusView => {
            "The people who run the work can see what is stuck without asking a developer."
        }
        C::AlertOnTotalFailure => "When nothing gets through, somebody is told within minutes.",
        C::AlertOnPartialFailure => {
            "Thresholds on the share of failures and on lag raise an alert."
        }
        C::AlertOnAbsence => "When the expected success does not come, that alone raises an alert.",
        C::HealthCheck => "A regular check on a known record finds a fault before customers do.",
        C::LocalCopy => {
            "What the flow needs is kept locally and serves while the other side is down."
        }
        C::DegradesGracefully => {
            "Without the other side the essential part goes on, and people know what waits."
        }
        C::VersionPinned => "The API version is fixed, and moving on is a planned change.",
        C::ManualFallback => {
            "A written way to do the work by hand, with who does it and how it is put back."
        }
        C::ReconciliationView => "A view shows which records differ between the two systems.",
        C::Runbook => "A page says what to check, what to try and whom to call.",
        C::TestsEdgeCases => "Empty, huge, repeated and odd records are among the tests.",
        C::TestsFailureHandling => {
            "Time-outs, errors and replays are provoked, and what follows is checked."
        }
        C::TestsDataMismatch => "Records that disagree between the systems are among the tests.",
        C::TestsPermissions => "What an account must not do is tried and refused.",
        C::TestsReporting => "A provoked failure is shown to appear in the view and in the alerts.",
        C::SafeTestPath => "Changes are tried apart from production, on redacted copies.",
        C::ContractChange => {
            "A change on either side is announced, versioned and agreed before it goes live."
        }
        C::DependenciesDocumented => {
            "What it depends on, and what depends on it, is written down and has an owner."
        }
    }
}

fn references(control: Control) -> &'static [R] {
    use Control as C;
    match control {
        C::BoundaryValidation | C::OnePlaceValidation => &[R::Api10, R::Pw51],
        C::ExceptionQueue => &[R::Api10],
        C::RetriesWithBackoff => &[R::Api4],
        C::EscalationToPerson => &[R::Po21],
        C::VersionPinned | C::DependenciesDocumented => &[R::Api9],
        C::ManualFallback | C::Runbook => &[R::Rv22],
        C::TestsEdgeCases | C::TestsFailureHandling | C::TestsDataMismatch | C::TestsReporting => {
            &[R::Pw82]
        }
        C::TestsPermissions => &[R::Api5, R::Pw82],
        C::SafeTestPath => &[R::Po51],
        C::ContractChange => &[R::Api9, R::Po13],
        _ => &[],
    }
}
