//! Symptoms that can be ticked, and what each is about (domain §2).

use crate::platform::catalogue::catalogue;

catalogue! {
    /// A symptom that can be ticked at intake and later (domain §2).
    pub enum Complaint {
        SameRecordInSeveralSystems => "same_record_in_several_systems", "Same record kept in several systems";
        CreatedHereMissingThere => "created_here_missing_there", "Records created in one system missing in another";
        MismatchedIds => "mismatched_ids", "Mismatched customer or order ids";
        DuplicateOrders => "duplicate_orders", "Duplicate orders or invoices";
        StockWrong => "stock_wrong", "Stock or status late or wrong";
        StatusesDisagree => "statuses_disagree", "Statuses disagree between systems";
        ReportsNotTrusted => "reports_not_trusted", "Reports nobody trusts";
        ComparedByHand => "compared_by_hand", "Staff compare spreadsheets, exports or mail by hand";
        DoubleCheckSheet => "double_check_sheet", "A spreadsheet to double-check the integration";
        TypedTwice => "typed_twice", "The same data typed in several places";
        CleanUpGrows => "clean_up_grows", "Clean-up work grows every month";
        StitchedQuietly => "stitched_quietly", "Automation that someone quietly stitches together";
        InconsistentMessages => "inconsistent_messages", "Clients receive inconsistent messages";
        SyncsSometimes => "syncs_sometimes", "Syncs sometimes but not always";
        FailsSilently => "fails_silently", "Fails silently, noticed days later";
        CustomersNotice => "customers_notice", "Noticed first by customers";
        RunsTwice => "runs_twice", "Runs twice";
        BrokeAfterChange => "broke_after_change", "Broke after a small settings, API or format change";
        NoVisibleOwner => "no_visible_owner", "Webhook, job or script without a visible owner";
        OneOutageStopsAll => "one_outage_stops_all", "One outage takes the whole flow down";
        TruthDisputed => "truth_disputed", "Two teams dispute the source of truth";
        FixedInProduction => "fixed_in_production", "Fixes are made in production, no safe test path";
        DeveloperGone => "developer_gone", "The original developer is gone";
        UnclearWhoActs => "unclear_who_acts", "Unclear who acts in an incident";
        EmergencyFixesRecur => "emergency_fixes_recur", "Emergency fixes recur";
    }
}

catalogue! {
    /// What a complaint is about.
    pub enum ComplaintGroup {
        Data => "data", "Data";
        People => "people", "People";
        Failure => "failure", "Failure";
        Control => "control", "Control";
    }
}

impl Complaint {
    /// What it is about.
    #[must_use]
    pub fn group(self) -> ComplaintGroup {
        use Complaint as C;
        match self {
            C::SameRecordInSeveralSystems
            | C::CreatedHereMissingThere
            | C::MismatchedIds
            | C::DuplicateOrders
            | C::StockWrong
            | C::StatusesDisagree
            | C::ReportsNotTrusted => ComplaintGroup::Data,
            C::ComparedByHand
            | C::DoubleCheckSheet
            | C::TypedTwice
            | C::CleanUpGrows
            | C::StitchedQuietly
            | C::InconsistentMessages => ComplaintGroup::People,
            C::SyncsSometimes
            | C::FailsSilently
            | C::CustomersNotice
            | C::RunsTwice
            | C::BrokeAfterChange
            | C::NoVisibleOwner
            | C::OneOutageStopsAll => ComplaintGroup::Failure,
            C::TruthDisputed
            | C::FixedInProduction
            | C::DeveloperGone
            | C::UnclearWhoActs
            | C::EmergencyFixesRecur => ComplaintGroup::Control,
        }
    }
}
