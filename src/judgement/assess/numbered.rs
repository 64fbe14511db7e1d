//! Findings by number, so that one can say “finding F2”: F1 is the first of the first integration in scope.
//! A number follows from the assessment alone; it is never stored.

use super::{Assessment, IntegrationAssessment};
use crate::judgement::findings::{Established, FindingKind};
use crate::platform::ids::IntegrationId;
use std::fmt;

/// The number of a finding in an assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FindingNumber(u32);

impl fmt::Display for FindingNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "F{}", self.0)
    }
}

impl Assessment {
    /// Every finding that the evidence establishes, with its number and the integration that it is about.
    pub fn findings(
        &self,
    ) -> impl Iterator<Item = (FindingNumber, &IntegrationAssessment, &Established)> {
        let all = self
            .integrations
            .iter()
            .flat_map(|one| one.verdict.findings.iter().map(move |finding| (one, finding)));
        all.zip(1..).map(|((one, finding), number)| (FindingNumber(number), one, finding))
    }

    /// Those about an integration.
    pub fn findings_about(
        &self,
        integration: IntegrationId,
    ) -> impl Iterator<Item = (FindingNumber, &Established)> {
        self.findings()
            .filter(move |(_, one, _)| one.verdict.integration == integration)
            .map(|(number, _, finding)| (number, finding))
    }

    /// The number of a finding about an integration; nothing where it is not established.
    #[must_use]
    pub fn finding_number(
        &self,
        integration: IntegrationId,
        kind: FindingKind,
    ) -> Option<FindingNumber> {
        let mut about = self.findings_about(integration);
        about.find(|(_, finding)| finding.kind == kind).map(|(number, _)| number)
    }
}

#[cfg(test)]
mod tests {
    use crate::document::controls::{Control, ControlState};
    use crate::document::samples::{Cause, Symptom};
    use crate::judgement::assess::assess;
    use crate::judgement::assess::testing::{Broken, confirmed, sound};

    #[test]
    fn findings_are_numbered_from_one_and_each_has_its_own() {
        let doc = sound()
            .with(confirmed(9, Symptom::Duplicate, Cause::Replayed))
            .control(Control::IdempotencyKey, ControlState::Missing);
        let assessment = assess(&doc);
        let told: Vec<_> = assessment.findings().collect();
        assert!(!told.is_empty());
        for (at, (number, one, finding)) in told.iter().enumerate() {
            assert_eq!(number.to_string(), format!("F{}", at + 1));
            let found = assessment.finding_number(one.verdict.integration, finding.kind);
            assert_eq!(found, Some(*number), "two findings of one integration are of one kind");
        }
    }
}
