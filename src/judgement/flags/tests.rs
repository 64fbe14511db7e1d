use super::*;
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::Complaint;
use crate::document::engagement::Engagement;
use crate::document::integrations::Transport;
use crate::document::matching::Judgement;
use crate::document::samples::{Cause, SecretsSeen, Symptom};
use crate::document::systems::DiscoveryFact;
use crate::document::truth::{Right, Standing};
use crate::engines::map::StepKind;
use crate::judgement::assess::testing::{Broken, ERP, SHOP, confirmed, sound};
use crate::platform::ids::SampleId;

fn flags(doc: &Engagement) -> Vec<Flag> {
    super::flags(&Reading::of(doc))
}

fn rules(doc: &Engagement) -> Vec<FlagRule> {
    flags(doc).iter().map(|flag| flag.rule).collect()
}

fn only(doc: &Engagement) -> Flag {
    let flags = flags(doc);
    assert_eq!(flags.len(), 1, "{:#?}", flags.iter().map(|flag| &flag.says).collect::<Vec<_>>());
    flags.into_iter().next().unwrap()
}

fn convenience(doc: Engagement) -> Engagement {
    doc.integration(|one| one.criticality = Criticality::Convenience)
}

#[test]
fn nothing_is_flagged_where_nothing_is_wrong() {
    assert_eq!(rules(&sound()), []);
}

#[test]
fn a_success_status_on_wrong_records_is_flagged() {
    let pattern = confirmed(4, Symptom::Wrong, Cause::WrongMapping);
    assert_eq!(rules(&sound().with(pattern.clone())), []);
    let trusted = |confirmed| {
        let mut pattern = pattern.clone();
        (pattern.trusted_success, pattern.confirmed) = (2, confirmed);
        sound().with(pattern)
    };
    let flag = only(&trusted(4));
    assert_eq!((flag.rule, flag.severity), (FlagRule::SuccessTrusted, Severity::Critical));
    assert_eq!(flag.because[0].says, "2 of the 4 confirmed samples of “Wrong” in 3 weeks.");
    assert_eq!(rules(&trusted(0)), [], "nobody confirmed it");
}

#[test]
fn a_secret_in_evidence_is_flagged_and_says_rotate() {
    let day = sound().as_of.date_naive();
    let seen = SecretsSeen {
        kind: "api key".into(),
        samples: 2,
        first: day,
        last: day,
        newest: SampleId(uuid::Uuid::from_u128(7)),
    };
    let flag = only(&sound().but(|doc| doc.samples.secrets.push(seen)));
    assert_eq!((flag.rule, flag.severity), (FlagRule::SecretInEvidence, Severity::Critical));
    assert!(flag.says.contains("Rotate") && flag.good.contains("Rotate"));
    assert_eq!(flag.because[0].says, "A secret was found in 2 samples: api key.");
}

#[test]
fn a_confirmed_silent_failure_is_flagged() {
    let flag = only(&sound().with(confirmed(2, Symptom::Silent, Cause::Timeout)));
    assert_eq!(flag.rule, FlagRule::SilentFailures);
}

#[test]
fn failures_that_customers_noticed_first_are_flagged() {
    let mut pattern = confirmed(4, Symptom::Late, Cause::Timeout);
    pattern.unnoticed = 3;
    assert_eq!(only(&sound().with(pattern)).rule, FlagRule::NobodyNotices);
}

#[test]
fn a_flow_in_which_no_step_notices_failures_is_flagged() {
    let doc = sound().but(|doc| {
        doc.maps[0].steps[2].kind = StepKind::Task;
        doc.maps[1].steps[2].kind = StepKind::Task;
    });
    assert_eq!(only(&doc).rule, FlagRule::NobodyNotices);
}

