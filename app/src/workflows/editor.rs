//! The map editor: a text field, and the drawing that follows what is typed.
//! Without wasm it is a text field in a form; nothing depends on the drawing.
#![cfg_attr(
    feature = "ssr",
    expect(missing_docs, reason = "the island macro makes a struct and leaves its docs out")
)]

use faultline::map::names::{Index, Names};
use faultline::map::scene::scene;
use faultline::map::svg::{Ink, SvgOptions, svg};
use faultline::map::text::parse;
use faultline::workflow::{Map, Side};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Something the text can name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its id.
    pub id: uuid::Uuid,
    /// Its name.
    pub name: String,
}

/// What a text gives: a drawing, or what is wrong with it, one line each.
#[derive(Debug, Clone, PartialEq)]
enum Preview {
    Empty,
    Drawn { svg: String, steps: usize, remarks: Vec<String> },
    Wrong(Vec<String>),
}

fn index<Id: From<uuid::Uuid> + Copy + Ord + std::hash::Hash>(of: Vec<Named>) -> Index<Id> {
    Index::new(of.into_iter().map(|named| (Id::from(named.id), named.name)))
}

fn preview(text: &str, names: &Names, title: &str) -> Preview {
    match parse(text, names) {
        Err(errors) => {
            let line = |error: &faultline::map::text::TextError| error.to_string();
            Preview::Wrong(errors.iter().take(5).map(line).collect())
        }
        Ok(draft) if draft.steps.is_empty() => Preview::Empty,
        Ok(draft) => {
            let nothing = faultline::ids::WorkflowId(uuid::Uuid::nil());
            let map = Map::empty(nothing, Side::Intended).take(&draft);
            let options = SvgOptions {
                title,
                description: "The drawing of the text as it stands.",
                id: "preview",
                ink: Ink::Page,
                step_link: None,
                flow_link: None,
            };
            let remarks = draft
                .remarks
                .iter()
                .map(|remark| format!("Line {}: {}", remark.line, remark.message));
            Preview::Drawn {
                svg: svg(&scene(&map, &Default::default()), &options),
                steps: map.steps.len(),
                remarks: remarks.take(5).collect(),
            }
        }
    }
}

/// The text of a map with its drawing.
#[island]
pub fn MapEditor(
    /// The text to begin with.
    text: String,
    /// The engagement's systems.
    systems: Vec<Named>,
    /// Its integrations.
    integrations: Vec<Named>,
    /// Its data types.
    data_types: Vec<Named>,
    /// What the map is called.
    title: String,
) -> impl IntoView {
    let names = Names {
        systems: index(systems),
        integrations: index(integrations),
        data_types: index(data_types),
    };
    let shown = RwSignal::new(preview(&text, &names, &title));
    let typed = move |event| {
        let text = event_target_value(&event);
        shown.set(preview(&text, &names, &title));
    };
    let lines = |class: &'static str, lines: Vec<String>| {
        let items = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! { <ul class=class>{items}</ul> }
    };
    let drawing = move || {
        match shown.get() {
        Preview::Empty => view! { <p class="hint">"The drawing appears here as you type."</p> }.into_any(),
        Preview::Wrong(errors) => lines("map-errors", errors).into_any(),
        Preview::Drawn { svg, steps, remarks } => view! {
            <p class="hint">{format!("{steps} steps")}</p>
            <div class="map"><div class="map-region" role="region" aria-label="Drawing as you type" tabindex="0" inner_html=svg></div></div>
            {lines("map-remarks", remarks)}
        }
        .into_any(),
    }
    };
    // The HTML parser drops one line break at the start: without this one, a person's own would go.
    let mut text = text;
    text.insert(0, '\n');
    view! {
        <div class="field" data-width="full">
            <label for="text">"Text of the map"</label>
            <textarea id="text" name="text" class="mono" rows="16" maxlength="200000" spellcheck="false" on:input=typed>
                {text}
            </textarea>
        </div>
        <div aria-live="polite">{drawing}</div>
    }
}
