//! Gaps: everything that the judgement finds wanting, each once (domain §11): actions of the verdict, open risks, what
//! closed gates wait for, launch checks that are not met. The plan is filled from them and from nothing else.

use crate::document::engagement::FlagState;
use crate::judgement::assess::Assessment;
use crate::judgement::evidence::Subject;
use crate::judgement::gates::launch::{Checked, LaunchCheck};
use crate::judgement::gates::{Gate, GateKind};
use crate::platform::ids::IntegrationId;
use serde::{Deserialize, Serialize};

/// Something that is wanting, by its place in the assessment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "gap", rename_all = "snake_case")]
pub enum Gap {
    /// An action of an integration's verdict.
    Action {
        /// The integration.
        integration: IntegrationId,
        /// Its place in the verdict's plan.
        place: u32,
    },
    /// An open risk.
    Flag {
        /// Its key.
        flag: String,
    },
    /// Something that a closed gate waits for.
    Gate {
        /// The gate.
        gate: GateKind,
        /// Its place in what the gate waits for.
        place: u32,
    },
    /// A launch check that is not met.
    Launch {
        /// The integration.
        integration: IntegrationId,
        /// The check.
        check: LaunchCheck,
    },
}

/// A place in a list, as wide on every machine.
pub(super) fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// All gaps of an assessment, in its order.
#[must_use]
pub fn gaps(assessment: &Assessment) -> Vec<Gap> {
    let actions = assessment.integrations.iter().flat_map(|one| {
        let integration = one.verdict.integration;
        (0..one.verdict.plan.len()).map(move |at| Gap::Action { integration, place: place(at) })
    });
    let open = assessment.flags.iter().filter(|flag| flag.state == FlagState::Open);
    let flags = open.map(|flag| Gap::Flag { flag: flag.key.clone() });
    let gates = assessment.gates.iter().flat_map(|gate| {
        waiting(gate).into_iter().map(|at| Gap::Gate { gate: gate.kind, place: place(at) })
    });
    let launch = assessment.integrations.iter().flat_map(|one| {
        let integration = one.verdict.integration;
        unmet(&one.launch).map(move |it| Gap::Launch { integration, check: it.check })
    });
    actions.chain(flags).chain(gates).chain(launch).collect()
}

/// The places of what a gate waits for where it is closed.
pub(super) fn waiting(gate: &Gate) -> Vec<usize> {
    if gate.is_open() {
        return Vec::new();
    }
    let holds = |of: Option<IntegrationId>| of.is_none_or(|of| gate.closed_for.contains(&of));
    let lacks = gate.missing.iter().enumerate();
    lacks.filter(|(_, lacks)| holds(lacks.integration)).map(|(at, _)| at).collect()
}

/// The launch checks that are not met.
pub(super) fn unmet(launch: &[Checked]) -> impl Iterator<Item = &Checked> {
    launch.iter().filter(|checked| !checked.met)
}

impl Gap {
    /// What is wanting in a sentence, and where it would be recorded.
    #[must_use]
    pub fn told(&self, assessment: &Assessment) -> Option<(String, Subject)> {
        let at = |of: &u32| usize::try_from(*of).unwrap_or(usize::MAX);
        match self {
            Self::Action { integration, place } => {
                let action = assessment.of(*integration)?.verdict.plan.get(at(place))?;
                Some((format!("{}: {}", action.stage, action.says), action.about.clone()))
            }
            Self::Flag { flag } => {
                let flag = assessment.flags.iter().find(|one| one.key == *flag)?;
                Some((format!("Risk {}: {}", flag.number, flag.says), flag.about.clone()))
            }
            Self::Gate { gate, place } => {
                let gate = assessment.gates.iter().find(|one| one.kind == *gate)?;
                let lacks = gate.missing.get(at(place))?;
                Some((format!("{}: {}", gate.kind, lacks.says), lacks.about.clone()))
            }
            Self::Launch { integration, check } => {
                let launch = &assessment.of(*integration)?.launch;
                let checked = launch.iter().find(|one| one.check == *check)?;
                Some((format!("Launch check “{check}”: {}", checked.says), checked.about.clone()))
            }
        }
    }
}
