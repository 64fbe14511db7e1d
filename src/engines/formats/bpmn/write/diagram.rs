//! Coordinates for another modeller: the program's own layout, with shapes of the sizes that modellers draw.
//! Texts outside shapes have places of their own, measured as wide as the usual fonts draw them.

use super::{Out, captions, push};
use crate::engines::map::Step;
use crate::engines::map::layout::{Edge, Input, Laid, Node, Point, Rect, layout};

#[cfg(test)]
mod tests;

/// The strip with a pool's or a lane's name.
const STRIP: f64 = 30.0;
/// From the lanes' strip to the first shape.
const LEAD: f64 = 40.0;
/// Lanes are at least this high.
const LANE: f64 = 120.0;
/// Around the whole drawing.
const MARGIN: f64 = 20.0;

/// What is drawn: steps and flows with their texts, where they lie in the file.
struct Drawing {
    laid: Laid,
    /// The name of each step that does not stand in its shape.
    names: Vec<Option<Rect>>,
    /// From the left of the pool to that of the drawing in it.
    left: f64,
}

impl Drawing {
    fn new(out: &Out<'_>) -> Self {
        let mut laid = layout(&input(out));
        for (&(_, from, to, _), route) in out.flows.iter().zip(&mut laid.edges) {
            let ink =
                |step: usize, point| on_ink(out.shapes[step].element, &laid.nodes[step], point);
            if let [first, .., last] = &mut route.points[..] {
                (*first, *last) = (ink(from, *first), ink(to, *last));
            }
        }
        let outside = |element: &str| element.ends_with("Event") || element.ends_with("Gateway");
        let steps = out.map.steps.iter().zip(&out.shapes);
        let names =
            steps.map(|(step, own)| if outside(own.element) { step.name.trim() } else { "" });
        let names = captions::place(&names.collect::<Vec<_>>(), &laid);
        Self { laid, names, left: MARGIN + 2.0 * STRIP + LEAD }
    }

    /// A rectangle of the layout, where it lies in the file.
    fn rect(&self, rect: &Rect) -> Rect {
        Rect { x: rect.x + self.left, y: rect.y + MARGIN, ..*rect }
    }
}

/// Writes the diagram.
pub fn write(file: &mut String, out: &Out<'_>) {
    let drawing = Drawing::new(out);
    let laid = &drawing.laid;
    let (w, h) = (laid.w + 2.0 * STRIP + 2.0 * LEAD, laid.h.max(LANE));
    let pool = Rect { x: MARGIN, y: MARGIN, w, h };
    file.push_str(
        "<bpmndi:BPMNDiagram id=\"diagram\">\n<bpmndi:BPMNPlane id=\"plane\" bpmnElement=\"collaboration\">\n",
    );
    shape(file, "pool", &pool, None, " isHorizontal=\"true\"");
    for (number, band) in (1..).zip(&laid.lanes) {
        let band = Rect { x: pool.x + STRIP, y: band.y + MARGIN, w: pool.w - STRIP, h: band.h };
        shape(file, &format!("lane_{number}"), &band, None, " isHorizontal=\"true\"");
    }
    for (number, (rect, name)) in (1..).zip(laid.nodes.iter().zip(&drawing.names)) {
        let name = name.map(|name| drawing.rect(&name));
        shape(file, &format!("step_{number}"), &drawing.rect(rect), name, "");
    }
    edges(file, out, &drawing);
    file.push_str("</bpmndi:BPMNPlane>\n</bpmndi:BPMNDiagram>\n");
}

fn input(out: &Out<'_>) -> Input {
    let lane = |step: &Step| out.map.lanes.iter().position(|lane| lane.id == step.lane);
    let nodes = out.map.steps.iter().zip(&out.shapes).map(|(step, own)| {
        let lane = lane(step).and_then(|at| u32::try_from(at).ok()).unwrap_or_default();
        Node { w: own.size.0, h: own.size.1, lane }
    });
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let edges = out.flows.iter().map(|&(_, from, to, flow)| {
        let label = (!flow.condition.is_empty()).then(|| captions::size(&flow.condition));
        Edge { from: place(from), to: place(to), label, level: false }
    });
    let lanes = vec![LANE; out.map.lanes.len()];
    Input { nodes: nodes.collect(), edges: edges.collect(), lanes, any_order: false }
}

fn shape(file: &mut String, id: &str, rect: &Rect, name: Option<Rect>, more: &str) {
    push(file, format_args!("<bpmndi:BPMNShape id=\"{id}_shape\" bpmnElement=\"{id}\"{more}>"));
    bounds(file, rect);
    label(file, name);
    file.push_str("</bpmndi:BPMNShape>\n");
}

fn bounds(file: &mut String, Rect { x, y, w, h }: &Rect) {
    push(file, format_args!("<dc:Bounds x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/>"));
}

fn label(file: &mut String, rect: Option<Rect>) {
    if let Some(rect) = rect {
        file.push_str("<bpmndi:BPMNLabel>");
        bounds(file, &rect);
        file.push_str("</bpmndi:BPMNLabel>");
    }
}

fn edges(file: &mut String, out: &Out<'_>, drawing: &Drawing) {
    for (&(number, ..), route) in out.flows.iter().zip(&drawing.laid.edges) {
        push(
            file,
            format_args!(
                "<bpmndi:BPMNEdge id=\"flow_{number}_edge\" bpmnElement=\"flow_{number}\">"
            ),
        );
        for point in &route.points {
            let (x, y) = (point.x + drawing.left, point.y + MARGIN);
            push(file, format_args!("<di:waypoint x=\"{x}\" y=\"{y}\"/>"));
        }
        label(file, route.label.map(|rect| drawing.rect(&rect)));
        file.push_str("</bpmndi:BPMNEdge>\n");
    }
}

/// A point on the box of an element, moved onto its outline: gateways and events do not fill their boxes.
fn on_ink(element: &str, rect: &Rect, point: Point) -> Point {
    let (half_w, half_h) = (rect.w / 2.0, rect.h / 2.0);
    let centre = Point { x: rect.x + half_w, y: rect.y + half_h };
    let (dx, dy) = (point.x - centre.x, point.y - centre.y);
    let reach = |share: f64| match element {
        _ if element.ends_with("Gateway") => (1.0 - share.abs()).max(0.0),
        _ if element.ends_with("Event") => (1.0 - share * share).max(0.0).sqrt(),
        _ => 1.0,
    };
    let hundredths = |length: f64| (length * 100.0).round() / 100.0;
    if dx.abs() >= half_w {
        Point { x: hundredths(centre.x + dx.signum() * half_w * reach(dy / half_h)), ..point }
    } else {
        Point { y: hundredths(centre.y + dy.signum() * half_h * reach(dx / half_w)), ..point }
    }
}
