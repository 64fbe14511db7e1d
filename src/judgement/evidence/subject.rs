//! Subjects: the parts of a document that a sentence can be about.
//! A subject is a name, never an address; pages turn it into a link.

use crate::document::controls::Control;
use crate::document::engagement::Complaint;
use crate::document::integrations::Ownership;
use crate::document::samples::{Cause, Origin, Pattern, Symptom};
use crate::document::systems::DiscoveryFact;
use crate::engines::map::Side;
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::ids::{
    AccessRequestId, DataTypeId, FieldId, IntegrationId, StepId, SystemId, WorkflowId,
};
use serde::{Deserialize, Serialize};

catalogue! {
    /// A fact of an integration that a judgement can rest on (domain §3).
    pub enum IntegrationFact {
        Code => "code", "Code";
        Credentials => "credentials", "Credentials";
        Developer => "developer", "Original developer";
        Maintainable => "maintainable", "Maintainable";
        Carries => "carries", "Data types carried";
        Questions => "questions", "The three questions";
    }
}

/// The part of the document that a sentence is about; pages turn it into a link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum Subject {
    /// The engagement itself, such as its stage.
    Engagement,
    /// Its brief: situation, complaints, samples needed.
    Brief,
    /// A symptom that was ticked.
    Complaint {
        /// Which.
        complaint: Complaint,
    },
    /// The list of systems and integrations.
    Systems,
    /// The list of workflows.
    Workflows,
    /// The source-of-truth matrix.
    Truth,
    /// A system.
    System {
        /// Which.
        system: SystemId,
    },
    /// A discovery fact of a system.
    DiscoveryFact {
        /// Of which system.
        system: SystemId,
        /// Which fact.
        fact: DiscoveryFact,
    },
    /// An integration.
    Integration {
        /// Which.
        integration: IntegrationId,
    },
    /// A fact of an integration.
    IntegrationFact {
        /// Of which integration.
        integration: IntegrationId,
        /// Which fact.
        fact: IntegrationFact,
    },
    /// One of the four owners of an integration.
    Owner {
        /// Of which integration.
        integration: IntegrationId,
        /// Owner of what.
        of: Ownership,
    },
    /// The control sheet of an integration.
    Controls {
        /// Of which integration.
        integration: IntegrationId,
    },
    /// A control of an integration.
    Control {
        /// Of which integration.
        integration: IntegrationId,
        /// Which control.
        control: Control,
    },
    /// The samples of an integration, or those that name none.
    Samples {
        /// Of which integration.
        integration: Option<IntegrationId>,
    },
    /// The samples of one pattern.
    Pattern {
        /// Where.
        integration: Option<IntegrationId>,
        /// What it looked like.
        symptom: Symptom,
        /// Where it came from.
        origin: Origin,
        /// Why it happened.
        cause: Cause,
    },
    /// A workflow.
    Workflow {
        /// Which.
        workflow: WorkflowId,
    },
    /// One of a workflow's maps.
    Map {
        /// Of which workflow.
        workflow: WorkflowId,
        /// Which map.
        side: Side,
    },
    /// The comparison of a workflow's maps.
    Comparison {
        /// Of which workflow.
        workflow: WorkflowId,
    },
    /// A step of a map.
    Step {
        /// Of which workflow.
        workflow: WorkflowId,
        /// On which map.
        side: Side,
        /// Which step.
        step: StepId,
    },
    /// A difference between the maps.
    Difference {
        /// Of which workflow.
        workflow: WorkflowId,
        /// The intended step, unless it is a shadow step.
        intended: Option<StepId>,
        /// The actual step, unless it is missing.
        actual: Option<StepId>,
    },
    /// A data type.
    DataType {
        /// Which.
        data_type: DataTypeId,
    },
    /// A field of the source-of-truth registry.
    Field {
        /// Which.
        field: FieldId,
    },
    /// An access that was asked for.
    Access {
        /// Which.
        request: AccessRequestId,
    },
    /// The consultant's call on an integration.
    Call {
        /// On which integration.
        integration: IntegrationId,
    },
}

impl Subject {
    /// The samples of a pattern.
    #[must_use]
    pub fn pattern(pattern: &Pattern) -> Self {
        let Pattern { integration, symptom, origin, cause, .. } = *pattern;
        Self::Pattern { integration, symptom, origin, cause }
    }

    /// A text that names this subject and no other, the same in every run; decisions are attached to it.
    #[must_use]
    pub fn key(&self) -> String {
        let step =
            |step: &Option<StepId>| step.map_or_else(|| "none".to_owned(), |step| step.to_string());
        let at =
            |at: &Option<IntegrationId>| at.map_or_else(|| "none".to_owned(), |at| at.to_string());
        match self {
            Self::Engagement => "engagement".into(),
            Self::Brief => "brief".into(),
            Self::Complaint { complaint } => format!("complaint/{}", complaint.key()),
            Self::Systems => "systems".into(),
            Self::Workflows => "workflows".into(),
            Self::Truth => "truth".into(),
            Self::System { system } => format!("system/{system}"),
            Self::DiscoveryFact { system, fact } => {
                format!("discovery_fact/{system}/{}", fact.key())
            }
            Self::Integration { integration } => format!("integration/{integration}"),
            Self::IntegrationFact { integration, fact } => {
                format!("integration_fact/{integration}/{}", fact.key())
            }
            Self::Owner { integration, of } => format!("owner/{integration}/{}", of.key()),
            Self::Controls { integration } => format!("controls/{integration}"),
            Self::Control { integration, control } => {
                format!("control/{integration}/{}", control.key())
            }
            Self::Samples { integration } => format!("samples/{}", at(integration)),
            Self::Pattern { integration, symptom, origin, cause } => {
                format!(
                    "pattern/{}/{}/{}/{}",
                    at(integration),
                    symptom.key(),
                    origin.key(),
                    cause.key()
                )
            }
            Self::Workflow { workflow } => format!("workflow/{workflow}"),
            Self::Map { workflow, side } => format!("map/{workflow}/{}", side.key()),
            Self::Comparison { workflow } => format!("comparison/{workflow}"),
            Self::Step { workflow, side, step } => format!("step/{workflow}/{}/{step}", side.key()),
            Self::Difference { workflow, intended, actual } => {
                format!("difference/{workflow}/{}/{}", step(intended), step(actual))
            }
            Self::DataType { data_type } => format!("data_type/{data_type}"),
            Self::Field { field } => format!("field/{field}"),
            Self::Access { request } => format!("access/{request}"),
            Self::Call { integration } => format!("call/{integration}"),
        }
    }
}
