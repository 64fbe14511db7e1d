//! The recommendation on the pages of the room: the summary, and its other sections.

use crate::prelude::*;
use crate::room::blocks::{FurtherSection, Lead, SectionBlocks, VerdictBlock};
use crate::ui::{Badge, FaultLine, PageHeader, PathBadge, Tone};
use faultline::delivery::report::{self, Report, SectionId};
use faultline::stores::room::Snapshot;
use std::sync::Arc;

/// The start: the fault line and the verdict, what has to be known to decide, and the whole summary for who wants it.
#[component]
pub fn SummaryPage(
    /// The version that is read.
    snapshot: Arc<Snapshot>,
    /// The recommendation.
    report: Report,
    /// Where targets are shown.
    lead: Lead,
    /// What is read before it: the page to decide on.
    first: Markup,
) -> impl IntoView {
    let evidence = u64::try_from(report.evidence).unwrap_or(0);
    let tone = if evidence == 0 { Tone::Unknown } else { Tone::Fault };
    let told = report.section(SectionId::Summary).cloned();
    let badge = match report.verdict.path {
        Some(path) => Either::Left(view! { <PathBadge path=Some(path) large=true /> }),
        None => {
            let word = report.verdict.word.clone();
            Either::Right(view! { <Badge tone=Tone::Unknown word /> })
        }
    };
    let told = told.map(|section| {
        view! { <SectionBlocks snapshot id=section.id blocks=section.blocks lead /> }
    });
    view! {
        <PageHeader title=report.title lede=format!("Our recommendation for {}", report.client) />
        <section class="verdict-head" aria-label="The verdict">
            <FaultLine tone evidence wide=true />
            <p class="verdict-path">{badge}</p>
        </section>
        {first}
        <details class="long" id="whole">
            <summary>"The whole summary"</summary>
            <section aria-label="How it was reached"><VerdictBlock told=report.verdict /></section>
            {told}
        </details>
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
        let snapshot = snapshot.clone();
        if at == 0 {
            let report::Section { id, title, lede, blocks } = section;
            Either::Left(view! {
                <PageHeader title lede />
                <SectionBlocks snapshot id blocks lead />
            })
        } else {
            Either::Right(view! { <FurtherSection snapshot section lead /> })
        }
    });
    told.collect_view()
}
