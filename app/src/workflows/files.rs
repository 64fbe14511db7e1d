//! The ways of a map into and out of the program: where to import one, and what it can be kept as.

use super::map::path;
use crate::prelude::*;
use crate::ui::Section;
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::workflow::Workflow;
use faultline::engines::formats::To;
use faultline::engines::map::Side;
use faultline::platform::catalogue::Catalogue;

/// Where a map is imported.
pub fn import_link(
    document: &Engagement,
    workflow: &Workflow,
    side: Side,
) -> impl IntoView + use<> {
    let page = format!("workflows/{}/import?side={}", workflow.id, side.key());
    view! { <a class="button quiet" href=at(document.id, &page)>"Import a map"</a> }
}

/// What a map can be kept as.
pub fn downloads(document: &Engagement, workflow: &Workflow, side: Side) -> impl IntoView + use<> {
    let link = |ending: &str, label: &'static str| {
        let page = format!("workflows/{}/files/{}.{ending}", workflow.id, path(side));
        view! { <li><a href=at(document.id, &page) download="">{label}</a></li> }
    };
    let links = To::ALL.iter().map(|to| link(to.extension(), to.label())).collect_view();
    let picture = link("png", "PNG picture");
    view! {
        <Section title="Keep this map as a file" id="files">
            <ul class="plain">{links}{picture}</ul>
        </Section>
    }
}
