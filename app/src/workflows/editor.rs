//! What a text gives as it stands: a drawing, or what is wrong with it, line by line.
//! The editor is a text field in a form; this is the comfort beside it, drawn by the server as one types.

use crate::ui::{Mark, Tone};
use faultline::map::names::Names;
use faultline::map::scene::scene;
use faultline::map::svg::{Ink, SvgOptions, svg};
use faultline::map::text::parse;
use faultline::workflow::{Map, Side};
use leptos::prelude::*;

/// Errors and remarks shown at once.
const MOST: usize = 5;

/// The drawing of a text, or what keeps it from being drawn.
pub fn preview(text: &str, names: &Names, title: &str) -> AnyView {
    let draft = match parse(text, names) {
        Err(errors) => {
            return lines(Tone::Fault, errors.iter().map(ToString::to_string)).into_any();
        }
        Ok(draft) if draft.steps.is_empty() => {
            return view! { <p class="hint">"The drawing appears here as you type."</p> }
                .into_any();
        }
        Ok(draft) => draft,
    };
    let map =
        Map::empty(faultline::ids::WorkflowId(uuid::Uuid::nil()), Side::Intended).take(&draft);
    let options = SvgOptions {
        title,
        description: "The drawing of the text as it stands.",
        id: "preview",
        ink: Ink::Page,
        step_link: None,
        flow_link: None,
    };
    let drawn = svg(&scene(&map, &faultline::map::scene::Evidence::new()), &options);
    let remarks =
        draft.remarks.iter().map(|remark| format!("Line {}: {}", remark.line, remark.message));
    let remarks = lines(Tone::Doubt, remarks);
    let steps = format!("{} steps", map.steps.len());
    view! {
        <p class="hint">{steps}</p>
        <div class="map" role="group" aria-label="Drawing of the text" tabindex="0" inner_html=drawn></div>
        {remarks}
    }
    .into_any()
}

fn lines(tone: Tone, said: impl Iterator<Item = String>) -> impl IntoView {
    let items = said.take(MOST).map(|line| view! { <li><Mark tone />" "{line}</li> });
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| view! { <ul class="plain">{items}</ul> })
}