#[test]
fn a_critical_integration_without_copy_and_without_degradation_is_a_single_point() {
    let doc = sound().control(Control::LocalCopy, ControlState::Missing);
    assert_eq!(rules(&doc), [FlagRule::ControlMissing]);
    let doc = doc.control(Control::DegradesGracefully, ControlState::Missing);
    let flag =
        only(&doc.clone().but(|doc| doc.brief.complaints.push(Complaint::OneOutageStopsAll)));
    assert_eq!(flag.rule, FlagRule::SinglePoint);
    assert_eq!(flag.because.len(), 3);
    assert_eq!(rules(&doc.integration(|one| one.criticality = Criticality::Important)), []);
}

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

#[test]
fn each_owner_that_is_missing_is_flagged_and_a_convenience_needs_one() {
    let doc = sound().integration(|one| {
        one.owners.pop_first();
    });
    assert_eq!(only(&doc).says, "Nobody owns integration logic of “Shop to ERP”.");
    assert_eq!(rules(&convenience(doc)), []);
    let nobody = sound().integration(|one| one.owners.clear());
    assert_eq!(flags(&nobody).len(), 4);
    assert_eq!(only(&convenience(nobody)).says, "Nobody owns “Shop to ERP”.");
}

#[test]
fn a_system_without_an_owner_is_flagged_unless_only_a_convenience_uses_it() {
    let doc = sound().but(|doc| doc.systems[0].technical_owner = " ".into());
    assert_eq!(only(&doc).says, "“Shop” has no technical owner.");
    assert_eq!(rules(&convenience(doc)), []);
}

#[test]
fn a_step_that_relies_on_memory_is_flagged() {
    let doc = sound().but(|doc| {
        doc.maps[0].steps[1].facts.relies_on_memory = true;
        doc.maps[1].steps[1].facts.relies_on_memory = true;
    });
    let flag = only(&doc);
    assert_eq!((flag.rule, flag.severity), (FlagRule::HumanMemory, Severity::High));
}

#[test]
fn fixes_in_production_are_flagged_from_the_complaint_and_never_from_a_missing_test_path() {
    let said = sound().but(|doc| doc.brief.complaints.push(Complaint::FixedInProduction));
    assert_eq!(only(&said).rule, FlagRule::FixesInProduction);
    let seen = sound().control(Control::SafeTestPath, ControlState::Missing);
    assert_eq!(only(&seen).rule, FlagRule::ControlMissing);
}

#[test]
fn a_critical_integration_that_nobody_looked_at_is_flagged_as_such() {
    let doc = sound().but(|doc| doc.control_sheets[0].controls.clear());
    assert_eq!(only(&doc).rule, FlagRule::ControlsNotLookedAt);
    assert_eq!(only(&doc).says, "0 of the 35 controls expected of “Shop to ERP” were looked at.");
    assert_eq!(rules(&doc.integration(|one| one.criticality = Criticality::Important)), []);
}

#[test]
fn what_was_shipped_before_its_failure_controls_is_named() {
    let family = Control::of(crate::document::controls::Family::FailureHandling);
    let doc = family.fold(sound(), |doc, control| doc.control(control, ControlState::Missing));
    assert!(!rules(&doc).contains(&FlagRule::ShippedEarly));
    let failed = doc.with(confirmed(2, Symptom::Missing, Cause::Timeout));
    assert!(rules(&failed).contains(&FlagRule::ShippedEarly));
}

#[test]
fn evidence_that_the_platform_forgets_is_flagged_before_it_is_lost() {
    let kept = |days| sound().integration(|one| one.history_days = Some(days));
    assert_eq!(only(&kept(14)).rule, FlagRule::EvidenceExpires);
    assert_eq!(rules(&kept(90)), []);
}

#[test]
fn a_ticked_symptom_is_flagged_until_something_explains_it() {
    let doc = sound().but(|doc| doc.brief.complaints.push(Complaint::RunsTwice));
    assert_eq!(only(&doc).rule, FlagRule::SymptomUnexplained);
    assert_eq!(only(&doc).says, "Ticked and not explained yet: runs twice.");
    assert_eq!(rules(&doc.with(confirmed(2, Symptom::Duplicate, Cause::Replayed))), []);
}

mod standing {
    use super::*;
    use crate::document::engagement::{Decided, FlagDecision, FlagState};
    use crate::platform::ids::PartId;
    use chrono::Days;

