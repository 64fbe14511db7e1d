//! The second page of an import: what each line became, what is suggested, and the text to put right and save.
//! Saving it is saving the map's text: the same form, the same checks, the same conflict.

use super::super::drawing::{Drawing, StepTable, names};
use super::super::map::{path, title};
use super::log::LogSections;
use super::{Imported, REVIEWED};
use crate::prelude::*;
use crate::ui::{EditForm, Link, Notice, PageHeader, Section, TextArea, Tone};
use crate::urls::at;
use faultline::document::engagement::{Engagement, Part};
use faultline::document::imported::{suggested, take_over};
use faultline::document::workflow::Workflow;
use faultline::engines::formats::draft::{Draft, Understood};
use faultline::engines::map::text::parse;
use faultline::engines::map::{Map, Side};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::wording::counted;
use std::sync::Arc;
use tables::{Boundaries, Lines, Risks};

mod tables;

/// Lines listed at once.
const LISTED: usize = 500;

/// The page.
#[component]
pub fn ReviewPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// The workflow.
    workflow: Workflow,
    /// Which of its maps it becomes.
    side: Side,
    /// The version of the map that is there, 0 when none is.
    version: i32,
    /// What the file became.
    imported: Imported,
) -> impl IntoView {
    let engagement = document.id;
    let import = at(engagement, &format!("workflows/{}/import?side={}", workflow.id, side.key()));
    let lede = format!("{}, read as: {}", title(side), imported.from.label());
    let summary = Summary::of(&imported);
    let Imported { draft, log, .. } = imported;
    let (lines, risks, boundaries) =
        (draft.lines.clone(), draft.risks.clone(), draft.boundaries.clone());
    view! {
        <PageHeader title="Review the map" trail=vec![Link::new(import, "Import a map")] lede />
        <Counted summary />
        <MapText document workflow side version draft />
        <Lines lines />
        <Risks risks />
        <Boundaries engagement boundaries />
        {log.map(|(found, conformance)| view! { <LogSections found conformance /> })}
    }
}

/// What was understood, in numbers.
struct Summary {
    title: String,
    says: String,
    replaced: Vec<String>,
    tone: Tone,
}

impl Summary {
    fn of(imported: &Imported) -> Self {
        let draft = &imported.draft;
        let many = |of: Understood| draft.lines.iter().filter(|line| line.understood == of).count();
        let (doubt, no) = (many(Understood::Doubt), many(Understood::No));
        Self {
            title: format!(
                "{} in {}, {}",
                count(draft.steps.len(), "step", "steps"),
                count(draft.lanes.len(), "lane", "lanes"),
                count(draft.flows.len(), "flow", "flows")
            ),
            says: format!(
                "{} understood, {doubt} that deserve a look, {no} not understood.",
                count(many(Understood::Yes), "place", "places")
            ),
            replaced: imported
                .replaced
                .iter()
                .map(|found| format!("{} {}", found.count, found.kind.label()))
                .collect(),
            tone: if doubt + no > 0 { Tone::Doubt } else { Tone::Sound },
        }
    }
}

fn count(count: usize, one: &'static str, many: &'static str) -> String {
    counted(i64::try_from(count).unwrap_or(i64::MAX), one, many)
}

#[component]
fn Counted(summary: Summary) -> impl IntoView {
    let Summary { title, says, replaced, tone } = summary;
    view! {
        <Notice tone title>
            <p>{says}</p>
            {(!replaced.is_empty()).then(|| view! { <p>"Replaced by placeholders: "{replaced.join(", ")}"."</p> })}
        </Notice>
    }
}

/// The text of the draft in the map's own form; nothing is stored before it is sent.
#[component]
fn MapText(
    document: Arc<Engagement>,
    workflow: Workflow,
    side: Side,
    version: i32,
    draft: Draft,
) -> impl IntoView {
    let text = draft.text(&names(&document));
    if text.len() > REVIEWED {
        return Either::Left(view! {
            <Notice tone=Tone::Fault title="This map cannot be saved from here">
                <p>"It is too large to be reviewed on one page. Export a part of it, or show fewer steps."</p>
            </Notice>
        });
    }
    let there = document.map(workflow.id, side).map_or(0, |map| map.steps.len());
    let page = at(document.id, &format!("workflows/{}", workflow.id));
    let also = view! { <Also document=document.clone() draft side action=format!("{page}/import/take") /> };
    let typed = text.clone();
    Either::Right(view! {
        <Section title="The map as text" id="text-section" lede="Put right what was read wrongly, then save. Nothing is stored until you do.">
            {(there > 0).then(|| view! { <Replaces side there /> })}
            <EditForm
                action=format!("{page}/{}/text", path(side))
                save="Save map"
                cancel=page
                version=Some(i64::from(version))
            >
                <TextArea label="Text of the map" name="text" value=typed rows=16 mono=true />
                {also}
            </EditForm>
            <Drawn document workflow side text />
        </Section>
    })
}

#[component]
fn Replaces(side: Side, there: usize) -> impl IntoView {
    let map = title(side).to_lowercase();
    let title = format!("Saving replaces the {map} that is there, with {there} steps");
    view! {
        <Notice tone=Tone::Doubt title>
            <p>"Steps of the same name in the same lane keep what refers to them. The old map stays in the history and can be restored from there."</p>
        </Notice>
    }
}

/// The button that takes over what the file suggests together with the map; none when it suggests nothing new.
#[component]
fn Also(document: Arc<Engagement>, draft: Draft, side: Side, action: String) -> impl IntoView {
    let suggestions = suggested(&draft);
    let taken = take_over(&document, &suggestions);
    let many = |kind: fn(&Part) -> bool| taken.parts.iter().filter(|part| kind(part)).count();
    let says = format!(
        "The file also shows {}, {} and lacking controls of {}. They are listed below; flags are raised by the controls.",
        count(many(|part| matches!(part, Part::System(_))), "new system", "new systems"),
        count(
            many(|part| matches!(part, Part::Integration(_))),
            "new integration",
            "new integrations"
        ),
        count(many(|part| matches!(part, Part::ControlSheet(_))), "integration", "integrations"),
    );
    let hidden = suggestions.iter().filter_map(|suggestion| serde_json::to_string(suggestion).ok());
    let hidden = hidden.map(|value| view! { <input type="hidden" name="suggested" value=value /> });
    let hidden = hidden.collect_view();
    (!taken.parts.is_empty()).then(|| view! {
        <input type="hidden" name="side" value=side.key() />
        {hidden}
        <p>{says}</p>
        <p><button type="submit" class="button" formaction=action>"Save map and add what it suggests"</button></p>
    })
}

/// The drawing of the draft and its table, or what keeps it from being drawn.
#[component]
fn Drawn(document: Arc<Engagement>, workflow: Workflow, side: Side, text: String) -> impl IntoView {
    match parse(&text, &names(&document)) {
        Ok(draft) => {
            let called = format!("{}: {}", workflow.name, title(side).to_lowercase());
            let map = Arc::new(Map::empty(workflow.id, side).take(&draft));
            Either::Left(view! {
                <Drawing document=document.clone() map=map.clone() title=called id="review" />
                <StepTable document map caption="Every step, in the order told" id="steps" />
            })
        }
        Err(errors) => {
            let errors = errors.iter().take(LISTED).map(ToString::to_string);
            let errors = errors.map(|error| view! { <li>{error}</li> }).collect_view();
            Either::Right(view! {
                <Notice tone=Tone::Fault title="Some lines cannot be drawn yet">
                    <ul class="plain">{errors}</ul>
                </Notice>
            })
        }
    }
}
