//! Claims: what is said of the engagement and of each integration, why, and what speaks against it.
//! Everything was judged before it was published; here it is only put in order, one claim after the other.

use crate::document::engagement::Engagement;
use crate::judgement::assess::{Assessment, FindingNumber};
use crate::judgement::evidence::Evidence;
use crate::judgement::findings::{Established, FindingKind};
use crate::judgement::verdict::{Answer, CertaintyStep, IntegrationVerdict, StepKind};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use crate::platform::wording::{counted, ended, inside};

/// Something that is claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The integration it is about; none for the engagement.
    pub integration: Option<IntegrationId>,
    /// What it is about, by name.
    pub about: String,
    /// What it comes to.
    pub answer: Answer,
    /// The claim in a sentence.
    pub says: String,
    /// How sure it is and how that follows; empty where nothing is decided.
    pub certainty: String,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What speaks against it.
    pub against: Vec<Counter>,
    /// What was looked for and is not established.
    pub absent: Vec<String>,
    /// What would change it.
    pub would_change: Vec<String>,
}

/// A reason with its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The finding with its number; none where the evidence itself is the reason.
    pub finding: Option<(FindingNumber, FindingKind)>,
    /// The reason in a sentence.
    pub says: String,
    /// What it rests on; empty where it rests on another claim.
    pub because: Vec<Evidence>,
}

/// Something that speaks against a claim, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counter {
    /// What it is.
    pub says: String,
    /// How it was taken into account.
    pub answer: String,
    /// Whether that settles it.
    pub is_answered: bool,
}

/// The claims of what was published: the one about the engagement, and those that it follows from.
#[must_use]
pub fn claims(doc: &Engagement, assessment: &Assessment) -> Vec<Claim> {
    let parts =
        assessment.integrations.iter().map(|one| of_integration(doc, assessment, &one.verdict));
    std::iter::once(whole(doc, assessment)).chain(parts).collect()
}

fn whole(doc: &Engagement, assessment: &Assessment) -> Claim {
    let verdict = &assessment.verdict;
    let deciding = verdict.decided_by.iter().filter_map(|id| assessment.of(*id));
    let follows = deciding.map(|one| Reason {
        finding: None,
        says: format!("“{}”: {}.", one.verdict.name, inside(one.verdict.answer.label())),
        because: Vec::new(),
    });
    let rejected = (doc.samples.rejected > 0).then(|| Counter {
        says: format!(
            "{} rejected.",
            counted(doc.samples.rejected, "reported failure was", "reported failures were")
        ),
        answer: "A person looked at each; they are counted nowhere.".into(),
        is_answered: true,
    });
    Claim {
        integration: None,
        about: doc.title.clone(),
        answer: verdict.answer,
        says: verdict.says.clone(),
        certainty: verdict.certainty.map_or_else(String::new, |level| {
            certainty(&format!("{level}."), assessment.certainty_about())
        }),
        reasons: follows.collect(),
        against: rejected.into_iter().chain(waiting(doc, None)).collect(),
        absent: Vec::new(),
        would_change: Vec::new(),
    }
}

fn of_integration(
    doc: &Engagement,
    assessment: &Assessment,
    verdict: &IntegrationVerdict,
) -> Claim {
    let findings = assessment.findings_about(verdict.integration);
    let mut reasons: Vec<_> = findings.map(|(number, it)| found(number, it)).collect();
    if !verdict.because.is_empty() {
        reasons.push(Reason {
            finding: None,
            says: "What is recorded of it.".into(),
            because: verdict.because.clone(),
        });
    }
    let steps = verdict.certainty.iter().flat_map(|certainty| certainty.steps.iter().skip(1));
    let against = overruled(verdict).into_iter().chain(steps.map(weakness));
    let absent = verdict.not_established.iter();
    Claim {
        integration: Some(verdict.integration),
        about: verdict.name.clone(),
        answer: verdict.answer,
        says: verdict.says.clone(),
        certainty: verdict
            .certainty
            .as_ref()
            .map_or_else(String::new, |sure| certainty(&sure.says, verdict.certainty_about())),
        against: against.chain(waiting(doc, Some(verdict.integration))).collect(),
        absent: absent.map(|one| format!("{}: {}", one.kind, ended(&one.says))).collect(),
        would_change: verdict.would_change.iter().map(|change| change.says.clone()).collect(),
        reasons,
    }
}

/// A certainty, with what it is about where something else was decided.
fn certainty(says: &str, about: Option<String>) -> String {
    about.map_or_else(|| says.to_owned(), |about| format!("{says} {about}"))
}

fn found(number: FindingNumber, finding: &Established) -> Reason {
    let plain = ended(finding.kind.plain());
    Reason {
        finding: Some((number, finding.kind)),
        says: format!(
            "Finding {number}: {}, which asks for “{}”. {plain}",
            finding.kind,
            inside(finding.path.label())
        ),
        because: finding.because.clone(),
    }
}