    fn unowned() -> Engagement {
        sound().integration(|one| {
            one.owners.remove(&crate::document::integrations::Ownership::Logic);
        })
    }

    fn decided(
        doc: Engagement,
        state: FlagState,
        days_ago: u64,
        accepted_for: Option<u64>,
    ) -> Engagement {
        let flag = flags(&doc)[0].key.clone();
        doc.but(|doc| {
            let on = doc.as_of.date_naive() - Days::new(days_ago);
            let until = accepted_for.map(|days| on + Days::new(days));
            let (by, why) = ("Ada".into(), "It ends in May.".into());
            let history = vec![Decided { state, by, on, until, why, batch: None }];
            doc.flag_decisions.push(FlagDecision { id: PartId::new(), flag, history });
        })
    }

    fn state(doc: &Engagement) -> FlagState {
        only(doc).state
    }

    #[test]
    fn an_accepted_risk_opens_again_when_its_time_is_over() {
        assert_eq!(state(&unowned()), FlagState::Open);
        assert_eq!(
            state(&decided(unowned(), FlagState::Accepted, 5, Some(9))),
            FlagState::Accepted
        );
        assert_eq!(state(&decided(unowned(), FlagState::Accepted, 10, Some(9))), FlagState::Open);
    }

    #[test]
    fn a_mitigated_risk_opens_again_with_newer_evidence_and_a_rotated_secret_stays_closed() {
        let secret = || {
            sound().but(|doc| {
                let last = doc.as_of.date_naive() - Days::new(20);
                let newest = SampleId(uuid::Uuid::from_u128(7));
                let kind = "api key".into();
                doc.samples.secrets =
                    vec![SecretsSeen { kind, samples: 2, first: last, last, newest }];
            })
        };
        assert_eq!(state(&decided(secret(), FlagState::Mitigated, 10, None)), FlagState::Mitigated);
        assert_eq!(state(&decided(secret(), FlagState::Mitigated, 30, None)), FlagState::Open);
    }

    #[test]
    fn a_flag_whose_rule_no_longer_holds_closes_itself_and_keeps_its_history() {
        let doc = decided(unowned(), FlagState::Dismissed, 3, None);
        let owned = doc.integration(|one| one.owners = sound().integrations[0].owners.clone());
        let told = crate::judgement::assess::assess(&owned);
        assert_eq!((told.flags.len(), told.closed_flags.len()), (0, 1));
        assert_eq!(told.closed_flags[0].history[0].by, "Ada");
    }

    #[test]
    fn what_is_still_raised_is_not_closed_whatever_else_is_raised_beside_it() {
        let unpinned = |doc: &mut Engagement| doc.systems[1].version_pinned = Some(false);
        let decided = decided(unowned(), FlagState::Dismissed, 3, None).but(unpinned);
        assert_eq!(super::super::closed(&decided, &flags(&decided)), []);
        let owned = decided.integration(|one| one.owners = sound().integrations[0].owners.clone());
        assert_eq!(super::super::closed(&owned, &flags(&owned)).len(), 1);
    }

    #[test]
    fn flags_are_grouped_by_cause_and_integration_and_numbered() {
        let doc = sound().but(|doc| {
            let controls = &mut doc.control_sheets[0].controls;
            controls.values_mut().for_each(|found| found.state = ControlState::Missing);
        });
        let flags = flags(&doc);
        let groups = super::groups(&doc, &flags);
        assert!(groups.len() < flags.len() / 2, "{} of {}", groups.len(), flags.len());
        assert_eq!(groups.iter().map(|group| group.flags.len()).sum::<usize>(), flags.len());
        let numbers: Vec<_> = flags.iter().map(|flag| flag.number).collect();
        assert_eq!(numbers, (1..=flags.len() as u32).collect::<Vec<_>>());
        assert!(groups.is_sorted_by_key(|group| group.severity));
    }
}

