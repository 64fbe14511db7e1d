//! The map as a picture: the drawing of what is written, and the tools that change it.
//! Without scripts it is a drawing; every step that is edited here is also a line and a row.

use super::island::{Inspector, Minimap, PictureTools};
use crate::prelude::*;
use crate::ui::markup::island;
use crate::ui::{Mark, PageKeys, Tone};
use crate::workflows::source::MapSource;
use faultline::engines::map::scene::{Evidence, scene};
use faultline::engines::map::svg::{Ink, SvgOptions, svg};
use faultline::engines::map::text::{TextError, parse};
use std::sync::Arc;

/// Errors and remarks shown at once.
const MOST: usize = 5;

/// What the keys do, for the list of keys: in the picture, and of the table while it is open.
const KEYS: &str = "Enter: Add a next step; F2: Rename the step; C: Connect it; L: Give it another lane; Delete: Remove it; + -: Larger or smaller; 0: Fit the drawing; F: Full screen; /: Find a step; Ctrl Z: Undo; Ctrl Y: Redo; Alt ↑ ↓: Move a row of the table";

/// The pane.
#[component]
pub fn PicturePane(
    /// The map, and what its text can name.
    source: Arc<MapSource>,
    /// The text that is drawn.
    text: String,
    /// What the drawing is called.
    title: String,
) -> impl IntoView {
    view! {
        <section class="pane picture" data-pane="picture" aria-label="Picture">
            <PageKeys keys=KEYS />
            {island(view! { <PictureTools /> })}
            <div class="picture-frame">
                <div class="map" data-picture><Picture source text title /></div>
                {island(view! { <Minimap /> })}
            </div>
            {island(view! { <Inspector /> })}
        </section>
    }
}

/// The drawing of a text, or what keeps it from being drawn.
#[component]
fn Picture(source: Arc<MapSource>, text: String, title: String) -> impl IntoView {
    let draft = match parse(&text, &source.names) {
        Err(errors) => return EitherOf3::A(view! { <NotDrawn errors /> }),
        Ok(draft) if draft.steps.is_empty() => {
            return EitherOf3::B(
                view! { <p class="hint">"The drawing appears here as you write."</p> },
            );
        }
        Ok(draft) => draft,
    };
    let options = SvgOptions {
        title: &title,
        description: "The drawing of the map as it stands.",
        id: "preview",
        ink: Ink::Page,
        step_link: None,
        flow_link: None,
        states: None,
    };
    let drawn = svg(&scene(&source.taken(&draft), &Evidence::new()), &options);
    EitherOf3::C(view! { <div class="picture-still" inner_html=drawn></div> })
}

#[component]
fn NotDrawn(errors: Vec<TextError>) -> impl IntoView {
    let said = errors.into_iter().take(MOST).map(|error| {
        view! { <li><Mark tone=Tone::Fault />" "{error.to_string()}</li> }
    });
    view! { <ul class="plain">{said.collect_view()}</ul> }
}
