//! The rules that raise risk flags, as a list to read: what each says, how heavy it is, and where the trade says the same.
//! It prints what the rules hold and judges nothing.

use crate::judgement::flags::FlagRule;
use crate::platform::catalogue::Catalogue;

/// All rules as Markdown, one section a rule, in the order of the catalogue.
#[must_use]
pub fn markdown() -> String {
    let mut out = String::from("# Rules of risk flags\n");
    for rule in FlagRule::ALL {
        let text = rule.text();
        out.push_str(&format!("\n## {} (`{}`)\n\n", rule.label(), rule.key()));
        out.push_str(&format!("Severity: {}.\n\n", weight(*rule)));
        out.push_str(&format!(
            "Why it matters: {}\n\nWhat good looks like: {}\n",
            text.why, text.good
        ));
        let references: Vec<_> = text.references.iter().map(|one| one.label()).collect();
        if !references.is_empty() {
            out.push_str(&format!("\nSee {}.\n", references.join("; ")));
        }
    }
    out
}

/// How severe flags of a rule are, in words.
#[must_use]
pub fn weight(rule: FlagRule) -> &'static str {
    match rule.text().weight {
        ..0 => "one less than the flow it is about; one more with confirmed samples behind it",
        0 => "as critical as the flow it is about; one more with confirmed samples behind it",
        1.. => "one more than the flow it is about, and another with confirmed samples behind it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_listed_with_its_id_and_its_reason() {
        let text = markdown();
        for rule in FlagRule::ALL {
            assert!(
                text.contains(&format!("(`{}`)", rule.key())) && text.contains(rule.text().why)
            );
        }
        assert!(text.contains("OWASP API2:2023"));
    }
}
