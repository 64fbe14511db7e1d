//! What of a section stands open and what is opened by whoever wants it: a client reads on a phone.
//! Nothing is left out. What is referred to is opened by its address, because the anchor stands inside.

use super::{Blocks, Lead, OneBlock};
use crate::prelude::*;
use crate::ui::{PathBadge, Section, Text};
use faultline::delivery::report::{self, Block, Heading, SectionId};
use faultline::document::call::VerdictPath;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::room::Snapshot;
use std::sync::Arc;

/// Lines of a part that is folded where several parts stand below each other.
const LONG_PART: usize = 14;
/// Lines of a group that is folded.
const LONG_GROUP: usize = 3;
/// Letters of a line, near enough to say how long a text is.
const LINE: usize = 60;

/// Whether the pages of the room fold this section: all but what is read first and what is answered.
pub fn folds(section: SectionId, lead: Lead) -> bool {
    matches!(lead, Lead::Room { .. }) && !matches!(section, SectionId::Summary | SectionId::Access)
}

/// What stands before the first heading of a level, and each heading of it with what stands under it.
pub fn parted(blocks: Vec<Block>, minor: bool) -> (Vec<Block>, Vec<(Heading, Vec<Block>)>) {
    let (mut head, mut parts) = (Vec::new(), Vec::<(Heading, Vec<Block>)>::new());
    for block in blocks {
        match block {
            Block::Heading(heading) if heading.minor == minor => parts.push((heading, Vec::new())),
            block => parts.last_mut().map_or(&mut head, |(_, body)| body).push(block),
        }
    }
    (head, parts)
}

/// About how many lines these blocks are; drawings are never folded, and make it none.
fn lines(blocks: &[Block]) -> usize {
    if blocks.iter().any(|block| matches!(block, Block::Drawings(_))) {
        return 0;
    }
    let of = |block: &Block| match block {
        Block::Heading(_) | Block::Verdict(_) | Block::Figures(_) => 1,
        Block::Text(told) => told.text.chars().count() / LINE + 1,
        Block::Facts(told) => told.facts.len(),
        Block::Items(told) => told.items.iter().map(|item| 1 + item.notes.len()).sum(),
        Block::Checks(told) => told.checks.iter().map(|check| 2 + check.notes.len()).sum(),
        // On a phone a row is a card.
        Block::Table(told) => told.rows.len() * told.columns.len().div_ceil(2),
        Block::Payload(told) => told.text.lines().count(),
        Block::Files(told) => 2 * told.files.len(),
        Block::Drawings(_) => 0,
    };
    blocks.iter().map(of).sum()
}

/// The way forward that a part tells first, if it tells one.
fn path(blocks: &[Block]) -> Option<VerdictPath> {
    blocks.iter().find_map(|block| match block {
        Block::Verdict(told) => told.path,
        _ => None,
    })
}

/// Parts under headings of their own. Where there are several, long ones are opened by whoever wants them.
#[component]
pub fn Parts(
    /// The version that is read.
    snapshot: Arc<Snapshot>,
    /// Each with its anchor.
    parts: Vec<(Heading, Text, Vec<Block>)>,
    /// Where targets are shown.
    lead: Lead,
    /// Whether the page folds what is long.
    fold: bool,
) -> impl IntoView {
    let several = fold && parts.len() > 2;
    let parts = parts.into_iter().map(|(heading, anchor, blocks)| {
        let (title, folded) = (heading.text, several && lines(&blocks) > LONG_PART);
        view! { <Part snapshot=snapshot.clone() title lede="" anchor blocks lead fold folded /> }
    });
    parts.collect_view()
}

/// A whole section below the one that is the page; a long one is opened by whoever wants it.
#[component]
pub fn FurtherSection(
    /// The version that is read.
    snapshot: Arc<Snapshot>,
    /// The section.
    section: report::Section,
    /// Where targets are shown.
    lead: Lead,
) -> impl IntoView {
    let report::Section { id, title, lede, blocks } = section;
    let fold = folds(id, lead);
    let folded = fold && lines(&blocks) > LONG_PART;
    view! { <Part snapshot title lede anchor=id.key() blocks lead fold folded /> }
}

#[component]
fn Part(
    snapshot: Arc<Snapshot>,
    #[prop(into)] title: Text,
    #[prop(into)] lede: Text,
    #[prop(into)] anchor: Text,
    blocks: Vec<Block>,
    lead: Lead,
    fold: bool,
    folded: bool,
) -> impl IntoView {
    let path = path(&blocks);
    let blocks = view! { <Blocks snapshot blocks lead fold /> };
    if !folded {
        return Either::Left(view! { <Section title lede id=anchor>{blocks}</Section> });
    }
    let named = format!("{anchor}-title");
    let by = named.clone();
    let lede = (!lede.is_empty()).then(|| view! { <p class="section-lede">{lede}</p> });
    Either::Right(view! {
        <section class="section" aria-labelledby=by>
            <details class="part">
                <summary><h2 id=named>{title}</h2>{path.map(|path| view! { <PathBadge path=Some(path) /> })}</summary>
                <div id=anchor>{lede}{blocks}</div>
            </details>
        </section>
    })
}

/// What stands under one heading, group by group.
#[component]
pub fn Groups(
    /// The version that is read.
    snapshot: Arc<Snapshot>,
    /// The blocks.
    blocks: Vec<Block>,
    /// Where targets are shown.
    lead: Lead,
) -> impl IntoView {
    let (head, groups) = parted(blocks, true);
    let head = view! { <Sequence snapshot=snapshot.clone() blocks=head lead fold=true /> };
    let groups = groups.into_iter().map(|(heading, blocks)| {
        let Heading { text, anchor, .. } = heading;
        let folded = lines(&blocks) > LONG_GROUP;
        let blocks = view! { <Sequence snapshot=snapshot.clone() blocks lead fold=!folded /> };
        if !folded {
            return Either::Left(view! { <h3 id=anchor>{text}</h3>{blocks} });
        }
        Either::Right(view! {
            <details class="group">
                <summary><h3>{text}</h3></summary>
                <div id=anchor>{blocks}</div>
            </details>
        })
    });
    let groups = groups.collect_view();
    (head, groups)
}

/// Blocks one after the other under a heading. The first table after a heading needs no caption but the heading.
#[component]
pub fn Sequence(
    /// The version that is read.
    snapshot: Arc<Snapshot>,
    /// The blocks.
    blocks: Vec<Block>,
    /// Where targets are shown.
    lead: Lead,
    /// Whether a long table is opened by whoever wants its rows.
    fold: bool,
) -> impl IntoView {
    let mut headed = true;
    let blocks = blocks.into_iter().map(|block| {
        let quiet = headed;
        headed = match block {
            Block::Heading(_) => true,
            Block::Text(_) => headed,
            _ => false,
        };
        view! { <OneBlock snapshot=snapshot.clone() block quiet lead fold /> }
    });
    blocks.collect_view()
}
