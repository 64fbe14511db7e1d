//! Facts about event logs.

use super::{End, Log, Options, read};
use crate::engines::formats::plain;
use crate::engines::map::names::Names;
use crate::engines::map::{LaneKind, StepKind};
use crate::engines::tables::DateOrder;

const CSV: &str = "Case ID;Activity;Timestamp;System\n\
    1;Order paid;2026-01-01 10:00;Shop\n1;Pick goods;2026-01-01 12:00;Warehouse\n1;Invoice;2026-01-02 12:00;ERP\n\
    2;Order paid;2026-01-03 10:00;Shop\n2;Pick goods;2026-01-03 11:00;Warehouse\n2;Pick goods;2026-01-03 13:00;Warehouse\n\
    2;Invoice;2026-01-03 14:00;ERP\n3;Order paid;2026-01-20 10:00;Shop\n3;Refund;2026-01-20 10:30;Shop\n\
    4;;2026-01-20 10:30;Shop\n4;Refund;soon;Shop\n";

fn log(text: &str) -> Log {
    read(text, &Options::default()).unwrap()
}

fn error(text: &str) -> String {
    read(text, &Options::default()).unwrap_err().to_string()
}

#[test]
fn a_log_becomes_a_map_with_frequencies_waiting_times_and_rework() {
    let draft = log(CSV).draft(&Options::default());
    let told: Vec<_> = draft
        .flows
        .iter()
        .map(|f| format!("{} {} {}", draft.steps[f.from].name, f.condition, draft.steps[f.to].name))
        .collect();
    assert!(told.contains(&"Order paid 2×, 2 h Pick goods".to_owned()), "{told:?}");
    assert!(told.contains(&"Pick goods 1×, 2 h Pick goods".to_owned()), "{told:?}");
    assert!(told.contains(&"Start 3× Order paid".to_owned()), "{told:?}");
    let pick = draft.steps.iter().find(|step| step.name == "Pick goods").unwrap();
    assert_eq!(pick.note, "3 times in 2 of 3 cases (67%); done more than once in 1 (50%)");
    assert_eq!(pick.facts.runs_per_month, Some(5.0));
    let lanes: Vec<_> = draft.lanes.iter().map(|lane| lane.name.as_str()).collect();
    assert_eq!(lanes, ["Shop", "Warehouse", "ERP"]);
    let lost: Vec<_> =
        draft.lines.iter().filter(|line| line.became.starts_with("Left out")).collect();
    assert_eq!(lost.iter().map(|line| line.line).collect::<Vec<_>>(), [11, 12]);
    let text = draft.text(&Names::default());
    assert_eq!(plain::read(&text).unwrap().flows.len(), draft.flows.len(), "{text}");
}

#[test]
fn columns_are_known_in_german_and_french_and_a_day_with_its_time_in_two_of_them() {
    for text in [
        "Fallnummer;Tätigkeit;Zeitpunkt;Bearbeiter\n1;Prüfen;02.11.2026 10:00;Ann\n1;Buchen;02.11.2026 10:05;Ann\n",
        "Dossier;Activité;Date;Heure\n1;Prüfen;02.11.2026;10h00\n1;Buchen;02.11.2026;10h05\n",
        "VBELN;Vorgang;Datum;Uhrzeit\n1;Buchen;20261102;100500\n1;Prüfen;20261102;100000\n",
        "Key,Status,Date,Time\n1,Buchen,2026-11-02,10:05\n1,Prüfen,2026-11-02,10:00\n",
        "Key,Status,Date,Time\n1,Prüfen,2026-01-01,2026-11-02 10:00\n1,Buchen,2026-01-01,2026-11-02 10:05\n",
    ] {
        let draft = log(text).draft(&Options::default());
        let flow = draft.flows.iter().find(|flow| draft.steps[flow.from].name == "Prüfen");
        let flow = flow.unwrap();
        assert_eq!(draft.steps[flow.to].name, "Buchen", "{text}");
        assert!(flow.condition.contains("5 min"), "{text}: {}", flow.condition);
    }
}

#[test]
fn variants_are_counted_and_narrow_the_map() {
    let log = log(&CSV.replace("3;Refund", "3;Pick goods"));
    let found = log.discover(&Options { variants: 1, ..Options::default() });
    assert_eq!((found.ways, found.cases), (3, (3, 1)));
    assert_eq!(found.variants[0].cases, 1);
    assert!(found.events < 4);
}

