//! The fault line of a map: where its flows break, and the evidence behind each. The samples of an integration are drawn
//! and counted once, on the flow at which most of them were seen.
//! Only confirmed samples count; a flow that names no integration counts for the only one that joins its systems. What
//! is intended breaks nowhere: samples are of what happens.

use crate::document::engagement::Engagement;
use crate::document::samples::{Pattern, Sample};
use crate::engines::map::crossings::Crossings;
use crate::engines::map::scene::{Evidence, Weight};
use crate::engines::map::{Flow, Map, Side};
use crate::platform::ids::{FlowId, IntegrationId, StepId};
use std::collections::BTreeMap;

/// A flow that breaks.
#[derive(Debug, Clone, PartialEq)]
pub struct Break<'d> {
    /// The flow.
    pub flow: FlowId,
    /// The integration it uses.
    pub integration: IntegrationId,
    /// Confirmed samples.
    pub samples: u64,
    /// Minutes that clearing up after them took.
    minutes: u64,
    /// The same in hours.
    pub hours: f64,
    /// The patterns they form, the largest first.
    pub patterns: Vec<&'d Pattern>,
}

/// The flows that break, in the map's order.
#[must_use]
pub fn breaks<'d>(doc: &'d Engagement, map: &Map) -> Vec<Break<'d>> {
    let crossings = Crossings::of(doc, map);
    let broken = |(at, integration): (usize, IntegrationId)| {
        let patterns: Vec<&Pattern> =
            doc.samples.of(integration).filter(|pattern| pattern.confirmed > 0).collect();
        let samples = patterns.iter().map(|pattern| pattern.confirmed).sum::<i64>();
        let minutes = patterns.iter().map(|pattern| pattern.manual_minutes).sum::<i64>();
        let samples = u64::try_from(samples).ok().filter(|samples| *samples > 0)?;
        let (flow, hours) = (map.flows[at].id, hours(minutes));
        let minutes = u64::try_from(minutes).unwrap_or_default();
        Some(Break { flow, integration, samples, minutes, hours, patterns })
    };
    if map.side != Side::Actual {
        return Vec::new();
    }
    let seen = |flow: &Flow| {
        let at = |sample: &&Sample| sample.step.is_some_and(|at| at == flow.from || at == flow.to);
        let own = crossings.integration(flow);
        let uses = |sample: &&Sample| sample.integration == own;
        doc.samples.examples.iter().filter(uses).filter(at).count()
    };
    crossings.carriers(map, seen).into_iter().filter_map(broken).collect()
}

/// The steps behind which something breaks, each with the integrations that do.
#[must_use]
pub fn joints<'d>(doc: &'d Engagement, map: &Map) -> BTreeMap<StepId, Vec<Break<'d>>> {
    let mut joints = BTreeMap::<StepId, Vec<Break<'d>>>::new();
    for broken in breaks(doc, map) {
        let Some(flow) = map.flows.iter().find(|flow| flow.id == broken.flow) else { continue };
        joints.entry(flow.from).or_default().push(broken);
    }
    joints
}

/// The published examples of what breaks behind a step: of those integrations, unless they are known to be of a step at
/// neither end of the flows that break.
pub fn examples<'d>(
    doc: &'d Engagement,
    map: &Map,
    step: StepId,
    breaks: &[Break<'_>],
) -> impl Iterator<Item = &'d Sample> {
    let integrations: Vec<_> = breaks.iter().map(|broken| broken.integration).collect();
    let breaks = |flow: &&Flow| breaks.iter().any(|broken| broken.flow == flow.id);
    let reached = map.flows.iter().filter(breaks).map(|flow| flow.to);
    let ends: Vec<_> = reached.chain([step]).collect();
    let here = move |sample: &&Sample| {
        sample.integration.is_some_and(|id| integrations.contains(&id))
            && sample.step.is_none_or(|at| ends.contains(&at))
    };
    doc.samples.examples.iter().filter(here)
}

fn hours(minutes: i64) -> f64 {
    f64::from(u32::try_from(minutes).unwrap_or_default()) / 60.0
}

/// How much evidence there is against each flow, for the drawing.
#[must_use]
pub fn weights(doc: &Engagement, map: &Map) -> Evidence {
    let weight = |broken: &Break<'_>| Weight { samples: broken.samples, minutes: broken.minutes };
    breaks(doc, map).iter().map(|broken| (broken.flow, weight(broken))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::samples::{Cause, Symptom};
    use crate::judgement::assess::testing::{Broken, SHOP_TO_ERP, confirmed, example, sound};

    #[test]
    fn a_flow_is_as_heavy_as_the_samples_of_its_integration() {
        let mut pattern = confirmed(4, Symptom::Duplicate, Cause::Replayed);
        pattern.manual_minutes = 90;
        let doc = sound().but(|doc| doc.samples.patterns.push(pattern.clone()));
        let found = breaks(&doc, &doc.maps[1]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].integration, found[0].samples), (SHOP_TO_ERP, 4));
        assert_eq!(found[0].hours, 1.5);
        let from = doc.maps[1].flows.iter().find(|flow| flow.id == found[0].flow).unwrap().from;
        let joints = joints(&doc, &doc.maps[1]);
        assert_eq!(joints.keys().copied().collect::<Vec<_>>(), [from]);
        assert_eq!(joints[&from].len(), 1);
        let mut intended = doc.maps[1].clone();
        intended.side = Side::Intended;
        assert_eq!(breaks(&doc, &intended), [], "what is intended breaks nowhere");
        let unnamed = doc.actual(|map| map.flows[1].integration = None);
        assert_eq!(weights(&unnamed, &unnamed.maps[1]).len(), 1);
    }

    #[test]
    fn the_samples_of_an_integration_are_drawn_once_where_they_were_seen() {
        let pattern = confirmed(4, Symptom::Duplicate, Cause::Replayed);
        let doc = sound().but(|doc| doc.samples.patterns.push(pattern));
        let twice = doc.actual(|map| map.flows[2].integration = Some(SHOP_TO_ERP));
        let map = &twice.maps[1];
        let carrier = |doc: &Engagement| {
            let found = breaks(doc, &doc.maps[1]);
            assert_eq!(found.len(), 1, "counted once");
            found[0].flow
        };
        assert_eq!(carrier(&twice), map.flows[1].id, "nobody said where: the first");
        let mut sample = example();
        (sample.integration, sample.step) = (Some(SHOP_TO_ERP), Some(map.flows[2].to));
        let seen = twice.but(|doc| doc.samples.examples.push(sample.clone()));
        assert_eq!(carrier(&seen), seen.maps[1].flows[2].id, "at the step it was seen at");
    }

    #[test]
    fn samples_that_nobody_confirmed_weigh_nothing() {
        let mut pattern = confirmed(4, Symptom::Duplicate, Cause::Replayed);
        pattern.confirmed = 0;
        let doc = sound().but(|doc| doc.samples.patterns.push(pattern));
        assert_eq!(breaks(&doc, &doc.maps[1]), []);
    }
}
