//! The map as a picture: the drawing of what is written, and the tools that change it.
//! Without the script it is a drawing; every step that is edited here is also a line and a row.

use crate::prelude::*;
use crate::ui::{Mark, Tone};
use crate::workflows::desk::Desks;
use faultline::engines::map::StepKind;
use faultline::engines::map::scene::{Evidence, scene};
use faultline::engines::map::svg::{Ink, SvgOptions, svg};
use faultline::engines::map::text::parse;
use faultline::platform::catalogue::Catalogue;

/// Errors and remarks shown at once.
const MOST: usize = 5;

/// The pane.
pub fn pane(desks: &Desks<'_>, text: &str, title: &str) -> impl IntoView + use<> {
    let drawing = drawing(desks, text, title);
    view! {
        <section class="pane picture" data-pane="picture" aria-label="Picture">
            {tools().markup()}
            <div class="picture-frame">
                <div class="map" data-picture>{drawing}</div>
                <div class="picture-minimap" data-minimap hidden></div>
            </div>
            {inspector().markup()}
        </section>
    }
}

/// The drawing of a text, or what keeps it from being drawn.
fn drawing(desks: &Desks<'_>, text: &str, title: &str) -> Markup {
    let draft = match parse(text, &desks.names) {
        Err(errors) => {
            let said = errors.iter().take(MOST).map(|error| {
                let error = error.to_string();
                view! { <li><Mark tone=Tone::Fault />" "{error}</li> }
            });
            return view! { <ul class="plain">{said.collect_view()}</ul> }.markup();
        }
        Ok(draft) if draft.steps.is_empty() => {
            return view! { <p class="hint">"The drawing appears here as you write."</p> }.markup();
        }
        Ok(draft) => draft,
    };
    let options = SvgOptions {
        title,
        description: "The drawing of the map as it stands.",
        id: "preview",
        ink: Ink::Page,
        step_link: None,
        flow_link: None,
        states: None,
    };
    let drawn = svg(&scene(&desks.taken(&draft), &Evidence::new()), &options);
    view! { <div class="picture-still" inner_html=drawn></div> }.markup()
}

fn tools() -> impl IntoView {
    let button = |label: &'static str, act: &'static str, key: &'static str| {
        view! {
            <button class="button quiet" type="button" data-do=act aria-keyshortcuts=key title=format!("{label} ({key})")>
                {label}
            </button>
        }
    };
    let edits = [
        ("Add next", "add", "Enter"),
        ("Rename", "rename", "F2"),
        ("Connect", "connect", "C"),
        ("Lane", "lane", "L"),
        ("Delete", "remove", "Delete"),
    ];
    let edits = edits.map(|(label, act, key)| button(label, act, key)).collect_view();
    let views = [("−", "smaller", "-"), ("+", "larger", "+"), ("Fit", "fit", "0")];
    let views = views.map(|(label, act, key)| {
        let said = match act {
            "smaller" => "Smaller",
            "larger" => "Larger",
            _ => "Fit the drawing",
        };
        view! {
            <button class="button quiet" type="button" data-do=act aria-keyshortcuts=key aria-label=said title=format!("{said} ({key})")>
                {label}
            </button>
        }
    });
    view! {
        <div class="picture-tools" data-scripted hidden role="toolbar" aria-label="Change the picture">
            <div class="picture-edits">{edits}</div>
            <div class="picture-views">
                {views.collect_view()}
                <input type="search" data-find aria-label="Find a step" placeholder="Find a step" autocomplete="off" />
            </div>
        </div>
    }
}

/// What is known of the selected step, to be changed here too.
fn inspector() -> impl IntoView {
    let kinds = StepKind::ALL
        .iter()
        .map(|kind| view! { <option value=kind.key()>{kind.label()}</option> })
        .collect_view();
    let field = |label: &'static str,
                 name: &'static str,
                 list: Option<&'static str>,
                 hint: &'static str| {
        let id = format!("step-{name}");
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <input id=id data-of=name list=list autocomplete="off" spellcheck="false" placeholder=hint maxlength="400" />
            </div>
        }
    };
    let fields = (
        field("Step", "name", None, ""),
        field("Lane", "lane", Some("outline-lanes"), ""),
        field("Facts", "facts", None, "5 min x 200/month, by Anna !memory"),
        field("Leads to", "leads", None, "4, or yes: 4, no: 7"),
    );
    view! {
        <form class="inspector" data-inspector hidden aria-label="The selected step">
            {fields.0}{fields.1}
            <div class="field">
                <label for="step-kind">"Kind"</label>
                <select id="step-kind" data-of="kind">{kinds}</select>
            </div>
            {fields.2}{fields.3}
            <div class="inspector-crossings" data-crossings></div>
        </form>
    }
}
