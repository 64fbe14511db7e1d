//! Facts about reading n8n workflows.

use super::read;
use crate::engines::formats::draft::{Draft, Suspicion};
use crate::engines::map::names::Names;

const FIXTURE: &str = r#"{
  "name": "orders",
  "nodes": [
    {"name": "Hook", "type": "n8n-nodes-base.webhook", "parameters": {"path": "x"}},
    {"name": "Known?", "type": "n8n-nodes-base.if", "parameters": {}},
    {"name": "Send", "type": "n8n-nodes-base.httpRequest", "onError": "continueErrorOutput",
      "parameters": {"url": "https://erp.example/orders", "method": "POST",
        "headerParameters": {"parameters": [{"name": "X-Api-Key", "value": "zq81-Lk2Pw93-mmT5x"}]}}},
    {"name": "Store", "type": "n8n-nodes-base.postgres", "parameters": {"operation": "insert"}},
    {"name": "Hint", "type": "n8n-nodes-base.stickyNote", "parameters": {"content": "ask Ann"}}
  ],
  "connections": {
    "Hook": {"main": [[{"node": "Known?"}]]},
    "Known?": {"main": [[{"node": "Send"}], [{"node": "Store"}, {"node": "Gone"}]]}
  }
}"#;

fn suspicions(draft: &Draft) -> Vec<Suspicion> {
    draft.risks.iter().map(|risk| risk.suspicion).collect()
}

#[test]
fn nodes_become_steps_and_what_they_call_becomes_lanes_and_integrations() {
    let draft = read(FIXTURE).unwrap();
    let lanes: Vec<_> = draft.lanes.iter().map(|lane| lane.name.as_str()).collect();
    assert_eq!(lanes, ["n8n", "erp.example", "Postgres"]);
    assert_eq!((draft.steps.len(), draft.note.as_str()), (4, "ask Ann"));
    let flows: Vec<_> = draft.flows.iter().map(|f| (f.from, f.to, f.condition.as_str())).collect();
    assert_eq!(flows, [(0, 1, ""), (1, 2, "true"), (1, 3, "false")]);
    let boundaries: Vec<_> =
        draft.boundaries.iter().map(|b| (b.source.as_str(), b.destination.as_str())).collect();
    assert_eq!(
        boundaries,
        [("Caller of “Hook”", "n8n"), ("n8n", "erp.example"), ("n8n", "Postgres")]
    );
    assert_eq!(draft.steps[2].line, 6);
    assert!(draft.lines.iter().any(|line| line.what.contains("Gone")));
}

#[test]
fn what_can_fail_unseen_is_suggested_as_a_flag_and_the_secret_is_not_kept() {
    let draft = read(FIXTURE).unwrap();
    use Suspicion as S;
    assert_eq!(
        suspicions(&draft),
        [S::NoErrorWorkflow, S::NoRetry, S::NoTimeout, S::ErrorSwallowed, S::HardCodedSecret]
    );
    let shown = format!("{draft:?}{}", draft.text(&Names::default()));
    assert!(!shown.contains("zq81"), "{shown}");
}

/// A workflow that tells of its failures.
const SOUND: &str = r#"{
  "nodes": [
    {"name": "Hook", "type": "n8n-nodes-base.webhook", "parameters": {"path": "x"}},
    {"name": "Send", "type": "n8n-nodes-base.httpRequest", "retryOnFail": true,
      "parameters": {"url": "https://erp.example/orders", "options": {"timeout": 10000}}}
  ],
  "connections": {"Hook": {"main": [[{"node": "Send"}]]}},
  "settings": {"errorWorkflow": "tells Ann"}
}"#;

#[test]
fn a_sound_workflow_shows_no_flaw_and_one_with_a_flaw_shows_that_one_alone() {
    use Suspicion as S;
    assert!(suspicions(&read(SOUND).unwrap()).is_empty());
    let header = r#""headers": [{"name": "X-Api-Key", "value": "zq81-Lk2Pw93-mmT5x"}], "url""#;
    for (sound, flawed, shows) in [
        ("tells Ann", "", S::NoErrorWorkflow),
        ("true", "false", S::NoRetry),
        ("10000", "null", S::NoTimeout),
        ("\"retryOnFail\"", "\"continueOnFail\": true, \"retryOnFail\"", S::ErrorSwallowed),
        ("\"url\"", header, S::HardCodedSecret),
    ] {
        let draft = read(&SOUND.replace(sound, flawed)).unwrap();
        assert_eq!(suspicions(&draft), [shows], "{flawed}");
    }
}

/// A workflow of these nodes, as JSON, and connections.
fn workflow(nodes: &[&str], connections: &str) -> String {
    format!("{{\"nodes\": [{}], \"connections\": {connections}}}", nodes.join(","))
}

fn flows(text: &str) -> Vec<String> {
    let draft = read(text).unwrap();
    let name = |step: usize| draft.steps[step].name.as_str();
    let flow = |flow: &crate::engines::formats::draft::DraftFlow| {
        format!("{} -{}-> {}", name(flow.from), flow.condition, name(flow.to))
    };
    draft.flows.iter().map(flow).collect()
}

#[test]
fn a_list_of_one_and_a_wrapped_workflow_are_that_workflow() {
    let mut wrapped = FIXTURE.to_owned();
    for around in ["[?]", "{\"data\": ?}", "{\"id\": 7, \"workflow\": ?}"] {
        wrapped = around.replace('?', &wrapped);
        assert_eq!(read(&wrapped).unwrap().steps.len(), 4, "{around}");
    }
    let two = format!("[{FIXTURE}, {FIXTURE}]");
    assert!(read(&two).unwrap_err().to_string().contains("list of 2 workflows"));
}

