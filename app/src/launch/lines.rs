//! What the list of launch checks shows of each: one column says the same on the page and in the file.

use crate::listing::{Sortable, Value};
use faultline::judgement::assess::IntegrationAssessment;
use faultline::judgement::gates::launch::Checked;
use faultline::platform::wording::sentence;

/// A launch check, as its list shows it.
pub struct LaunchLine {
    /// The integration it is asked of.
    pub integration: String,
    /// How it stands.
    pub checked: Checked,
}

impl LaunchLine {
    /// All checks of an integration.
    pub fn all(assessed: &IntegrationAssessment) -> Vec<Self> {
        let integration = &assessed.verdict.name;
        let line =
            |checked: &Checked| Self { integration: integration.clone(), checked: checked.clone() };
        assessed.launch.iter().map(line).collect()
    }

    /// What it rests on, or what is missing.
    pub fn says(&self) -> String {
        sentence(&self.checked.says)
    }
}

/// The columns of the file; the page has a list for each integration, and so all but the first.
pub const LAUNCH_COLUMNS: [Sortable<LaunchLine>; 4] = [
    Sortable {
        key: "integration",
        label: "Integration",
        of: |line| line.integration.as_str().into(),
    },
    Sortable { key: "check", label: "Check", of: |line| Value::ranked(line.checked.check) },
    Sortable { key: "state", label: "State", of: |line| Value::ranked(line.checked.state) },
    Sortable { key: "rests", label: "What it rests on", of: |line| line.says().as_str().into() },
];
