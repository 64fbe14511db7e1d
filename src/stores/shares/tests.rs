//! What a link may be, and how it stands.

use super::*;
use chrono::Duration;

fn new(days: i64, note: &str) -> NewShare {
    NewShare {
        version: 1,
        item: "map".into(),
        label: "The map".into(),
        note: note.into(),
        days,
        asks_name: true,
    }
}

#[test]
fn a_link_lives_from_one_to_ninety_days_and_says_whom_it_is_for_on_one_line() {
    for days in [1, USUAL_DAYS, MOST_DAYS] {
        assert!(new(days, "The agency").problems().is_empty(), "{days}");
    }
    for days in [i64::MIN, 0, MOST_DAYS + 1, i64::MAX] {
        assert_eq!(new(days, "").problems()[0].field, "days");
    }
    for note in ["x".repeat(TEXT + 1), "a\nb".to_owned()] {
        assert_eq!(new(1, &note).problems()[0].field, "note");
    }
}

#[test]
fn a_link_stands_as_what_ended_it_first_says() {
    let now = Utc::now();
    let listed = Listed {
        id: ShareId::new(),
        version: 1,
        label: "The map".into(),
        note: String::new(),
        person: "Anna Kern".into(),
        maker_may: true,
        archived: false,
        has_password: false,
        created_at: now,
        expires_at: now + Duration::days(1),
        revoked_at: None,
        times: 0,
        openings: Vec::new(),
    };
    assert_eq!(listed.state(now), ShareState::InForce);
    assert_eq!(listed.state(listed.expires_at), ShareState::Expired);
    let archived = Listed { archived: true, ..listed.clone() };
    assert_eq!(archived.state(now), ShareState::Archived);
    let gone = Listed { maker_may: false, ..listed.clone() };
    assert_eq!(gone.state(now), ShareState::MakerGone);
    assert_eq!(Listed { times: OPENINGS, ..gone }.state(now), ShareState::UsedUp);
    let revoked = Listed { revoked_at: Some(now), ..listed };
    assert_eq!(revoked.state(revoked.expires_at), ShareState::Revoked);
}