#[test]
fn alerts_only_on_total_failure_are_flagged_as_such() {
    let doc = sound().control(Control::AlertOnPartialFailure, ControlState::Missing);
    assert_eq!(only(&doc).rule, FlagRule::AlertsOnlyOnTotal);
    let none = doc.control(Control::AlertOnTotalFailure, ControlState::Missing);
    assert_eq!(rules(&none), [FlagRule::ControlMissing, FlagRule::ControlMissing]);
}

#[test]
fn a_missing_manual_fallback_is_no_manual_recovery() {
    let doc = sound().control(Control::ManualFallback, ControlState::Missing);
    assert_eq!(only(&doc).rule, FlagRule::NoManualRecovery);
    assert_eq!(rules(&convenience(doc)), []);
}

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
fn working_today_without_a_visible_outcome_is_flagged_until_a_sample_shows_otherwise() {
    let doc = sound().control(Control::FinalOutcome, ControlState::Missing);
    assert!(rules(&doc).contains(&FlagRule::WorksToday));
    let doc = doc.with(confirmed(1, Symptom::Late, Cause::Timeout));
    assert!(!rules(&doc).contains(&FlagRule::WorksToday));
}

#[test]
fn a_shadow_step_on_a_critical_flow_is_flagged_until_it_is_judged_fine() {
    assert_eq!(only(&sound().shadow(None)).rule, FlagRule::ShadowStep);
    assert_eq!(only(&sound().shadow(Some(Judgement::Workaround))).rule, FlagRule::ShadowStep);
    assert_eq!(rules(&sound().shadow(Some(Judgement::Fine))), []);
    let important =
        sound().shadow(None).integration(|one| one.criticality = Criticality::Important);
    assert_eq!(rules(&important), []);
}

#[test]
fn a_day_a_month_of_entering_data_again_is_flagged_with_its_cost() {
    let typed = |minutes| {
        sound().shadow(Some(Judgement::Fine)).actual(move |map| {
            map.steps[4].facts.minutes_per_run = Some(minutes);
            map.steps[4].facts.runs_per_month = Some(100.0);
        })
    };
    assert_eq!(rules(&typed(4.0)), []);
    let doc = typed(6.0).but(|doc| doc.brief.hourly_cost = Some(40.into()));
    let flag = only(&doc);
    assert_eq!(flag.rule, FlagRule::DuplicateEntry);
    let says =
        "10 hours a month (400 EUR) go into entering the same data again in “Order to invoice”.";
    assert_eq!(flag.says, says);
}

