//! Symptoms in the words of somebody who lives with them: what the public request asks.
//! The entry of the catalogue is what is recorded; these words say the same and no more.

use crate::document::engagement::{Complaint, ComplaintGroup};

impl Complaint {
    /// It as whoever lives with it would say it, without a full stop.
    #[must_use]
    pub fn plain(self) -> &'static str {
        use Complaint as C;
        match self {
            C::SameRecordInSeveralSystems => "The same record is kept in several systems",
            C::CreatedHereMissingThere => {
                "What is entered in one system does not arrive in another"
            }
            C::MismatchedIds => "Customer or order numbers do not match between systems",
            C::DuplicateOrders => "Orders or invoices appear twice",
            C::StockWrong => "Stock or status is late or wrong",
            C::StatusesDisagree => "Two systems give the same order different statuses",
            C::ReportsNotTrusted => "There are reports that nobody trusts",
            C::ComparedByHand => "People compare spreadsheets, exports or mail by hand",
            C::DoubleCheckSheet => "We keep a spreadsheet to double-check what was transferred",
            C::TypedTwice => "The same data is typed in several places",
            C::CleanUpGrows => "Clean-up work grows every month",
            C::StitchedQuietly => "Somebody has quietly stitched together an automation",
            C::InconsistentMessages => "Our clients get messages that contradict each other",
            C::SyncsSometimes => "Data comes across sometimes, but not always",
            C::FailsSilently => "It fails without a word, and we notice days later",
            C::CustomersNotice => "Customers notice before we do",
            C::RunsTwice => "It runs twice",
            C::BrokeAfterChange => "It broke after a small change to a setting, an API or a format",
            C::NoVisibleOwner => "Something runs there, and nobody can say whose it is",
            C::OneOutageStopsAll => "When one part is down, the whole flow stops",
            C::TruthDisputed => "Two teams disagree about which system is right",
            C::FixedInProduction => {
                "Fixes are made in the live system: there is no safe place to try"
            }
            C::DeveloperGone => "Whoever built it is gone",
            C::UnclearWhoActs => "When it breaks, it is unclear who acts",
            C::EmergencyFixesRecur => "The same emergency fixes come back",
        }
    }
}

impl ComplaintGroup {
    /// The question that its symptoms answer.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::Data => "What do you see in the data?",
            Self::People => "What do people do about it?",
            Self::Failure => "How does it fail?",
            Self::Control => "Who is in control?",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::catalogue::Catalogue;
    use std::collections::BTreeSet;

    #[test]
    fn every_symptom_has_words_of_its_own() {
        let words: BTreeSet<_> = Complaint::ALL.iter().map(|one| one.plain()).collect();
        assert_eq!(words.len(), Complaint::ALL.len());
        assert!(words.iter().all(|words| !words.ends_with('.')));
    }
}
