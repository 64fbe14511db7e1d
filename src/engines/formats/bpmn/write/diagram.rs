//! Coordinates for another modeller: the program's own layout, with shapes of the sizes that modellers draw.
//! Texts outside shapes have places of their own, measured as wide as the usual fonts draw them.

use super::pools::Pool;
use super::{As, Drawn, Out, captions, push, suffix};
use crate::engines::formats::bpmn::shapes::EVENT;
use crate::engines::map::Step;
use crate::engines::map::layout::{Edge, Input, Laid, Node, Point, Rect};
use besides::Lain;

mod besides;
mod inside;
#[cfg(test)]
mod tests;
mod whole;

/// The strip with a pool's or a lane's name.
const STRIP: f64 = 30.0;
/// From the lanes' strip to the first shape.
const LEAD: f64 = 40.0;
/// Lanes are at least this high; pools of which nothing is known, this.
const LANE: f64 = 120.0;
const WHOLE: f64 = 60.0;
/// Around the whole drawing.
const MARGIN: f64 = 20.0;

/// Between two pools.
const BETWEEN_POOLS: f64 = 30.0;

/// What is drawn: steps and flows with their texts, and what lies beside steps, where they lie in the file.
struct Drawing {
    laid: Laid,
    /// The name of each step that does not stand in its shape.
    names: Vec<Option<Rect>>,
    besides: Vec<Lain>,
    /// From the left of the pool to that of the drawing in it.
    left: f64,
}

impl Drawing {
    fn new(out: &Out<'_>) -> Self {
        let mut laid = whole::lay(out, &input(out));
        inside::keep(out, &mut laid);
        for (drawn, route) in out.flows.iter().zip(&mut laid.edges) {
            let ink = |step: usize, point: &mut Point| {
                if out.pools.stood_for(step).is_none() {
                    *point = on_ink(out.shapes[step].element, &laid.nodes[step], *point);
                }
            };
            if let [first, .., last] = &mut route.points[..] {
                // What is on a border has its flows begin on its own outline.
                if out.hosts[drawn.from].is_none() {
                    ink(drawn.from, first);
                }
                ink(drawn.to, last);
            }
        }
        let besides = besides::lay(out, &mut laid);
        let outside = |element: &str| element.ends_with("Event") || element.ends_with("Gateway");
        let steps = out.map.steps.iter().zip(&out.shapes);
        let names =
            steps.map(|(step, own)| if outside(own.element) { step.name.trim() } else { "" });
        let taken: Vec<Rect> = besides.iter().flat_map(Lain::covers).collect();
        let names = captions::place(&names.collect::<Vec<_>>(), &laid, &taken);
        Self { laid, names, besides, left: MARGIN + 2.0 * STRIP + LEAD }
    }

    /// A point of the layout, where it lies in the file.
    fn point(&self, Point { x, y }: Point) -> Point {
        Point { x: x + self.left, y: y + MARGIN }
    }

    /// A rectangle of the layout, where it lies in the file.
    fn rect(&self, rect: &Rect) -> Rect {
        let Point { x, y } = self.point(Point { x: rect.x, y: rect.y });
        Rect { x, y, ..*rect }
    }
}

/// The layout with its pools apart.
fn parted(out: &Out<'_>, mut laid: Laid) -> Laid {
    let order = out.pools.order();
    let first = |pool: &Pool| pool.lanes.first().copied();
    let place = |lane: usize| order.iter().position(|at| *at == lane);
    let ends = out.pools.all.iter().skip(1).filter_map(first).filter_map(place);
    let ends: Vec<f64> = ends.filter_map(|at| Some(laid.lanes.get(at)?.y)).collect();
    let lower = |y: &mut f64| {
        let pools = ends.iter().filter(|end| **end <= *y).count();
        *y += BETWEEN_POOLS * f64::from(u32::try_from(pools).unwrap_or(u32::MAX));
    };
    laid.nodes.iter_mut().for_each(|node| lower(&mut node.y));
    for route in &mut laid.edges {
        route.points.iter_mut().for_each(|point| lower(&mut point.y));
        route.label.iter_mut().for_each(|label| lower(&mut label.y));
    }
    laid.lanes.iter_mut().for_each(|lane| lower(&mut lane.y));
    lower(&mut laid.h);
    laid
}

