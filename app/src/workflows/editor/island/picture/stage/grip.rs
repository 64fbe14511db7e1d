//! The paper under the pointer: dragged by its empty places, zoomed by the wheel.
//! A finger scrolls and zooms by itself.

use super::super::super::browser::target;
use super::Stage;
use web_sys::{Element, PointerEvent, WheelEvent};

impl Stage {
    pub(super) fn wheel(&self, event: &WheelEvent) {
        if event.ctrl_key() || event.meta_key() {
            event.prevent_default();
            let frame = self.frame.get_bounding_client_rect();
            let at = (
                f64::from(event.client_x()) - frame.left(),
                f64::from(event.client_y()) - frame.top(),
            );
            self.go(self.sight().zoomed((-event.delta_y() / 300.0).exp(), at), false);
        }
    }

    /// The paper is dragged by its empty places.
    pub(super) fn take_hold(&self, event: &PointerEvent) {
        let on_something = target::<Element>(event)
            .is_some_and(|element| element.closest("[data-step], input").ok().flatten().is_some());
        if event.button() == 0 && event.pointer_type() != "touch" && !on_something {
            let (left, top) = (self.frame.scroll_left(), self.frame.scroll_top());
            self.hold.set(Some([left, top, event.client_x(), event.client_y()]));
        }
    }

    pub(super) fn drag(&self, event: &PointerEvent) {
        let Some([left, top, x, y]) = self.hold.get() else { return };
        let _ = self.frame.set_pointer_capture(event.pointer_id());
        let _ = self.frame.set_attribute("data-dragged", "");
        self.frame.set_scroll_left(left - event.client_x() + x);
        self.frame.set_scroll_top(top - event.client_y() + y);
    }

    pub(super) fn let_go(&self) {
        self.hold.set(None);
        let _ = self.frame.remove_attribute("data-dragged");
    }
}
