//! The ways of a map into and out of the program: where to import one, and what it can be kept as.

use super::map::path;
use crate::prelude::*;
use crate::ui::Section;
use crate::urls::at;
use faultline::engines::formats::To;
use faultline::engines::map::Side;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, WorkflowId};

/// The way to where a map is imported.
#[component]
pub fn ImportLink(
    /// The engagement.
    engagement: EngagementId,
    /// The workflow.
    workflow: WorkflowId,
    /// Which of its maps.
    side: Side,
) -> impl IntoView {
    let page = format!("workflows/{workflow}/import?side={}", side.key());
    view! { <a class="button quiet" href=at(engagement, &page)>"Import a map"</a> }
}

/// What a map can be kept as.
#[component]
pub fn Downloads(
    /// The engagement.
    engagement: EngagementId,
    /// The workflow.
    workflow: WorkflowId,
    /// Which of its maps.
    side: Side,
) -> impl IntoView {
    let kinds = To::ALL.iter().map(|to| (to.extension(), to.label()));
    let links = kinds.chain([("png", "PNG picture")]).map(|(ending, label)| {
        let page = format!("workflows/{workflow}/files/{}.{ending}", path(side));
        view! { <li><a href=at(engagement, &page) download="">{label}</a></li> }
    });
    view! {
        <Section title="Keep this map as a file" id="files">
            <ul class="ways">{links.collect_view()}</ul>
        </Section>
    }
}
