//! Risks of fields whose owner is not settled.

use super::*;

#[test]
fn a_disputed_field_is_flagged_once() {
    let doc = sound().field(|field| {
        field.standing = Standing::Disputed;
        field.rights.insert(SHOP, Right::Owns);
    });
    assert_eq!(only(&doc).rule, FlagRule::TruthDisputed);
}

#[test]
fn a_field_without_an_owner_or_with_two_is_flagged() {
    let none = sound().field(|field| {
        field.rights.insert(ERP, Right::Overwrites);
    });
    assert_eq!(only(&none).rule, FlagRule::TruthUnassigned);
    let two = sound().field(|field| {
        field.rights.insert(SHOP, Right::Owns);
    });
    let flag = only(&two);
    assert_eq!(flag.rule, FlagRule::TruthDoublyOwned);
    assert_eq!(flag.says, "Shop and ERP both own “Order: total”.");
}

#[test]
fn a_system_that_writes_without_the_right_is_flagged() {
    let doc = sound().field(|field| field.seen_writing.push(SHOP));
    assert_eq!(only(&doc).rule, FlagRule::WritesWithoutRight);
    let allowed = doc.field(|field| {
        field.rights.insert(SHOP, Right::Overwrites);
    });
    assert_eq!(rules(&allowed), []);
}

#[test]
fn truth_that_only_a_third_party_holds_is_flagged() {
    let third = sound().but(|doc| doc.systems[1].third_party = true);
    assert_eq!(rules(&third), [], "the shop holds a copy");
    let alone = third.field(|field| {
        field.rights.remove(&SHOP);
    });
    assert_eq!(only(&alone).rule, FlagRule::ThirdPartyOnly);
}

#[test]
fn a_rule_kept_in_two_places_is_flagged() {
    let doc = sound().field(|field| field.rule_also_kept_in = "the price sheet".into());
    assert_eq!(only(&doc).rule, FlagRule::RuleKeptTwice);
}
