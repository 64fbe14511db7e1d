//! The source-of-truth registry: which system is right, field by field (domain §5).
//! A dispute stays a dispute until a person decides it; nothing here picks a winner.

use crate::platform::catalogue::catalogue;
use crate::platform::ids::{DataTypeId, FieldId, SystemId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod answer;
#[cfg(feature = "ssr")]
pub mod sheet;

pub use answer::{AnswerState, TruthAnswer, taken_over};

catalogue! {
    /// What a system may do with a field.
    pub enum Right {
        Owns => "owns", "Owns";
        Creates => "creates", "Creates";
        Overwrites => "overwrites", "May overwrite";
        ReadOnly => "read_only", "Read-only";
        None => "none", "None";
    }
}

catalogue! {
    /// Whether people agree on who owns a field.
    pub enum Standing {
        Agreed => "agreed", "Agreed";
        Disputed => "disputed", "Disputed";
        Unassigned => "unassigned", "Unassigned";
    }
}

/// A kind of record kept in several systems, such as customer or order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct DataType {
    /// Its id.
    pub id: DataTypeId,
    /// What people call it.
    pub name: String,
    /// What one record stands for.
    #[serde(default)]
    pub meaning: String,
}

/// What is said of a field that is disputed and decided at once.
pub const DISPUTED_AND_DECIDED: &str = "A disputed field has nobody who decided it yet. Take out who decided and when, or say that it is agreed.";

/// What one team says on a disputed field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Position {
    /// The team.
    pub team: String,
    /// Its position.
    pub says: String,
}

/// One field of a data type and each system's right to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Field {
    /// Its id.
    pub id: FieldId,
    /// The data type it belongs to.
    pub data_type: DataTypeId,
    /// What people call it.
    pub name: String,
    /// Each system's right; one that is absent has none.
    #[serde(default)]
    pub rights: BTreeMap<SystemId, Right>,
    /// Systems that were seen writing the field, whatever their right.
    #[serde(default)]
    pub seen_writing: Vec<SystemId>,
    /// Whether people agree.
    pub standing: Standing,
    /// Who decided.
    #[serde(default)]
    pub decided_by: String,
    /// When.
    #[serde(default)]
    pub decided_on: Option<NaiveDate>,
    /// Why.
    #[serde(default)]
    pub why: String,
    /// On dispute, each team's position.
    #[serde(default)]
    pub positions: Vec<Position>,
    /// Where the same business rule is also kept, when it is kept in two places.
    #[serde(default)]
    pub rule_also_kept_in: String,
}

impl Field {
    /// The right of a system, [`Right::None`] when nothing was recorded.
    #[must_use]
    pub fn right(&self, system: SystemId) -> Right {
        self.rights.get(&system).copied().unwrap_or(Right::None)
    }

    /// Ends an earlier decision where the field is disputed: it has positions then, and nobody who decided it. Whether that
    /// holds; it doesn't where a decision is named that was not there `before`.
    #[must_use]
    pub fn end_decision(&mut self, before: Option<&Self>) -> bool {
        if self.standing != Standing::Disputed {
            return true;
        }
        let same = |before: &Self| {
            before.decided_by == self.decided_by && before.decided_on == self.decided_on
        };
        if before.is_some_and(same) {
            self.decided_by.clear();
            self.decided_on = None;
        }
        self.decided_by.is_empty() && self.decided_on.is_none()
    }

    /// The systems that own the field, in id order.
    pub fn owners(&self) -> impl Iterator<Item = SystemId> + '_ {
        self.rights.iter().filter(|(_, right)| **right == Right::Owns).map(|(system, _)| *system)
    }
}
