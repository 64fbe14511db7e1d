//! Risk flags as CSV: what a list downloads, one flag a row.
//! It prints what was raised and decided, and judges nothing.

use crate::document::engagement::Engagement;
use crate::engines::spreadsheet::{Error, Writer};
use crate::judgement::flags::Flag;
use crate::platform::catalogue::Catalogue;

const COLUMNS: [&str; 14] = [
    "Risk",
    "Rule",
    "Severity",
    "State",
    "Integration",
    "What could hurt",
    "Evidence",
    "Why it matters",
    "What good looks like",
    "References",
    "Decided by",
    "Decided on",
    "Accepted until",
    "Reason",
];

/// These flags as a CSV file.
///
/// # Errors
/// Never in practice: it writes into memory.
pub fn csv(doc: &Engagement, flags: &[Flag]) -> Result<Vec<u8>, Error> {
    let mut writer = Writer::new();
    writer.row(COLUMNS)?;
    for flag in flags {
        writer.row(row(doc, flag))?;
    }
    Ok(writer.finish())
}

fn row(doc: &Engagement, flag: &Flag) -> [String; 14] {
    let integration = flag.integration.and_then(|id| doc.integration(id));
    let because: Vec<_> = flag.because.iter().map(|one| one.says.as_str()).collect();
    let references: Vec<_> = flag.references.iter().map(|one| one.label()).collect();
    let decided = flag.history.last();
    let text = |of: fn(&crate::document::engagement::Decided) -> String| {
        decided.map_or_else(String::new, of)
    };
    [
        flag.number.to_string(),
        flag.rule.label().into(),
        flag.severity.label().into(),
        flag.state.label().into(),
        integration.map_or_else(String::new, |one| one.name.clone()),
        flag.says.clone(),
        because.join(" "),
        flag.why.clone(),
        flag.good.clone(),
        references.join("; "),
        text(|one| one.by.clone()),
        text(|one| one.on.to_string()),
        text(|one| one.until.map_or_else(String::new, |until| until.to_string())),
        text(|one| one.why.clone()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::controls::{Control, ControlState};
    use crate::judgement::assess::assess;
    use crate::judgement::assess::testing::{Broken, sound};

    #[test]
    fn each_flag_is_a_row_under_its_number() {
        let doc = sound()
            .control(Control::Runbook, ControlState::Missing)
            .integration(|one| one.name = "=cmd()".into());
        let flags = assess(&doc).flags;
        let text = String::from_utf8(csv(&doc, &flags).unwrap()).unwrap();
        assert_eq!(text.lines().count(), flags.len() + 1);
        assert!(text.contains("\"1\",\"Expected control missing\""), "{text}");
        assert!(text.contains("\"'=cmd()\""), "no cell starts a formula: {text}");
    }
}
