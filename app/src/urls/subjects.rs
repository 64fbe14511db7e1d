//! Where the subjects of a judgement are shown, and where the steps of an audit are worked.

use super::at;
use faultline::engines::map::Side;
use faultline::judgement::evidence::Subject;
use faultline::judgement::steps::AuditStep;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, IntegrationId, WorkflowId};

/// The page that shows a subject.
#[must_use]
pub fn subject(engagement: EngagementId, about: &Subject) -> String {
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
        Subject::Access { request } => format!("access/{request}"),
        Subject::Call { integration } => format!("verdict/{integration}"),
    };
    at(engagement, &page)
}

/// The page of a list of samples, narrowed to those that count in a judgement: what is claimed of samples is claimed of
/// them, and the list behind a number shows just as many.
#[must_use]
pub fn counted(page: String) -> String {
    if page.contains("/samples?") { page + "&counted=yes" } else { page }
}

fn map(workflow: &WorkflowId, side: Side) -> String {
    format!("workflows/{workflow}/{}", side.key())
}

fn samples(integration: Option<&IntegrationId>, filter: &str) -> String {
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
