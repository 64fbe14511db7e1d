//! A small picture of a large map, with what is in sight of it.
//! It is a shortcut for the eye: everything it does, scrolling does too.

use super::editing::Editing;
use crate::prelude::*;
use faultline::engines::map::editor::minimap::Minimap as SmallPicture;
use faultline::engines::map::numbers::hundredths;

#[cfg(feature = "hydrate")]
mod pointer;

/// The small picture; a map that can be seen at once has none.
#[island]
pub fn Minimap() -> impl IntoView {
    let editing = Editing::around();
    let drawn = Memo::new(move |_| editing.read(|editor| editor.reading().drawn()));
    let small = Memo::new(move |_| {
        // Only a memo that is read is worked out, and hears of changes.
        let _ = drawn.get();
        editing.peek(|editor| SmallPicture::of(editor.reading().scene()))
    });
    #[cfg(feature = "hydrate")]
    pointer::start(editing, small);
    let path = move || small.with(|small| small.as_ref().map(boxes).unwrap_or_default());
    view! {
        <div class="picture-minimap" hidden=move || small.with(Option::is_none)>
            <svg aria-hidden="true" width="180">
                <path d=path fill="currentColor"></path>
            </svg>
            <div class="picture-sight"></div>
        </div>
    }
}

fn boxes(small: &SmallPicture) -> String {
    let drawn = small.steps.iter().map(|step| {
        let [x, y, w, h] = [step.x, step.y, step.w, step.h].map(hundredths);
        format!("M{x} {y}h{w}v{h}h-{w}z")
    });
    drawn.collect()
}
