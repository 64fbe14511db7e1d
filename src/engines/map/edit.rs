//! Edits of a map as people mean them: a next step, another lane, into a branch, away with it.
//! An edit keeps every id, fact and note that it is not about; one that makes no sense changes nothing.

mod branch;
mod flows;
mod leads;
mod order;
mod steps;
#[cfg(test)]
mod tests;

pub use leads::leads;

use super::names::Names;
use super::text::{MAX_LANES, MAX_NAME, MAX_STEPS};
use crate::engines::map::{Map, StepKind};

/// One edit. Steps are named by their place in the order told, from 0; flows by their place in the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// A next step after another, or after the last; without a lane in the lane of that step.
    Add {
        /// The step it comes after.
        after: Option<usize>,
        /// What happens.
        name: String,
        /// The lane it is in.
        lane: String,
    },
    /// What happens, in other words.
    Rename {
        /// The step.
        step: usize,
        /// Its name.
        name: String,
    },
    /// Into another lane; one that does not exist yet is made.
    Lane {
        /// The step.
        step: usize,
        /// The lane's name.
        lane: String,
    },
    /// Another kind of step.
    Kind {
        /// The step.
        step: usize,
        /// Its kind.
        kind: StepKind,
    },
    /// Its facts, as they are written in brackets and marks.
    Facts {
        /// The step.
        step: usize,
        /// `5 min x 200/month, by Anna !memory`
        facts: String,
    },
    /// Its note.
    Note {
        /// The step.
        step: usize,
        /// The note.
        note: String,
    },
    /// Where it leads, all of it: `yes: 4, no: 7 via Orders API`.
    Leads {
        /// The step.
        step: usize,
        /// Conditions and numbers of steps, from 1.
        leads: String,
    },
    /// A flow from one step to another.
    Connect {
        /// Where it leaves.
        from: usize,
        /// Where it arrives.
        to: usize,
    },
    /// The flow goes.
    Disconnect {
        /// The flow.
        flow: usize,
    },
    /// The integration that a flow uses; none when empty.
    Via {
        /// The flow.
        flow: usize,
        /// The integration's name.
        integration: String,
    },
    /// The step goes; what led to it leads on.
    Remove {
        /// The step.
        step: usize,
    },
    /// To another place in the order told; a step of a plain chain is tied in there.
    Move {
        /// The step.
        step: usize,
        /// Its place once it has moved.
        to: usize,
    },
    /// Into a branch of the step above.
    Indent {
        /// The step.
        step: usize,
    },
    /// Out of its branch: the other branches come together at it.
    Outdent {
        /// The step.
        step: usize,
    },
}

/// Why an edit was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The map has changed meanwhile.
    #[error("That step is not there any more.")]
    NoSuchStep,
    /// The map has changed meanwhile.
    #[error("That flow is not there any more.")]
    NoSuchFlow,
    /// Nothing was written.
    #[error("Write what happens: a step needs a name.")]
    NoName,
    /// Too much was written.
    #[error("Keep it below {MAX_NAME} characters, and put the rest in a note.")]
    TooLong,
    /// Too many of them.
    #[error(
        "A map has at most {MAX_STEPS} steps and {MAX_LANES} lanes. Split the workflow into several."
    )]
    TooMany,
    /// It is there already.
    #[error("These two are connected already.")]
    Connected,
    /// There is no step above, or nothing below to go on with.
    #[error("There is no branch here to move it into or out of.")]
    NoBranch,
    /// Words that are no facts.
    #[error(
        "“{0}” is no fact. Write it like this: 5 min x 200/month, by Anna, creates order !memory"
    )]
    NoFact(String),
    /// Words that name no step.
    #[error("“{0}” leads nowhere. Write numbers of steps: 4, or yes: 4, no: 7 via Orders API")]
    NoLead(String),
    /// A name that no integration has.
    #[error("No integration is called “{0}”. Add it under Systems first.")]
    NoIntegration(String),
}

impl Map {
    /// The map after an edit.
    ///
    /// # Errors
    /// [`Refused`] with what to do; the map is then as it was.
    pub fn edited(&self, edit: &Edit, names: &Names) -> Result<Map, Refused> {
        let mut map = self.clone();
        map.edit(edit, names)?;
        map.sort_flows();
        let fits = map.steps.len() <= MAX_STEPS && map.lanes.len() <= MAX_LANES;
        if fits { Ok(map) } else { Err(Refused::TooMany) }
    }

    fn edit(&mut self, edit: &Edit, names: &Names) -> Result<(), Refused> {
        match edit {
            Edit::Add { after, name, lane } => self.add_step(*after, name, lane, names),
            Edit::Rename { step, name } => self.rename(*step, name),
            Edit::Lane { step, lane } => self.move_to_lane(*step, lane, names),
            Edit::Kind { step, kind } => self.set_kind(*step, *kind),
            Edit::Facts { step, facts } => self.set_facts(*step, facts, names),
            Edit::Note { step, note } => self.set_note(*step, note),
            Edit::Leads { step, leads } => self.set_leads(*step, leads, names),
            Edit::Connect { from, to } => self.connect(*from, *to),
            Edit::Disconnect { flow } => self.disconnect(*flow),
            Edit::Via { flow, integration } => self.set_via(*flow, integration, names),
            Edit::Remove { step } => self.remove_step(*step),
            Edit::Move { step, to } => self.move_step(*step, *to),
            Edit::Indent { step } => self.indent(*step),
            Edit::Outdent { step } => self.outdent(*step),
        }
    }
}
