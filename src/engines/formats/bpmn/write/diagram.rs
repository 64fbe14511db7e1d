//! Coordinates for another modeller: the program's own layout, with shapes of the sizes that modellers draw.
//! Labels are left to the modeller, which knows its fonts.

use super::{Out, push};
use crate::engines::map::Step;
use crate::engines::map::layout::{Edge, Input, Laid, Node, Point, Rect, layout};

/// The strip with a pool's or a lane's name.
const STRIP: f64 = 30.0;
/// From the lanes' strip to the first shape.
const LEAD: f64 = 40.0;
/// Lanes are at least this high.
const LANE: f64 = 120.0;
/// Around the whole drawing.
const MARGIN: f64 = 20.0;

/// Writes the diagram.
pub fn write(file: &mut String, out: &Out<'_>) {
    let laid = layout(&input(out));
    let left = MARGIN + 2.0 * STRIP + LEAD;
    let pool =
        Rect { x: MARGIN, y: MARGIN, w: laid.w + 2.0 * STRIP + 2.0 * LEAD, h: laid.h.max(LANE) };
    file.push_str(
        "<bpmndi:BPMNDiagram id=\"diagram\">\n<bpmndi:BPMNPlane id=\"plane\" bpmnElement=\"collaboration\">\n",
    );
    shape(file, "pool", &pool, " isHorizontal=\"true\"");
    for (number, band) in (1..).zip(&laid.lanes) {
        let band = Rect { x: pool.x + STRIP, y: band.y + MARGIN, w: pool.w - STRIP, h: band.h };
        shape(file, &format!("lane_{number}"), &band, " isHorizontal=\"true\"");
    }
    for (number, rect) in (1..).zip(&laid.nodes) {
        let rect = Rect { x: rect.x + left, y: rect.y + MARGIN, ..*rect };
        shape(file, &format!("step_{number}"), &rect, "");
    }
    edges(file, out, &laid, left);
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
        // Room for the label that the modeller will put there.
        let label = (!flow.condition.is_empty()).then_some((60.0, 14.0));
        Edge { from: place(from), to: place(to), label, level: false }
    });
    let lanes = vec![LANE; out.map.lanes.len()];
    Input { nodes: nodes.collect(), edges: edges.collect(), lanes, any_order: false }
}

fn shape(file: &mut String, id: &str, rect: &Rect, more: &str) {
    let Rect { x, y, w, h } = rect;
    push(
        file,
        format_args!(
            "<bpmndi:BPMNShape id=\"{id}_shape\" bpmnElement=\"{id}\"{more}>\
             <dc:Bounds x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/></bpmndi:BPMNShape>\n"
        ),
    );
}

fn edges(file: &mut String, out: &Out<'_>, laid: &Laid, left: f64) {
    for (&(number, from, to, _), route) in out.flows.iter().zip(&laid.edges) {
        let mut points = route.points.clone();
        let ink = |step: usize, point| on_ink(out.shapes[step].element, &laid.nodes[step], point);
        if let [first, .., last] = &mut points[..] {
            (*first, *last) = (ink(from, *first), ink(to, *last));
        }
        push(
            file,
            format_args!(
                "<bpmndi:BPMNEdge id=\"flow_{number}_edge\" bpmnElement=\"flow_{number}\">"
            ),
        );
        for point in &points {
            let (x, y) = (point.x + left, point.y + MARGIN);
            push(file, format_args!("<di:waypoint x=\"{x}\" y=\"{y}\"/>"));
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Rect = Rect { x: 0.0, y: 0.0, w: 50.0, h: 50.0 };

    #[test]
    fn a_flow_ends_on_the_outline_of_its_element() {
        let off = Point { x: 50.0, y: 35.0 };
        assert_eq!(on_ink("exclusiveGateway", &BOX, off), Point { x: 40.0, y: 35.0 });
        assert_eq!(on_ink("endEvent", &BOX, Point { x: 40.0, y: 0.0 }), Point { x: 40.0, y: 5.0 });
        assert_eq!(on_ink("userTask", &BOX, off), off);
    }
}
