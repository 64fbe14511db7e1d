//! The differences between two published versions: what is new, what is gone, and what reads otherwise, part by part.
//! It compares what clients can read; what nobody can read in a version makes no difference.

use crate::delivery::report::{SectionId, Target};
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::stores::room::Change;
use serde_json::Value;

mod edition;
mod file;
mod lists;
mod places;
mod registers;
#[cfg(test)]
mod tests;
mod walk;
mod words;

pub use edition::Edition;
pub use file::{Told, markdown};

catalogue! {
    /// A part of what is published, as its reader looks for it.
    pub enum Area {
        Verdict => "verdict", "Verdict and findings";
        Gates => "gates", "Gates and launch checks";
        Risks => "risks", "Risks";
        Samples => "samples", "What went wrong";
        Maps => "maps", "Workflows and maps";
        Truth => "truth", "Source of truth";
        Controls => "controls", "Controls";
        Systems => "systems", "Systems";
        Integrations => "integrations", "Integrations";
        Access => "access", "Access";
        Plan => "plan", "Plan";
        Quote => "quote", "Quote";
        Figures => "figures", "Targets and measurements";
        About => "about", "What it is about";
    }
}

impl Area {
    /// The section of the recommendation that tells of it.
    #[must_use]
    pub fn section(self) -> SectionId {
        match self {
            Self::Verdict | Self::Integrations => SectionId::Verdict,
            Self::Gates | Self::Systems => SectionId::Gates,
            Self::Risks => SectionId::Risks,
            Self::Samples | Self::Controls => SectionId::Evidence,
            Self::Maps => SectionId::Map,
            Self::Truth => SectionId::Truth,
            Self::Access => SectionId::Access,
            Self::Plan => SectionId::Plan,
            Self::Quote => SectionId::Quote,
            Self::Figures => SectionId::Figures,
            Self::About => SectionId::Summary,
        }
    }
}

/// A field of an item that reads otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// What the field is called.
    pub label: String,
    /// What stood there, as it was published; null where nothing did.
    pub before: Value,
    /// What stands there.
    pub after: Value,
    /// What stood there, in words; empty where nothing did.
    pub from: String,
    /// What stands there, in words.
    pub to: String,
}

/// An item that is new, gone, or reads otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemChange {
    /// The part it belongs to.
    pub area: Area,
    /// What happened to it.
    pub change: Change,
    /// What kind of item it is: “Step”.
    pub kind: String,
    /// What it is called; empty where there is one of its kind.
    pub name: String,
    /// Where it can be read: in the later version, or in the earlier one when it is gone.
    pub to: Target,
    /// Its fields that read otherwise; none for what is new or gone.
    pub fields: Vec<FieldChange>,
    /// It as it was published, for what is new or gone; null otherwise.
    pub body: Value,
}

/// The differences between two versions, part by part.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    /// The items, in the order of [`Area`].
    pub items: Vec<ItemChange>,
}

impl Changes {
    /// Whether the two read the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The items of one part.
    pub fn of(&self, area: Area) -> impl Iterator<Item = &ItemChange> {
        self.items.iter().filter(move |item| item.area == area)
    }

    /// How many items were changed in one way.
    #[must_use]
    pub fn count(&self, change: Change) -> usize {
        self.items.iter().filter(|item| item.change == change).count()
    }

    /// The parts in which something differs, with how many items.
    #[must_use]
    pub fn areas(&self) -> Vec<(Area, usize)> {
        let counted = Area::ALL.iter().map(|area| (*area, self.of(*area).count()));
        counted.filter(|(_, count)| *count > 0).collect()
    }
}

/// The differences between an earlier version and a later one.
#[must_use]
pub fn between(before: &Edition, after: &Edition) -> Changes {
    let mut items = walk::items(before, after);
    items.sort_by_key(|item| item.area);
    Changes { items }
}
