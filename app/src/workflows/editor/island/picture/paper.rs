//! The drawing on the page: pieces, of which only the changed ones are replaced.
//! What moved glides to its new place, unless somebody asked for less motion; nothing else moves.

use super::super::browser::{animate, calm, document};
use faultline::engines::map::editor::Reading;
use faultline::engines::map::layout::Rect;
use faultline::platform::ids::StepId;
use std::collections::{HashMap, HashSet};
use web_sys::Element;

const NAMESPACE: Option<&str> = Some("http://www.w3.org/2000/svg");
const FONTS: &str = "'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";
/// In milliseconds.
const GLIDE: u32 = 140;
/// More changes than this at once are another drawing.
const MOST: usize = 300;

/// A piece of the drawing as it stands.
struct Piece {
    markup: String,
    element: Element,
}

/// A piece that was put in place of another, or that was not there before.
struct Changed {
    name: String,
    known: bool,
}

/// The drawing as it stands.
pub struct Paper {
    svg: Element,
    pieces: HashMap<String, Piece>,
    places: Vec<(StepId, Rect)>,
    marked: (Option<usize>, Option<usize>),
    size: (f64, f64),
}

impl Paper {
    /// An empty one, in place of what the server drew.
    pub fn begin(frame: &Element) -> Option<Self> {
        let svg = element("svg")?;
        for (name, value) in [("font-family", FONTS), ("font-size", "11"), ("role", "none")] {
            svg.set_attribute(name, value).ok()?;
        }
        frame.set_inner_html("");
        frame.append_child(&svg).ok()?;
        let (pieces, places) = (HashMap::new(), Vec::new());
        Some(Self { svg, pieces, places, marked: (None, None), size: (1.0, 1.0) })
    }

    /// Where the steps are, in the order told.
    pub fn places(&self) -> impl Iterator<Item = Rect> {
        self.places.iter().map(|(_, rect)| *rect)
    }

    /// The width and height of the drawing.
    pub fn size(&self) -> (f64, f64) {
        self.size
    }

    /// The place of the step that an element belongs to.
    pub fn step_of(&self, element: &Element) -> Option<usize> {
        let id = element.closest("[data-step]").ok()??.get_attribute("data-step")?;
        self.places.iter().position(|(step, _)| step.to_string() == id)
    }

    /// Draws what was read.
    pub fn draw(&mut self, reading: &Reading, scale: f64) {
        self.mark(None, None);
        let scene = reading.scene();
        // Whatever is set is laid out again, be it as it was.
        if self.size != (scene.w, scene.h) {
            self.size = (scene.w, scene.h);
            self.scale(scale);
        }
        let changed = self.replace(reading.pieces());
        let places: Vec<_> = scene.steps.iter().map(|step| (step.id, step.rect)).collect();
        let begun = !self.places.is_empty();
        let before = std::mem::replace(&mut self.places, places);
        let names: HashSet<&str> = changed.iter().map(|piece| piece.name.as_str()).collect();
        let mut steps: Vec<(StepId, &Element)> = Vec::new();
        for step in &scene.steps {
            let name = format!("step {}", step.id);
            if let (true, Some(piece)) = (names.contains(name.as_str()), self.pieces.get(&name)) {
                name_step(&piece.element, step.id, &step.sentence);
                steps.push((step.id, &piece.element));
            }
        }
        if begun && changed.len() <= MOST && !calm() {
            for (id, element) in steps {
                glide(element, place_in(&before, id), place_in(&self.places, id));
            }
            for Changed { name, .. } in changed.iter().filter(|piece| !piece.known) {
                if let (true, Some(piece)) = (name.starts_with("flow "), self.pieces.get(name)) {
                    appear(&piece.element);
                }
            }
        }
    }

    /// Shows it at a scale.
    pub fn scale(&self, scale: f64) {
        let (w, h) = self.size;
        let set = |name: &str, value: String| {
            let _ = self.svg.set_attribute(name, &value);
        };
        set("viewBox", format!("0 0 {} {}", w.ceil() as u32, h.ceil() as u32));
        set("width", ((w * scale).round() as u32).to_string());
        set("height", ((h * scale).round() as u32).to_string());
    }

