//! Both maps as one list, step beside step, in an order that both recognise.
//! Every step of both maps is in it once.

use crate::document::matching::Matching;
use crate::engines::map::Map;
use crate::platform::ids::StepId;
use std::collections::HashMap;

/// A row of the list: an intended step, the actual step that does its work, or either alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aligned {
    /// Place in the intended map, from 0.
    pub intended: Option<usize>,
    /// Place in the actual map, from 0.
    pub actual: Option<usize>,
}

/// The list: intended steps in their order, each shadow step after the step it follows.
#[must_use]
pub fn aligned(intended: &Map, actual: &Map, matching: Option<&Matching>) -> Vec<Aligned> {
    let at: HashMap<StepId, usize> =
        actual.steps.iter().enumerate().map(|(at, step)| (step.id, at)).collect();
    let pairs: HashMap<StepId, usize> = matching
        .into_iter()
        .flat_map(|matching| &matching.pairs)
        .filter_map(|pair| Some((pair.intended, *at.get(&pair.actual)?)))
        .collect();
    let mut rows: Vec<Aligned> = intended
        .steps
        .iter()
        .enumerate()
        .map(|(at, step)| Aligned { intended: Some(at), actual: pairs.get(&step.id).copied() })
        .collect();
    let shadows = (0..actual.steps.len()).filter(|at| !pairs.values().any(|paired| paired == at));
    for shadow in shadows {
        let before = |row: &Aligned| row.actual.is_some_and(|at| at < shadow);
        let last = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| before(row))
            .max_by_key(|(_, row)| row.actual)
            .map(|(at, _)| at + 1);
        rows.insert(last.unwrap_or(0), Aligned { intended: None, actual: Some(shadow) });
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::assess::testing::{sound, step_id};

    #[test]
    fn a_shadow_step_stands_where_it_happens() {
        let mut doc = sound();
        doc.matchings[0].pairs.retain(|pair| pair.actual != step_id(2002));
        let rows = aligned(&doc.maps[0], &doc.maps[1], doc.matchings.first());
        let told: Vec<_> = rows.iter().map(|row| (row.intended, row.actual)).collect();
        assert_eq!(
            told,
            [
                (Some(0), Some(0)),
                (None, Some(1)),
                (Some(1), None),
                (Some(2), Some(2)),
                (Some(3), Some(3))
            ]
        );
    }

    #[test]
    fn without_a_matching_every_step_stands_alone() {
        let doc = sound();
        let rows = aligned(&doc.maps[0], &doc.maps[1], None);
        assert_eq!(rows.len(), 8);
        assert!(rows.iter().all(|row| row.intended.is_none() != row.actual.is_none()));
    }
}
