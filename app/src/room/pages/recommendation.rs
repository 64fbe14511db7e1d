//! The recommendation on the pages of the room: the summary, and its other sections.

use crate::prelude::*;
use crate::room::blocks::{Blocks, Lead, SectionBlocks, VerdictBlock};
use crate::ui::{FaultLine, PageHeader, Section, Tone};
use faultline::delivery::report::{self, Report, SectionId};
use faultline::platform::catalogue::Catalogue;
use faultline::stores::room::Snapshot;
use std::sync::Arc;

/// The summary: the fault line and the verdict first, then the situation, so what, and what next.
#[component]
pub fn SummaryPage(
    /// The version that is read.
    snapshot: Arc<Snapshot>,
    /// The recommendation.
    report: Report,
    /// Where targets are shown.
    lead: Lead,
) -> impl IntoView {
    let evidence = u64::try_from(report.evidence).unwrap_or(0);
    let tone = if evidence == 0 { Tone::Unknown } else { Tone::Fault };
    let told = report.section(SectionId::Summary).cloned();
    let told = told.map(|section| {
        view! { <SectionBlocks snapshot id=section.id blocks=section.blocks lead /> }
    });
    view! {
        <PageHeader title=report.title lede=format!("Our recommendation for {}", report.client) />
        <section class="verdict-head" aria-label="The verdict">
            <FaultLine tone evidence wide=true />
            <VerdictBlock told=report.verdict />
        </section>
        {told}
    }
}

/// Sections of the recommendation: the first is the page, the others follow under headings of their own.
#[component]
pub fn SectionsPage(
    /// The version that is read.
    snapshot: Arc<Snapshot>,
    /// The sections.
    sections: Vec<report::Section>,
    /// Where targets are shown.
    lead: Lead,
) -> impl IntoView {
    let told = sections.into_iter().enumerate().map(|(at, section)| {
        let report::Section { id, title, lede, blocks } = section;
        let snapshot = snapshot.clone();
        if at == 0 {
            Either::Left(view! {
                <PageHeader title lede />
                <SectionBlocks snapshot id blocks lead />
            })
        } else {
            Either::Right(view! {
                <Section title lede id=id.key()><Blocks snapshot blocks lead /></Section>
            })
        }
    });
    told.collect_view()
}
