//! Certainty: how sure a verdict is, as evidence grading does it (domain §10, “How sure”).
//! It starts from the strongest kind of evidence and is only ever lowered; each step is a sentence.

use crate::document::call::VerdictPath;
use crate::document::controls::Control;
use crate::document::samples::{Origin, Pattern};
use crate::judgement::evidence::{Evidence, Subject};
use crate::judgement::findings::{self, Established, Facts, Proof};
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::statistics::{Alike, alike, share};
use crate::platform::wording::{counted, day, listed};
use kind::{Strongest, strongest};
use proof::{proofs, weakness};
use serde::{Deserialize, Serialize};

mod kind;
mod proof;
#[cfg(test)]
mod tests;

pub use kind::EvidenceKind;

catalogue! {
    /// How sure a verdict is, the least first.
    pub enum Level {
        VeryLow => "very_low", "Very low";
        Low => "low", "Low";
        Moderate => "moderate", "Moderate";
        High => "high", "High";
    }
}

impl Level {
    fn lowered(self) -> Self {
        match self {
            Self::High => Self::Moderate,
            Self::Moderate => Self::Low,
            Self::Low | Self::VeryLow => Self::VeryLow,
        }
    }
}

catalogue! {
    /// Why certainty is what it is.
    pub enum StepKind {
        Start => "start", "Strongest evidence";
        Few => "few", "Few";
        Stale => "stale", "Stale";
        SecondHand => "second_hand", "Second-hand";
        Contradicting => "contradicting", "Contradicting";
        OneSided => "one_sided", "One-sided";
    }
}

/// One step: where certainty starts, or why it is lowered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct CertaintyStep {
    /// Why.
    pub kind: StepKind,
    /// The step in a sentence, with what it rests on.
    pub because: Evidence,
    /// The certainty after it.
    pub level: Level,
}

/// How sure a verdict is, and how that came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Certainty {
    /// How sure.
    pub level: Level,
    /// The steps, the start first.
    pub steps: Vec<CertaintyStep>,
    /// Both in a sentence.
    pub says: String,
}

/// The certainty of the path that the findings ask for: that of the surest finding that asks for it.
///
/// What weakens a finding never makes it less sure than it is without: where it also stands without the samples that
/// contradict what is recorded, or without any sample, the surest of these counts. So removing evidence never raises
/// certainty.
pub(super) fn of_path(
    facts: &Facts,
    findings: &[Established],
    path: VerdictPath,
) -> Option<Certainty> {
    let whole = surest(facts, findings, path);
    let fewer = [without(facts, |pattern| contradicts(facts, pattern)), without(facts, |_| true)];
    let fewer = fewer.into_iter().flatten();
    let fewer = fewer.filter_map(|facts| surest(&facts, &findings::established(&facts), path));
    fewer.chain(whole).max_by_key(|certainty| certainty.level)
}

fn surest(facts: &Facts, findings: &[Established], path: VerdictPath) -> Option<Certainty> {
    let leading = findings.iter().filter(|finding| finding.path == path);
    leading.map(|finding| of(facts, &finding.because)).rev().max_by_key(|certainty| certainty.level)
}

/// The facts without the patterns that are such; none when no confirmed one is.
fn without(facts: &Facts, are_such: impl Fn(&Pattern) -> bool) -> Option<Facts> {
    facts.confirmed().any(&are_such).then(|| {
        let mut fewer = facts.clone();
        fewer.patterns.retain(|pattern| !are_such(pattern));
        fewer
    })
}

/// Whether its samples name a control as missing that is recorded as in place.
fn contradicts(facts: &Facts, pattern: &Pattern) -> bool {
    pattern.missing_controls.keys().any(|control| facts.has(*control))
}

/// The certainty of what this evidence establishes.
pub(super) fn of(facts: &Facts, because: &[Evidence]) -> Certainty {
    let patterns = behind(facts, because);
    let from = strongest(facts, because, &patterns);
    let mut steps = Steps::start(from.kind, because);
    steps.few(facts, &patterns);
    steps.stale(facts, from);
    steps.second_hand(from);
    steps.weak_proof(facts, &proofs(facts, because), &patterns);
    steps.contradicting(facts, &patterns);
    steps.one_sided(facts, from, &patterns);
    steps.done()
}

/// The patterns behind the evidence.
fn behind<'f>(facts: &'f Facts, because: &[Evidence]) -> Vec<&'f Pattern> {
    let named = |pattern: &&Pattern| {
        let about = Subject::pattern(pattern);
        because.iter().any(|evidence| evidence.samples.is_some() && evidence.about == about)
    };
    facts.confirmed().filter(named).collect()
}

struct Steps {
    level: Level,
    about: Subject,
    steps: Vec<CertaintyStep>,
}