#[test]
fn absurd_times_do_not_break_the_ledger() {
    let doc = sound().shadow(Some(Judgement::Fine)).actual(|map| {
        map.steps[4].facts.minutes_per_run = Some(f64::MAX);
        map.steps[4].facts.runs_per_month = Some(f64::MAX);
    });
    let doc = doc.but(|doc| doc.brief.hourly_cost = Some(rust_decimal::Decimal::MAX));
    assert_eq!(rules(&doc), [FlagRule::DuplicateEntry]);
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
fn an_expected_control_that_is_missing_is_flagged_and_one_that_is_partial_more_lightly() {
    let missing = only(&sound().control(Control::DeadLetterQueue, ControlState::Missing));
    let partial = only(&sound().control(Control::DeadLetterQueue, ControlState::Partial));
    assert_eq!((missing.rule, partial.rule), (FlagRule::ControlMissing, FlagRule::ControlMissing));
    assert!(missing.severity < partial.severity);
    assert_eq!(missing.key, partial.key, "a decision stays attached");
    assert_eq!(
        rules(&convenience(sound().control(Control::DeadLetterQueue, ControlState::Missing))),
        []
    );
    assert_eq!(rules(&sound().control(Control::DeadLetterQueue, ControlState::Unknown)), []);
}

#[test]
fn samples_that_a_control_should_have_blocked_make_its_flag_more_severe() {
    let doc = sound().control(Control::EventGuard, ControlState::Missing);
    assert_eq!(only(&doc).severity, Severity::High);
    let mut pattern = confirmed(2, Symptom::OutOfOrder, Cause::DeliveredOutOfOrder);
    pattern.missing_controls = [(Control::EventGuard, 2)].into();
    let flag = only(&doc.with(pattern));
    assert_eq!((flag.severity, flag.because.len()), (Severity::Critical, 2));
}

#[test]
fn rules_that_were_asked_for_and_nobody_knows_are_flagged() {
    use crate::document::workflow::{HiddenRule, HiddenRuleTopic};
    let asked = |answer: &str| {
        let answer = answer.to_owned();
        sound().but(move |doc| {
            doc.workflows[0].hidden_rules =
                vec![HiddenRule { topic: HiddenRuleTopic::Returns, answer }];
        })
    };
    assert_eq!(rules(&asked("By hand.")), []);
    let flag = only(&asked(" "));
    assert_eq!(flag.rule, FlagRule::HiddenRulesOpen);
    assert_eq!(flag.says, "Nobody could say how “Order to invoice” deals with returns.");
}

#[test]
fn an_approval_that_is_asked_for_must_follow() {
    let asked = sound().actual(|map| map.steps[1].facts.needs_approval = true);
    let flag = asked.clone();
    let raised = rules(&flag);
    assert!(raised.contains(&FlagRule::ApprovalMissing), "{raised:?}");
    let approved = asked.actual(|map| map.steps[2].kind = StepKind::Approval);
    assert!(!rules(&approved).contains(&FlagRule::ApprovalMissing));
}

#[test]
fn who_may_change_records_by_hand_is_asked() {
    use crate::engines::map::{Touch, TouchKind};
    let touch = || Touch { kind: TouchKind::Updates, data: "order".into(), data_type: None };
    let typed = sound().shadow(Some(Judgement::Fine)).actual(|map| {
        map.steps[4].facts.touches = vec![touch()];
    });
    let flag = only(&typed);
    assert_eq!((flag.rule, flag.severity), (FlagRule::TriggerUnknown, Severity::Medium));
    let named = typed.actual(|map| map.steps[4].facts.trigger = "Finance".into());
    assert_eq!(rules(&named), []);
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

#[test]
fn trying_again_what_can_never_succeed_is_flagged() {
    use crate::document::samples::ErrorClass;
    use crate::judgement::assess::testing::example;
    let tried = |class, retries| {
        let mut sample = example();
        (sample.error_class, sample.retries) = (Some(class), retries);
        sound().but(move |doc| doc.samples.examples.push(sample))
    };
    assert_eq!(rules(&tried(ErrorClass::Transient, 3)), []);
    assert_eq!(rules(&tried(ErrorClass::Permanent, 0)), []);
    let flag = only(&tried(ErrorClass::Validation, 3));
    assert_eq!(flag.rule, FlagRule::RetriedInVain);
    assert_eq!(flag.because[0].says, "1 sample with a lasting error, tried again 3 times.");
}

#[test]
fn nothing_out_of_scope_is_flagged() {
    let doc = sound().integration(|one| (one.in_scope, one.owners) = (false, Default::default()));
    assert_eq!(rules(&doc.control(Control::DeadLetterQueue, ControlState::Missing)), []);
}

#[test]
fn every_flag_has_evidence_a_reason_and_a_key_of_its_own() {
    let doc = sound().but(|doc| {
        doc.control_sheets[0]
            .controls
            .values_mut()
            .for_each(|found| found.state = ControlState::Missing);
        doc.integrations[0].owners.clear();
        doc.systems.iter_mut().for_each(|system| system.facts.clear());
    });
    let flags = flags(&doc);
    assert!(flags.len() > 30);
    assert!(flags.iter().all(|f| !f.because.is_empty() && !f.why.is_empty() && !f.good.is_empty()));
    let keys: std::collections::BTreeSet<_> = flags.iter().map(|flag| &flag.key).collect();
    assert_eq!(keys.len(), flags.len());
}

#[test]
fn no_text_of_a_rule_shouts() {
    for rule in FlagRule::ALL {
        let text = rule.text();
        for sentence in [text.why, text.good] {
            assert!(sentence.ends_with('.') && !sentence.contains('!'), "{sentence}");
        }
    }
}
