//! The pieces of the recommendation as markup: the same sentences as in the document that can be downloaded.
//! It decides how a piece looks, never what it says.

use crate::prelude::*;
use crate::ui::{Badge, Fact, Facts, Figures, Known, PathBadge, Stat, Text, Tone};
use crate::urls;
use faultline::delivery::report::{self, Block, Payload, SectionId, Target, Text as Told, Verdict};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::room::Snapshot;
pub use files::HandedOutFiles;
pub use fold::FurtherSection;
use fold::{Groups, Parts, Sequence, folds, parted};
use sentences::{Checks, Items};
use std::sync::Arc;
use story::MapStory;
use table::TableBlock;

mod files;
mod fold;
mod sentences;
mod story;
mod table;
#[cfg(test)]
mod tests;

/// How many facts stand open together where the page folds what is long.
const MANY_FACTS: usize = 5;
/// How many stand open of more.
const FIRST_FACTS: usize = 2;

/// Where a target is shown.
#[derive(Debug, Clone, Copy)]
pub enum Lead {
    /// On the pages of the room.
    Room {
        /// The engagement.
        engagement: EngagementId,
        /// The version that the address asks for.
        version: Option<i32>,
    },
    /// On the same page, which shows all sections.
    Here,
    /// On a page of one item, which leads to nothing but what stands on it.
    Alone,
}

impl Lead {
    /// The address of a target.
    pub fn href(self, to: &Target) -> String {
        match self {
            Self::Room { engagement, version } => {
                let anchor = to.anchor.as_ref().map(|anchor| format!("#{anchor}"));
                let page = urls::room(engagement, page_of(to.section), version);
                page + &anchor.unwrap_or_default()
            }
            Self::Here | Self::Alone => {
                format!("#{}", to.anchor.as_deref().unwrap_or(to.section.key()))
            }
        }
    }
}

/// The page of the room that shows a section of the document.
fn page_of(section: SectionId) -> &'static str {
    match section {
        SectionId::Summary => "",
        SectionId::Map => "map",
        SectionId::Evidence => "evidence",
        SectionId::Truth => "truth",
        SectionId::Verdict | SectionId::Gates | SectionId::Risks => "verdict",
        SectionId::Access => "access",
        SectionId::Plan => "plan",
        SectionId::Figures => "figures",
        SectionId::Quote => "quote",
        SectionId::Decision => "decision",
        SectionId::Glossary | SectionId::Origin => "downloads",
    }
}

/// The blocks of a section, parted at its headings.
#[component]
pub fn SectionBlocks(
    /// The version that is read.
    snapshot: Arc<Snapshot>,
    /// The section.
    id: SectionId,
    /// Its blocks.
    blocks: Vec<Block>,
    /// Where targets are shown.
    lead: Lead,
) -> impl IntoView {
    let fold = folds(id, lead);
    let (head, parts) = parted(blocks, false);
    let parts = parts.into_iter().zip(1..).map(|((heading, blocks), number)| {
        let anchor = heading.anchor.clone();
        let anchor = anchor.unwrap_or_else(|| format!("{}-{number}", page_of(id)));
        (heading, Text::from(anchor), blocks)
    });
    let parts = parts.collect();
    view! {
        <Blocks snapshot=snapshot.clone() blocks=head lead fold />
        <Parts snapshot parts lead fold />
    }
}

/// Blocks under one heading.
#[component]
pub fn Blocks(
    /// The version that is read.
    snapshot: Arc<Snapshot>,
    /// The blocks.
    blocks: Vec<Block>,
    /// Where targets are shown.
    lead: Lead,
    /// Whether what is long is opened by whoever wants it, so that the page stays short.
    #[prop(optional)]
    fold: bool,
) -> impl IntoView {
    if fold {
        Either::Left(view! { <Groups snapshot blocks lead /> })
    } else {
        Either::Right(view! { <Sequence snapshot blocks lead fold=false /> })
    }
}