#[test]
fn rare_activities_and_flows_are_counted_but_not_shown() {
    let mut text = String::from("case,activity,time\n");
    for case in 0..200_u32 {
        for step in 0..20_u32 {
            let name = if case % 7 == step % 7 {
                format!("rare {}", case * 20 + step)
            } else {
                format!("step {step}")
            };
            text += &format!("{case},{name},2026-01-{:02}T{step:02}:00:00Z\n", case % 28 + 1);
        }
    }
    let options = Options { steps: 12, flows: 24, ..Options::default() };
    let found = read(&text, &options).unwrap().discover(&options);
    assert_eq!(found.activities.len(), 12);
    assert!(found.edges.len() <= 12 * 2 + 2, "{}", found.edges.len());
    assert!(found.hidden.0 > 500 && found.hidden.1 > 0);
    for at in (0..12).map(End::Activity) {
        assert!(found.edges.iter().any(|edge| edge.to == at && edge.from != at));
        assert!(found.edges.iter().any(|edge| edge.from == at && edge.to != at));
    }
}

#[test]
fn xes_counts_what_is_finished_and_takes_roles_as_lanes() {
    let event = |name: &str, at: &str, cycle: &str| {
        format!(
            "<event><string key='concept:name' value='{name}'/><date key='time:timestamp' value='{at}'/>\
             <string key=\"lifecycle:transition\" value=\"{cycle}\"/><string key='org:role' value='Clerk'>\
             <string key='concept:name' value='not this'/></string></event>"
        )
    };
    let text = format!(
        "<?xml version='1.0'?><log xmlns='http://www.xes-standard.org/'><trace><string key='concept:name' value='c1'/>{}{}{}</trace></log>",
        event("A", "2026-01-01T10:00:00+01:00", "start"),
        event("A", "2026-01-01T10:05:00.000+01:00", "complete"),
        event("B", "2026-01-01T10:00:00Z", "complete")
    );
    let log = log(&text);
    assert_eq!(log.activities, ["A", "B"]);
    assert_eq!(log.lanes[0].as_deref(), Some("Clerk"));
    assert_eq!((log.cases.len(), log.cases[0].len()), (1, 2));
    assert_eq!(log.cases[0][1].at - log.cases[0][0].at, 55 * 60 * 1000);
    assert!(!format!("{log:?}").contains("c1"), "a case’s name is not kept");
    assert!(error("<logs/>").contains("no XES"));
    assert!(error("<log><trace>").contains("middle"));
}

#[test]
fn what_cannot_be_told_is_asked() {
    assert!(
        error("a,b\n1,2\n")
            .contains("No column was found for the case. Say which it is; there are “a”, “b”.")
    );
    let either = "case,activity,time\n1,A,03/04/2026\n";
    assert!(error(either).contains("could be read either way"));
    let options = Options { order: Some(DateOrder::DayFirst), ..Options::default() };
    assert_eq!(read(either, &options).unwrap().cases.len(), 1);
    let named = Options {
        case: "Who".into(),
        activity: "what".into(),
        time: "WHEN".into(),
        ..Options::default()
    };
    assert_eq!(read("who\twhat\twhen\nx\ty\t2026-01-01\n", &named).unwrap().activities, ["y"]);
    assert!(error("case,activity,time\n").contains("No event"));
    let open = format!("case,activity,time\n1,A,2026-01-01\n2,\"{}", "x,y\n".repeat(50_000));
    assert!(error(&open).starts_with("Line 3: The row that begins here is longer"));
    let doubled = "case,activity,time\n1,\"12\"\" pipe,\ncut\",2026-01-01\n";
    assert_eq!(log(doubled).activities, ["12\" pipe, cut"]);
}

#[test]
fn cases_are_held_against_the_intended_map() {
    let map = plain::read(
        "Shop: Order paid\nWarehouse: Stock left? [decision]\n  ? yes\n  Warehouse: Pick goods\n  ERP: Invoices\n  ? no\n  Shop: Cancel\nShop: End [end]",
    );
    let map = map.unwrap().map(&Names::default());
    let result = log(CSV).conformance(&map);
    assert_eq!((result.cases, result.conforming), (3, 1));
    assert_eq!(result.taken_for, [("Invoice".to_owned(), "Invoices".to_owned())]);
    assert_eq!(result.unknown, [("Refund".to_owned(), 1)]);
    assert_eq!(result.never, ["Cancel"]);
    let told: Vec<_> =
        result.deviations.iter().map(|d| (d.from.as_str(), d.to.as_str(), d.times)).collect();
    assert_eq!(told, [("Order paid", "", 1), ("Pick goods", "Pick goods", 1)]);
    assert!(map.steps.iter().any(|step| step.kind == StepKind::Decision));
}

