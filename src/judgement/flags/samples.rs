//! Flags that failure samples raise: silence, trusted success, nobody noticing.
//! Only confirmed samples count, and a status that says success counts against itself, never for it.

use super::{FlagRule, Raised};
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::{Complaint, Engagement};
use crate::document::integrations::{Criticality, Integration};
use crate::document::samples::{Pattern, Symptom};
use crate::judgement::evidence::{Count, Evidence, Subject};
use crate::judgement::findings::Reading;
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{counted, inside, span};

pub(super) fn raise(reading: &Reading<'_>) -> Vec<Raised> {
    let doc = reading.doc;
    let rules = [success_trusted, silent, unnoticed, works_today];
    let raised = doc.in_scope().flat_map(|one| rules.iter().filter_map(|rule| rule(doc, one)));
    raised.chain(secret_in_evidence(doc)).collect()
}

/// Secrets that came with the samples; they were replaced, and are known to others all the same.
fn secret_in_evidence(doc: &Engagement) -> Option<Raised> {
    let about = Subject::Samples { integration: None };
    let because: Vec<_> = doc
        .samples
        .secrets
        .iter()
        .map(|seen| {
            let samples = counted(seen.samples, "sample", "samples");
            let says = format!("A secret was found in {samples}: {}.", seen.kind);
            let samples = Some(Count { count: seen.samples, first: seen.first, last: seen.last });
            Evidence { samples, ..Evidence::new(says, about.clone()) }
        })
        .collect();
    let says = "Secrets came with the evidence. Rotate them.".to_owned();
    (!because.is_empty()).then(|| {
        Raised::new(FlagRule::SecretInEvidence, about.clone(), Some(Criticality::Critical), says)
            .because(because)
    })
}

/// A complaint that was ticked and says the same; by whom is not recorded, so it is not said.
pub(super) fn ticked(doc: &Engagement, complaint: Complaint) -> Option<Evidence> {
    let says = format!("Ticked: {}.", inside(complaint.label()));
    doc.brief.complaints.contains(&complaint).then(|| Evidence::new(says, Subject::Brief))
}

fn confirmed(
    doc: &Engagement,
    integration: &Integration,
    of: impl Fn(&Pattern) -> i64,
) -> Vec<Evidence> {
    let patterns =
        doc.samples.of(integration.id).filter(|pattern| pattern.confirmed > 0 && of(pattern) > 0);
    let told = patterns.map(|pattern| {
        let count = of(pattern).min(pattern.confirmed);
        // The list behind it shows the confirmed ones: a part of them says of how many.
        let samples = if count < pattern.confirmed {
            format!("{count} of the {} confirmed samples", pattern.confirmed)
        } else {
            counted(count, "confirmed sample", "confirmed samples")
        };
        let says = format!(
            "{samples} of “{}” {}.",
            pattern.symptom,
            span(pattern.first_seen, pattern.last_seen)
        );
        let samples = Some(Count { count, first: pattern.first_seen, last: pattern.last_seen });
        Evidence { samples, ..Evidence::new(says, Subject::pattern(pattern)) }
    });
    told.collect()
}

fn about_samples(rule: FlagRule, integration: &Integration, says: String) -> Raised {
    let about = Subject::Samples { integration: Some(integration.id) };
    Raised::new(rule, about, Some(integration.criticality), says).at(integration.id)
}

fn success_trusted(doc: &Engagement, integration: &Integration) -> Option<Raised> {
    let because = confirmed(doc, integration, |pattern| pattern.trusted_success);
    let says = format!("“{}” reported success for what had failed.", integration.name);
    (!because.is_empty())
        .then(|| about_samples(FlagRule::SuccessTrusted, integration, says).because(because))
}

fn silent(doc: &Engagement, integration: &Integration) -> Option<Raised> {
    let because =
        confirmed(doc, integration, |p| if p.symptom == Symptom::Silent { p.confirmed } else { 0 });
    let says = format!("“{}” fails without a sign.", integration.name);
    let raised = || about_samples(FlagRule::SilentFailures, integration, says);
    (!because.is_empty())
        .then(|| raised().because(because).because(ticked(doc, Complaint::FailsSilently)))
}

fn unnoticed(doc: &Engagement, integration: &Integration) -> Option<Raised> {
    let because = confirmed(doc, integration, |pattern| pattern.unnoticed);
    let says = format!(
        "Failures of “{}” were noticed by customers first, or by nobody.",
        integration.name
    );
    let raised = || about_samples(FlagRule::NobodyNotices, integration, says);
    (!because.is_empty())
        .then(|| raised().because(because).because(ticked(doc, Complaint::CustomersNotice)))
}

/// No sample and no way to see an outcome: nothing is known to be well.
fn works_today(doc: &Engagement, integration: &Integration) -> Option<Raised> {
    let sheet = doc.controls(integration.id)?;
    let unseen =
        matches!(sheet.state(Control::FinalOutcome), ControlState::Missing | ControlState::Partial);
    let samples: i64 = doc.samples.of(integration.id).map(|pattern| pattern.count).sum();
    if !unseen || samples > 0 {
        return None;
    }
    let about = Subject::Control { integration: integration.id, control: Control::FinalOutcome };
    let says = format!("“{}” seems to work, but a failure would not be seen.", integration.name);
    let state = inside(sheet.state(Control::FinalOutcome).label());
    let because =
        Evidence::new(format!("The final outcome is “{state}”, and no sample is recorded."), about);
    let integration_subject = Subject::Integration { integration: integration.id };
    let raised =
        Raised::new(FlagRule::WorksToday, integration_subject, Some(integration.criticality), says);
    Some(raised.at(integration.id).because([because]))
}
