//! A map as an SVG file that stands alone: its own colours, no scripts, nothing fetched.
//! Its description tells in words what it shows, so that it reads without being seen.

use crate::engines::map::Map;
use crate::engines::map::scene::{Evidence, Scene, folded, scene};
use crate::engines::map::svg::{Ink, SvgOptions, svg as drawn};

/// The longest description, in characters; a drawing of hundreds of steps is told by its parts.
const LONGEST: usize = 8_000;

/// The drawing of a map.
#[must_use]
pub fn svg(map: &Map, title: &str, evidence: &Evidence) -> String {
    let scene = scene(map, evidence);
    written(map, title, &scene, &scene)
}

/// The drawing of a map in rows that are at most so wide, in pixels, as far as its steps allow.
#[must_use]
pub fn svg_in_rows(map: &Map, title: &str, evidence: &Evidence, most: f64) -> String {
    let scene = scene(map, evidence);
    written(map, title, &scene, &folded(scene.clone(), most))
}

fn written(map: &Map, title: &str, scene: &Scene, shown: &Scene) -> String {
    let steps = scene.steps.iter().map(|step| step.sentence.as_str());
    let flows = scene.flows.iter().map(|flow| flow.sentence.as_str());
    let told = steps.chain(flows).collect::<Vec<_>>().join(". ");
    let mut description = format!("{} steps in {} lanes. {told}", map.steps.len(), map.lanes.len());
    if description.chars().count() > LONGEST {
        description = description.chars().take(LONGEST - 1).chain(['…']).collect();
    }
    let options = SvgOptions {
        title,
        description: &description,
        id: "map",
        ink: Ink::Literal,
        step_link: None,
        flow_link: None,
        states: None,
    };
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", drawn(shown, &options))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::formats::plain::read;
    use crate::engines::map::names::Names;

    #[test]
    fn the_drawing_stands_alone_and_tells_what_it_shows() {
        let map =
            read("Shop: Order <b>paid</b>\nERP: Create order").unwrap().map(&Names::default());
        let svg = svg(&map, "Orders & returns", &Evidence::new());
        assert!(svg.contains("<title id=\"map-title\">Orders &amp; returns</title>"), "{svg}");
        assert!(svg.contains("2 steps in 2 lanes. Order &lt;b&gt;paid&lt;/b&gt;"), "{svg}");
        assert!(svg.contains("role=\"img\"") && !svg.contains("var(--"), "{svg}");
        for outside in ["href", "url(", "<script", "<style", "<image", "<foreignObject"] {
            assert!(!svg.contains(outside), "{outside}");
        }
    }
}