#[component]
fn OneBlock(
    snapshot: Arc<Snapshot>,
    block: Block,
    quiet: bool,
    lead: Lead,
    fold: bool,
) -> impl IntoView {
    let shown: Markup = match block {
        Block::Heading(heading) => view! { <h3 id=heading.anchor>{heading.text}</h3> }.into(),
        Block::Text(text) => view! { <Prose text /> }.into(),
        Block::Verdict(told) => view! { <VerdictBlock told /> }.into(),
        Block::Figures(told) => view! { <FiguresBlock figures=told.figures /> }.into(),
        Block::Facts(told) => view! { <FactsBlock facts=told.facts fold /> }.into(),
        Block::Items(told) => view! { <Items told lead /> }.into(),
        Block::Checks(told) => view! { <Checks told /> }.into(),
        Block::Table(told) => view! { <TableBlock told quiet fold lead /> }.into(),
        Block::Drawings(told) => {
            let drawings = told.drawings.into_iter();
            drawings
                .map(|told| view! { <MapStory snapshot=snapshot.clone() told lead /> })
                .collect()
        }
        Block::Payload(told) => view! { <PayloadBlock told /> }.into(),
        Block::Files(told) => {
            let number = snapshot.contents().number;
            view! {
                <p class="hint">{told.caption}</p>
                <HandedOutFiles files=told.files number lead />
            }
            .into()
        }
    };
    shown
}

/// Paragraphs; a line break inside one stays.
#[component]
fn Prose(text: Told) -> impl IntoView {
    if text.text.trim().is_empty() {
        return Either::Left(view! { <p class="unknown">"We don’t know yet."</p> });
    }
    let paragraphs = text.text.split("\n\n").map(str::trim).filter(|one| !one.is_empty());
    let paragraphs = paragraphs.map(|one| view! { <p class="told">{one.to_owned()}</p> });
    Either::Right(paragraphs.collect_view())
}

/// A verdict: the way forward large, the sentence, and what limits it.
#[component]
pub fn VerdictBlock(
    /// The verdict.
    told: Verdict,
) -> impl IntoView {
    let Verdict { path, word, says, notes } = told;
    let badge = match path {
        Some(path) => Either::Left(view! { <PathBadge path=Some(path) large=true /> }),
        None => Either::Right(view! { <Badge tone=Tone::Unknown word /> }),
    };
    view! {
        <p class="verdict-path">{badge}</p>
        <p>{says}</p>
        <Notes notes />
    }
}

/// What is added to a sentence.
#[component]
fn Notes(notes: Vec<String>) -> impl IntoView {
    (!notes.is_empty()).then(|| {
        let notes = notes.into_iter().map(|note| view! { <li>{note}</li> });
        view! { <ul class="notes">{notes.collect_view()}</ul> }
    })
}

#[component]
fn FiguresBlock(figures: Vec<report::Figure>) -> impl IntoView {
    let stats = figures.into_iter().map(|figure| {
        let report::Figure { figure, label, base } = figure;
        view! { <Stat figure label base /> }
    });
    view! { <Figures>{stats.collect_view()}</Figures> }
}

/// Facts; of many, those after the first are opened by whoever wants them where the page folds what is long.
#[component]
fn FactsBlock(facts: Vec<(String, String)>, fold: bool) -> impl IntoView {
    let open = if fold && facts.len() > MANY_FACTS { FIRST_FACTS } else { facts.len() };
    let mut facts =
        facts.into_iter().map(|(term, text)| view! { <Fact term><Known text /></Fact> });
    let first = facts.by_ref().take(open).collect_view();
    let more: Vec<_> = facts.collect();
    let more = (!more.is_empty()).then(|| {
        view! {
            <details class="long">
                <summary>{format!("{} more facts", more.len())}</summary>
                <Facts>{more}</Facts>
            </details>
        }
    });
    view! { <Facts>{first}</Facts>{more} }
}

/// Evidence as it was recorded.
#[component]
fn PayloadBlock(told: Payload) -> impl IntoView {
    view! {
        <figure class="payload">
            <figcaption>{told.caption.clone()}</figcaption>
            <pre tabindex="0" role="group" aria-label=told.caption>{told.text}</pre>
        </figure>
    }
}
