//! The texts of the flag rules: why each matters, what good looks like, where the trade says the same.
//! Every sentence a flag shows that is not evidence stands in their table, or in that of the controls beside it.

use super::FlagRule;
use crate::platform::catalogue::catalogue;

mod table;

catalogue! {
    /// An entry of OWASP API Security Top 10 2023 or of NIST SSDF 1.1 (SP 800-218).
    pub enum Reference {
        Api2 => "API2:2023", "OWASP API2:2023 Broken Authentication";
        Api4 => "API4:2023", "OWASP API4:2023 Unrestricted Resource Consumption";
        Api5 => "API5:2023", "OWASP API5:2023 Broken Function Level Authorization";
        Api9 => "API9:2023", "OWASP API9:2023 Improper Inventory Management";
        Api10 => "API10:2023", "OWASP API10:2023 Unsafe Consumption of APIs";
        Po13 => "PO.1.3", "NIST SSDF PO.1.3 Requirements made known to third parties";
        Po21 => "PO.2.1", "NIST SSDF PO.2.1 Roles and responsibilities";
        Po51 => "PO.5.1", "NIST SSDF PO.5.1 Development environments kept separate";
        Pw12 => "PW.1.2", "NIST SSDF PW.1.2 Requirements, risks and design decisions recorded";
        Pw51 => "PW.5.1", "NIST SSDF PW.5.1 Secure coding practices";
        Pw82 => "PW.8.2", "NIST SSDF PW.8.2 Tests designed, run and their results recorded";
        Rv22 => "RV.2.2", "NIST SSDF RV.2.2 Responses planned and carried out";
    }
}

/// What a flag says beside its evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleText {
    /// Why it matters.
    pub why: &'static str,
    /// What good looks like.
    pub good: &'static str,
    /// Where the trade says the same.
    pub references: &'static [Reference],
    /// How much heavier (1) or lighter (−1) it is than its criticality alone.
    pub weight: i8,
}

const fn text(
    weight: i8,
    references: &'static [Reference],
    why: &'static str,
    good: &'static str,
) -> RuleText {
    RuleText { why, good, references, weight }
}

impl FlagRule {
    /// What a flag of this rule says beside its evidence.
    #[must_use]
    pub fn text(self) -> RuleText {
        let (_, text) = table::TEXTS[self as usize];
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::catalogue::Catalogue;

    #[test]
    fn what_is_a_question_or_a_nuisance_weighs_less_than_its_criticality() {
        use FlagRule as F;
        let lighter: Vec<_> = F::ALL.iter().copied().filter(|it| it.text().weight < 0).collect();
        let questions =
            [F::DiscoveryUnknown, F::SymptomUnexplained, F::HiddenRulesOpen, F::TriggerUnknown];
        let nuisances =
            [F::RuleKeptTwice, F::ShadowStep, F::DuplicateEntry, F::ContractAbsent, F::AsksForNews];
        assert_eq!(lighter.len(), questions.len() + nuisances.len());
        assert!(lighter.iter().all(|it| questions.contains(it) || nuisances.contains(it)));
    }
}
