//! The fault line of a map: where its flows break, and the evidence behind each.
//! Only confirmed samples count; a flow that names no integration counts for the only one that joins its systems.

use crate::document::engagement::Engagement;
use crate::document::samples::Pattern;
use crate::engines::map::Map;
use crate::engines::map::crossings::Crossings;
use crate::platform::ids::{FlowId, IntegrationId};
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
    /// Hours that clearing up after them took.
    pub hours: f64,
    /// The patterns they form, the largest first.
    pub patterns: Vec<&'d Pattern>,
}

/// The flows that break, in the map's order.
#[must_use]
pub fn breaks<'d>(doc: &'d Engagement, map: &Map) -> Vec<Break<'d>> {
    let crossings = Crossings::of(doc, map);
    let broken = |flow: &crate::engines::map::Flow| {
        let integration = crossings.integration(flow)?;
        let patterns: Vec<&Pattern> =
            doc.samples.of(integration).filter(|pattern| pattern.confirmed > 0).collect();
        let samples = patterns.iter().map(|pattern| pattern.confirmed).sum::<i64>();
        let minutes = patterns.iter().map(|pattern| pattern.manual_minutes).sum::<i64>();
        let samples = u64::try_from(samples).ok().filter(|samples| *samples > 0)?;
        let hours = hours(minutes);
        Some(Break { flow: flow.id, integration, samples, hours, patterns })
    };
    map.flows.iter().filter_map(broken).collect()
}

fn hours(minutes: i64) -> f64 {
    f64::from(u32::try_from(minutes).unwrap_or_default()) / 60.0
}

/// How much evidence there is against each flow, for the drawing.
#[must_use]
pub fn weights(doc: &Engagement, map: &Map) -> BTreeMap<FlowId, u64> {
    breaks(doc, map).into_iter().map(|broken| (broken.flow, broken.samples)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::samples::{Cause, Symptom};
    use crate::judgement::assess::testing::{Broken, SHOP_TO_ERP, confirmed, sound};

    #[test]
    fn a_flow_is_as_heavy_as_the_samples_of_its_integration() {
        let mut pattern = confirmed(4, Symptom::Duplicate, Cause::Replayed);
        pattern.manual_minutes = 90;
        let doc = sound().but(|doc| doc.samples.patterns.push(pattern.clone()));
        let found = breaks(&doc, &doc.maps[1]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].integration, found[0].samples), (SHOP_TO_ERP, 4));
        assert_eq!(found[0].hours, 1.5);
        let unnamed = doc.actual(|map| map.flows[1].integration = None);
        assert_eq!(weights(&unnamed, &unnamed.maps[1]).len(), 1);
    }

    #[test]
    fn samples_that_nobody_confirmed_weigh_nothing() {
        let mut pattern = confirmed(4, Symptom::Duplicate, Cause::Replayed);
        pattern.confirmed = 0;
        let doc = sound().but(|doc| doc.samples.patterns.push(pattern));
        assert_eq!(breaks(&doc, &doc.maps[1]), []);
    }
}