/// What the findings say where a consultant decided otherwise.
fn overruled(verdict: &IntegrationVerdict) -> Option<Counter> {
    let decided = verdict.overridden.as_ref().filter(|it| verdict.computed != Some(it.path))?;
    let findings = verdict.computed.map_or("no way forward", Catalogue::label);
    Some(if decided.counts {
        Counter {
            says: format!("The findings alone ask for: {}.", inside(findings)),
            answer: format!(
                "The consultant decided “{}”, and {} agrees: {}",
                inside(decided.path.label()),
                decided.agreed_by,
                ended(&decided.reason)
            ),
            is_answered: true,
        }
    } else {
        Counter {
            says: format!("The consultant would decide “{}”.", inside(decided.path.label())),
            answer: "It does not count without a written reason of substance and a second person who agrees.".into(),
            is_answered: false,
        }
    })
}

/// What makes a verdict less sure.
fn weakness(step: &CertaintyStep) -> Counter {
    let contradicts = step.kind == StepKind::Contradicting;
    let open = if contradicts { " Which of the two is right is not recorded." } else { "" };
    Counter {
        says: step.because.says.clone(),
        answer: format!("The certainty is {} with it.{open}", inside(step.level.label())),
        is_answered: !contradicts,
    }
}

/// Failures that somebody reported and nobody has looked at.
fn waiting(doc: &Engagement, integration: Option<IntegrationId>) -> Option<Counter> {
    let patterns = doc.samples.patterns.iter().filter(|one| one.integration == integration);
    let waiting: i64 = patterns.map(|one| one.count - one.confirmed).sum();
    (waiting > 0).then(|| Counter {
        says: format!(
            "{} for review, and could speak for it or against it.",
            counted(waiting, "reported failure waits", "reported failures wait")
        ),
        answer: "They are not counted: only what a person confirmed is evidence.".into(),
        is_answered: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::call::VerdictPath;
    use crate::document::samples::{Cause, Symptom};
    use crate::judgement::assess::assess;
    use crate::judgement::assess::testing::{Broken, batch, confirmed, sound};
    use crate::stores::room::tests::example;

    fn told(doc: &Engagement) -> Vec<Claim> {
        claims(doc, &assess(doc))
    }

    #[test]
    fn there_is_one_claim_about_the_engagement_and_one_about_each_integration_in_scope() {
        let doc = example();
        let all = told(&doc);
        assert_eq!(all.len(), 1 + doc.in_scope().count());
        assert_eq!(all[0].integration, None);
        assert!(!all[0].reasons.is_empty(), "the engagement's follows from the others");
    }

    #[test]
    fn every_claim_about_an_integration_has_a_reason_and_every_reason_evidence() {
        for claim in &told(&example())[1..] {
            assert!(!claim.reasons.is_empty(), "{}", claim.about);
            assert!(claim.reasons.iter().all(|reason| !reason.because.is_empty()), "{claim:?}");
        }
    }

    #[test]
    fn what_makes_a_verdict_less_sure_stands_against_it() {
        let doc = example();
        let assessment = assess(&doc);
        for one in &assessment.integrations {
            let claim =
                told(&doc).into_iter().find(|it| it.integration == Some(one.verdict.integration));
            let against: Vec<_> = claim.unwrap().against.into_iter().map(|it| it.says).collect();
            let steps = one.verdict.certainty.iter().flat_map(|sure| sure.steps.iter().skip(1));
            for step in steps {
                assert!(against.contains(&step.because.says), "{against:?}");
            }
        }
    }

    #[test]
    fn the_certainty_of_the_evidence_is_not_claimed_of_what_was_decided_instead() {
        let failing = || sound().with(confirmed(8, Symptom::Wrong, Cause::WrongMapping));
        let reason = "The vendor ends it in spring.";
        let decided = |path| told(&failing().call(Some(path), reason, batch()));
        let (instead, same) = (decided(VerdictPath::Rebuild), decided(VerdictPath::Patch));
        let ends = "not of “Rebuild”, which was decided instead.";
        assert!(instead.iter().all(|claim| claim.certainty.ends_with(ends)), "{instead:#?}");
        assert!(same.iter().all(|claim| !claim.certainty.contains("decided")), "{same:#?}");
        let overruled = |claims: &[Claim]| {
            let against = claims.iter().flat_map(|claim| &claim.against);
            against.filter(|one| one.says.starts_with("The findings alone")).count()
        };
        assert_eq!((overruled(&instead), overruled(&same)), (1, 0));
    }

    #[test]
    fn what_waits_for_review_is_an_open_question_of_its_integration() {
        let mut doc = example();
        let at = doc.samples.patterns[0].integration;
        doc.samples.patterns[0].count += 4;
        let waiting = doc.samples.patterns.iter().filter(|pattern| pattern.integration == at);
        let waiting: i64 = waiting.map(|pattern| pattern.count - pattern.confirmed).sum();
        let claim = told(&doc).into_iter().find(|claim| claim.integration == at).unwrap();
        let says = format!("{waiting} reported failures wait for review");
        let open = claim.against.iter().find(|counter| counter.says.starts_with(&says));
        assert!(open.is_some_and(|counter| !counter.is_answered), "{:?}", claim.against);
    }
}