/// Writes the diagram.
pub fn write(file: &mut String, out: &Out<'_>) {
    let drawing = Drawing::new(out);
    file.push_str(
        "<bpmndi:BPMNDiagram id=\"diagram\">\n<bpmndi:BPMNPlane id=\"plane\" bpmnElement=\"collaboration\">\n",
    );
    pools(file, out, &drawing);
    let steps = (1..).zip(drawing.laid.nodes.iter().zip(&drawing.names));
    for (number, (rect, name)) in steps.filter(|(at, _)| out.pools.stood_for(at - 1).is_none()) {
        let name = name.map(|name| drawing.rect(&name));
        shape(file, &format!("step_{number}"), &drawing.rect(rect), name, "");
    }
    for (own, lain) in out.besides.all.iter().zip(&drawing.besides) {
        let name = lain.name.map(|name| drawing.rect(&name));
        shape(file, &format!("beside_{}", own.number), &drawing.rect(&lain.shape), name, "");
    }
    edges(file, out, &drawing);
    file.push_str("</bpmndi:BPMNPlane>\n</bpmndi:BPMNDiagram>\n");
}

/// Pools with their lanes, below each other.
fn pools(file: &mut String, out: &Out<'_>, drawing: &Drawing) {
    let laid = &drawing.laid;
    let w = laid.w + 2.0 * STRIP + 2.0 * LEAD;
    let mut bands = laid.lanes.iter();
    for (at, pool) in out.pools.all.iter().enumerate() {
        let own: Vec<_> = bands.by_ref().take(pool.lanes.len()).collect();
        let (top, bottom) = match (own.first(), own.last()) {
            (Some(first), Some(last)) if out.pools.all.len() > 1 => (first.y, last.y + last.h),
            _ => (0.0, laid.h.max(LANE)),
        };
        let Point { y, .. } = drawing.point(Point { x: 0.0, y: top });
        let rect = Rect { x: MARGIN, y, w, h: bottom - top };
        shape(file, &format!("pool{}", suffix(at)), &rect, None, " isHorizontal=\"true\"");
        let lanes = pool.lanes.iter().zip(own).filter(|_| pool.whole.is_none());
        for (lane, band) in lanes {
            let Point { y, .. } = drawing.point(Point { x: 0.0, y: band.y });
            let band = Rect { x: MARGIN + STRIP, y, w: w - STRIP, h: band.h };
            let id = format!("lane_{}", lane + 1);
            shape(file, &id, &band, None, " isHorizontal=\"true\"");
        }
    }
}

fn input(out: &Out<'_>) -> Input {
    let order = out.pools.order();
    let lane = |step: &Step| {
        let own = out.map.lanes.iter().position(|lane| lane.id == step.lane)?;
        order.iter().position(|at| *at == own)
    };
    let nodes = out.map.steps.iter().zip(&out.shapes).map(|(step, own)| {
        let lane = lane(step).and_then(|at| u32::try_from(at).ok()).unwrap_or_default();
        Node { w: own.size.0, h: own.size.1, lane }
    });
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let edges = out.flows.iter().map(|Drawn { from, to, flow, .. }| {
        let label = (!flow.condition.is_empty()).then(|| captions::size(&flow.condition));
        Edge { from: place(*from), to: place(*to), label, level: false }
    });
    let whole =
        |lane: &usize| out.pools.all.iter().any(|it| it.whole.is_some() && it.lanes == [*lane]);
    let least = |lane: &usize| if whole(lane) { WHOLE } else { LANE };
    let lanes = order.iter().map(least).collect();
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
    let drawn = out.flows.iter().zip(&drawing.laid.edges);
    for (flow, route) in drawn.filter(|(flow, _)| flow.is != As::Attached) {
        let name = route.label.map(|rect| drawing.rect(&rect));
        edge(file, drawing, &format!("flow_{}", flow.number), &route.points, name);
    }
    for (own, lain) in out.besides.all.iter().zip(&drawing.besides) {
        edge(file, drawing, &format!("tie_{}", own.number), &lain.line, None);
    }
}

fn edge(file: &mut String, drawing: &Drawing, id: &str, points: &[Point], name: Option<Rect>) {
    push(file, format_args!("<bpmndi:BPMNEdge id=\"{id}_edge\" bpmnElement=\"{id}\">"));
    for point in points {
        let Point { x, y } = drawing.point(*point);
        push(file, format_args!("<di:waypoint x=\"{x}\" y=\"{y}\"/>"));
    }
    label(file, name);
    file.push_str("</bpmndi:BPMNEdge>\n");
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
