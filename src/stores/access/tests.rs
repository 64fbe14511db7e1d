//! The policy as it is checked in, and what it must never allow.

use super::*;
use crate::platform::catalogue::Catalogue;

fn someone(role: Role, memberships: Vec<Membership>) -> Actor {
    Actor { person: PersonId::new(), name: "Ada".into(), role, client: None, memberships }
}

#[test]
fn the_checked_in_policy_is_the_policy() {
    insta::assert_snapshot!("policy", policy_table());
}

#[test]
fn a_client_person_never_reaches_work_whatever_their_membership_says() {
    let engagement = EngagementId::new();
    for capacity in Capacity::ALL {
        let client = someone(Role::Client, vec![Membership { engagement, capacity: *capacity }]);
        assert!(client.may::<ViewWork>(engagement).is_err());
        assert!(client.may::<EditWork>(engagement).is_err());
        assert!(client.may::<Publish>(engagement).is_err());
    }
}

#[test]
fn a_membership_says_nothing_about_another_engagement() {
    let lead = someone(
        Role::Consultant,
        vec![Membership { engagement: EngagementId::new(), capacity: Capacity::Lead }],
    );
    for action in Action::ALL {
        assert!(!lead.can(*action, EngagementId::new()));
    }
    assert!(lead.may::<ViewWork>(EngagementId::new()).is_err());
}

#[test]
fn who_may_change_or_publish_the_document_may_see_it() {
    for standing in Standing::ALL {
        for action in [Action::EditWork, Action::Publish] {
            assert!(!allows(*standing, action) || allows(*standing, Action::ViewWork));
        }
    }
}

#[test]
fn only_the_client_decides_and_submits_from_the_room() {
    for standing in Standing::ALL {
        assert_eq!(allows(*standing, Action::Decide), *standing == Standing::Contributor);
        assert_eq!(allows(*standing, Action::SubmitSample), *standing == Standing::Contributor);
    }
}
