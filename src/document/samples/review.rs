//! Review: how far a person has looked at a sample, and which step may follow which (domain §7).
//! Only what a person confirmed counts as evidence, so no state is ever reached by a program alone.

use super::{Cause, ReviewState, Sample};
use crate::document::engagement::Problem;
use crate::platform::catalogue::Catalogue;

impl ReviewState {
    /// The states a person may choose next: the way forward, the step back, and out with a reason.
    #[must_use]
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::New => &[Self::Confirmed, Self::Rejected],
            Self::Confirmed => &[Self::Diagnosed, Self::New, Self::Rejected],
            Self::Diagnosed => &[Self::Confirmed, Self::Rejected],
            Self::Rejected => &[Self::New],
        }
    }
}

impl Sample {
    /// Moves it to another state.
    ///
    /// # Errors
    /// What to do first, when that step cannot follow.
    pub fn review(&mut self, to: ReviewState, reason: &str) -> Result<(), Problem> {
        if !self.state.next().contains(&to) {
            let (from, to) = (self.state.label().to_lowercase(), to.label().to_lowercase());
            return Err(Problem::new(
                "state",
                format!("A sample that is {from} cannot become {to} in one step."),
            ));
        }
        if to == ReviewState::Diagnosed && self.cause == Cause::Unknown {
            return Err(Problem::new("cause", "Name the cause first: a diagnosed sample has one."));
        }
        let reason = reason.trim();
        if to == ReviewState::Rejected && reason.is_empty() {
            return Err(Problem::new("reason", "Say why it is rejected."));
        }
        self.state = to;
        self.rejected_because =
            if to == ReviewState::Rejected { reason.to_owned() } else { String::new() };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::sample;
    use super::*;

    #[test]
    fn a_sample_is_confirmed_before_it_is_diagnosed() {
        let mut sample = sample();
        assert!(sample.review(ReviewState::Diagnosed, "").is_err());
        assert!(sample.review(ReviewState::Confirmed, "").is_ok());
        assert!(sample.review(ReviewState::Diagnosed, "").is_ok());
    }

    #[test]
    fn a_sample_without_a_cause_is_not_diagnosed() {
        let mut sample =
            Sample { cause: Cause::Unknown, state: ReviewState::Confirmed, ..sample() };
        assert_eq!(
            sample.review(ReviewState::Diagnosed, "").map_err(|problem| problem.field),
            Err("cause")
        );
    }

    #[test]
    fn a_rejection_keeps_its_reason_until_it_is_taken_back() {
        let mut sample = sample();
        assert_eq!(
            sample.review(ReviewState::Rejected, " ").map_err(|problem| problem.field),
            Err("reason")
        );
        assert!(sample.review(ReviewState::Rejected, " a test order ").is_ok());
        assert_eq!(sample.rejected_because, "a test order");
        assert!(sample.review(ReviewState::New, "").is_ok());
        assert_eq!(sample.rejected_because, "");
    }

    #[test]
    fn every_state_leads_on_and_none_to_itself() {
        for state in ReviewState::ALL {
            assert!(!state.next().is_empty() && !state.next().contains(state));
        }
    }
}