#[test]
fn beginning_and_end_of_an_activity_are_one_event_and_waiting_is_what_lies_between() {
    let csv = "case,activity,time,lifecycle:transition\n\
        1,Pick,2026-01-01 08:00,schedule\n1,Pick,2026-01-01 09:00,Start\n1,Pick,2026-01-01 10:00,end\n\
        1,Ship,2026-01-01 12:00,start\n1,Ship,2026-01-01 13:00,complete\n\
        2,Pick,2026-01-02 09:00,start\n3,Pack,2026-01-02 09:00,schedule\n3,Ship,2026-01-02 10:00,autoskip\n";
    let log = log(csv);
    let found = log.discover(&Options::default());
    let told: Vec<_> =
        found.activities.iter().map(|a| (a.name.as_str(), a.times, a.reworked)).collect();
    assert_eq!(told, [("Pick", 2, 0), ("Ship", 1, 0)]);
    let wait = found.edges.iter().find_map(|edge| edge.wait).unwrap();
    assert_eq!(wait, 2 * 60 * 60 * 1000, "from the end of one to the beginning of the next");
    assert_eq!((log.open, log.cases.len()), (1, 2), "the case that is still open is kept");
    let lost: Vec<_> = log.left_out.iter().map(|(_, times, why)| (*times, *why)).collect();
    assert_eq!(lost, [(1, "skipped"), (1, "planned, and never begun")]);
}

#[test]
fn a_log_that_only_tells_beginnings_counts_each() {
    let csv =
        "case,activity,time,lifecycle\n1,A,2026-01-01 08:00,start\n1,A,2026-01-01 09:00,start\n";
    let log = log(csv);
    assert_eq!((log.cases[0].len(), log.open), (2, 0));
}

#[test]
fn a_row_may_tell_beginning_and_end_and_one_without_an_end_is_open() {
    let csv = "case,activity,start timestamp,complete timestamp\n\
        1,A,2026-01-01 08:00,2026-01-01 09:00\n1,B,2026-01-01 10:00,\n";
    let log = log(csv);
    assert_eq!((log.cases[0].len(), log.open), (2, 1));
    assert_eq!(log.cases[0][0].at - log.cases[0][0].begun, 3_600_000);
}

#[test]
fn without_times_the_order_of_the_file_is_the_order_and_that_is_said() {
    let draft =
        log("case,activity\n1,Order\n2,Order\n1,Pick\n1,Ship\n2,Ship\n").draft(&Options::default());
    let name = |step: usize| draft.steps[step].name.as_str();
    assert!(draft.flows.iter().any(|f| (name(f.from), name(f.to)) == ("Order", "Pick")));
    assert!(
        draft.flows.iter().all(|flow| !flow.condition.contains(',')),
        "no waiting time is told"
    );
    assert!(draft.steps.iter().all(|step| step.facts.runs_per_month.is_none()));
    assert!(draft.lines.iter().any(|line| line.what == "No times are told"));
    assert!(draft.note.contains("without times"), "{}", draft.note);
    let unnamed = "case,activity,quand\n1,A,2026-01-01 08:00\n";
    assert!(error(unnamed).contains("No column was found for the time"), "{}", error(unnamed));
}

#[test]
fn who_did_it_is_the_lane_where_no_system_or_team_is_told() {
    let csv =
        "sep=;\ncase;activity;time;resource\n1;A;2026-01-01 08:00;Ann\n1;B;2026-01-01 09:00;Bo\n";
    let draft = log(csv).draft(&Options::default());
    let lanes: Vec<_> = draft.lanes.iter().map(|l| (l.name.as_str(), l.kind)).collect();
    assert_eq!(lanes, [("Ann", LaneKind::Person), ("Bo", LaneKind::Person)]);
    let both = csv
        .replace("resource", "resource;team")
        .replace("Ann", "Ann;Sales")
        .replace("Bo", "Bo;Stock");
    let draft = log(&both).draft(&Options::default());
    let lanes: Vec<_> = draft.lanes.iter().map(|l| (l.name.as_str(), l.kind)).collect();
    assert_eq!(lanes, [("Sales", LaneKind::Team), ("Stock", LaneKind::Team)]);
}
