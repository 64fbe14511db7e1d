//! How an engagement stands: its verdicts with their findings, and which flags are raised, small enough to be kept with
//! every change. Two of them are told apart in sentences; nothing is judged here.

use crate::document::call::VerdictPath;
use crate::judgement::assess::{Assessment, IntegrationAssessment};
use crate::judgement::findings::FindingKind;
use crate::judgement::verdict::{Answer, Level};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use crate::platform::wording::{inside, listed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The verdict on one integration, without its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stood {
    /// The integration.
    pub integration: IntegrationId,
    /// What people called it.
    pub name: String,
    /// What the verdict came to in a word, overrides included.
    pub answer: Answer,
    /// The path that stood.
    pub path: Option<VerdictPath>,
    /// How sure it was.
    pub certainty: Option<Level>,
    /// What was established.
    pub findings: Vec<FindingKind>,
    /// Whether an override counted.
    #[serde(default)]
    pub overridden: bool,
}

/// The verdicts on an engagement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Verdicts {
    /// What the verdict on the engagement came to in a word.
    pub answer: Answer,
    /// The path that stood.
    pub path: Option<VerdictPath>,
    /// How sure it was.
    pub certainty: Option<Level>,
    /// Whether it was final.
    pub is_final: bool,
    /// The integrations in scope.
    pub integrations: Vec<Stood>,
}

/// How an engagement stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Standing {
    /// The verdicts.
    pub verdicts: Verdicts,
    /// The flags that are raised, by key.
    pub flags: BTreeSet<String>,
}

impl Standing {
    /// How an engagement stands.
    #[must_use]
    pub fn of(assessment: &Assessment) -> Self {
        let verdict = &assessment.verdict;
        Self {
            verdicts: Verdicts {
                answer: verdict.answer,
                path: verdict.standing,
                certainty: verdict.certainty,
                is_final: assessment.is_final,
                integrations: assessment.integrations.iter().map(stood).collect(),
            },
            flags: assessment.flags.iter().map(|flag| flag.key.clone()).collect(),
        }
    }
}

fn stood(one: &IntegrationAssessment) -> Stood {
    let verdict = &one.verdict;
    Stood {
        integration: verdict.integration,
        name: verdict.name.clone(),
        answer: verdict.answer,
        path: verdict.standing,
        certainty: verdict.certainty.as_ref().map(|certainty| certainty.level),
        findings: verdict.findings.iter().map(|finding| finding.kind).collect(),
        overridden: verdict.overridden.as_ref().is_some_and(|instead| instead.counts),
    }
}

impl Verdicts {
    /// What became of the verdicts since, in sentences; none when nothing did.
    #[must_use]
    pub fn changed_to(&self, then: &Self) -> Vec<String> {
        let mut told = Vec::new();
        if self.answer != then.answer {
            told.push(format!(
                "The verdict went from {} to {}.",
                word(self.answer),
                word(then.answer)
            ));
        }
        if self.is_final != then.is_final {
            let says = if then.is_final { "became final" } else { "is provisional again" };
            told.push(format!("The verdict {says}."));
        }
        for now in &then.integrations {
            let before = self.integrations.iter().find(|one| one.integration == now.integration);
            match before {
                None => told.push(format!("“{}” came into scope: {}.", now.name, word(now.answer))),
                Some(before) => told.extend(before.changed_to(now)),
            }
        }
        let stays =
            |one: &Stood| then.integrations.iter().any(|o| o.integration == one.integration);
        let gone = self.integrations.iter().filter(|one| !stays(one));
        told.extend(gone.map(|one| format!("“{}” is no longer in scope.", one.name)));
        told
    }
}

impl Stood {
    fn changed_to(&self, now: &Self) -> Option<String> {
        let mut parts = Vec::new();
        if self.answer != now.answer {
            parts.push(format!("went from {} to {}", word(self.answer), word(now.answer)));
        }
        let (gained, lost) =
            (without(&now.findings, &self.findings), without(&self.findings, &now.findings));
        if !gained.is_empty() {
            parts.push(format!("gained {}", listed(&gained)));
        }
        if !lost.is_empty() {
            parts.push(format!("lost {}", listed(&lost)));
        }
        if self.certainty != now.certainty {
            parts.push(certainty(self.certainty, now.certainty));
        }
        if self.overridden != now.overridden {
            let says = if now.overridden { "is overridden" } else { "is no longer overridden" };
            parts.push(says.to_owned());
        }
        (!parts.is_empty()).then(|| format!("“{}” {}.", now.name, listed(&parts)))
    }
}

fn word(answer: Answer) -> String {
    format!("“{}”", inside(answer.label()))
}

fn without(these: &[FindingKind], those: &[FindingKind]) -> Vec<String> {
    let new = these.iter().filter(|kind| !those.contains(kind));
    new.map(|kind| format!("“{kind}”")).collect()
}

fn certainty(before: Option<Level>, now: Option<Level>) -> String {
    let word = |level: Level| inside(level.label());
    match (before, now) {
        (Some(before), Some(now)) => {
            format!("went from {} to {} certainty", word(before), word(now))
        }
        (None, Some(now)) => format!("is now of {} certainty", word(now)),
        (_, None) => "has no certainty any more".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::controls::{Control, ControlState};
    use crate::document::samples::{Cause, Symptom};
    use crate::judgement::assess::assess;
    use crate::judgement::assess::testing::{Broken, confirmed, sound};

    #[test]
    fn what_changed_between_two_points_in_time_is_told_in_sentences() {
        let before = sound().with(confirmed(9, Symptom::Wrong, Cause::WrongMapping));
        let after = before.clone().control(Control::RetryCount, ControlState::Missing);
        let stood = |doc| Standing::of(&assess(doc)).verdicts;
        let told = stood(&before).changed_to(&stood(&after));
        assert_eq!(told[0], "The verdict went from “patch” to “stabilise”.");
        assert!(told[1].starts_with("“Shop to ERP” went from “patch” to “stabilise”"), "{told:?}");
        assert!(told[1].contains("gained “Missing logs”"), "{told:?}");
        assert_eq!(stood(&before).changed_to(&stood(&before)), [] as [String; 0]);
        let back = stood(&after).changed_to(&Verdicts::default());
        assert_eq!(back.last().unwrap(), "“Shop to ERP” is no longer in scope.");
    }

    #[test]
    fn how_an_engagement_stands_can_be_read_back() {
        let standing =
            Standing::of(&assess(&sound().control(Control::Runbook, ControlState::Missing)));
        assert!(standing.flags.iter().any(|key| key.starts_with("control_missing:")));
        let text = serde_json::to_string(&standing).unwrap();
        assert_eq!(serde_json::from_str::<Standing>(&text).unwrap(), standing);
        assert_eq!(serde_json::from_str::<Standing>("{}").unwrap(), Standing::default());
    }
}
