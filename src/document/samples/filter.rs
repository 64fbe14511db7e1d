//! Which samples a list shows, and where in it one is.
//! A list is paged by key, so that rows may come and go while one reads.

use super::{Cause, Origin, ReviewState, Symptom};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntegrationId, PatternId, SampleId};
use chrono::{DateTime, Utc};

/// What narrows a list; everything unset, it shows all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// In this review state.
    pub state: Option<ReviewState>,
    /// Only those that count in a judgement, confirmed or diagnosed, where no review state is named.
    pub counted: bool,
    /// With this symptom.
    pub symptom: Option<Symptom>,
    /// At this integration; the nil id stands for “not known yet”.
    pub integration: Option<IntegrationId>,
    /// From here.
    pub origin: Option<Origin>,
    /// For this reason.
    pub cause: Option<Cause>,
    /// In this pattern that a person made; the nil id stands for “where the rule puts them”.
    pub pattern: Option<PatternId>,
    /// With these characters in the summary, the records or the correlation id.
    pub text: String,
}

impl Filter {
    /// Whether it shows all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The review states that it shows, by their keys with commas between; `None` when it shows all.
    #[must_use]
    pub fn states(&self) -> Option<&'static str> {
        let counted = self.counted.then_some("confirmed,diagnosed");
        self.state.map(Catalogue::key).or(counted)
    }
}

/// A row of the list, as a place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// When it occurred.
    pub at: DateTime<Utc>,
    /// Which it is, among those of the same moment.
    pub id: SampleId,
}

/// Which page of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Page {
    /// The newest.
    #[default]
    First,
    /// What is older than a row.
    OlderThan(Cursor),
    /// What is newer than a row.
    NewerThan(Cursor),
}

impl std::fmt::Display for Cursor {
    /// As it stands in an address: microseconds since 1970 and the id.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.at.timestamp_micros(), self.id)
    }
}

/// A text that is no place in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no place in a list")]
pub struct InvalidCursor;

impl std::str::FromStr for Cursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, InvalidCursor> {
        let (at, id) = text.split_once('.').ok_or(InvalidCursor)?;
        let at = at.parse().ok().and_then(DateTime::from_timestamp_micros).ok_or(InvalidCursor)?;
        // The database knows fewer years than the type does.
        if !(0..=9_999).contains(&chrono::Datelike::year(&at)) {
            return Err(InvalidCursor);
        }
        Ok(Self { at, id: id.parse().map_err(|_| InvalidCursor)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let at = DateTime::from_timestamp_micros(1_763_781_234_567_890).unwrap();
        let place = Cursor { at, id: SampleId::new() };
        assert_eq!(place.to_string().parse(), Ok(place));
    }

    #[test]
    fn what_counts_is_confirmed_or_diagnosed_and_a_state_that_is_named_stands() {
        let counted = Filter { counted: true, ..Filter::default() };
        let keys: Vec<_> = ReviewState::ALL.iter().filter(|state| state.is_confirmed()).collect();
        let keys: Vec<_> = keys.into_iter().map(|state| state.key()).collect();
        assert_eq!(counted.states(), Some(keys.join(",").as_str()));
        assert_eq!(Filter { state: Some(ReviewState::New), ..counted }.states(), Some("new"));
        assert_eq!(Filter::default().states(), None);
    }

    #[test]
    fn what_is_no_place_is_refused() {
        let id = SampleId::new();
        for text in [
            "",
            ".",
            "1",
            &format!("x.{id}"),
            "1.x",
            &format!("9223372036854775807.{id}"),
            &format!("8210266876799999999.{id}"),
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(InvalidCursor), "{text}");
        }
    }
}
