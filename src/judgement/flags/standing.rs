//! How flags stand: what was decided about each, and what opens or closes it by itself.
//! A decision whose flag is no longer raised is kept and told as closed.

use super::Flag;
use crate::document::engagement::{Decided, Engagement, FlagDecision, FlagState};
use serde::{Deserialize, Serialize};

/// A flag that was decided about and is no longer raised: its rule does not hold any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Closed {
    /// The flag's key.
    pub flag: String,
    /// What was decided about it while it was raised.
    pub history: Vec<Decided>,
}

/// Gives each flag its number and how it stands.
pub(super) fn decide(doc: &Engagement, flags: &mut [Flag]) {
    let today = doc.as_of.date_naive();
    for (at, flag) in flags.iter_mut().enumerate() {
        flag.number = at as u32 + 1;
        let Some(decision) = decision(doc, &flag.key) else { continue };
        flag.history.clone_from(&decision.history);
        let newest = flag.because.iter().filter_map(|one| one.samples).map(|seen| seen.last).max();
        let holds = decision.latest().filter(|decided| decided.holds(today, newest));
        flag.state = holds.map_or(FlagState::Open, |decided| decided.state);
    }
}

fn decision<'d>(doc: &'d Engagement, key: &str) -> Option<&'d FlagDecision> {
    doc.flag_decisions.iter().find(|decision| decision.flag == key)
}

/// The flags that were decided about and have closed by themselves since.
#[must_use]
pub fn closed(doc: &Engagement, flags: &[Flag]) -> Vec<Closed> {
    let gone = |one: &&FlagDecision| flags.iter().all(|flag| flag.key != one.flag);
    let closed = doc.flag_decisions.iter().filter(gone);
    closed.map(|one| Closed { flag: one.flag.clone(), history: one.history.clone() }).collect()
}
