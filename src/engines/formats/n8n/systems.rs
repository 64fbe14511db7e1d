//! Which system a node talks to, how, and how often.
//! What is not known by name is read from the type's own words; nothing of a parameter is kept but a host.

use super::file::Node;
use crate::platform::boundary::{Timing, Transport};

/// Types that work inside the tool.
const INSIDE: &[&str] = &[
    "set",
    "code",
    "function",
    "functionItem",
    "if",
    "switch",
    "filter",
    "merge",
    "splitInBatches",
    "wait",
    "noOp",
    "stickyNote",
    "dateTime",
    "itemLists",
    "splitOut",
    "aggregate",
    "sort",
    "limit",
    "removeDuplicates",
    "summarize",
    "compareDatasets",
    "executeWorkflow",
    "executeWorkflowTrigger",
    "manualTrigger",
    "scheduleTrigger",
    "cron",
    "interval",
    "errorTrigger",
    "stopAndError",
    "respondToWebhook",
    "webhook",
    "form",
    "formTrigger",
    "html",
    "htmlExtract",
    "markdown",
    "xml",
    "crypto",
    "renameKeys",
    "extractFromFile",
    "convertToFile",
    "moveBinaryData",
    "executionData",
    "n8n",
    "n8nTrigger",
    "workflowTrigger",
    "debugHelper",
    "start",
    "dataTable",
    "evaluation",
    "chatTrigger",
    "agent",
    "chainLlm",
    "toolWorkflow",
    "toolCode",
    "outputParserStructured",
    "memoryBufferWindow",
];

const DATABASES: &[&str] = &[
    "postgres",
    "mysql",
    "microsoftsql",
    "mongodb",
    "redis",
    "snowflake",
    "questdb",
    "cratedb",
    "timescaledb",
    "oracledatabase",
    "supabase",
];
const QUEUES: &[&str] = &["kafka", "rabbitmq", "amqp", "awssqs", "awssns", "mqtt"];
const MAIL: &[&str] =
    &["emailsend", "emailreadimap", "gmail", "microsoftoutlook", "sendgrid", "mailgun", "postmark"];
const FILES: &[&str] = &["ftp", "readwritefile", "awss3", "s3", "googledrive", "dropbox", "ssh"];

/// The last word of a type.
pub fn short(kind: &str) -> &str {
    kind.rsplit('.').next().unwrap_or(kind)
}

/// Whether a node of this type starts the workflow.
pub fn is_trigger(short: &str) -> bool {
    short.ends_with("Trigger")
        || matches!(short, "webhook" | "cron" | "interval" | "start" | "emailReadImap")
}

/// Whether a node calls an address that is written in it.
pub fn is_http(short: &str) -> bool {
    matches!(short, "httpRequest" | "httpRequestTool" | "graphql" | "toolHttpRequest")
}

/// The system outside the tool that a node talks to.
pub fn of(node: &Node) -> Option<String> {
    let short = short(&node.kind);
    if INSIDE.contains(&short) {
        return None;
    }
    if is_http(short) {
        let url = ["url", "endpoint"].iter().find_map(|key| node.parameters.get(key)?.as_str());
        return Some(url.and_then(host).unwrap_or("HTTP API").to_owned());
    }
    let plain = short.strip_suffix("Trigger").or_else(|| short.strip_suffix("Tool"));
    Some(words(plain.filter(|plain| !plain.is_empty()).unwrap_or(short)))
}

/// The host of an address; none of an address that is put together when the workflow runs.
fn host(url: &str) -> Option<&str> {
    let rest = url.trim_start_matches('=').trim();
    let rest = rest.strip_prefix("https://").or_else(|| rest.strip_prefix("http://"))?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest[..end].rsplit('@').next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    (!host.is_empty() && host.chars().all(plain)).then_some(host)
}

/// `googleSheets` as “Google Sheets”.
fn words(type_name: &str) -> String {
    let mut words = String::new();
    for (at, c) in type_name.chars().take(60).enumerate() {
        if at > 0 && c.is_uppercase() {
            words.push(' ');
        }
        if at == 0 { words.extend(c.to_uppercase()) } else { words.push(c) }
    }
    words
}

/// How data travels to or from a node's system.
pub fn transport(kind: &str) -> Transport {
    let short = short(kind);
    let plain = short.strip_suffix("Trigger").unwrap_or(short).to_lowercase();
    let any = |list: &[&str]| list.contains(&plain.as_str());
    match () {
        () if plain == "webhook" => Transport::Webhook,
        () if any(DATABASES) => Transport::Database,
        () if any(QUEUES) => Transport::Queue,
        () if any(MAIL) => Transport::Mail,
        () if any(FILES) => Transport::File,
        () if short.ends_with("Trigger") => Transport::Webhook,
        () => Transport::ApiCall,
    }
}

/// Whether a node only reads from its system.
pub fn pulls(node: &Node) -> bool {
    let text = |key: &str| node.parameters.get(key).and_then(|value| value.as_str());
    if is_http(short(&node.kind)) {
        return text("method")
            .or_else(|| text("requestMethod"))
            .is_none_or(|method| method == "GET");
    }
    match text("operation") {
        Some("get" | "getAll" | "getMany" | "select" | "search" | "read" | "download" | "list") => {
            true
        }
        Some("executeQuery") => {
            text("query").is_some_and(|sql| sql.trim().to_lowercase().starts_with("select"))
        }
        _ => false,
    }
}

/// How often the workflow runs, if this node starts it.
pub fn timing(node: &Node) -> Option<Timing> {
    match short(&node.kind) {
        "webhook" | "formTrigger" | "chatTrigger" => Some(Timing::RealTime),
        "manualTrigger" => Some(Timing::ByHand),
        "scheduleTrigger" | "cron" | "interval" => {
            let text = node.parameters.to_string();
            let field = |name: &str| text.contains(&format!("\"{name}\""));
            match () {
                () if field("seconds") || field("minutes") || field("everyMinute") => {
                    Some(Timing::Minutes)
                }
                () if field("hours") || field("everyHour") => Some(Timing::Hourly),
                () if field("days") || field("everyDay") => Some(Timing::Daily),
                () => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_host_is_kept_of_an_address() {
        assert_eq!(
            host("https://ann:secret@api.example.com:8443/v1?key=x"),
            Some("api.example.com:8443")
        );
        assert_eq!(host("={{ $env.URL }}"), None);
        assert_eq!(host("=https://{{ $json.host }}/v1"), None);
        assert_eq!(words("googleSheets"), "Google Sheets");
    }
}
