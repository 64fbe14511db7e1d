//! Risks of interfaces and of how they are used.

use super::*;

#[test]
fn an_api_version_that_is_not_pinned_is_flagged_where_an_api_is_called() {
    let doc = sound().but(|doc| doc.systems[1].version_pinned = Some(false));
    assert_eq!(only(&doc).rule, FlagRule::ApiUnversioned);
    assert_eq!(rules(&doc.integration(|one| one.transport = Transport::File)), []);
    let unknown = sound().but(|doc| doc.systems[1].version_pinned = None);
    assert_eq!(rules(&unknown), []);
    let control = sound().control(Control::VersionPinned, ControlState::Missing);
    assert_eq!(only(&control).rule, FlagRule::ApiUnversioned);
}

#[test]
fn unknown_discovery_facts_are_flagged_where_they_are_asked_for() {
    let doc = sound().but(|doc| {
        doc.systems[0].facts.remove(&DiscoveryFact::RateLimits);
    });
    let flag = only(&doc);
    assert_eq!((flag.rule, flag.severity), (FlagRule::DiscoveryUnknown, Severity::Medium));
    assert_eq!(flag.says, "1 of 9 facts of “Shop” are unknown.");
    assert_eq!(rules(&convenience(doc)), []);
}

#[test]
fn sending_everything_each_time_is_flagged_where_it_is_much_or_too_much() {
    use crate::document::integrations::Extent;
    let full = |volume| {
        sound().integration(move |one| (one.extent, one.monthly_volume) = (Extent::Full, volume))
    };
    assert_eq!(rules(&full(Some(900))), []);
    assert_eq!(only(&full(Some(20_000))).rule, FlagRule::EverythingEachTime);
    let limited = full(Some(900)).with(confirmed(3, Symptom::Late, Cause::RateLimited));
    assert!(rules(&limited).contains(&FlagRule::EverythingEachTime));
}

#[test]
fn an_interface_that_can_only_be_read_is_not_written_to() {
    use crate::document::systems::ApiAccess;
    let with = |access| sound().but(move |doc| doc.systems[1].api_access = Some(access));
    assert_eq!(rules(&with(ApiAccess::ReadWrite)), []);
    assert_eq!(only(&with(ApiAccess::Read)).rule, FlagRule::AccessDoesNotFit);
    let file = with(ApiAccess::ExportOnly).integration(|one| one.transport = Transport::File);
    assert_eq!(rules(&file), []);
}

#[test]
fn asking_again_and_again_is_flagged_where_the_source_would_tell() {
    use crate::document::integrations::Direction;
    use crate::document::systems::Delivery;
    let asks = sound().integration(|one| one.direction = Direction::Pull);
    assert_eq!(rules(&asks), []);
    let told = asks.but(|doc| doc.systems[0].delivery = Some(Delivery::Webhook));
    assert_eq!((only(&told).rule, only(&told).severity), (FlagRule::AsksForNews, Severity::Low));
    assert_eq!(rules(&told.integration(|one| one.transport = Transport::Webhook)), []);
}
