use super::testing::{asked_on, granted, later};
use super::*;
use uuid::Uuid;

const SHOP: SystemId = SystemId(Uuid::from_u128(1));

#[test]
fn an_access_expires_on_the_day_after_its_last_and_only_while_it_is_granted() {
    let request = granted(SHOP);
    assert_eq!(request.standing(later(60)), AccessState::Granted);
    assert_eq!(request.standing(later(61)), AccessState::Expired);
    let unanswered = AccessRequest {
        state: AccessState::Revoked,
        granted_scope: None,
        granted_until: None,
        ..request.clone()
    };
    assert_eq!(
        unanswered.standing(later(1)),
        AccessState::Withdrawn,
        "nothing was there to revoke"
    );
    for state in [AccessState::Asked, AccessState::Refused, AccessState::Revoked] {
        let other = AccessRequest { state, ..request.clone() };
        assert_eq!(other.standing(later(61)), state);
    }
}

#[test]
fn it_ends_soon_in_its_last_two_weeks_and_not_after() {
    let request = granted(SHOP);
    let soon = |days| request.ends_soon(later(days));
    assert_eq!([45, 46, 60, 61].map(soon), [false, true, true, false]);
    let refused = AccessRequest { state: AccessState::Refused, ..request.clone() };
    assert!(!refused.ends_soon(later(50)));
}

#[test]
fn what_was_granted_is_told_before_what_was_asked_for() {
    let asked = AccessRequest { granted_scope: None, granted_until: None, ..granted(SHOP) };
    assert_eq!((asked.reach(), asked.until()), (AccessScope::ReadOnly, later(60)));
    let narrower = AccessRequest {
        granted_scope: Some(AccessScope::Sandbox),
        granted_until: Some(asked_on()),
        ..asked
    };
    assert_eq!((narrower.reach(), narrower.until()), (AccessScope::Sandbox, asked_on()));
}

#[test]
fn anything_but_what_was_asked_for_or_a_sandbox_is_wider() {
    use AccessScope as S;
    assert!(S::ReadWrite.is_wider_than(S::ReadOnly) && S::ReadOnly.is_wider_than(S::Sandbox));
    assert!(S::ReadOnly.is_wider_than(S::LimitedRecords));
    assert!(S::LimitedRecords.is_wider_than(S::ReadOnly), "it may change them");
    assert!(!S::ReadOnly.is_wider_than(S::ReadWrite), "less than what was asked for");
    assert!(!S::LimitedRecords.is_wider_than(S::ReadWrite));
    assert!(!S::ReadOnly.is_wider_than(S::ReadOnly) && !S::Sandbox.is_wider_than(S::ReadOnly));
}

#[test]
fn entries_are_counted_by_the_system_they_name() {
    let area = |n: u128, care| AccessArea {
        id: AccessAreaId(Uuid::from_u128(n)),
        system_id: SHOP,
        system_name: "Shop".into(),
        care,
        says: "Payroll".into(),
        because: String::new(),
        recorded_by_name: "Ada".into(),
        recorded_at: granted(SHOP).asked_at,
        version: 1,
    };
    let ledger = AccessLedger {
        requests: vec![granted(SHOP)],
        areas: vec![area(1, Care::Caution), area(2, Care::Forbidden)],
    };
    let cares: Vec<_> = ledger.areas_of(SHOP).iter().map(|area| area.care).collect();
    assert_eq!(cares, [Care::Forbidden, Care::Caution]);
    assert_eq!(ledger.naming(SHOP), 3);
    assert_eq!(ledger.naming(SystemId(Uuid::from_u128(2))), 0);
    assert!(!ledger.is_empty() && AccessLedger::default().is_empty());
}
