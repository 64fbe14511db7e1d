//! How the documents of a version are told: the sections they carry, the words that go before them, and what only its
//! publisher can say of it. The publisher chooses these; nothing that is computed can be changed by them.

use crate::platform::catalogue::{Catalogue, catalogue};
use serde::{Deserialize, Serialize};

catalogue! {
    /// A section of the document, and a part of the room.
    pub enum SectionId {
        Summary => "summary", "Summary";
        Map => "map", "What should happen, and what does";
        Evidence => "evidence", "What went wrong";
        Truth => "truth", "Which system is right";
        Verdict => "verdict", "The verdict and its reasons";
        Gates => "gates", "What has to be there first";
        Risks => "risks", "What could hurt";
        Access => "access", "Who may reach what";
        Plan => "plan", "The 60-day plan";
        Figures => "figures", "Whether it got better";
        Quote => "quote", "The quote";
        Decision => "decision", "The decision";
        Glossary => "glossary", "What the words mean";
        Origin => "origin", "About this document";
    }
}

impl SectionId {
    /// Whether a document can do without it: one without its verdict or its origin would be none.
    #[must_use]
    pub fn can_be_left_out(self) -> bool {
        !matches!(self, Self::Summary | Self::Verdict | Self::Origin)
    }

    /// The sections that a publisher chooses among, in the order of the document.
    pub fn choosable() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|section| section.can_be_left_out())
    }
}

/// How the documents of a version are told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Presentation {
    /// The words before the verdict; empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub covering: String,
    /// The sections that the documents leave out; the room and the JSON have them all the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<SectionId>,
    /// The question that was asked; empty where nobody wrote it down.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub question: String,
    /// Who asked it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub asked_by: String,
    /// Who looked at what and when, where that is not recorded with it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tested: String,
    /// Whether the publisher signs it: as their own opinion, with everything they know that speaks against it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub signed: bool,
}

impl Presentation {
    /// Whether nothing was chosen: all sections, no words before them.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the documents carry a section.
    #[must_use]
    pub fn carries(&self, section: SectionId) -> bool {
        !section.can_be_left_out() || !self.left_out.contains(&section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_cannot_be_left_out() {
        let all = Presentation { left_out: SectionId::ALL.to_vec(), ..Presentation::default() };
        let carried: Vec<_> = SectionId::ALL.iter().filter(|id| all.carries(**id)).collect();
        assert_eq!(carried, [&SectionId::Summary, &SectionId::Verdict, &SectionId::Origin]);
    }

    #[test]
    fn what_is_usual_leaves_no_trace() {
        let usual = serde_json::to_string(&Presentation::default()).unwrap();
        assert_eq!(usual, "{}");
        assert!(serde_json::from_str::<Presentation>("{}").unwrap().is_usual());
    }
}
