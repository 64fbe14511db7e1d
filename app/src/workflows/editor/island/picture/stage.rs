//! The picture in the browser: a list of steps to walk through by arrow keys, each changed in place.
//! The browser scrolls; where to is decided by the root crate.

use super::super::browser::{calm, find, on, target, watch};
use super::super::editing::{Act, Editing};
use super::paper::Paper;
use crate::prelude::*;
use faultline::engines::map::editor::Editor;
use faultline::engines::map::editor::sight::Sight;
use faultline::engines::map::layout::Rect;
use faultline::engines::map::numbers::shortest;
use faultline::platform::ids::StepId;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use web_sys::{
    Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent, ScrollBehavior,
    ScrollToOptions, WheelEvent,
};

mod acts;
mod grip;

/// The picture and the frame that it is seen through.
pub struct Stage {
    editing: Editing,
    frame: HtmlElement,
    paper: RefCell<Paper>,
    scale: Cell<f64>,
    drawn: Cell<u32>,
    /// The step that a connection begins at.
    from: Cell<Option<usize>>,
    /// The step that was brought into sight, and where it was then.
    revealed: Cell<Option<(StepId, Rect)>>,
    /// Where the paper was taken hold of, and where it was then.
    hold: Cell<Option<[i32; 4]>>,
}

impl Stage {
    /// Begins to draw once the editor is open.
    pub fn start(editing: Editing) {
        let begun: Rc<OnceCell<Option<Rc<Self>>>> = Rc::default();
        let stage = Rc::clone(&begun);
        watch(move |_| {
            if editing.is_open()
                && let Some(stage) = stage.get_or_init(|| Self::begin(editing))
            {
                stage.show();
            }
        });
        let stage = Rc::clone(&begun);
        watch(move |_| {
            if let (Some(act), Some(Some(stage))) = (editing.act.get(), stage.get()) {
                editing.act.set(None);
                stage.act(act);
            }
        });
        watch(move |_| {
            let (words, further) = editing.find.get();
            if let Some(Some(stage)) = begun.get() {
                stage.search(&words, further);
            }
        });
    }

    fn begin(editing: Editing) -> Option<Rc<Self>> {
        let frame: HtmlElement = find("[data-picture]")?;
        for (name, value) in
            [("tabindex", "0"), ("role", "listbox"), ("aria-label", "Steps of the picture")]
        {
            frame.set_attribute(name, value).ok()?;
        }
        let paper = RefCell::new(Paper::begin(&frame)?);
        let stage = Rc::new(Self {
            editing,
            frame,
            paper,
            scale: Cell::new(1.0),
            drawn: Cell::new(0),
            from: Cell::new(None),
            revealed: Cell::new(None),
            hold: Cell::new(None),
        });
        stage.listen();
        Some(stage)
    }

    fn listen(self: &Rc<Self>) {
        let (frame, stage) = (&self.frame, Rc::clone(self));
        on(frame, "keydown", move |event: KeyboardEvent| {
            let own = target::<HtmlElement>(&event).as_ref() == Some(&stage.frame);
            if own && stage.key(&event) {
                event.prevent_default();
            }
        });
        let stage = Rc::clone(self);
        on(frame, "click", move |event: MouseEvent| {
            if let Some(step) = stage.step_at(&event) {
                stage.picked(step);
            }
        });
        let stage = Rc::clone(self);
        on(frame, "dblclick", move |event: MouseEvent| {
            if stage.step_at(&event).is_some() {
                stage.act(Act::Rename);
            }
        });
        let editing = self.editing;
        on(frame, "scroll", move |_: Event| editing.moved.update(|count| *count += 1));
        let stage = Rc::clone(self);
        on(frame, "wheel", move |event: WheelEvent| stage.wheel(&event));
        let stage = Rc::clone(self);
        on(frame, "pointerdown", move |event: PointerEvent| stage.take_hold(&event));
        let stage = Rc::clone(self);
        on(frame, "pointermove", move |event: PointerEvent| stage.drag(&event));
        for name in ["pointerup", "pointercancel"] {
            let stage = Rc::clone(self);
            on(frame, name, move |_: PointerEvent| stage.let_go());
        }
    }

    /// Draws what changed, and marks the selected step.
    fn show(&self) {
        let editing = self.editing;
        let drawn = editing.read(|editor| editor.reading().drawn());
        if drawn != self.drawn.get() {
            self.drawn.set(drawn);
            editing.read(|editor| self.paper.borrow_mut().draw(editor.reading(), self.scale.get()));
        }
        let selected = editing.read(Editor::selected);
        self.paper.borrow_mut().mark(selected, self.from.get());
        let shown = editing.read(|editor| {
            let step = editor.reading().scene().steps.get(editor.selected()?)?;
            Some((step.id, step.rect))
        });
        let _ = match shown {
            Some((id, _)) => {
                self.frame.set_attribute("aria-activedescendant", &format!("picture-{id}"))
            }
            None => self.frame.remove_attribute("aria-activedescendant"),
        };
        // Asking what is in sight lays the page out, so that it is not asked without need.
        if self.revealed.replace(shown) != shown
            && let Some((_, rect)) = shown
        {
            self.go(self.sight().revealing(rect), true);
        }
    }

    fn sight(&self) -> Sight {
        let frame = &self.frame;
        Sight {
            scale: self.scale.get(),
            left: f64::from(frame.scroll_left()),
            top: f64::from(frame.scroll_top()),
            w: f64::from(frame.client_width()),
            h: f64::from(frame.client_height()),
        }
    }

    fn go(&self, to: Sight, gently: bool) {
        let now = self.sight();
        if to.scale != now.scale {
            self.scale.set(to.scale);
            let _ = self.frame.set_attribute("data-scale", &shortest(to.scale));
            self.paper.borrow().scale(to.scale);
        } else if (to.left, to.top) == (now.left, now.top) {
            return;
        }
        let options = ScrollToOptions::new();
        options.set_left(to.left);
        options.set_top(to.top);
        let smooth = gently && to.scale == now.scale && !calm();
        options.set_behavior(if smooth { ScrollBehavior::Smooth } else { ScrollBehavior::Instant });
        self.frame.scroll_to_with_scroll_to_options(&options);
        self.editing.moved.update(|count| *count += 1);
    }

    fn step_at(&self, event: &Event) -> Option<usize> {
        self.paper.borrow().step_of(&target::<Element>(event)?)
    }
}
