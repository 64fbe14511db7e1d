//! Draws flows: a thin line with an arrowhead, and the jagged trace of the fault line where evidence says it breaks.
//! A trace is as heavy as its evidence and never for any other reason.

use super::SvgOptions;
use super::markup::{Markup, escaped, number};
use super::paint::Token;
use crate::engines::map::FlowKind;
use crate::engines::map::layout::Point;
use crate::engines::map::scene::type_size::{SMALL, SMALL_LINE};
use crate::engines::map::scene::{Scene, SceneFlow, Weight};

/// How round a corner is.
const ROUND: f64 = 5.0;
/// The part of the fault line's 44 pixels that is jagged at most.
const JAGGED: f64 = 36.0;
/// The length of an arrowhead, and half its width.
const HEAD: (f64, f64) = (8.0, 3.6);

/// Draws all flows; those that break come last, above the others.
pub fn draw(out: &mut Markup, scene: &Scene, options: &SvgOptions<'_>) {
    let (sound, broken): (Vec<_>, Vec<_>) =
        scene.flows.iter().partition(|flow| flow.weight.samples == 0);
    for flow in sound {
        let (id, says, state) = (flow.id, escaped(&flow.sentence), options.flow_state(flow.id));
        out.piece(format!("flow {id}"));
        // The table tells where each step leads, in an order that can be followed.
        out.raw(&format!(
            "<g data-flow=\"{id}\"{state} aria-hidden=\"true\"><title>{says}</title>"
        ));
        draw_flow(out, flow);
        out.close("g");
    }
    for flow in broken {
        let (id, says, state) = (flow.id, escaped(&flow.sentence), options.flow_state(flow.id));
        out.piece(format!("flow {id}"));
        match options.flow_link {
            Some(link) => {
                let href = escaped(&link(id));
                out.raw(&format!("<a href=\"{href}\" data-flow=\"{id}\"{state} aria-label=\"{says}\"><title>{says}</title>"));
            }
            None => out.raw(&format!("<g data-flow=\"{id}\"{state}><title>{says}</title>")),
        }
        draw_flow(out, flow);
        out.close(if options.flow_link.is_some() { "a" } else { "g" });
    }
}

/// Draws a flow for the legend.
pub fn sample(out: &mut Markup, kind: FlowKind, samples: u64) {
    let points = [Point { x: 0.0, y: 12.0 }, Point { x: 44.0, y: 12.0 }];
    let fault = (samples > 0).then_some((points[0], points[1]));
    let weight = Weight { samples, minutes: 0 };
    line(out, &points, (kind, weight), fault, true);
}

fn draw_flow(out: &mut Markup, flow: &SceneFlow) {
    line(out, &flow.points, (flow.kind, flow.weight), flow.fault, !flow.goes_on);
    if let Some((rect, lines)) = &flow.label {
        let above = f64::from(u32::try_from(lines.len().saturating_sub(1)).unwrap_or(u32::MAX))
            * SMALL_LINE;
        let token = if flow.weight.samples > 0 { Token::Fault } else { Token::Quiet };
        let attributes = out.fill(token);
        for (at, words) in (0_u32..).zip(lines) {
            let y = rect.y + rect.h - 2.5 - above + f64::from(at) * SMALL_LINE;
            out.line(rect.x, y, &attributes, words);
        }
    }
    if let Some((from, to)) = flow.fault {
        let attributes =
            format!(" text-anchor=\"middle\" font-weight=\"600\"{}", out.fill(Token::Fault));
        out.line(
            f64::midpoint(from.x, to.x),
            from.y - SMALL - 1.0,
            &attributes,
            &flow.weight.samples.to_string(),
        );
    }
}

fn line(
    out: &mut Markup,
    points: &[Point],
    (kind, weight): (FlowKind, Weight),
    fault: Option<(Point, Point)>,
    headed: bool,
) {
    let [.., before, end] = points else { return };
    let (token, width) = if weight.samples > 0 {
        (Token::Fault, 1.1 + 0.3 * f64::from(weight.level()))
    } else {
        (Token::Line, 1.25)
    };
    let (back, half) = HEAD;
    let (dx, dy) = direction(*before, *end);
    let neck = Point { x: end.x - dx * back, y: end.y - dy * back };
    let mut drawn = points.to_vec();
    let last = drawn.len() - 1;
    // The line ends inside its head, unless the last run is shorter than the head itself.
    if headed && (end.x - before.x).abs() + (end.y - before.y).abs() > back {
        drawn[last] = Point { x: end.x - dx * (back - 1.0), y: end.y - dy * (back - 1.0) };
    }
    let stroke = out.stroke(token, width);
    let dashes = if kind == FlowKind::Message { " stroke-dasharray=\"6 4\"" } else { "" };
    out.raw(&format!(
        "<path d=\"{}\" fill=\"none\"{stroke}{dashes} stroke-linejoin=\"round\"/>",
        path(&drawn, fault, weight)
    ));
    if let (FlowKind::Message, Some(first)) = (kind, points.first()) {
        // A message begins with a ring, so that it is told from a flow without its dashes.
        let paper = out.fill(Token::Paper);
        let (x, y) = (number(first.x), number(first.y));
        out.raw(&format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"3\"{paper}{stroke}/>"));
    }
    if !headed {
        return;
    }
    let [tip, left, right] = [
        (end.x, end.y),
        (neck.x - dy * half, neck.y + dx * half),
        (neck.x + dy * half, neck.y - dx * half),
    ]
    .map(|(x, y)| format!("{} {}", number(x), number(y)));
    let fill = out.fill(token);
    out.raw(&format!("<path d=\"M{tip}L{left}L{right}z\"{fill}/>"));
}

