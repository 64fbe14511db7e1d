//! The picture in the browser: a list of steps to walk through by arrow keys, each changed in place.
//! The browser scrolls; where to is decided by the root crate.

use super::super::browser::{calm, find, on, target};
use super::super::editing::{Act, Editing};
use super::ask::{Question, ask};
use super::paper::Paper;
use crate::prelude::*;
use faultline::engines::map::edit::Edit;
use faultline::engines::map::editor::sight::Sight;
use faultline::engines::map::editor::walk::walk;
use faultline::engines::map::editor::{Editor, cells, find as finding};
use faultline::engines::map::layout::Rect;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use web_sys::{
    Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent, ScrollBehavior,
    ScrollToOptions, WheelEvent,
};

/// One step larger.
const LARGER: f64 = 1.25;

/// The picture and the frame that it is seen through.
pub struct Stage {
    editing: Editing,
    frame: HtmlElement,
    paper: RefCell<Paper>,
    scale: Cell<f64>,
    drawn: Cell<u32>,
    /// The step that a connection begins at.
    from: Cell<Option<usize>>,
    /// Where the paper was taken hold of, and where it was then.
    hold: Cell<Option<[i32; 4]>>,
}

impl Stage {
    /// Begins to draw once the editor is open.
    pub fn start(editing: Editing) {
        let begun: Rc<OnceCell<Option<Rc<Self>>>> = Rc::default();
        let stage = Rc::clone(&begun);
        Effect::new(move |_| {
            if editing.is_open()
                && let Some(stage) = stage.get_or_init(|| Self::begin(editing))
            {
                stage.show();
            }
        });
        let stage = Rc::clone(&begun);
        Effect::new(move |_| {
            if let (Some(act), Some(Some(stage))) = (editing.act.get(), stage.get()) {
                editing.act.set(None);
                stage.act(act);
            }
        });
        Effect::new(move |_| {
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
        if let Some((_, rect)) = shown {
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
            let _ = self.frame.set_attribute("data-scale", &to.scale.to_string());
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

    fn picked(&self, step: usize) {
        match self.from.get() {
            Some(_) => self.connect_to(step),
            None => self.editing.select(step),
        }
    }

    /// Whether a key was meant for the picture.
    fn key(&self, event: &KeyboardEvent) -> bool {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return false;
        }
        let (key, selected) = (event.key(), self.editing.peek(Editor::selected));
        if let ("Enter", Some(_), Some(step)) = (key.as_str(), self.from.get(), selected) {
            self.connect_to(step);
            return true;
        }
        if let Some(act) = meant(&key) {
            self.act(act);
            return true;
        }
        let steps: Vec<Rect> = self.paper.borrow().places().collect();
        let Some(step) = walk(&steps, selected, &key) else { return false };
        self.editing.select(step);
        true
    }

    fn act(&self, act: Act) {
        let sight = self.sight();
        match act {
            Act::Larger => self.go(sight.zoomed(LARGER, sight.middle()), false),
            Act::Smaller => self.go(sight.zoomed(1.0 / LARGER, sight.middle()), false),
            Act::Fit => {
                let (w, h) = self.paper.borrow().size();
                self.go(sight.fitted(w, h), false);
            }
            Act::Find => {
                if let Some(field) = find::<HtmlElement>(".picture-find") {
                    let _ = field.focus();
                }
            }
            Act::Stop => {
                self.stop();
                let _ = self.frame.focus();
            }
            Act::Add => self.ask_next(),
            Act::Rename | Act::Connect | Act::Lane | Act::Remove => self.act_on_step(act),
        }
    }

    fn act_on_step(&self, act: Act) {
        let editing = self.editing;
        let step = editing.peek(|editor| {
            let at = editor.selected()?;
            let row = editor.reading().row(at, editor.names())?;
            Some((at, row.name, row.lane))
        });
        let Some((step, name, lane)) = step else {
            editing.refused.set(
                "Choose a step first: click it, or walk there with the arrow keys.".to_owned(),
            );
            return;
        };
        match act {
            Act::Rename => self.ask(name, None, move |name| {
                editing.edit(&Edit::Rename { step, name });
            }),
            Act::Lane => self.ask(lane, Some("outline-lanes"), move |lane| {
                editing.edit(&Edit::Lane { step, lane });
            }),
            Act::Connect => {
                self.from.set(Some(step));
                self.connecting(true);
            }
            _ => {
                editing.edit(&Edit::Remove { step });
                let _ = self.frame.focus();
            }
        }
    }

    fn stop(&self) {
        self.from.set(None);
        self.connecting(false);
    }

    fn connecting(&self, on: bool) {
        if let Ok(Some(pane)) = self.frame.closest("[data-pane]") {
            let _ = pane.toggle_attribute_with_force("data-connecting", on);
        }
        self.paper.borrow_mut().mark(self.editing.peek(Editor::selected), self.from.get());
        let _ = self.frame.focus();
    }

    fn connect_to(&self, to: usize) {
        let from = self.from.get().filter(|from| *from != to);
        self.stop();
        if let Some(from) = from {
            self.editing.edit(&Edit::Connect { from, to });
        }
    }

    fn ask_next(&self) {
        let editing = self.editing;
        self.ask(String::new(), None, move |words| {
            let after = editing.peek(Editor::selected);
            editing.edit(&cells::added(&words, after));
        });
    }

    /// Asks over the selected step; something new is asked below it.
    fn ask(&self, value: String, list: Option<&'static str>, done: impl FnOnce(String) + 'static) {
        let first = Rect { x: 16.0, y: 16.0, w: 160.0, h: 44.0 };
        let step = self.editing.peek(Editor::selected);
        let step = step.and_then(|step| self.paper.borrow().places().nth(step)).unwrap_or(first);
        let below = Rect { x: step.x + 20.0, y: step.y + step.h + 6.0, w: step.w, h: 36.0 };
        let rect = if value.is_empty() { below } else { step };
        let scale = self.scale.get();
        let at =
            Rect { x: rect.x * scale, y: rect.y * scale, w: rect.w * scale, h: rect.h * scale };
        self.go(self.sight().revealing(rect), false);
        ask(&self.frame, &Question { value, list, at }, done);
    }

    /// Goes to the next step that has the words.
    fn search(&self, words: &str, further: usize) {
        let found = self.editing.peek(|editor| {
            let start = editor.selected().unwrap_or_default() + further;
            finding::find(editor.reading().map(), words, start)
        });
        if let Some(step) = found {
            self.editing.select(step);
        }
    }

    fn wheel(&self, event: &WheelEvent) {
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
    fn take_hold(&self, event: &PointerEvent) {
        let on_something = target::<Element>(event)
            .is_some_and(|element| element.closest("[data-step], input").ok().flatten().is_some());
        if event.button() == 0 && event.pointer_type() != "touch" && !on_something {
            let (left, top) = (self.frame.scroll_left(), self.frame.scroll_top());
            self.hold.set(Some([left, top, event.client_x(), event.client_y()]));
        }
    }

    fn drag(&self, event: &PointerEvent) {
        let Some([left, top, x, y]) = self.hold.get() else { return };
        let _ = self.frame.set_pointer_capture(event.pointer_id());
        let _ = self.frame.set_attribute("data-dragged", "");
        self.frame.set_scroll_left(left - event.client_x() + x);
        self.frame.set_scroll_top(top - event.client_y() + y);
    }

    fn let_go(&self) {
        self.hold.set(None);
        let _ = self.frame.remove_attribute("data-dragged");
    }
}

/// What a key means in the picture.
fn meant(key: &str) -> Option<Act> {
    Some(match key {
        "Enter" => Act::Add,
        "F2" => Act::Rename,
        "c" | "C" => Act::Connect,
        "l" | "L" => Act::Lane,
        "Delete" | "Backspace" => Act::Remove,
        "+" | "=" => Act::Larger,
        "-" => Act::Smaller,
        "0" => Act::Fit,
        "Escape" => Act::Stop,
        "/" => Act::Find,
        _ => return None,
    })
}
