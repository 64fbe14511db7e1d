//! How a failure is known: the kind of its evidence, when it was seen, and where it is from (domain §7).
//! A person says so; how much that weighs is judged elsewhere.

use super::{Pattern, Sample};
use crate::document::evidence::Kind;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{FieldId, SystemId};
use crate::platform::wording::{day, inside, listed};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Confirmed samples whose evidence is of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Known {
    /// How many.
    pub count: i64,
    /// The newest day on which such evidence was seen; where nobody said it, the day it happened.
    pub last: NaiveDate,
}

/// A field on which a comparison of two exports found differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Compared {
    /// The field.
    pub field: FieldId,
    /// The systems that were compared.
    pub systems: [SystemId; 2],
    /// Records that differ on it.
    pub differ: i64,
    /// The day they were compared on.
    pub on: NaiveDate,
}

impl Known {
    /// Both, counted together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { count: self.count + other.count, last: self.last.max(other.last) }
    }
}

impl Sample {
    /// How it is known, in a few words; empty when nobody said so.
    #[must_use]
    pub fn is_known_by(&self) -> String {
        let parts = [
            self.evidence_kind.map(|kind: Kind| kind.label().to_owned()),
            self.evidence_on.map(|on| format!("seen on {}", day(on))),
            Some(self.evidence_from.trim())
                .filter(|from| !from.is_empty())
                .map(|from| format!("from {from}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

impl Pattern {
    /// How many of its confirmed samples are known by which kind of evidence; empty when nobody said so of any.
    #[must_use]
    pub fn is_known_by(&self) -> String {
        let mut parts: Vec<_> = self
            .known
            .iter()
            .map(|(kind, known)| format!("{} {}", known.count, inside(kind.label())))
            .collect();
        let said: i64 = self.known.values().map(|known| known.count).sum();
        if !parts.is_empty() && said < self.confirmed {
            parts.push(format!("{} not said", self.confirmed - said));
        }
        listed(&parts)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::sample;
    use super::*;
    use crate::judgement::assess::testing::{confirmed, may};

    #[test]
    fn how_it_is_known_is_told_as_far_as_somebody_said_so() {
        assert_eq!(sample().is_known_by(), "");
        let known = Sample {
            evidence_kind: Some(Kind::Logged),
            evidence_on: NaiveDate::from_ymd_opt(2026, 5, 4),
            evidence_from: "the shop’s log".into(),
            ..sample()
        };
        assert_eq!(known.is_known_by(), "Log or payload, seen on 4 May 2026, from the shop’s log");
        let only = Sample { evidence_on: None, evidence_from: String::new(), ..known };
        assert_eq!(only.is_known_by(), "Log or payload");
    }

    #[test]
    fn a_pattern_counts_its_kinds_and_what_nobody_said() {
        let cause = super::super::Cause::WrongMapping;
        let mut pattern = confirmed(8, super::super::Symptom::Wrong, cause);
        assert_eq!(pattern.is_known_by(), "");
        pattern.known = [
            (Kind::Logged, Known { count: 5, last: may(25) }),
            (Kind::Told, Known { count: 1, last: may(4) }),
        ]
        .into();
        assert_eq!(pattern.is_known_by(), "5 log or payload, 1 told by a person and 2 not said");
    }
}