impl Steps {
    fn start(kind: EvidenceKind, because: &[Evidence]) -> Self {
        let about = because.first().map_or(Subject::Engagement, |first| first.about.clone());
        let (level, says) = (kind.starts(), format!("The strongest evidence is {}.", kind.label()));
        let because = Evidence::new(says, about.clone());
        Self { level, about, steps: vec![CertaintyStep { kind: StepKind::Start, because, level }] }
    }

    fn lower(&mut self, kind: StepKind, says: String) {
        self.level = self.level.lowered();
        let because = Evidence::new(says, self.about.clone());
        self.steps.push(CertaintyStep { kind, because, level: self.level });
    }

    fn few(&mut self, facts: &Facts, patterns: &[&Pattern]) {
        let samples: i64 = patterns.iter().map(|pattern| pattern.confirmed).sum();
        let count = u64::try_from(samples).unwrap_or(0);
        if patterns.is_empty() || alike(count, count) == Alike::Yes {
            return;
        }
        let says = format!("Few: {}.", share(count, count));
        self.lower(StepKind::Few, says);
        if samples < facts.samples_needed {
            let more = counted(facts.samples_needed - samples, "sample is", "samples are");
            self.lower(StepKind::Few, format!("{more} missing of those asked for."));
        }
    }

    fn stale(&mut self, facts: &Facts, from: Strongest) {
        let (Some(last), half_lives) = (from.last, from.half_lives(facts.today)) else { return };
        if half_lives == 0 {
            return;
        }
        let what =
            if from.said { "such evidence was last seen on" } else { "the last sample is from" };
        let says = format!(
            "Stale: {what} {}, {} ago; the half-life of {} is {} days.",
            day(last),
            counted((facts.today - last).num_days(), "day", "days"),
            from.kind.label(),
            from.kind.half_life()
        );
        self.lower(StepKind::Stale, says);
        if half_lives > 1 {
            self.lower(StepKind::Stale, "More than two half-lives have passed.".into());
        }
    }

    fn second_hand(&mut self, from: Strongest) {
        if from.kind == EvidenceKind::Told {
            let says = match from.said {
                true => "Second-hand: what the samples say was told by a person.",
                false => "Second-hand: no payload, log line or id of a sample was seen.",
            };
            self.lower(StepKind::SecondHand, says.into());
        }
    }

    /// Evidence of controls, one of which is enough when it is fresh and first-hand. It is lowered by one step only: what
    /// is recorded without any evidence starts there, and removing weak evidence must not make anybody surer.
    fn weak_proof(&mut self, facts: &Facts, proofs: &[(Control, Proof)], patterns: &[&Pattern]) {
        if !patterns.is_empty() {
            return;
        }
        let weak = proofs.iter().map(|(control, proof)| weakness(facts, *control, *proof));
        let weak: Option<Vec<_>> = weak.collect();
        if let Some((kind, says)) = weak.and_then(|weak| weak.into_iter().next()) {
            self.lower(kind, says);
        }
    }

    fn contradicting(&mut self, facts: &Facts, patterns: &[&Pattern]) {
        let named = patterns.iter().flat_map(|pattern| pattern.missing_controls.keys());
        let mut both: Vec<_> = named.filter(|control| facts.has(**control)).copied().collect();
        both.sort_unstable();
        both.dedup();
        if !both.is_empty() {
            let names: Vec<_> = both.iter().map(|control| format!("“{control}”")).collect();
            let says = format!(
                "Contradicting: samples name {} as missing, and it is recorded as in place.",
                listed(&names)
            );
            self.lower(StepKind::Contradicting, says);
        }
    }

    fn one_sided(&mut self, facts: &Facts, from: Strongest, patterns: &[&Pattern]) {
        let unknown = patterns.iter().all(|pattern| pattern.origin == Origin::Unknown);
        if patterns.is_empty() && facts.proofs.is_empty() && from.last.is_none() {
            let says =
                "One-sided: nothing but what was recorded by hand; no sample stands beside it.";
            self.lower(StepKind::OneSided, says.into());
        } else if !patterns.is_empty() && unknown {
            let says = "One-sided: where it arises, at the source, on the way or at the destination, is not known.";
            self.lower(StepKind::OneSided, says.into());
        }
    }

    fn done(self) -> Certainty {
        let lowered: Vec<_> =
            self.steps.iter().skip(1).map(|step| step.because.says.as_str()).collect();
        let says = if lowered.is_empty() {
            format!("{}. {}", self.level, self.steps[0].because.says)
        } else {
            format!("{}. {} {}", self.level, self.steps[0].because.says, lowered.join(" "))
        };
        Certainty { level: self.level, steps: self.steps, says }
    }
}
