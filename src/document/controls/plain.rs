//! The plain names of controls: what each is for, in the words of somebody who does not build integrations.
//! The technical name stays beside it wherever both are read.

use super::Control;

impl Control {
    /// What it comes to for the people who live with it, as a sentence without its full stop.
    #[must_use]
    pub fn plain(self) -> &'static str {
        use Control as C;
        match self {
            C::IdempotencyKey => "A repeated message is harmless: it makes no second record",
            C::DuplicateCheck => "Before a record is added, it is looked up whether it is there",
            C::EventGuard => "Old news never overwrites newer news",
            C::DeterministicUpdate => "The same message always leads to the same record",
            C::BoundaryValidation => "Records are checked before they are let in",
            C::ExceptionQueue => {
                "A bad record is set aside for a person, and holds up nothing else"
            }
            C::OnePlaceValidation => "What makes a record right is decided in one place",
            C::ErrorsClassified => "It is known which failures pass by themselves",
            C::RetriesWithBackoff => {
                "What fails for a moment is tried again, a little later each time"
            }
            C::DeadLetterQueue => "What fails for good is kept, not lost",
            C::EscalationToPerson => "Somebody is told when nothing else helps",
            C::TimeReceived => "It is known when each record arrived",
            C::StatusPerStage => "It is known how far each record has come",
            C::RetryCount => "It is known how often each record was tried",
            C::FinalOutcome => {
                "It is known what became of each record, also when somebody stepped in"
            }
            C::CorrelationId => "One record can be followed through all systems",
            C::StatusView => "The people who do the work can see how it stands",
            C::AlertOnTotalFailure => "Somebody is called when it stops",
            C::AlertOnPartialFailure => "Somebody is called when some records fail, or come late",
            C::AlertOnAbsence => "Somebody is called when nothing comes at all",
            C::HealthCheck => "It is tried out before a customer finds it broken",
            C::LocalCopy => "Work goes on while the other side is down",
            C::DegradesGracefully => "A part that is down does not take the rest with it",
            C::VersionPinned => "The other side cannot change the rules overnight",
            C::ManualFallback => "It is written down how to go on by hand",
            C::ReconciliationView => "Both sides can be compared at any time",
            C::Runbook => "Whoever is called knows what to do",
            C::TestsEdgeCases => "The rare cases were tried",
            C::TestsFailureHandling => "It was tried what happens when something fails",
            C::TestsDataMismatch => "It was tried with data that does not fit",
            C::TestsPermissions => "It was tried who may do what",
            C::TestsReporting => "It was tried whether reports show what happened",
            C::SafeTestPath => "A change can be tried without touching real customers",
            C::ContractChange => "Both sides agree before either changes something",
            C::DependenciesDocumented => "It is written down what it depends on",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::catalogue::Catalogue;
    use std::collections::BTreeSet;

    #[test]
    fn every_control_has_a_plain_name_of_its_own_that_is_not_its_technical_one() {
        let names: BTreeSet<_> = Control::ALL.iter().map(|control| control.plain()).collect();
        assert_eq!(names.len(), Control::ALL.len());
        for control in Control::ALL {
            let plain = control.plain();
            assert!(!plain.ends_with('.') && plain != control.label(), "{plain}");
        }
    }
}
