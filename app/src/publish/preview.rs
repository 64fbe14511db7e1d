//! What the client would see, before it is published: the sections of the room on one page.
//! It shows the draft as the room would; nothing is stored, and nothing can be done here.

use crate::prelude::*;
use crate::room::blocks::{Blocks, Lead, VerdictBlock};
use crate::ui::{Contents, FaultLine, Link, Notice, PageHeader, Section, Tone};
use crate::urls::at;
use faultline::delivery::report::{self, SectionId};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::room::Snapshot;
use std::sync::Arc;

/// The page.
#[component]
pub(super) fn PreviewPage(
    /// The engagement.
    engagement: EngagementId,
    /// What would be published.
    snapshot: Arc<Snapshot>,
) -> impl IntoView {
    let report = report::document(&snapshot);
    let evidence = u64::try_from(report.evidence).unwrap_or(0);
    let tone = if evidence == 0 { Tone::Unknown } else { Tone::Fault };
    // What tells of the published version itself has nothing to say yet.
    let sections: Vec<_> =
        report.sections.into_iter().filter(|section| section.id != SectionId::Origin).collect();
    let contents = sections.iter();
    let contents = contents
        .map(|section| Link::new(format!("#{}", section.id.key()), section.title))
        .collect();
    let sections = sections.into_iter().map(|section| {
        let report::Section { id, title, lede, blocks } = section;
        let snapshot = snapshot.clone();
        view! {
            <Section title lede id=id.key()><Blocks snapshot blocks lead=Lead::Here /></Section>
        }
    });
    let sections = sections.collect_view();
    view! {
        <PageHeader
            title="What the client would see"
            trail=vec![Link::new(at(engagement, "publish"), "Publish")]
            lede="The next version as their room will tell it, on one page."
        />
        <Notice title="Nothing of this is published yet.">
            <p><a href=at(engagement, "publish#publish")>"Back to publishing"</a></p>
        </Notice>
        <Contents sections=contents />
        <section class="verdict-head" aria-label="The verdict">
            <FaultLine tone evidence wide=true />
            <VerdictBlock told=report.verdict />
        </section>
        {sections}
    }
}
