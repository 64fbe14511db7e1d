//! What a log shows: activities with their rework, flows with their waiting times, variants.
//! Counts are of the cases that the options keep; what is not shown is counted too.

use super::log::{Event, Log};
use super::select::select;
use super::{MOST_FLOWS, MOST_STEPS, Options};
use std::collections::{HashMap, HashSet};

/// The most variants that are told one by one.
pub const VARIANTS: usize = 100;

/// An activity.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// Its name.
    pub name: String,
    /// Its lane, where the log tells.
    pub lane: Option<String>,
    /// How often it happened.
    pub times: u64,
    /// In how many cases.
    pub cases: u64,
    /// In how many cases more than once: rework.
    pub reworked: u64,
}

/// An end of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// The beginning of a case.
    Start,
    /// An activity, by its position in [`Discovered::activities`].
    Activity(usize),
    /// The end of a case.
    End,
}

/// A flow.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Where it leaves.
    pub from: End,
    /// Where it arrives.
    pub to: End,
    /// How often it was taken.
    pub times: u64,
    /// The middle one of the waiting times, in milliseconds.
    pub wait: Option<i64>,
}

/// Cases that went the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// What happened, in order.
    pub activities: Vec<String>,
    /// How many cases went this way.
    pub cases: u64,
}

/// What a log shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Discovered {
    /// The activities shown, the most frequent first.
    pub activities: Vec<Activity>,
    /// The flows shown.
    pub edges: Vec<Edge>,
    /// The most frequent variants, at most [`VARIANTS`].
    pub variants: Vec<Variant>,
    /// How many variants there are.
    pub ways: u64,
    /// Cases in the log, and those that the options keep.
    pub cases: (u64, u64),
    /// Events of the cases kept.
    pub events: u64,
    /// Activities and flows that are not shown.
    pub hidden: (usize, usize),
    /// The first and the last time, in milliseconds; `None` where the log tells no times.
    pub span: Option<(i64, i64)>,
}

/// The way of a case: its activities by number.
type Way = Vec<u32>;

impl Log {
    /// Looks at the log through the options.
    #[must_use]
    pub fn discover(&self, options: &Options) -> Discovered {
        let ways = self.ways();
        let kept: Option<HashSet<&Way>> = (options.variants > 0)
            .then(|| ways.iter().take(options.variants).map(|(way, _)| way).collect());
        let cases: Vec<&Vec<Event>> = self
            .cases
            .iter()
            .filter(|case| kept.as_ref().is_none_or(|kept| kept.contains(&way(case))))
            .collect();
        let mut found = self.count(&cases);
        found.sort_by(|(a, _), (b, _)| b.times.cmp(&a.times).then_with(|| a.name.cmp(&b.name)));
        let most = options.steps.clamp(1, MOST_STEPS);
        let hidden = found.len().saturating_sub(most);
        found.truncate(most);
        let place: HashMap<u32, usize> =
            found.iter().enumerate().map(|(at, (_, number))| (*number, at)).collect();
        let all = edges(&cases, &place, self.timed);
        let total = all.len();
        let edges = select(all, found.len(), options.flows.min(MOST_FLOWS));
        let times = || cases.iter().flat_map(|case| case.iter().map(|event| event.at));
        Discovered {
            activities: found.into_iter().map(|(activity, _)| activity).collect(),
            hidden: (hidden, total - edges.len()),
            edges,
            cases: (self.cases.len() as u64, cases.len() as u64),
            events: cases.iter().map(|case| case.len() as u64).sum(),
            span: times().min().zip(times().max()).filter(|_| self.timed),
            ways: ways.len() as u64,
            variants: ways.iter().take(VARIANTS).map(|way| self.variant(way)).collect(),
        }
    }

    /// The different ways through, the most frequent first.
    fn ways(&self) -> Vec<(Way, u64)> {
        let mut ways: HashMap<Way, u64> = HashMap::new();
        for case in &self.cases {
            *ways.entry(way(case)).or_default() += 1;
        }
        let mut ways: Vec<_> = ways.into_iter().collect();
        ways.sort_by(|(a, many), (b, more)| more.cmp(many).then_with(|| a.cmp(b)));
        ways
    }

    fn variant(&self, (way, cases): &(Way, u64)) -> Variant {
        let name = |number: &u32| self.activities[*number as usize].clone();
        Variant { activities: way.iter().take(200).map(name).collect(), cases: *cases }
    }

    /// Each activity that happened, with its number.
    fn count(&self, cases: &[&Vec<Event>]) -> Vec<(Activity, u32)> {
        let mut counts = vec![(0_u64, 0_u64, 0_u64); self.activities.len()];
        let mut own: HashMap<u32, u64> = HashMap::new();
        for case in cases {
            own.clear();
            for event in *case {
                *own.entry(event.activity).or_default() += 1;
            }
            for (activity, times) in &own {
                let count = &mut counts[*activity as usize];
                *count = (count.0 + times, count.1 + 1, count.2 + u64::from(*times > 1));
            }
        }
        let happened = (0..).zip(counts).filter(|(_, (times, ..))| *times > 0);
        happened
            .map(|(number, (times, cases, reworked))| {
                let at = number as usize;
                let (name, lane) = (self.activities[at].clone(), self.lanes[at].clone());
                (Activity { name, lane, times, cases, reworked }, number)
            })
            .collect()
    }
}

fn way(case: &[Event]) -> Way {
    case.iter().map(|event| event.activity).collect()
}

/// What follows directly on what, among the activities that have a place.
/// The time between two is told only where the log tells times.
fn edges(cases: &[&Vec<Event>], place: &HashMap<u32, usize>, timed: bool) -> Vec<Edge> {
    let mut found: HashMap<(End, End), Vec<i64>> = HashMap::new();
    for case in cases {
        let mut last: Option<(End, i64)> = None;
        for event in *case {
            let Some(at) = place.get(&event.activity) else { continue };
            let here = End::Activity(*at);
            let (from, wait) =
                last.map_or((End::Start, 0), |(from, then)| (from, (event.begun - then).max(0)));
            found.entry((from, here)).or_default().push(wait);
            last = Some((here, event.at));
        }
        if let Some((from, _)) = last {
            found.entry((from, End::End)).or_default().push(0);
        }
    }
    let edge = |((from, to), mut waits): ((End, End), Vec<i64>)| {
        let real = timed && from != End::Start && to != End::End;
        let middle = waits.len() / 2;
        let wait = real.then(|| *waits.select_nth_unstable(middle).1);
        Edge { from, to, times: waits.len() as u64, wait }
    };
    let mut edges: Vec<_> = found.into_iter().map(edge).collect();
    edges.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| (a.from, a.to).cmp(&(b.from, b.to))));
    edges
}
