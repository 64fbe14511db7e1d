//! What the client's people say of a field: that it is right as a published version has it, or what their side holds instead.
//! It changes the registry only when staff take it over; a dispute is added to what other sides say, and picks no winner.

use super::{Field, Position, Standing};
use crate::document::engagement::Problem;
use crate::platform::catalogue::catalogue;
use crate::platform::ids::{FieldId, PersonId, TruthAnswerId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

catalogue! {
    /// What became of an answer.
    pub enum AnswerState {
        Open => "open", "Waits";
        Replaced => "replaced", "Replaced";
        TakenOver => "taken_over", "Taken over";
        PutAside => "put_aside", "Put aside";
    }
}

/// An answer to a field of the source of truth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TruthAnswer {
    /// Its id.
    pub id: TruthAnswerId,
    /// The field.
    pub field_id: FieldId,
    /// The data type and the field, as they were called then.
    pub about: String,
    /// The number of the version that was read.
    pub snapshot_number: i32,
    /// Whether the field is right as that version has it.
    pub agrees: bool,
    /// Whether that version said something else, so that staff have to deal with the answer.
    pub differs: bool,
    /// Whose position it is.
    pub team: String,
    /// The position; empty when it is one of agreement.
    pub position: String,
    /// What became of it.
    pub state: AnswerState,
    /// Who answered.
    pub answered_by: PersonId,
    /// By name.
    pub answered_by_name: String,
    /// When.
    pub answered_at: DateTime<Utc>,
    /// Who took it over or put it aside, by name.
    pub closed_by_name: String,
    /// When.
    pub closed_at: Option<DateTime<Utc>>,
    /// What the client is told to it.
    pub word_back: String,
    /// The version of its row.
    pub version: i32,
}

impl TruthAnswer {
    /// Whether staff have to deal with it.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.state == AnswerState::Open && self.differs
    }
}

/// The field with an answer taken over: agreed, decided by whoever approved it on that day of their own calendar, or disputed
/// with the position added, which ends an earlier decision.
///
/// # Errors
/// What has to be recorded first: a field is agreed where one system owns it.
pub fn taken_over(field: &Field, answer: &TruthAnswer, on: NaiveDate) -> Result<Field, Problem> {
    let mut field = field.clone();
    if answer.agrees {
        if field.owners().count() != 1 {
            let says = "Exactly one system has to own this field. Record which one does, then take the answer over.";
            return Err(Problem::new("", says));
        }
        field.standing = Standing::Agreed;
        field.decided_by.clone_from(&answer.answered_by_name);
        field.decided_on = Some(on);
        return Ok(field);
    }
    let team = if answer.team.is_empty() { &answer.answered_by_name } else { &answer.team };
    let position = Position { team: team.clone(), says: answer.position.clone() };
    field.standing = Standing::Disputed;
    field.decided_by.clear();
    field.decided_on = None;
    if !field.positions.contains(&position) {
        field.positions.push(position);
    }
    Ok(field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::truth::Right;
    use crate::platform::ids::{DataTypeId, SystemId};

    fn field(right: Option<Right>) -> Field {
        Field {
            id: FieldId::new(),
            data_type: DataTypeId::new(),
            name: "available quantity".to_owned(),
            rights: right.map(|right| (SystemId::new(), right)).into_iter().collect(),
            seen_writing: Vec::new(),
            standing: Standing::Unassigned,
            decided_by: String::new(),
            decided_on: None,
            why: "The warehouse counts it.".to_owned(),
            positions: vec![Position { team: "Buying".to_owned(), says: "The ERP.".to_owned() }],
            rule_also_kept_in: String::new(),
        }
    }

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 30).unwrap()
    }

    fn answer(agrees: bool, team: &str, position: &str) -> TruthAnswer {
        let at = NaiveDate::from_ymd_opt(2026, 11, 30).and_then(|day| day.and_hms_opt(9, 0, 0));
        TruthAnswer {
            id: TruthAnswerId::new(),
            field_id: FieldId::new(),
            about: "Stock: available quantity".to_owned(),
            snapshot_number: 1,
            agrees,
            differs: true,
            team: team.to_owned(),
            position: position.to_owned(),
            state: AnswerState::Open,
            answered_by: PersonId::new(),
            answered_by_name: "Priya Nair".to_owned(),
            answered_at: at.unwrap().and_utc(),
            closed_by_name: String::new(),
            closed_at: None,
            word_back: String::new(),
            version: 1,
        }
    }

    #[test]
    fn an_approval_decides_a_field_that_a_system_owns() {
        let approved = taken_over(&field(Some(Right::Owns)), &answer(true, "", ""), day()).unwrap();
        assert_eq!(approved.standing, Standing::Agreed);
        assert_eq!(approved.decided_by, "Priya Nair");
        assert_eq!(approved.decided_on, NaiveDate::from_ymd_opt(2026, 11, 30));
        assert_eq!(approved.why, "The warehouse counts it.");
        assert_eq!(approved.positions.len(), 1);
    }

    #[test]
    fn nothing_is_agreed_unless_one_system_owns_it() {
        assert!(taken_over(&field(Some(Right::Overwrites)), &answer(true, "", ""), day()).is_err());
        assert!(taken_over(&field(None), &answer(true, "", ""), day()).is_err());
        let mut two = field(Some(Right::Owns));
        two.rights.insert(SystemId::new(), Right::Owns);
        assert!(taken_over(&two, &answer(true, "", ""), day()).is_err());
    }

    #[test]
    fn a_dispute_is_added_to_what_others_say_once() {
        let says = answer(false, "Sales", "The shop is right.");
        let mut decided = field(Some(Right::Owns));
        decided.standing = Standing::Agreed;
        decided.decided_by = "Ada Lind".to_owned();
        decided.decided_on = NaiveDate::from_ymd_opt(2026, 5, 31);
        let disputed = taken_over(&decided, &says, day()).unwrap();
        assert_eq!(disputed.standing, Standing::Disputed);
        assert_eq!((disputed.decided_by.as_str(), disputed.decided_on), ("", None));
        let teams: Vec<_> = disputed.positions.iter().map(|one| one.team.as_str()).collect();
        assert_eq!(teams, ["Buying", "Sales"]);
        assert_eq!(taken_over(&disputed, &says, day()).unwrap(), disputed);
        let nameless = taken_over(&disputed, &answer(false, "", "The ERP is."), day()).unwrap();
        assert_eq!(nameless.positions[2].team, "Priya Nair");
    }
}
