//! Facts about reading n8n workflows.

use super::read;
use crate::engines::formats::draft::{Draft, Suspicion};
use crate::engines::map::names::Names;
use std::path::Path;

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

/// Real files, when they are there: each bad one shows its flaw, the good one none.
#[test]
fn real_files_show_the_flaw_they_are_named_after() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/n8n");
    let Ok(files) = std::fs::read_dir(&folder) else { return };
    use Suspicion as S;
    let expected = |name: &str| match name {
        "good-http-forward.json" | "crm-sync-hardened.json" => Some(vec![]),
        "r1-no-error-workflow.json" => Some(vec![S::NoErrorWorkflow]),
        "r4-http-no-retry.json" => Some(vec![S::NoRetry]),
        "r6-hardcoded-secret.json" => Some(vec![S::HardCodedSecret]),
        "r7-error-swallowed.json" => Some(vec![S::ErrorSwallowed]),
        _ => None,
    };
    let mut seen = 0;
    for file in files {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let draft = read(&text).unwrap().checked().unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        if let Some(expected) = expected(name) {
            assert_eq!(suspicions(&draft), expected, "{name}");
            seen += 1;
        }
        let text = draft.text(&Names::default());
        assert!(!text.contains("EXAMPLE-NOT"), "{name}");
    }
    assert_eq!(seen, 6);
}
