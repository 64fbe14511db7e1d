//! A map as a story: the drawing where there is room for it, and its steps in order, with what breaks behind each.
//! What is behind a joint opens without scripts; a narrow screen has the list instead of the drawing.

use super::Lead;
use crate::prelude::*;
use crate::ui::{Badge, Tone};
use crate::workflows::drawing::Legend;
use faultline::delivery::report::{Drawing, SectionId, Target, anchor_of_sample, called, place_of};
use faultline::document::engagement::Engagement;
use faultline::document::samples::Pattern;
use faultline::engines::map::scene::{folded, scene};
use faultline::engines::map::svg::{Ink, SvgOptions, svg};
use faultline::engines::map::{Map, Step};
use faultline::judgement::evidence::Subject;
use faultline::judgement::fault::{Break, examples, joints, weights};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{FlowId, StepId};
use faultline::platform::wording::{counted, inside, span};
use faultline::stores::room::Snapshot;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The widest that a drawing is before it goes on in another row below, in pixels: the width of a page of the room.
const FRAME: f64 = 1_080.0;
/// Patterns and samples that are named behind one joint.
const NAMED: usize = 5;

/// Where a map breaks, by step.
type Joints<'d> = BTreeMap<StepId, Vec<Break<'d>>>;

/// A map with its heading: its drawing, and its steps in order.
#[component]
pub fn MapStory(
    /// The version that is read.
    snapshot: Arc<Snapshot>,
    /// Which map, and what it is called.
    told: Drawing,
    /// Where targets are shown.
    lead: Lead,
) -> impl IntoView {
    let document = snapshot.document();
    let map = document.maps.iter().find(|map| map.id == told.map);
    let shown = map.map(|map| {
        let joints = joints(document, map);
        let steps = map.steps.iter().enumerate().map(|(at, step)| {
            let breaks = joints.get(&step.id).map_or(&[][..], Vec::as_slice);
            entry(document, map, (at + 1, step), breaks, lead)
        });
        let steps = steps.collect_view();
        let label = format!("{}, in order", told.title);
        let list = view! { <ol class="story" aria-label=label>{steps}</ol> };
        // Where nothing breaks, the list says no more than the drawing: a narrow page, which has none, opens it.
        let list = if joints.is_empty() {
            let count = i64::try_from(map.steps.len()).unwrap_or(i64::MAX);
            let told = format!("{}, in order", counted(count, "step", "steps"));
            Either::Left(view! {
                <details class="long quiet-story"><summary>{told}</summary>{list}</details>
            })
        } else {
            Either::Right(list)
        };
        view! {
            {drawing(document, map, &told, &joints, lead)}
            {list}
        }
    });
    view! {
        <h3>{told.title.clone()}</h3>
        {shown}
    }
}

/// The drawing in rows that fit the page. A step or flow that breaks leads to what is behind it, any other step to its row.
fn drawing(
    document: &Engagement,
    map: &Map,
    told: &Drawing,
    joints: &Joints<'_>,
    lead: Lead,
) -> Markup {
    let alone = matches!(lead, Lead::Alone);
    let scene = folded(scene(map, &weights(document, map)), FRAME);
    let step_link = |step: StepId| {
        if joints.contains_key(&step) && !alone {
            format!("#{}", behind(step))
        } else {
            format!("#{step}")
        }
    };
    let flow_link = |flow: FlowId| {
        let from = map.flows.iter().find(|one| one.id == flow).map(|one| one.from);
        let named = |from: StepId| if alone { from.to_string() } else { behind(from) };
        format!("#{}", from.map(named).unwrap_or_default())
    };
    let id = format!("map-{}", told.map);
    let options = SvgOptions {
        title: &told.title,
        description: &told.alt,
        id: &id,
        ink: Ink::Page,
        step_link: Some(&step_link),
        flow_link: Some(&flow_link),
        states: None,
    };
    let drawn = svg(&scene, &options);
    let label = format!("{}, drawing", told.title);
    view! {
        <p class="figure-caption">{told.told()}</p>
        <div class="map-frame">
            <MapSizes map=id />
            <div class="map fits" role="group" aria-label=label tabindex="0" inner_html=drawn></div>
        </div>
        <Legend scene />
    }
    .into()
}

