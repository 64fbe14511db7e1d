//! Where each part of the document is shown: evidence links lead to the row itself.
//! An address is made here or by the feature that serves it, nowhere else.

use crate::frame::at;
use crate::ui::Link;
use faultline::engines::map::Side;
use faultline::judgement::evidence::{Evidence, Missing, Subject};
use faultline::judgement::steps::AuditStep;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;

/// The page that shows a subject.
#[must_use]
pub fn href(engagement: EngagementId, about: &Subject) -> String {
    let page = match about {
        Subject::Engagement => String::new(),
        Subject::Brief | Subject::Complaint { .. } => "brief".into(),
        Subject::Systems => "systems".into(),
        Subject::Workflows => "workflows".into(),
        Subject::Truth => "truth".into(),
        Subject::System { system } => format!("systems/{system}"),
        Subject::DiscoveryFact { system, fact } => format!("systems/{system}#known_{}", fact.key()),
        Subject::Integration { integration } => format!("integrations/{integration}"),
        Subject::IntegrationFact { integration, fact } => {
            format!("integrations/{integration}#{}", fact.key())
        }
        Subject::Owner { integration, of } => {
            format!("integrations/{integration}#owner_{}", of.key())
        }
        Subject::Controls { integration } => format!("controls/{integration}"),
        Subject::Control { integration, control } => {
            format!("controls/{integration}#{}", control.key())
        }
        Subject::Samples { integration } => samples(integration.as_ref(), ""),
        Subject::Pattern { integration, symptom, origin, cause } => {
            let (symptom, origin, cause) = (symptom.key(), origin.key(), cause.key());
            let rule = format!("symptom={symptom}&origin={origin}&cause={cause}");
            samples(integration.as_ref(), &rule)
        }
        Subject::Workflow { workflow } => format!("workflows/{workflow}"),
        Subject::Map { workflow, side } => map(workflow, *side),
        Subject::Comparison { workflow } => format!("workflows/{workflow}/compare"),
        Subject::Step { workflow, side, step } => format!("{}#{step}", map(workflow, *side)),
        Subject::Difference { workflow, intended, actual } => {
            let row = actual.or(*intended).map(|step| format!("#{step}")).unwrap_or_default();
            format!("workflows/{workflow}/compare{row}")
        }
        Subject::DataType { data_type } => format!("truth#{data_type}"),
        Subject::Field { field } => format!("truth/fields/{field}"),
        Subject::Call { integration } => format!("verdict/{integration}"),
    };
    at(engagement, &page)
}

fn map(workflow: &faultline::platform::ids::WorkflowId, side: Side) -> String {
    format!("workflows/{workflow}/{}", side.key())
}

fn samples(integration: Option<&faultline::platform::ids::IntegrationId>, filter: &str) -> String {
    let integration = integration.map(|id| format!("integration={id}")).unwrap_or_default();
    let query: Vec<&str> =
        [integration.as_str(), filter].into_iter().filter(|part| !part.is_empty()).collect();
    if query.is_empty() { "samples".into() } else { format!("samples?{}", query.join("&")) }
}

/// The page on which a step of the audit is worked.
#[must_use]
pub fn step_page(step: AuditStep) -> &'static str {
    match step {
        AuditStep::IntendedFlow => "workflows",
        AuditStep::RealFlow => "workflows?side=actual",
        AuditStep::FailureSamples => "samples",
        AuditStep::LogsAndPayloads => "controls?family=visibility",
        AuditStep::SourceOfTruth => "truth",
        AuditStep::Validation => "controls",
        AuditStep::Decision => "verdict",
    }
}

/// A reason, leading to what it rests on.
#[must_use]
pub fn evidence(engagement: EngagementId, evidence: &Evidence) -> Link {
    Link::new(href(engagement, &evidence.about), evidence.says.clone())
}

/// What is missing, leading to where it is recorded.
#[must_use]
pub fn missing(engagement: EngagementId, missing: &Missing) -> Link {
    Link::new(href(engagement, &missing.about), missing.says.clone())
}
