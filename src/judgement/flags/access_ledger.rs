//! Flags about access that was granted: wider than needed, or over and not taken back (domain §9).
//! What was only asked for, refused or taken back raises nothing.

use super::{FlagRule, Raised};
use crate::document::access_ledger::{AccessRequest, AccessState};
use crate::document::engagement::{Engagement, Stage};
use crate::document::integrations::Criticality;
use crate::judgement::evidence::Subject;
use crate::judgement::findings::Reading;
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{day, inside};

pub(super) fn raise(reading: &Reading<'_>) -> Vec<Raised> {
    let doc = reading.doc;
    doc.access.requests.iter().filter_map(|request| one(doc, request)).collect()
}

fn one(doc: &Engagement, request: &AccessRequest) -> Option<Raised> {
    match request.standing(doc.as_of.date_naive()) {
        AccessState::Expired => Some(expired(doc, request)),
        AccessState::Granted => too_wide(doc, request),
        AccessState::Asked
        | AccessState::Refused
        | AccessState::Revoked
        | AccessState::Withdrawn => None,
    }
}

fn expired(doc: &Engagement, request: &AccessRequest) -> Raised {
    let name = &request.system_name;
    let says = format!("Access to “{name}” is over, and that it was taken back is not recorded.");
    let seen = format!(
        "It was granted until {}; nobody recorded that it was revoked.",
        day(request.until())
    );
    raised(doc, request, FlagRule::AccessExpired, says).seen(seen)
}

fn too_wide(doc: &Engagement, request: &AccessRequest) -> Option<Raised> {
    let reasons = reasons(doc, request);
    let says = format!("Access to “{}” is wider than what it is needed for.", request.system_name);
    let start = raised(doc, request, FlagRule::AccessTooWide, says);
    let raised = reasons.iter().fold(start, |raised, reason| raised.seen(reason.clone()));
    (!reasons.is_empty()).then_some(raised)
}

/// Each way in which what was granted goes beyond what was asked for.
fn reasons(doc: &Engagement, request: &AccessRequest) -> Vec<String> {
    let (granted, until) = (request.reach(), request.until());
    let mut reasons = Vec::new();
    if granted.is_wider_than(request.scope) {
        reasons.push(format!(
            "Asked for: {}. Granted: {}.",
            inside(request.scope.label()),
            inside(granted.label())
        ));
    }
    if until > request.needed_until {
        reasons.push(format!(
            "It was needed until {} and is granted until {}.",
            day(request.needed_until),
            day(until)
        ));
    }
    if doc.stage == Stage::Archived {
        reasons.push("The engagement is archived, so nobody needs it any more.".to_owned());
    }
    reasons
}

fn raised(doc: &Engagement, request: &AccessRequest, rule: FlagRule, says: String) -> Raised {
    let about = Subject::Access { request: request.id };
    Raised::new(rule, about, criticality(doc, request), says)
}

/// Of the most critical integration in scope that uses the system.
fn criticality(doc: &Engagement, request: &AccessRequest) -> Option<Criticality> {
    let system = request.system_id;
    let uses = doc.in_scope().filter(|one| [one.source, one.destination].contains(&system));
    uses.map(|one| one.criticality).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::access_ledger::AccessScope;
    use crate::document::access_ledger::testing::{granted, later};
    use crate::judgement::assess::testing::{SHOP, sound};
    use crate::judgement::flags::{Flag, Severity, flags};

    /// What an engagement shows that is as it should be but for one access, so many days after it was asked for.
    fn shown(days: i64, change: impl FnOnce(&mut AccessRequest)) -> Vec<Flag> {
        let mut doc = sound();
        let mut request = granted(SHOP);
        change(&mut request);
        doc.as_of = request.asked_at + chrono::Duration::days(days);
        doc.access.requests.push(request);
        let ours =
            |flag: &Flag| matches!(flag.rule, FlagRule::AccessTooWide | FlagRule::AccessExpired);
        flags(&Reading::of(&doc)).into_iter().filter(ours).collect()
    }

    fn only(flags: Vec<Flag>) -> Flag {
        assert_eq!(flags.len(), 1, "{flags:#?}");
        flags.into_iter().next().unwrap()
    }

    #[test]
    fn an_access_that_was_granted_as_asked_raises_nothing() {
        assert_eq!(shown(10, |_| {}), []);
        assert_eq!(shown(10, |one| one.granted_scope = Some(AccessScope::Sandbox)), []);
        assert_eq!(shown(10, |one| one.granted_until = Some(later(20))), []);
    }

    #[test]
    fn a_wider_or_longer_access_is_flagged_with_what_was_asked_for() {
        let wide = only(shown(10, |one| one.granted_scope = Some(AccessScope::ReadWrite)));
        assert_eq!((wide.rule, wide.severity), (FlagRule::AccessTooWide, Severity::High));
        assert_eq!(wide.because[0].says, "Asked for: read only. Granted: read and write.");
        let long = only(shown(10, |one| one.granted_until = Some(later(90))));
        assert_eq!(long.because.len(), 1);
        assert_eq!(
            long.because[0].says,
            "It was needed until 3 July 2026 and is granted until 2 August 2026."
        );
    }

    #[test]
    fn an_access_that_is_over_is_flagged_until_it_was_taken_back() {
        assert_eq!(shown(60, |_| {}), []);
        let over = only(shown(61, |_| {}));
        assert_eq!(over.rule, FlagRule::AccessExpired);
        assert!(over.says.contains("“Shop”"), "{}", over.says);
        assert_eq!(shown(61, |one| one.state = AccessState::Revoked), []);
    }

    #[test]
    fn what_nobody_granted_raises_nothing_however_old_it_is() {
        for state in [AccessState::Asked, AccessState::Refused] {
            let nothing = shown(400, |one| {
                one.state = state;
                one.granted_scope = None;
                one.granted_until = None;
            });
            assert_eq!(nothing, []);
        }
    }

    #[test]
    fn an_archived_engagement_needs_no_access() {
        let mut doc = sound();
        doc.stage = Stage::Archived;
        doc.access.requests.push(granted(SHOP));
        let raised = raise(&Reading::of(&doc));
        assert_eq!(raised.len(), 1);
        assert_eq!(raised[0].rule, FlagRule::AccessTooWide);
    }
}
