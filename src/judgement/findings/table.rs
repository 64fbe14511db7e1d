//! The table of findings in words (domain §10): plain name, rule, path and action of each.
//! It holds no rule that is computed; those stand in `rules`, one function a row.

use super::FindingKind;
use crate::document::call::VerdictPath;
use crate::judgement::verdict::ActionKind;

/// Mapping errors up to which each is patched on its own; above, the contract comes first.
pub const MOST_PATCHES: usize = 3;

/// Hours a month of manual work at a boundary from which it is a finding: one working day.
pub const MANUAL_HOURS: i64 = 8;

/// What a row of the table says.
struct Row {
    plain: &'static str,
    rule: &'static str,
    path: VerdictPath,
    action: ActionKind,
}

impl FindingKind {
    /// What it means to somebody who does not build integrations, in a sentence.
    #[must_use]
    pub fn plain(self) -> &'static str {
        self.row().plain
    }

    /// When it counts as established, in the words of the rule.
    #[must_use]
    pub fn rule(self) -> &'static str {
        self.row().rule
    }

    /// The way forward it asks for.
    #[must_use]
    pub fn path(self) -> VerdictPath {
        self.row().path
    }

    /// The action it leads to.
    #[must_use]
    pub fn action(self) -> ActionKind {
        self.row().action
    }

    fn row(self) -> Row {
        let row = |path, action, plain, rule| Row { plain, rule, path, action };
        let rebuild = |action, plain, rule| row(VerdictPath::Rebuild, action, plain, rule);
        let stabilise = |action, plain, rule| row(VerdictPath::Stabilise, action, plain, rule);
        match self {
            Self::WrongAssumptions => rebuild(
                ActionKind::RedesignFlow,
                "The flow was built for work that is not done that way.",
                "A judged map difference or a confirmed sample shows a wrong assumption.",
            ),
            Self::NoCodeOrAccess => rebuild(
                ActionKind::Rebuild,
                "It has to be changed, and nobody can get at it.",
                "Another finding asks for a change, and it cannot be changed or credentials cannot be had.",
            ),
            Self::CannotBeMaintained => rebuild(
                ActionKind::Rebuild,
                "It has to be changed, and nobody can look after the change.",
                "Another finding asks for a change of code, and the code cannot be maintained.",
            ),
            Self::MissingLogs => stabilise(
                ActionKind::AddControl,
                "Nobody can see what happened to a record.",
                "A visibility control that is expected here is missing or only partly there.",
            ),
            Self::TruthUnsettled => stabilise(
                ActionKind::SettleTruth,
                "It is not agreed which system is right, and the systems differ.",
                "A field it carries is disputed, unowned or doubly owned, and confirmed samples or a comparison differ on it.",
            ),
            Self::FailuresNotSeen => stabilise(
                ActionKind::AddControl,
                "Failures are found by customers, or by nobody.",
                "Confirmed samples were silent or found by customers or nobody, while an alert is lacking.",
            ),
            Self::DuplicatePosting => stabilise(
                ActionKind::AddControl,
                "A repeated message makes a second record.",
                "A duplicate or replay is confirmed that did not arise at the source, while idempotency or the duplicate check is lacking.",
            ),
            Self::FailuresNotHandled => stabilise(
                ActionKind::AddControl,
                "What fails on the way is lost, or cleared up by hand.",
                "Transport failures are confirmed, while retries, dead-letter queue, classification or escalation is lacking.",
            ),
            Self::BadRecords => stabilise(
                ActionKind::AddControl,
                "Bad records are let in.",
                "A sample with a data cause is confirmed that a lacking validation should have blocked.",
            ),
            Self::BadAtSource => stabilise(
                ActionKind::AddControl,
                "The records are already wrong where they are made.",
                "Samples are confirmed whose origin is the source.",
            ),
            Self::OtherSideChanges => stabilise(
                ActionKind::AddControl,
                "The other side changes, and nobody here hears of it before.",
                "A changed API or format is confirmed, while the version is not pinned or changes are not agreed by contract.",
            ),
            Self::SinglePoint => stabilise(
                ActionKind::AddControl,
                "When it stops, everything behind it stops.",
                "A critical integration has no fallback, no local copy and no reduced form, and an outage is confirmed or the map has no other way.",
            ),
            Self::WorkByHand => stabilise(
                ActionKind::ReplaceManualStep,
                "People do what a program should do.",
                "The boundary is carried by hand, or its manual steps take eight hours a month or more.",
            ),
            Self::OneMappingError => row(
                VerdictPath::Patch,
                ActionKind::RepairScript,
                "One value is put into the wrong place, and it can be repaired.",
                "The confirmed patterns that are no transport failures have one cause, a wrong mapping, and it can be changed and maintained.",
            ),
            Self::SeveralMappingErrors => row(
                VerdictPath::Patch,
                ActionKind::RepairScript,
                "Several values are put into the wrong places, and each can be repaired.",
                "The confirmed patterns that are no transport failures are all wrong mappings, and it can be changed and maintained. Above three, a contract comes first.",
            ),
        }
    }
}
