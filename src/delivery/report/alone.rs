//! One item of the recommendation by itself, for whoever may see that item and nothing else.
//! Nothing in it leads elsewhere, and nothing stands in it that belongs to another item.

use super::{Block, Section, SectionId, anchors, document};
use crate::stores::room::Snapshot;

/// A section by itself, or what stands in it under the heading with this anchor.
#[must_use]
pub fn alone(snapshot: &Snapshot, id: SectionId, under: Option<&str>) -> Option<Section> {
    let mut report = document(snapshot);
    report.sections.retain(|section| section.id == id);
    if let (Some(anchor), Some(section)) = (under, report.sections.first_mut()) {
        section.blocks = part(std::mem::take(&mut section.blocks), anchor);
    }
    anchors::keep_only_what_is_there(&mut report);
    report.sections.pop().filter(|section| !section.blocks.is_empty())
}

/// What stands under a heading, without the heading, until the next one of its level.
fn part(blocks: Vec<Block>, anchor: &str) -> Vec<Block> {
    let heads = |block: &Block| matches!(block, Block::Heading(heading) if !heading.minor);
    let wanted = |block: &Block| matches!(block, Block::Heading(heading) if heading.anchor.as_deref() == Some(anchor));
    let under = blocks.into_iter().skip_while(|block| !wanted(block)).skip(1);
    under.take_while(|block| !heads(block)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::report::Item;
    use crate::stores::room::tests::{example, sealed};

    fn items(section: &Section) -> Vec<&Item> {
        let lists = section.blocks.iter().filter_map(|block| match block {
            Block::Items(told) => Some(&told.items),
            _ => None,
        });
        lists.flatten().collect()
    }

    #[test]
    fn the_verdict_on_one_integration_is_that_alone_and_leads_nowhere_else() {
        let snapshot = sealed(example());
        let one = &snapshot.assessment().integrations[0].verdict;
        let anchor = format!("integration-{}", one.integration);
        let shown = alone(&snapshot, SectionId::Verdict, Some(&anchor)).unwrap();
        let heads = |block: &Block| matches!(block, Block::Heading(heading) if !heading.minor);
        assert!(!shown.blocks.iter().any(heads), "another part of the section");
        assert!(
            items(&shown)
                .iter()
                .all(|item| { item.to.as_ref().is_none_or(|to| to.section == SectionId::Verdict) })
        );
        assert!(alone(&snapshot, SectionId::Verdict, Some("integration-none")).is_none());
    }

    #[test]
    fn a_section_alone_keeps_what_stands_in_it() {
        let snapshot = sealed(example());
        let whole = document(&snapshot);
        for id in [SectionId::Map, SectionId::Truth, SectionId::Risks] {
            let shown = alone(&snapshot, id, None).unwrap();
            assert_eq!(shown.blocks.len(), whole.section(id).unwrap().blocks.len(), "{id}");
        }
    }
}
