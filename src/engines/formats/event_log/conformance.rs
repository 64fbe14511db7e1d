//! How far what happened is what was intended: each case against the intended map.
//! Steps are found by name. A map has no branches that run at the same time, so two that do count as a deviation.

use super::log::{Event, Log};
use crate::engines::map::names::{closest, key};
use crate::engines::map::{Map, StepKind};
use crate::platform::ids::StepId;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The most pairs of an activity and a step whose names are compared letter by letter.
const NEAR: usize = 100_000;

/// Something that happened and was not intended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// What came before; empty at the beginning of a case.
    pub from: String,
    /// What came after; empty at the end of a case.
    pub to: String,
    /// How often.
    pub times: u64,
}

/// The log against the intended map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conformance {
    /// All cases.
    pub cases: u64,
    /// Cases that went a way the map has.
    pub conforming: u64,
    /// Activities that no step of the map is called, with how often they happened.
    pub unknown: Vec<(String, u64)>,
    /// Activities and the steps they were taken for, where the names differ.
    pub taken_for: Vec<(String, String)>,
    /// Steps of the map that never happened; starts, ends, decisions and waits need no event.
    pub never: Vec<String>,
    /// Ways that the map does not have, the most frequent first.
    pub deviations: Vec<Deviation>,
}

/// The steps of a map, as far as a log tells them.
struct Ways<'m> {
    map: &'m Map,
    /// For each activity of the log, the position of its step.
    step_of: Vec<Option<usize>>,
    /// The steps that may follow on each step, over steps that leave no events ([`reach`]).
    next: HashMap<usize, HashSet<usize>>,
    first: HashSet<usize>,
    last: HashSet<usize>,
}

impl Log {
    /// Compares every case with the intended map.
    #[must_use]
    pub fn conformance(&self, map: &Map) -> Conformance {
        let ways = Ways::new(self, map);
        let mut result = Conformance { cases: self.cases.len() as u64, ..Conformance::default() };
        let mut deviations: HashMap<(Option<usize>, Option<usize>), u64> = HashMap::new();
        let mut unknown: BTreeMap<u32, u64> = BTreeMap::new();
        for case in &self.cases {
            let fits = ways.check(case, &mut deviations, &mut unknown);
            result.conforming += u64::from(fits);
        }
        let name =
            |step: Option<usize>| step.map(|at| map.steps[at].name.clone()).unwrap_or_default();
        let found = deviations.into_iter();
        result.deviations = found
            .map(|((from, to), times)| Deviation { from: name(from), to: name(to), times })
            .collect();
        result.deviations.sort_by(|a, b| {
            b.times.cmp(&a.times).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to)))
        });
        let named =
            |(activity, times): (u32, u64)| (self.activities[activity as usize].clone(), times);
        result.unknown = unknown.into_iter().map(named).collect();
        result.unknown.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        result.taken_for = ways.renamed(self);
        result.never = ways.never();
        result
    }
}

impl<'m> Ways<'m> {
    fn new(log: &Log, map: &'m Map) -> Self {
        // Looking for close names takes time with the square of their number.
        let near = log.activities.len() * map.steps.len() <= NEAR;
        let step_of: Vec<_> = log.activities.iter().map(|name| named(map, name, near)).collect();
        let seen: HashSet<usize> = step_of.iter().flatten().copied().collect();
        let at: HashMap<StepId, usize> =
            map.steps.iter().enumerate().map(|(at, step)| (step.id, at)).collect();
        let mut out: Vec<Vec<usize>> = vec![Vec::new(); map.steps.len()];
        let mut entered = vec![false; map.steps.len()];
        for flow in &map.flows {
            if let (Some(&from), Some(&to)) = (at.get(&flow.from), at.get(&flow.to)) {
                out[from].push(to);
                entered[to] = true;
            }
        }
        let begins = |step: usize| !entered[step] || map.steps[step].kind == StepKind::Start;
        let starts: Vec<usize> = (0..map.steps.len()).filter(|step| begins(*step)).collect();
        let (first, _) = reach(&starts, &out, &seen, map);
        let (mut next, mut last) = (HashMap::new(), HashSet::new());
        for &step in &seen {
            let (follow, ends) = reach(&out[step], &out, &seen, map);
            next.insert(step, follow);
            if ends || out[step].is_empty() || map.steps[step].kind == StepKind::End {
                last.insert(step);
            }
        }
        Self { map, step_of, next, first, last }
    }

    /// Whether a case fits; what does not is counted.
    fn check(
        &self,
        case: &[Event],
        deviations: &mut HashMap<(Option<usize>, Option<usize>), u64>,
        unknown: &mut BTreeMap<u32, u64>,
    ) -> bool {
        let (mut last, mut fits) = (None, true);
        for event in case {
            let Some(step) = self.step_of[event.activity as usize] else {
                *unknown.entry(event.activity).or_default() += 1;
                fits = false;
                continue;
            };
            let meant = match last {
                None => self.first.contains(&step),
                Some(last) => self.next.get(&last).is_some_and(|next| next.contains(&step)),
            };
            if !meant {
                *deviations.entry((last, Some(step))).or_default() += 1;
                fits = false;
            }
            last = Some(step);
        }
        if let Some(step) = last.filter(|step| !self.last.contains(step)) {
            *deviations.entry((Some(step), None)).or_default() += 1;
            fits = false;
        }
        fits
    }

    fn renamed(&self, log: &Log) -> Vec<(String, String)> {
        let pairs = log.activities.iter().zip(&self.step_of);
        let differ = pairs.filter_map(|(name, step)| {
            let step = &self.map.steps[(*step)?].name;
            (key(name) != key(step)).then(|| (name.clone(), step.clone()))
        });
        differ.collect()
    }

    fn never(&self) -> Vec<String> {
        let seen: HashSet<usize> = self.step_of.iter().flatten().copied().collect();
        let steps = self.map.steps.iter().enumerate();
        let never = steps.filter(|(at, step)| !seen.contains(at) && !is_routing(step.kind));
        never.map(|(_, step)| step.name.clone()).collect()
    }
}

/// The step that an activity means: of the same name, or else of one very close to it.
fn named(map: &Map, activity: &str, near: bool) -> Option<usize> {
    let wanted = key(activity);
    let same = map.steps.iter().position(|step| key(&step.name) == wanted);
    same.or_else(|| {
        if !near {
            return None;
        }
        let near = closest(activity, map.steps.iter().map(|step| step.name.as_str()))?;
        map.steps.iter().position(|step| step.name == near)
    })
}

/// Whether a step only says where the work goes on, so that no system writes an event for it.
fn is_routing(kind: StepKind) -> bool {
    matches!(kind, StepKind::Start | StepKind::End | StepKind::Decision | StepKind::Wait)
}

/// The seen steps that are reached from these over steps that leave no events, and whether an end is.
/// Routing leaves none, and neither does manual work that no system saw: an automated task that never happened
/// was missed.
fn reach(
    from: &[usize],
    out: &[Vec<usize>],
    seen: &HashSet<usize>,
    map: &Map,
) -> (HashSet<usize>, bool) {
    let (mut found, mut passed, mut ends) = (HashSet::new(), HashSet::new(), false);
    let mut open: Vec<usize> = from.to_vec();
    while let Some(step) = open.pop() {
        if seen.contains(&step) {
            found.insert(step);
            continue;
        }
        let kind = map.steps[step].kind;
        if (is_routing(kind) || kind.is_manual()) && passed.insert(step) {
            ends |= out[step].is_empty() || kind == StepKind::End;
            open.extend(&out[step]);
        }
    }
    (found, ends)
}
