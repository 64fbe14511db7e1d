//! The lists that a failure is told with (domain §7): one word for one thing, in every form, file and judgement.

use crate::platform::catalogue::catalogue;

catalogue! {
    /// What the failure looked like.
    pub enum Symptom {
        Wrong => "wrong", "Wrong";
        Duplicate => "duplicate", "Duplicate";
        Missing => "missing", "Missing";
        Late => "late", "Late";
        Partial => "partial", "Partial";
        OutOfOrder => "out_of_order", "Out of order";
        Silent => "silent", "Silent";
    }
}

catalogue! {
    /// Where it came from.
    pub enum Origin {
        Source => "source", "Source";
        Middleware => "middleware", "Middleware";
        Destination => "destination", "Destination";
        Unknown => "unknown", "We don't know yet";
    }
}

catalogue! {
    /// What kind of cause it is.
    pub enum Nature {
        Transport => "transport", "Transport";
        Data => "data", "Data";
        Rule => "rule", "Rule";
        Unknown => "unknown", "We don't know yet";
    }
}

catalogue! {
    /// Why it happened.
    pub enum Cause {
        Timeout => "timeout", "Timeout";
        Unreachable => "unreachable", "Unreachable";
        RateLimited => "rate_limited", "Rate limited";
        Authentication => "authentication", "Authentication";
        Permission => "permission", "Permission";
        WebhookNotDelivered => "webhook_not_delivered", "Webhook not delivered";
        Replayed => "replayed", "Replayed";
        DeliveredOutOfOrder => "delivered_out_of_order", "Delivered out of order";
        ApiChanged => "api_changed", "API changed";
        ServerError => "server_error", "Server error";
        DirtyValue => "dirty_value", "Dirty value";
        MissingIdentifier => "missing_identifier", "Missing identifier";
        MismatchedIdentifier => "mismatched_identifier", "Mismatched identifier";
        DuplicateRecord => "duplicate_record", "Duplicate record";
        InconsistentFormat => "inconsistent_format", "Inconsistent format";
        WrongMapping => "wrong_mapping", "Wrong mapping";
        UnclearRule => "unclear_rule", "Unclear business rule";
        WrongAssumption => "wrong_assumption", "Wrong workflow assumption";
        Unknown => "unknown", "We don't know yet";
    }
}

catalogue! {
    /// Whether trying again can help.
    pub enum ErrorClass {
        Transient => "transient", "Transient";
        Permanent => "permanent", "Permanent";
        Validation => "validation", "Validation";
    }
}

catalogue! {
    /// Who noticed.
    pub enum DetectedBy {
        Monitor => "monitor", "Monitor";
        Staff => "staff", "Staff";
        Customer => "customer", "Customer";
        Nobody => "nobody", "Nobody yet";
        NotKnown => "not_known", "Not known";
    }
}

catalogue! {
    /// How it ended.
    pub enum Outcome {
        Success => "success", "Success";
        Failed => "failed", "Failed";
        ManualOverride => "manual_override", "Manual override";
        Unresolved => "unresolved", "Unresolved";
    }
}

catalogue! {
    /// How far a person has looked at it.
    pub enum ReviewState {
        New => "new", "New";
        Confirmed => "confirmed", "Confirmed";
        Diagnosed => "diagnosed", "Diagnosed";
        Rejected => "rejected", "Rejected";
    }
}

impl Cause {
    /// What kind of cause it is.
    #[must_use]
    pub fn nature(self) -> Nature {
        use Cause as C;
        match self {
            C::Timeout
            | C::Unreachable
            | C::RateLimited
            | C::Authentication
            | C::Permission
            | C::WebhookNotDelivered
            | C::Replayed
            | C::DeliveredOutOfOrder
            | C::ApiChanged
            | C::ServerError => Nature::Transport,
            C::DirtyValue
            | C::MissingIdentifier
            | C::MismatchedIdentifier
            | C::DuplicateRecord
            | C::InconsistentFormat
            | C::WrongMapping => Nature::Data,
            C::UnclearRule | C::WrongAssumption => Nature::Rule,
            C::Unknown => Nature::Unknown,
        }
    }
}

impl ReviewState {
    /// Whether a person has confirmed that it happened: only such samples count as evidence.
    #[must_use]
    pub fn is_confirmed(self) -> bool {
        matches!(self, Self::Confirmed | Self::Diagnosed)
    }
}