/// How large a map can be drawn: as the style sheet knows it, and in words.
const MAP_SIZES: [(&str, &str); 5] = [
    ("fit", "Fits the page"),
    ("50", "50 %"),
    ("100", "100 %"),
    ("200", "200 %"),
    ("400", "400 %"),
];

/// How large a map is drawn, beside what its script adds. The style sheet does what is chosen.
#[component]
fn MapSizes(
    /// The id of the map.
    map: String,
) -> impl IntoView {
    let name = format!("size-{map}");
    let choices = MAP_SIZES.into_iter().enumerate().map(|(at, (size, says))| {
        let (name, checked) = (name.clone(), at == 0);
        view! { <label><input type="radio" name=name value=size checked=checked />{says}</label> }
    });
    view! {
        <fieldset class="map-tools">
            <legend class="visually-hidden">"Size of the map"</legend>
            {choices.collect_view()}
        </fieldset>
    }
}

/// The id of what is behind a step that breaks.
fn behind(step: StepId) -> String {
    format!("behind-{step}")
}

/// A step in the story; one that breaks says so, and opens what is behind it.
fn entry(
    document: &Engagement,
    map: &Map,
    (number, step): (usize, &Step),
    breaks: &[Break<'_>],
    lead: Lead,
) -> Markup {
    let place = map.lane(step.lane).map_or_else(String::new, |lane| lane.name.clone());
    let name = step.name.clone();
    if breaks.is_empty() {
        return view! { <li value=number>{name}" "<span class="hint">{place}</span></li> }.into();
    }
    let count = breaks.iter().map(|broken| broken.samples).sum::<u64>();
    let failures = counted(i64::try_from(count).unwrap_or(i64::MAX), "failure", "failures");
    let word = format!("breaks here: {failures}");
    if matches!(lead, Lead::Alone) {
        // What is behind it stands among the evidence, which is another item.
        return view! {
            <li value=number data-broken="">{name}" "<span class="hint">{place}</span>" "<Badge tone=Tone::Fault word /></li>
        }
        .into();
    }
    let reasons = breaks.iter().map(|broken| reason(document, broken, lead)).collect_view();
    let named =
        examples(document, map, step.id, breaks).take(NAMED).enumerate().map(|(at, sample)| {
            let anchor = Some(anchor_of_sample(sample.id));
            let to = lead.href(&Target { section: SectionId::Evidence, anchor });
            view! { {(at > 0).then_some(", ")}<a href=to>{called(sample)}</a> }
        });
    let named: Vec<_> = named.collect();
    let named = (!named.is_empty()).then(|| view! { <li>"Examples: "{named}</li> });
    view! {
        <li value=number data-broken="">
            <details>
                <summary>{name}" "<span class="hint">{place}</span>" "<Badge tone=Tone::Fault word /></summary>
                <ul class="leads" id=behind(step.id)>{reasons}{named}</ul>
            </details>
        </li>
    }
    .into()
}

/// What breaks, and what it looks like: each kind of failure leads to its row among the evidence.
fn reason(document: &Engagement, broken: &Break<'_>, lead: Lead) -> Markup {
    let over = document.integration(broken.integration).map(|it| it.name.clone());
    let over = over.unwrap_or_default();
    let patterns = broken.patterns.iter().take(NAMED).enumerate().map(|(at, pattern)| {
        let to = lead.href(&place_of(&Subject::pattern(pattern)));
        view! { {(at > 0).then_some("; ")}<a href=to>{says(pattern)}</a> }
    });
    let more = broken.patterns.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| format!("; and {more} more"));
    let patterns = patterns.collect_view();
    view! { <li>{format!("Over “{over}”: ")}{patterns}{more}</li> }.into()
}

fn says(pattern: &Pattern) -> String {
    let (symptom, cause) = (inside(pattern.symptom.label()), inside(pattern.cause.label()));
    let seen = span(pattern.first_seen, pattern.last_seen);
    format!("{} {symptom}, {cause}, {seen}", pattern.confirmed)
}