fn direction(from: Point, to: Point) -> (f64, f64) {
    let sign = |value: f64| {
        if value > 0.0 {
            1.0
        } else if value < 0.0 {
            -1.0
        } else {
            0.0
        }
    };
    (sign(to.x - from.x), sign(to.y - from.y))
}

/// The way of a flow with its corners rounded and, on the run where it breaks, the trace.
fn path(points: &[Point], fault: Option<(Point, Point)>, weight: Weight) -> String {
    let Some(first) = points.first() else { return String::new() };
    let mut path = format!("M{} {}", number(first.x), number(first.y));
    for at in 1..points.len() {
        let (from, to) = (points[at - 1], points[at]);
        if let Some(fault) = fault.filter(|fault| on_run(fault, from, to)) {
            path.push_str(&trace(fault, to.x < from.x, weight));
        }
        match points.get(at + 1) {
            Some(&next) => path.push_str(&corner(from, to, next)),
            None => path.push_str(&format!("L{} {}", number(to.x), number(to.y))),
        }
    }
    path
}

/// A corner, no rounder than half its shorter run.
fn corner(from: Point, at: Point, to: Point) -> String {
    let length = |a: Point, b: Point| (a.x - b.x).abs() + (a.y - b.y).abs();
    let round = ROUND.min(length(from, at) / 2.0).min(length(at, to) / 2.0);
    let ((ix, iy), (ox, oy)) = (direction(from, at), direction(at, to));
    format!(
        "L{} {}Q{} {} {} {}",
        number(at.x - ix * round),
        number(at.y - iy * round),
        number(at.x),
        number(at.y),
        number(at.x + ox * round),
        number(at.y + oy * round)
    )
}

/// Whether the trace fits on a run, which may have become shorter by its arrowhead.
fn on_run((left, _): &(Point, Point), from: Point, to: Point) -> bool {
    let (first, last) = (from.x.min(to.x), from.x.max(to.x));
    from.y == left.y && to.y == left.y && first <= left.x && left.x + JAGGED <= last
}

/// The trace of a seismograph on 44 pixels, heavier with its evidence.
fn trace((left, _): (Point, Point), backwards: bool, weight: Weight) -> String {
    let steps: &[(f64, f64)] = match weight.level() {
        1 => &[(15.0, 0.0), (18.0, -4.0), (22.0, 4.0), (25.0, -2.0), (27.0, 0.0)],
        2 => &[(12.0, 0.0), (15.0, -6.0), (19.0, 5.0), (23.0, -4.0), (26.0, 3.0), (28.0, 0.0)],
        3 => &[
            (9.0, 0.0),
            (11.0, -4.0),
            (14.0, 4.0),
            (18.0, -8.0),
            (22.0, 8.0),
            (26.0, -5.0),
            (29.0, 3.0),
            (31.0, 0.0),
        ],
        _ => &[
            (5.0, 0.0),
            (7.0, -4.0),
            (10.0, 5.0),
            (14.0, -9.0),
            (18.0, 9.0),
            (22.0, -9.0),
            (26.0, 8.0),
            (30.0, -5.0),
            (33.0, 3.0),
            (35.0, 0.0),
        ],
    };
    let spot = |(x, y): &(f64, f64)| format!("L{} {}", number(left.x + x), number(left.y + y));
    if backwards {
        steps.iter().rev().map(spot).collect()
    } else {
        steps.iter().map(spot).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_evidence_never_draws_a_lighter_trace() {
        let weights = [1, 3, 7, 20];
        let lengths = weights.map(|samples| {
            let weight = Weight { samples, minutes: 0 };
            trace((Point { x: 0.0, y: 0.0 }, Point { x: 44.0, y: 0.0 }), false, weight).len()
        });
        assert!(lengths.is_sorted());
    }

    #[test]
    fn a_corner_is_never_rounder_than_its_runs_allow() {
        let points = [
            Point { x: 0.0, y: 0.0 },
            Point { x: 10.0, y: 0.0 },
            Point { x: 10.0, y: 4.0 },
            Point { x: 20.0, y: 4.0 },
        ];
        assert_eq!(
            path(&points, None, Weight::default()),
            "M0 0L8 0Q10 0 10 2L10 2Q10 4 12 4L20 4"
        );
    }
}
