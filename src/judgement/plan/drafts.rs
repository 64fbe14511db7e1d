//! The lines that the gaps ask for, before they have days: the actions that answer them, and a line for each that is left.
//! Every gap goes to one line, the first that does what it asks for.

use super::line_id;
use crate::document::controls::{Control, Family};
use crate::document::engagement::Engagement;
use crate::document::plan::{LineState, Phase, PlanLine, WaitsFor};
use crate::document::quote::Work;
use crate::judgement::assess::Assessment;
use crate::judgement::evidence::Subject;
use crate::judgement::flags::{Flag, FlagRule};
use crate::judgement::gaps::Gap;
use crate::judgement::gates::GateKind;
use crate::judgement::quote::{Candidate, candidates, usual};
use crate::judgement::verdict::ActionKind;
use crate::platform::ids::{IntegrationId, PartId};
use chrono::NaiveDate;

mod gates;
mod launch;

/// Minutes of work that are done on a line in a day, beside everything else.
const A_DAY: i64 = 360;
/// Days that a line takes at most, as long as nobody says otherwise.
const MOST_DAYS: i64 = 15;

/// A line before it has days.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub id: PartId,
    pub key: String,
    pub says: String,
    pub integration: Option<IntegrationId>,
    pub work: Work,
    pub kind: ActionKind,
    pub phase: Phase,
    pub about: Subject,
    pub controls: Vec<Control>,
    pub gaps: Vec<Gap>,
    pub days: i64,
    pub waits_for: WaitsFor,
    pub owner: String,
    pub starts: Option<i64>,
    pub after: Vec<PartId>,
    pub state: LineState,
    pub done_on: Option<NaiveDate>,
    pub is_recorded: bool,
}

/// The lines that the gaps ask for.
pub(super) fn of(doc: &Engagement, assessment: &Assessment) -> Vec<Draft> {
    let asked = candidates(doc, assessment);
    let mut drafts: Vec<Draft> = asked
        .into_iter()
        .filter(|one| !is_launch(one))
        .map(|one| Draft::asked(doc, assessment, one))
        .collect();
    launch::cover(doc, assessment, &mut drafts);
    gates::cover(doc, assessment, &mut drafts);
    drafts
}

/// Launch checks have a line each, where a quote has one for all of an integration.
fn is_launch(one: &Candidate) -> bool {
    let launch = |gap: &Gap| matches!(gap, Gap::Gate { gate: GateKind::ChecksBeforeLaunch, .. });
    !one.gaps.is_empty() && one.gaps.iter().all(launch)
}

impl Draft {
    fn new(doc: &Engagement, key: String, says: String, work: Work, about: Subject) -> Self {
        Self {
            id: line_id(doc.id, &key),
            key,
            says,
            integration: None,
            work,
            kind: ActionKind::AddControl,
            phase: phase_of(work),
            about,
            controls: Vec::new(),
            gaps: Vec::new(),
            days: days(usual(work, 1).likely),
            waits_for: WaitsFor::Firm,
            owner: String::new(),
            starts: None,
            after: Vec::new(),
            state: LineState::Open,
            done_on: None,
            is_recorded: false,
        }
    }

    fn asked(doc: &Engagement, assessment: &Assessment, one: Candidate) -> Self {
        let mut draft = Self::new(doc, one.key, one.says, one.work, one.about);
        draft.integration = one.integration;
        draft.kind = one.kind;
        draft.days = days(one.hours.likely);
        draft.controls = one.controls;
        draft.gaps = one.gaps;
        draft.phase = phase(assessment, &draft);
        draft.waits_for = waits_for(doc, &draft);
        draft
    }

    /// A line that somebody added.
    pub fn added(doc: &Engagement, line: &PlanLine) -> Self {
        let (key, says) = (String::new(), line.says.clone());
        Self {
            id: line.id,
            integration: line.integration,
            phase: line.phase,
            ..Self::new(doc, key, says, Work::FindOut, Subject::Engagement)
        }
    }

