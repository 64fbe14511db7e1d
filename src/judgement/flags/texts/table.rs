//! The texts of the flag rules, a row each, in the order of the catalogue.
//! A rule without a row, or a row out of its place, does not compile: so they all stand in one file, long as it is.

use super::{Reference as R, RuleText, text};
use crate::judgement::flags::FlagRule as F;
use crate::platform::catalogue::Catalogue;

/// What each rule says: how much heavier or lighter it weighs, where the trade says the same, why it matters, what good
/// looks like.
pub(super) const TEXTS: [(F, RuleText); 39] = [
    (
        F::SuccessTrusted,
        text(
            0,
            &[R::Api10],
            "A success status says that a request was accepted, not that the record is right. While it is trusted, wrong records are found by whoever is hurt by them.",
            "The record is read back or reconciled at the destination, and only that counts as success.",
        ),
    ),
    (
        F::SilentFailures,
        text(
            0,
            &[],
            "Nobody repairs what nobody sees. Each silent failure grows until a customer or a month-end close finds it.",
            "Every record ends in a visible outcome, and the absence of success raises an alert.",
        ),
    ),
    (
        F::NobodyNotices,
        text(
            0,
            &[],
            "When customers are the monitor, every failure is already a complaint.",
            "A step or a monitor notices a failure first, and someone is named to act on it.",
        ),
    ),
    (
        F::SinglePoint,
        text(
            0,
            &[R::Rv22],
            "One outage stops the whole flow, and with it revenue or delivery.",
            "A local copy bridges an outage, and the flow goes on in a reduced form that people know.",
        ),
    ),
    (
        F::TruthDisputed,
        text(
            0,
            &[R::Pw12],
            "While two teams claim the same field, each corrects the other’s work, and no repair lasts.",
            "One system owns the field; who decided it, when and why is written down.",
        ),
    ),
    (
        F::TruthUnassigned,
        text(
            0,
            &[R::Pw12],
            "When nobody owns a field, the last system that wrote it is right by accident.",
            "One system owns the field, and the others read it.",
        ),
    ),
    (
        F::TruthDoublyOwned,
        text(
            0,
            &[R::Pw12],
            "Two owners overwrite each other, and which value stays depends on timing.",
            "One of them owns the field; the other reads it or asks for a change.",
        ),
    ),
    (
        F::WritesWithoutRight,
        text(
            0,
            &[R::Api5],
            "A value that is written from the side cannot be explained afterwards, and agreed ownership means little.",
            "The system may only read the field, and the connection enforces it.",
        ),
    ),
    (
        F::ThirdPartyOnly,
        text(
            0,
            &[R::Api9],
            "When the third party is down, changes its terms or closes the account, the data customers depend on is gone.",
            "A copy is kept in a system of your own and compared regularly.",
        ),
    ),
    (
        F::RuleKeptTwice,
        text(
            -1,
            &[],
            "A rule in two places drifts apart: one is changed and the other is forgotten.",
            "The rule stands in one place, and every other place asks there.",
        ),
    ),
    (
        F::OwnerMissing,
        text(
            0,
            &[R::Po21],
            "Without a name, an incident waits until somebody feels responsible.",
            "A person or team is named, knows it, and can be reached.",
        ),
    ),
    (
        F::HumanMemory,
        text(
            0,
            &[],
            "What depends on memory is skipped on a busy day, in a holiday and after a resignation.",
            "The step is triggered by the system, or a reminder and a check stand behind it.",
        ),
    ),
    (
        F::FixesInProduction,
        text(
            0,
            &[R::Po51, R::Pw82],
            "Each fix is an experiment on real customers, and the next failure may be its result.",
            "A sandbox or a test path with copied, redacted records, where every fix is tried first.",
        ),
    ),
    (
        F::AlertsOnlyOnTotal,
        text(
            0,
            &[],
            "Integrations seldom fail all at once. The usual failure is a few records, or hours of lag, and it stays unseen.",
            "Thresholds on partial failure and on lag raise an alert before customers notice.",
        ),
    ),
    (
        F::NoManualRecovery,
        text(
            0,
            &[R::Rv22],
            "When it breaks, people invent a way by hand, and what they did is not known afterwards.",
            "A written fallback says who does what by hand, and how the records are brought together again.",
        ),
    ),
    (
        F::ApiUnversioned,
        text(
            0,
            &[R::Api9],
            "The other side can change the API on any day, and the integration breaks without any change of yours.",
            "The version is pinned, and its end of life is in somebody’s calendar.",
        ),
    ),
    (
        F::WorksToday,
        text(
            0,
            &[R::Api9],
            "No failure is recorded because none could be seen; that is no sign that all is well.",
            "The final outcome of each record is logged, so that “it works” is a number.",
        ),
    ),
    (
        F::ShadowStep,
        text(
            -1,
            &[],
            "Work that nobody designed keeps a critical flow alive, and it is lost with the person who does it.",
            "The step becomes part of the intended flow, or its cause is removed.",
        ),
    ),
    (
        F::DuplicateEntry,
        text(
            -1,
            &[],
            "Typing the same data twice costs hours and is where the two systems start to differ.",
            "The data is entered once, where it is owned, and is carried from there.",
        ),
    ),
    (
        F::DiscoveryUnknown,
        text(
            -1,
            &[R::Api9],
            "“Sorting the API out later” is how a small job becomes a large one: a missing licence or a limit can decide the design.",
            "Each fact is checked with the vendor or in the documentation, with a note of where.",
        ),
    ),
    (
        F::SecretInEvidence,
        text(
            0,
            &[R::Api2],
            "It was replaced before it was stored here, but the message it came in was read, sent and kept elsewhere: whoever saw it can use it.",
            "Rotate it: each such secret is replaced at its system and no longer works, and samples are taken without any.",
        ),
    ),
    (
        F::ControlMissing,
        text(
            0,
            &[],
            "A control that is expected at this criticality does not stand between a fault and the business.",
            "The control is in place, and how that was seen is written down.",
        ),
    ),
    (
        F::ControlsNotLookedAt,
        text(
            0,
            &[R::Api9],
            "Nobody knows what stands between a fault and the business. That is itself the risk.",
            "Each control was looked at once, with what was seen and where.",
        ),
    ),
    (
        F::ShippedEarly,
        text(
            0,
            &[R::Rv22],
            "Speed came before reliability: what fails is found by whoever is hurt by it.",
            "Errors are told apart, tried again, kept and brought to a person before anything goes live.",
        ),
    ),
    (
        F::ContractAbsent,
        text(
            -1,
            &[R::Po13, R::Pw12],
            "What each side may rely on is not written down, so any change of either is a surprise.",
            "A contract names fields, ids, retries and alerts; both sides approved it, and a change opens it again.",
        ),
    ),
    (
        F::EvidenceExpires,
        text(
            0,
            &[],
            "What the platform forgets can no longer be shown, and the cause with it.",
            "Failed runs are exported now, and from then on before the history ends.",
        ),
    ),
    (
        F::DeveloperGone,
        text(
            0,
            &[R::Po21],
            "What only one person understood cannot be changed safely by anybody else.",
            "Somebody else can explain it, change it and test it.",
        ),
    ),
    (
        F::QuestionsOpen,
        text(
            0,
            &[R::Pw12],
            "Without them nobody can say how bad a failure is, or whom to call.",
            "What happens when it breaks, who owns the other end and what flows are written down.",
        ),
    ),
    (
        F::AuditTrailMissing,
        text(
            0,
            &[R::Pw12],
            "What was done cannot be shown to an auditor, or to the customer who asks.",
            "Each record shows what became of it, when and by whom.",
        ),
    ),
    (
        F::SymptomUnexplained,
        text(
            -1,
            &[],
            "Somebody suffers from it, and the work so far would not make it go away.",
            "It is traced to a confirmed sample, a step or a field, or struck off.",
        ),
    ),
    (
        F::HiddenRulesOpen,
        text(
            -1,
            &[R::Pw12],
            "A rule that nobody can name is built wrongly, and found by the customer it is about.",
            "Returns, partial deliveries, stock, prices and approvals are asked for, and the answers written down with who decides.",
        ),
    ),
    (
        F::ApprovalMissing,
        text(
            0,
            &[R::Api5],
            "What should be looked at by a second person goes through without.",
            "The flow stops until somebody approves, and who did is kept.",
        ),
    ),
    (
        F::TriggerUnknown,
        text(
            -1,
            &[R::Api5, R::Po21],
            "Where anybody may change a record by hand, nobody can say afterwards who did, or who should not have.",
            "It is written down who may do it, and the system allows no one else.",
        ),
    ),
    (
        F::EverythingEachTime,
        text(
            0,
            &[R::Api4],
            "The more records there are, the longer it runs and the sooner the other side refuses; one wrong record is written again each time.",
            "Only what changed is sent, and the whole is compared from time to time.",
        ),
    ),
    (
        F::AccessDoesNotFit,
        text(
            0,
            &[R::Api9],
            "Either the interface is not used as recorded, or the access is wider than anybody knows.",
            "What it really uses is seen once, and recorded on both sides.",
        ),
    ),
    (
        F::RetriedInVain,
        text(
            0,
            &[R::Api4],
            "Each try costs time and hides that a person has to look; meanwhile nothing is done about the record.",
            "Errors are told apart: what passes is tried again, what lasts goes to a person at once.",
        ),
    ),
    (
        F::AsksForNews,
        text(
            -1,
            &[R::Api4],
            "Each round of asking costs calls, comes late by as long as the pause, and misses what changed twice in between.",
            "The other side tells of each change, and asking is kept for what was missed.",
        ),
    ),
    (
        F::AccessTooWide,
        text(
            0,
            &[R::Api5, R::Po51],
            "What an account may do, a mistake or a stranger with its key can do too, in records that the work never needed.",
            "Access is as narrow as the work and ends with it: a sandbox or few records where they are enough.",
        ),
    ),
    (
        F::AccessExpired,
        text(
            0,
            &[R::Api2, R::Api9],
            "An account that nobody thinks of any more is found first by whoever looks for a way in.",
            "The account is closed or its key replaced, and who did that, and when, is in the ledger.",
        ),
    ),
];

const _: () = {
    assert!(TEXTS.len() == F::ALL.len(), "each rule has a row");
    let mut at = 0;
    while at < TEXTS.len() {
        assert!(TEXTS[at].0 as usize == at, "rows stand in the order of the catalogue");
        at += 1;
    }
};