    /// Takes away what is in the drawing no more, so that everything else stays where it stands.
    fn take_away(&mut self, pieces: &[(String, String)]) {
        let shown = pieces.iter().filter(|(_, markup)| !markup.is_empty());
        let stay: HashSet<&str> = shown.map(|(name, _)| name.as_str()).collect();
        self.pieces.retain(|name, piece| {
            let stays = stay.contains(name.as_str());
            if !stays {
                piece.element.remove();
            }
            stays
        });
    }

    /// Puts changed pieces in place of what they were, and says which they are.
    fn replace(&mut self, pieces: Vec<(String, String)>) -> Vec<Changed> {
        let is_new = |(name, markup): &&(String, String)| {
            !markup.is_empty() && self.pieces.get(name).is_none_or(|piece| piece.markup != *markup)
        };
        let changed: Vec<&(String, String)> = pieces.iter().filter(is_new).collect();
        let elements = parsed(&changed);
        let changed: Vec<Changed> = changed
            .into_iter()
            .map(|(name, _)| Changed { name: name.clone(), known: self.pieces.contains_key(name) })
            .collect();
        let names = changed.iter().map(|piece| piece.name.clone());
        let mut fresh: HashMap<String, Element> = names.zip(elements).collect();
        self.take_away(&pieces);
        let mut next = HashMap::with_capacity(pieces.len());
        let mut before = self.svg.first_element_child();
        for (name, markup) in pieces {
            let old = self.pieces.remove(&name).map(|piece| piece.element);
            let element = match (fresh.remove(&name), old) {
                (Some(new), Some(old)) => {
                    let _ = self.svg.replace_child(&new, &old);
                    if before.as_ref() == Some(&old) {
                        before = Some(new.clone());
                    }
                    new
                }
                (Some(element), None) | (None, Some(element)) => element,
                (None, None) => continue,
            };
            if before.as_ref() == Some(&element) {
                before = element.next_element_sibling();
            } else {
                let _ = self.svg.insert_before(&element, before.as_deref());
            }
            next.insert(name, Piece { markup, element });
        }
        self.pieces = next;
        changed
    }

    /// Marks the selected step, and the one that a connection begins at.
    pub fn mark(&mut self, selected: Option<usize>, from: Option<usize>) {
        let (was_selected, was_from) = std::mem::replace(&mut self.marked, (selected, from));
        for (step, on) in [(was_selected, "false"), (selected, "true")] {
            if let Some(element) = self.at(step) {
                let _ = element.set_attribute("aria-selected", on);
            }
        }
        if let Some(element) = self.at(was_from) {
            let _ = element.remove_attribute("data-from");
        }
        if let Some(element) = self.at(from) {
            let _ = element.set_attribute("data-from", "");
        }
    }

    fn at(&self, step: Option<usize>) -> Option<&Element> {
        let (id, _) = self.places.get(step?)?;
        self.pieces.get(&format!("step {id}")).map(|piece| &piece.element)
    }
}

/// A step is an entry of the list.
fn name_step(element: &Element, id: StepId, says: &str) {
    element.set_id(&format!("picture-{id}"));
    for (name, value) in [("role", "option"), ("aria-selected", "false"), ("aria-label", says)] {
        let _ = element.set_attribute(name, value);
    }
}

fn place_in(places: &[(StepId, Rect)], id: StepId) -> Option<Rect> {
    places.iter().find(|(step, _)| *step == id).map(|(_, rect)| *rect)
}

/// A step that was elsewhere glides to its place.
fn glide(element: &Element, from: Option<Rect>, to: Option<Rect>) {
    let (Some(from), Some(to)) = (from, to) else { return appear(element) };
    let (x, y) = ((from.x - to.x).round() as i32, (from.y - to.y).round() as i32);
    if (x, y) != (0, 0) {
        let frames =
            format!(r#"[{{"transform":"translate({x}px,{y}px)"}},{{"transform":"none"}}]"#);
        animate(element, &frames, GLIDE);
    }
}

fn appear(element: &Element) {
    animate(element, r#"[{"opacity":0},{"opacity":1}]"#, GLIDE);
}

fn element(name: &str) -> Option<Element> {
    document().create_element_ns(NAMESPACE, name).ok()
}

/// The elements of pieces, each of which is one.
fn parsed(pieces: &[&(String, String)]) -> Vec<Element> {
    let Some(holder) = element("g") else { return Vec::new() };
    let markup: String = pieces.iter().map(|(_, markup)| markup.as_str()).collect();
    holder.set_inner_html(&markup);
    let children = holder.children();
    (0..children.length()).filter_map(|at| children.item(at)).collect()
}