    /// Takes over what was recorded of it.
    pub fn record(&mut self, line: Option<&PlanLine>) {
        let Some(line) = line else { return };
        self.is_recorded = true;
        self.waits_for = line.waits_for.unwrap_or(self.waits_for);
        self.owner.clone_from(&line.owner);
        self.starts = line.starts;
        self.days = line.days.unwrap_or(self.days);
        self.after.clone_from(&line.after);
        self.state = line.state;
        self.done_on = line.done_on;
    }

    /// The risks that it answers.
    fn flags<'a>(&'a self, assessment: &'a Assessment) -> impl Iterator<Item = &'a Flag> {
        let holds = |flag: &&Flag| {
            self.gaps.iter().any(|gap| matches!(gap, Gap::Flag { flag: key } if *key == flag.key))
        };
        assessment.flags.iter().filter(holds)
    }

    /// Whether it does something about a subject: by itself, or by a risk that it answers.
    fn is_about(&self, assessment: &Assessment, about: &Subject) -> bool {
        let controls = self.controls.iter().any(|control| {
            matches!((about, self.integration), (Subject::Control { integration, control: asked }, Some(at))
                if *integration == at && asked == control)
        });
        controls
            || same(&self.about, about)
            || self.flags(assessment).any(|flag| same(&flag.about, about))
    }

    /// The controls that it puts in place, or whose lack is a risk that it answers.
    fn puts_in_place(&self, assessment: &Assessment) -> Vec<Control> {
        let of_flag = |flag: &Flag| match flag.about {
            Subject::Control { control, .. } => Some(control),
            _ => None,
        };
        self.controls.iter().copied().chain(self.flags(assessment).filter_map(of_flag)).collect()
    }
}

/// Whether two subjects are the same; a fact of a system is looked up where the system is.
fn same(one: &Subject, other: &Subject) -> bool {
    let system = |subject: &Subject| match subject {
        Subject::System { system } | Subject::DiscoveryFact { system, .. } => Some(*system),
        _ => None,
    };
    one == other || system(one).is_some_and(|at| system(other) == Some(at))
}

/// Whole days for so many minutes.
fn days(minutes: i64) -> i64 {
    ((minutes + A_DAY - 1) / A_DAY).clamp(1, MOST_DAYS)
}

/// The phase in which a kind of work is done: what can be seen comes before what is changed.
fn phase_of(work: Work) -> Phase {
    match work {
        Work::FindOut | Work::Contain | Work::See => Phase::Inventory,
        Work::Settle | Work::Redesign => Phase::Contracts,
        Work::Change | Work::Rebuild | Work::Prove => Phase::Protection,
        Work::Watch => Phase::HandOver,
    }
}

fn phase(assessment: &Assessment, draft: &Draft) -> Phase {
    let agreed =
        |flag: &Flag| matches!(flag.rule, FlagRule::ContractAbsent | FlagRule::OwnerMissing);
    let controls = draft.puts_in_place(assessment);
    let alerts = !controls.is_empty() && controls.iter().all(|it| it.family() == Family::Alerting);
    match draft.work {
        Work::FindOut if draft.flags(assessment).any(agreed) => Phase::Contracts,
        Work::See if alerts => Phase::HandOver,
        work => phase_of(work),
    }
}

/// Whom a line waits for, as long as nobody says otherwise: the client decides what is true, and who else holds a system
/// answers for it.
fn waits_for(doc: &Engagement, draft: &Draft) -> WaitsFor {
    let third = |system| doc.system(system).is_some_and(|system| system.third_party);
    match &draft.about {
        Subject::System { system } | Subject::DiscoveryFact { system, .. } if third(*system) => {
            WaitsFor::ThirdParty
        }
        _ if draft.work == Work::Settle => WaitsFor::Client,
        _ => WaitsFor::Firm,
    }
}

#[cfg(test)]
mod tests;