#[test]
fn null_is_what_is_not_there() {
    let nodes = [
        r#"{"name": "A", "type": "n8n-nodes-base.set", "disabled": null, "retryOnFail": null, "notes": null}"#,
        r#"{"name": "B", "type": "n8n-nodes-base.set", "continueOnFail": null, "parameters": null}"#,
        "null",
    ];
    let connections = r#"{"A": {"main": [[null, {"node": "B"}]], "error": null}, "B": null}"#;
    assert_eq!(flows(&workflow(&nodes, connections)), ["A --> B"]);
    assert!(flows(&workflow(&nodes, "null")).is_empty());
}

#[test]
fn the_outputs_of_a_loop_changed_places_with_its_third_version() {
    for (version, first, second) in [
        ("", "next", "done"),
        (", \"typeVersion\": 2", "next", "done"),
        (", \"typeVersion\": 3", "done", "next"),
    ] {
        let each = format!(r#"{{"name": "L", "type": "n8n-nodes-base.splitInBatches"{version}}}"#);
        let work = r#"{"name": "W", "type": "n8n-nodes-base.set"}"#;
        let end = r#"{"name": "E", "type": "n8n-nodes-base.noOp"}"#;
        let connections = if version.is_empty() {
            r#"{"L": {"main": [[{"node": "W"}]]}}"#
        } else {
            r#"{"L": {"main": [[{"node": "W"}], [{"node": "E"}]]}}"#
        };
        let told = flows(&workflow(&[&each, work, end], connections));
        assert_eq!(told[0], format!("L -{first}-> W"));
        assert!(version.is_empty() || told[1] == format!("L -{second}-> E"));
    }
}

#[test]
fn what_an_output_leads_to_that_a_node_does_not_have_is_told_and_no_flow() {
    let nodes = [
        r#"{"name": "A", "type": "n8n-nodes-base.set"}"#,
        r#"{"name": "B", "type": "n8n-nodes-base.set"}"#,
        r#"{"name": "C", "type": "community.splitter"}"#,
    ];
    let connections = r#"{"A": {"1": [[{"node": "B"}]], "main": [[], [{"node": "B"}]]}, "C": {"main": [[], [{"node": "B"}]]}}"#;
    let text = workflow(&nodes, connections);
    assert_eq!(flows(&text), ["C --> B"]);
    let lines = read(&text).unwrap().lines;
    let told: Vec<_> =
        lines.iter().filter(|line| line.became.contains("neither draws nor runs")).collect();
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn an_old_switch_says_with_each_rule_where_it_leads() {
    let nodes = [
        r#"{"name": "S", "type": "n8n-nodes-base.switch", "parameters": {"rules": {"rules": [{"output": 2}, {}]}, "fallbackOutput": 3}}"#,
        r#"{"name": "B", "type": "n8n-nodes-base.set"}"#,
    ];
    let to = r#"[{"node": "B"}]"#;
    let connections = format!("{{\"S\": {{\"main\": [{to}, {to}, {to}, {to}]}}}}");
    let told = flows(&workflow(&nodes, &connections));
    assert_eq!(told, ["S -rule 2-> B", "S -output 1-> B", "S -rule 1-> B", "S -otherwise-> B"]);
}

#[test]
fn only_what_is_written_out_is_a_secret_in_a_workflow() {
    let flagged = |parameters: &str| {
        let node = format!(
            r#"{{"name": "N", "type": "n8n-nodes-base.httpRequest", "parameters": {parameters}}}"#
        );
        suspicions(&read(&workflow(&[&node], "{}")).unwrap()).contains(&Suspicion::HardCodedSecret)
    };
    let header =
        |value: &str| format!(r#"{{"h": [{{"name": "Authorization", "value": "{value}"}}]}}"#);
    for stand_in in [
        "Bearer YOUR_KEY_HERE",
        "Bearer $API_KEY",
        "Bearer [PUT KEY HERE]",
        "Bearer <token>",
        "Bearer API_TOKEN",
        "=Bearer {{ $json.token }}",
    ] {
        assert!(!flagged(&header(stand_in)), "{stand_in}");
    }
    assert!(!flagged(r#"{"sessionKey": "chat-75-Zq81Lk2Pw93"}"#));
    assert!(!flagged(r#"{"apiKey": "=tenant-75-{{ $json.id }}"}"#));
    assert!(!flagged(
        r#"{"jsCode": "return {replyToken: item.replyToken, auth: t.auth.access_token}"}"#
    ));
    for written in
        ["Bearer 7hQx92LmPq0aTz", "Basic c3ZjOmh1c2g1", "=Bearer 9fJx2LmQ0aTzW7rYb3KcVd81"]
    {
        assert!(flagged(&header(written)), "{written}");
    }
    assert!(flagged(r#"{"jsCode": "const key = 'sk_live_51HxYzAbCdEfGhIjKlMnOpQr'"}"#));
}

#[test]
fn what_is_no_workflow_is_told_with_its_line() {
    let error = |text: &str| read(text).unwrap_err().to_string();
    assert!(error("{\"nodes\": [\n{\"name\": 3}]}").starts_with("Line 2: This is no n8n workflow"));
    assert!(error("{\"nodes\": [").contains("ends in the middle"));
    assert!(error("[]").contains("list of workflows"));
    assert!(error("{}").contains("no n8n workflow"));
    let deep = format!("{{\"nodes\":[{}", "[".repeat(10_000));
    assert!(error(&deep).contains("JSON") || error(&deep).contains("middle"), "{}", error(&deep));
}
