//! Room near a step as the drawing stands: above it or below it, in its own lane.
//! Nothing moves here; where there is no such room, nothing is found.

use super::{Crowd, GAP, Item, Placed, band, tie};
use crate::engines::map::layout::{Laid, Rect};

/// How far from its step something may lie before a strip is let in for it.
const FAR: f64 = 60.0;
/// How far it may stand off to the left or right of its step.
const ASIDE: f64 = 24.0;

/// The nearest free place whose line lies on nothing and crosses no flow.
pub fn spot(laid: &Laid, placed: &[Placed], item: &Item) -> Option<Placed> {
    let node = laid.nodes[item.node];
    let (top, bottom) = band(laid, &node);
    let (wide, high) = (item.w + ASIDE + FAR, item.h + 2.0 * FAR);
    let reach =
        Rect { x: node.x - wide, y: node.y - high, w: node.w + 2.0 * wide, h: node.h + 2.0 * high };
    let crowd = Crowd::around(laid, placed, &reach);
    let middle = node.x + (node.w - item.w) / 2.0;
    let right = node.x + node.w - item.w;
    let across = [middle, node.x, right, node.x - ASIDE, right + ASIDE];
    let mut far = GAP;
    while far <= FAR {
        for y in [node.y + node.h + far, node.y - far - item.h] {
            for x in across {
                let rect = Rect { x, y, w: item.w, h: item.h };
                let inside = x >= 0.0 && x + item.w <= laid.w && y >= top && y + item.h <= bottom;
                if !inside || !crowd.is_free(&rect) {
                    continue;
                }
                let (badness, line) = tie(&crowd, &node, &rect);
                if badness == (0, 0) {
                    return Some(Placed { rect, line });
                }
            }
        }
        far += GAP;
    }
    None
}
