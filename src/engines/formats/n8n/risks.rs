//! What an n8n workflow shows of how it fails: suggestions, each with the node it was seen on.
//! A database is not asked to try again: a write that is repeated blindly does harm of its own.

use super::file::{File, Found};
use super::{outputs, secrets, systems};
use crate::engines::formats::draft::{Draft, Risk, Suspicion};
use crate::engines::redact::Redactor;
use crate::platform::boundary::Transport;
use crate::platform::catalogue::Catalogue;
use serde_json::Value;
use std::collections::HashMap;

/// Finds the risks and notes them beside their steps.
pub fn find(file: &File, nodes: &[Found], steps: &HashMap<&str, usize>, draft: &mut Draft) {
    let told = file.settings.as_ref().and_then(|settings| settings.error_workflow.as_deref());
    let handles = nodes.iter().any(|found| systems::short(&found.node.kind) == "errorTrigger");
    if told.is_none_or(str::is_empty) && !handles {
        let says = "The workflow’s settings name no error workflow.".to_owned();
        let risk = Risk { suspicion: Suspicion::NoErrorWorkflow, step: None, says, line: 1 };
        draft.risks.push(risk);
    }
    // Only whether something was found leaves the search, so any key will do.
    let redactor = Redactor::new(&[]);
    for found in nodes.iter().filter(|found| !found.node.disabled) {
        let step = steps.get(found.node.name.as_str()).copied();
        for (suspicion, says) in of_node(file, found, &redactor) {
            let says = format!("“{}”: {says}", found.node.name);
            draft.risks.push(Risk { suspicion, step, says, line: found.line });
            if let Some(step) = step {
                draft.note(step, &format!("Suggested flag: {}", suspicion.label()));
            }
        }
    }
}

fn of_node(file: &File, found: &Found, redactor: &Redactor) -> Vec<(Suspicion, &'static str)> {
    let node = &found.node;
    let short = systems::short(&node.kind);
    let calls = systems::of(node).is_some()
        && !systems::is_trigger(short)
        && systems::transport(&node.kind) != Transport::Database;
    let mut risks = Vec::new();
    if calls && !node.retry_on_fail {
        risks.push((Suspicion::NoRetry, "it is not tried again when it fails."));
    }
    let timeout = node.parameters.pointer("/options/timeout");
    if systems::is_http(short) && timeout.is_none_or(serde_json::Value::is_null) {
        risks.push((Suspicion::NoTimeout, "no timeout is set."));
    }
    if let Some(how) = swallowed(file, found) {
        risks.push((Suspicion::ErrorSwallowed, how));
    }
    if secrets::written_into(node, redactor) {
        let says = "a secret is written into it. It must be changed; it was not read any further.";
        risks.push((Suspicion::HardCodedSecret, says));
    }
    risks
}

/// How a node hides that it failed.
fn swallowed(file: &File, found: &Found) -> Option<&'static str> {
    let node = &found.node;
    let never = node.parameters.pointer("/options/response/response/neverError");
    match node.on_error.as_deref() {
        Some("continueRegularOutput") => {
            return Some("after an error it goes on as if nothing were.");
        }
        None if node.continue_on_fail => {
            return Some("after an error it goes on as if nothing were.");
        }
        Some("continueErrorOutput") if !error_leads_on(file, found) => {
            return Some("its error output leads nowhere.");
        }
        _ => {}
    }
    (never == Some(&Value::Bool(true))).then_some("it takes every answer for success.")
}

fn error_leads_on(file: &File, found: &Found) -> bool {
    let errors = outputs::regular(&found.node);
    file.connections().any(|(from, kind, output, _)| {
        from == found.node.name && kind == "main" && output == errors
    })
}
