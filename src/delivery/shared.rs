//! What of a version can be shared by a link: one item at a time, under a key that a link keeps.
//! It knows what the items are and never who may share them.

use crate::delivery::documents::Document;
use crate::delivery::report::SectionId;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use crate::stores::room::Snapshot;
use std::fmt;
use std::str::FromStr;

/// An item of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// The page to decide on.
    Proposal,
    /// A section.
    Section(SectionId),
    /// The verdict on one integration.
    Verdict(IntegrationId),
    /// A document as a file.
    Document(Document),
}

/// Sections that can be shared whole. Who may reach what, and what is offered, are no items of
/// their own; a document is a whole one, and holds both.
const SECTIONS: [SectionId; 6] = [
    SectionId::Map,
    SectionId::Evidence,
    SectionId::Truth,
    SectionId::Risks,
    SectionId::Plan,
    SectionId::Figures,
];

/// No item has this key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no item that can be shared")]
pub struct NoItem;

impl Item {
    /// The items of a version, each with what it is called, in the order of the room.
    #[must_use]
    pub fn all(snapshot: &Snapshot) -> Vec<(Self, String)> {
        let report = crate::delivery::report::document(snapshot);
        let verdicts = snapshot.assessment().integrations.iter().map(|one| &one.verdict);
        let verdicts =
            verdicts.map(|one| (Self::Verdict(one.integration), format!("Verdict: {}", one.name)));
        let sections = SECTIONS.into_iter().filter(|id| report.section(*id).is_some());
        let sections = sections.map(|id| (Self::Section(id), id.label().to_owned()));
        let documents = Document::ALL.iter().filter(|one| can_be_shared(**one));
        let documents =
            documents.map(|one| (Self::Document(*one), format!("Document: {}", one.label())));
        std::iter::once((Self::Proposal, "The page to decide on".to_owned()))
            .chain(verdicts)
            .chain(sections)
            .chain(documents)
            .collect()
    }

    /// What it is called in a version; `None` when the version has no such item.
    #[must_use]
    pub fn label(self, snapshot: &Snapshot) -> Option<String> {
        Self::all(snapshot).into_iter().find(|(item, _)| *item == self).map(|(_, label)| label)
    }
}

/// Whether a document can be shared: all data and the archive hold every other item.
fn can_be_shared(document: Document) -> bool {
    !matches!(document, Document::Json | Document::Everything)
}

impl fmt::Display for Item {
    /// Its key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Proposal => f.write_str("proposal"),
            Self::Section(id) => f.write_str(id.key()),
            Self::Verdict(integration) => write!(f, "verdict:{integration}"),
            Self::Document(document) => write!(f, "document:{}", document.key()),
        }
    }
}

impl FromStr for Item {
    type Err = NoItem;

    fn from_str(key: &str) -> Result<Self, NoItem> {
        match key.split_once(':') {
            None if key == "proposal" => Ok(Self::Proposal),
            None => {
                let id = SectionId::from_key(key).map_err(|_| NoItem)?;
                SECTIONS.contains(&id).then_some(Self::Section(id)).ok_or(NoItem)
            }
            Some(("verdict", id)) => id.parse().map(Self::Verdict).map_err(|_| NoItem),
            Some(("document", key)) => {
                let document = Document::from_key(key).map_err(|_| NoItem)?;
                can_be_shared(document).then_some(Self::Document(document)).ok_or(NoItem)
            }
            Some(_) => Err(NoItem),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::room::tests::{example, sealed};

    #[test]
    fn every_item_is_found_again_by_its_key_and_has_a_name_of_its_own() {
        let snapshot = sealed(example());
        let all = Item::all(&snapshot);
        let mut labels: Vec<_> = all.iter().map(|(_, label)| label.as_str()).collect();
        for (item, label) in &all {
            assert_eq!(item.to_string().parse(), Ok(*item));
            assert_eq!(item.label(&snapshot).as_ref(), Some(label));
            let known =
                |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_.:-".contains(c);
            assert!(item.to_string().chars().all(known), "the database takes {item}");
        }
        labels.sort_unstable();
        let several = labels.len();
        labels.dedup();
        assert_eq!(labels.len(), several);
    }

    #[test]
    fn what_holds_every_item_is_no_item() {
        for key in [
            "document:recommendation.json",
            "document:recommendation.zip",
            "quote",
            "access",
            "verdict:x",
            "",
            "x:y",
        ] {
            assert_eq!(key.parse::<Item>(), Err(NoItem), "{key}");
        }
    }
}
