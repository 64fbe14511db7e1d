//! Where in the document a piece of evidence can be looked up.
//! A reference to something that is not there is dropped; a link never leads nowhere.

use super::{Block, Report, SectionId, Target};
use crate::document::samples::{Cause, Origin, Symptom};
use crate::judgement::evidence::Subject;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntegrationId, SampleId};
use std::collections::BTreeSet;

/// The place that tells of a subject.
#[must_use]
pub fn of(subject: &Subject) -> Target {
    use SectionId as S;
    let at = |section, anchor| Target { section, anchor };
    match subject {
        Subject::Engagement | Subject::Brief | Subject::Complaint { .. } | Subject::Systems => {
            at(S::Summary, None)
        }
        Subject::System { .. } | Subject::DiscoveryFact { .. } => at(S::Gates, None),
        Subject::Workflows => at(S::Map, None),
        Subject::Workflow { workflow }
        | Subject::Map { workflow, .. }
        | Subject::Comparison { workflow }
        | Subject::Step { workflow, .. }
        | Subject::Difference { workflow, .. } => at(S::Map, Some(format!("workflow-{workflow}"))),
        Subject::Truth => at(S::Truth, None),
        Subject::DataType { data_type } => at(S::Truth, Some(format!("type-{data_type}"))),
        Subject::Field { field } => at(S::Truth, Some(format!("field-{field}"))),
        Subject::Access { request } => at(S::Access, Some(format!("access-{request}"))),
        Subject::Samples { .. } => at(S::Evidence, None),
        Subject::Pattern { integration, symptom, origin, cause } => {
            at(S::Evidence, Some(pattern(*integration, *symptom, *origin, *cause)))
        }
        Subject::Controls { integration } | Subject::Control { integration, .. } => {
            at(S::Evidence, Some(format!("controls-{integration}")))
        }
        Subject::Integration { integration }
        | Subject::IntegrationFact { integration, .. }
        | Subject::Owner { integration, .. }
        | Subject::Call { integration } => {
            at(S::Verdict, Some(format!("integration-{integration}")))
        }
    }
}

/// The name of a pattern's row.
pub(super) fn pattern(
    integration: Option<IntegrationId>,
    symptom: Symptom,
    origin: Origin,
    cause: Cause,
) -> String {
    let at = integration.map_or_else(|| "none".to_owned(), |id| id.to_string());
    format!("pattern-{at}-{}-{}-{}", symptom.key(), origin.key(), cause.key())
}

/// Drops references to headings and rows that the document does not have, and names that two of them share.
pub(super) fn keep_only_what_is_there(report: &mut Report) {
    let mut there = BTreeSet::new();
    for name in blocks(report).flat_map(names) {
        *name = name.take().filter(|anchor| there.insert(anchor.clone()));
    }
    let sections: BTreeSet<SectionId> = report.sections.iter().map(|section| section.id).collect();
    let kept = |to: &mut Target| {
        to.anchor = to.anchor.take().filter(|anchor| there.contains(anchor));
    };
    for block in blocks(report) {
        match block {
            Block::Items(items) => {
                for item in &mut items.items {
                    item.to = item.to.take().filter(|to| sections.contains(&to.section));
                    item.to.iter_mut().for_each(kept);
                    let leads = item.to.as_ref().is_some_and(|to| to.anchor.is_some());
                    item.table = item.table.filter(|_| leads);
                }
            }
            Block::Table(table) => {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                for cell in cells {
                    cell.examples.retain(|(_, to)| sections.contains(&to.section));
                    cell.examples.iter_mut().for_each(|(_, to)| kept(to));
                }
            }
            _ => {}
        }
    }
}

/// The name of a sample that is shown as an example.
#[must_use]
pub fn sample(id: SampleId) -> String {
    format!("sample-{id}")
}

fn blocks(report: &mut Report) -> impl Iterator<Item = &mut Block> {
    report.sections.iter_mut().flat_map(|section| &mut section.blocks)
}

fn names(block: &mut Block) -> Vec<&mut Option<String>> {
    match block {
        Block::Heading(heading) => vec![&mut heading.anchor],
        Block::Table(table) => table.rows.iter_mut().map(|row| &mut row.anchor).collect(),
        _ => Vec::new(),
    }
}
