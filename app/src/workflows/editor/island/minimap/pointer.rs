//! What is in sight of the picture, shown on the small one; a press there leads there.
//! Both are asked of the browser each time: nobody else knows how far it is scrolled.

use super::super::browser::{find, number, on, watch};
use super::super::editing::Editing;
use super::SmallPicture;
use crate::prelude::*;
use faultline::engines::map::editor::sight::Sight;
use web_sys::{Element, HtmlElement, PointerEvent};

/// Begins to follow the picture.
pub fn start(editing: Editing, small: Memo<Option<SmallPicture>>) {
    let Some(root) = find::<HtmlElement>(".picture-minimap") else { return };
    watch(move |_| {
        editing.moved.track();
        small.with(|small| {
            small.as_ref().map(show);
        });
    });
    for name in ["pointerdown", "pointermove"] {
        let own = root.clone();
        on(&root, name, move |event: PointerEvent| {
            if event.buttons() != 0 {
                small.with_untracked(|small| small.as_ref().map(|small| go(small, &own, &event)));
            }
        });
    }
}

fn sight(frame: &HtmlElement) -> Sight {
    let scale = frame.get_attribute("data-scale").and_then(|scale| number(&scale));
    Sight {
        scale: scale.unwrap_or(1.0),
        left: f64::from(frame.scroll_left()),
        top: f64::from(frame.scroll_top()),
        w: f64::from(frame.client_width()),
        h: f64::from(frame.client_height()),
    }
}

fn show(small: &SmallPicture) {
    let (Some(frame), Some(seen), Some(svg)) = (
        find::<HtmlElement>("[data-picture]"),
        find::<HtmlElement>(".picture-sight"),
        find::<Element>(".picture-minimap svg"),
    ) else {
        return;
    };
    let _ = svg.set_attribute("height", &(small.h as u32).to_string());
    let rect = small.seen(&sight(&frame));
    for (property, length) in [
        ("inset-inline-start", rect.x),
        ("inset-block-start", rect.y),
        ("inline-size", rect.w),
        ("block-size", rect.h),
    ] {
        let _ = seen.style().set_property(property, &format!("{}px", length.round() as i32));
    }
}

fn go(small: &SmallPicture, root: &HtmlElement, event: &PointerEvent) {
    let Some(frame) = find::<HtmlElement>("[data-picture]") else { return };
    let own = root.get_bounding_client_rect();
    let at = (f64::from(event.client_x()) - own.left(), f64::from(event.client_y()) - own.top());
    let to = small.at(at, sight(&frame));
    frame.set_scroll_left(to.left as i32);
    frame.set_scroll_top(to.top as i32);
}
