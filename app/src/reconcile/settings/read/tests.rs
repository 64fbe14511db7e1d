use super::super::Side;
use super::*;
use faultline::stores::samples::upload::Upload;

fn side(names: &[&str]) -> Side {
    let upload = Upload {
        id: faultline::platform::ids::UploadId::new(),
        file_name: "a.csv".into(),
        format: "CSV".into(),
        encoding: "UTF-8".into(),
        note: String::new(),
        bytes: 1,
        plan: None,
    };
    let header = names.iter().map(|name| (*name).to_owned()).collect();
    Side { upload, header, examples: Vec::new(), notes: Vec::new() }
}

fn files() -> Files {
    let sides = [side(&["id", "total", "at", "state"]), side(&["no", "sum", "when", "status"])];
    Files { sides, suggestion: None }
}

fn document() -> Engagement {
    serde_json::from_value(serde_json::json!({
        "id": uuid::Uuid::nil(), "title": "", "client": "", "stage": "active", "as_of": "2026-01-01T00:00:00Z",
    }))
    .unwrap()
}

fn settings() -> Settings {
    let pair = |a: &str, b: &str, rule: &str| Pair {
        a: a.into(),
        b: b.into(),
        rule: rule.parse().unwrap(),
    };
    let mut state = pair("state", "status", "trim,case");
    state.rule.same.push(("PAID".into(), "settled".into()));
    let keys = vec![pair("id", "no", "trim,zeros,strip=#")];
    let columns = vec![
        pair("total", "sum", "trim,null,money=EUR,codes,within=0.01,b.comma"),
        pair("at", "when", "date,within=5m,a.mdy,b.zone=Europe/Berlin"),
        state,
    ];
    let plan = Plan { keys, columns, late: Some("at".into()) };
    Settings { plan, fields: vec![None; 4] }
}

#[test]
fn settings_come_back_from_the_form_as_they_were() {
    let sent = fill(&settings(), 3, &files());
    assert_eq!(sent.version(), 3);
    assert_eq!(read(&sent, &document(), &files()), (settings(), Vec::new()));
}

#[test]
fn what_cannot_be_read_is_told_with_its_column() {
    let mut sent = fill(&settings(), 3, &files());
    for (name, value) in [
        ("within.1", "soon"),
        ("currency.1", "EURO"),
        ("a_zone.2", "Atlantis"),
        ("same.3", "PAID is paid"),
        ("counts.0", "prefix"),
    ] {
        sent.set(name, value);
    }
    let (_, problems) = read(&sent, &document(), &files());
    let of: Vec<&str> = problems.iter().map(|it| it.split(':').next().unwrap()).collect();
    assert_eq!(of, ["id", "total", "total", "at", "state"]);
    assert!(problems[3].contains("“Atlantis” is no time zone"), "{problems:?}");
}

#[test]
fn a_tolerance_that_can_be_two_numbers_is_told_and_none_is_guessed() {
    let within = |typed: &str| {
        let mut sent = fill(&settings(), 3, &files());
        sent.set("within.1", typed);
        let (settings, problems) = read(&sent, &document(), &files());
        (settings.plan.columns[0].rule.within.map(|it| it.to_string()), problems)
    };
    assert_eq!(within("0,01"), (Some("0.01".into()), Vec::new()));
    assert_eq!(within("1.1250").0, Some("1.125".into()));
    let (read, problems) = within("1,200");
    assert_eq!((read, problems.len()), (None, 1));
    assert!(problems[0].contains("can be 1200 or 1.2000"), "{problems:?}");
}

#[test]
fn values_that_were_offered_count_only_when_ticked() {
    let mut sent = fill(&settings(), 3, &files());
    let same = |sent: &Form| read(sent, &document(), &files()).0.plan.columns[2].rule.same.len();
    assert_eq!(same(&sent), 1);
    sent.push("take.3", "OPEN = waiting");
    sent.push("take.3", "PAID = settled");
    assert_eq!(same(&sent), 2);
}

#[test]
fn a_rule_that_was_offered_for_a_key_counts_only_when_ticked() {
    let mut sent = fill(&settings(), 3, &files());
    let rule = |sent: &Form| read(sent, &document(), &files()).0.plan.keys[0].rule.to_string();
    assert_eq!(rule(&sent), "trim, zeros, strip=#");
    for word in ["strip=#", "case", "digits", "nonsense"] {
        sent.push("take_rule.0", word);
    }
    assert_eq!(rule(&sent), "trim, case, zeros, strip=#, digits");
}

#[test]
fn a_column_that_is_not_there_is_left_out() {
    let mut sent = fill(&settings(), 3, &files());
    sent.set("b.1", "99");
    sent.set("late", "99");
    let (settings, problems) = read(&sent, &document(), &files());
    assert_eq!((settings.plan.columns.len(), settings.plan.late, problems.len()), (2, None, 0));
}
