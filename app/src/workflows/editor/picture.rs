//! The map as a picture: the drawing of what is written, and the tools that change it.
//! Without scripts it is a drawing; every step that is edited here is also a line and a row.

use super::island::{Inspector, Minimap, PictureTools};
use crate::prelude::*;
use crate::ui::markup::island;
use crate::ui::{Mark, Tone};
use crate::workflows::source::MapSource;
use faultline::engines::map::scene::{Evidence, scene};
use faultline::engines::map::svg::{Ink, SvgOptions, svg};
use faultline::engines::map::text::parse;

/// Errors and remarks shown at once.
const MOST: usize = 5;

/// The pane.
pub fn pane(source: &MapSource, text: &str, title: &str) -> impl IntoView + use<> {
    let drawing = drawing(source, text, title);
    view! {
        <section class="pane picture" data-pane="picture" aria-label="Picture">
            {island(view! { <PictureTools /> })}
            <div class="picture-frame">
                <div class="map" data-picture>{drawing}</div>
                {island(view! { <Minimap /> })}
            </div>
            {island(view! { <Inspector /> })}
        </section>
    }
}

/// The drawing of a text, or what keeps it from being drawn.
fn drawing(source: &MapSource, text: &str, title: &str) -> Markup {
    let draft = match parse(text, &source.names) {
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
    let drawn = svg(&scene(&source.taken(&draft), &Evidence::new()), &options);
    view! { <div class="picture-still" inner_html=drawn></div> }.markup()
}
