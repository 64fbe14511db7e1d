//! What a drawing must keep, whatever a map says.

use super::*;
use crate::engines::map::glyphs::width;
use crate::engines::map::names::Names;
use crate::engines::map::scene::type_size::NAME;
use crate::engines::map::scene::{Evidence, Weight, scene};
use crate::engines::map::text::parse;
use crate::engines::map::{Map, Side};
use crate::platform::ids::WorkflowId;
use proptest::prelude::*;

fn map(text: &str) -> Map {
    Map::empty(WorkflowId::new(), Side::Actual).take(&parse(text, &Names::default()).unwrap())
}

fn drawn(scene: &Scene) -> String {
    let link = |id: StepId| format!("/steps?id={id}&x=\"><script>");
    let (title, description, ink) = ("Orders <now>", "What \"really\" happens", Ink::Page);
    svg(
        scene,
        &SvgOptions {
            title,
            description,
            id: "map",
            ink,
            step_link: Some(&link),
            flow_link: None,
            states: None,
        },
    )
}

#[test]
fn the_names_of_lanes_alone_are_as_high_as_the_drawing_and_end_before_its_first_step() {
    let scene = scene(&map("Shop: Order paid\nBooks <2>: Order booked"), &Evidence::new());
    let names = lane_names(&scene, Ink::Page);
    assert!(elements(&names).is_ok(), "{names}");
    assert!(names.contains(&format!("height=\"{}\"", number(scene.h))), "{names}");
    let first = scene.steps.iter().map(|step| step.rect.x).fold(f64::MAX, f64::min);
    assert!(!scene.steps.is_empty() && scene.header() < first, "{} and {first}", scene.header());
    assert_eq!(lane_names(&Scene::default(), Ink::Page), "");
}

/// The names of elements, if every one is closed, every attribute quoted and every sign escaped.
fn elements(markup: &str) -> Result<Vec<String>, String> {
    let (mut open, mut seen) = (Vec::new(), Vec::new());
    for part in markup.split('<').skip(1) {
        let (tag, text) = part.split_once('>').ok_or_else(|| format!("{part} has no end"))?;
        if text.contains('>') || tag.matches('"').count() % 2 == 1 {
            return Err(format!("a sign is not escaped in {part}"));
        }
        for entity in format!("{tag}{text}").split('&').skip(1) {
            if !["amp;", "lt;", "gt;", "quot;", "#39;"]
                .iter()
                .any(|known| entity.starts_with(known))
            {
                return Err(format!("a bare & in {part}"));
            }
        }
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop().as_deref() != Some(name) {
                return Err(format!("{name} was not open"));
            }
        } else {
            let name = tag.split([' ', '/']).next().unwrap_or_default().to_owned();
            seen.push(name.clone());
            if !tag.ends_with('/') {
                open.push(name);
            }
        }
    }
    if open.is_empty() { Ok(seen) } else { Err(format!("{open:?} left open")) }
}

#[test]
fn what_people_wrote_is_shown_and_never_markup() {
    let text = "\"<b>&'\": </title><script>alert(1)</script>\n\"x\" onload=\"y?\"\n  ? <i> -> </title><script>alert(1)</script>";
    let scene = scene(&map(text), &Evidence::new());
    let drawing = drawn(&scene);
    let elements = elements(&drawing).unwrap();
    assert!(!elements.iter().any(|name| name == "script" || name == "b" || name == "i"));
    assert!(drawing.contains("&lt;script&gt;alert(1)"));
}

#[test]
fn a_drawing_says_what_it_is_and_what_each_part_is() {
    let drawing = drawn(&scene(&map("Shop: Order paid [start]\nShop: Done"), &Evidence::new()));
    assert!(drawing.contains("role=\"graphics-document document\" aria-labelledby=\"map-title\""));
    assert!(drawing.contains("<title id=\"map-title\">Orders &lt;now&gt;</title>"));
    assert!(drawing.contains("aria-label=\"Order paid. Start in Shop\""));
    assert!(drawing.contains("<title>Order paid to Done</title>"));
}

#[test]
fn a_drawing_for_print_names_no_property_of_a_page() {
    let scene = scene(&map("Shop: a\nb?\n  ? no -> a"), &Evidence::new());
    let options = SvgOptions {
        title: "t",
        description: "d",
        id: "m",
        ink: Ink::Literal,
        step_link: None,
        flow_link: None,
        states: None,
    };
    let drawing = svg(&scene, &options);
    assert!(!drawing.contains("var("));
    assert!(drawing.contains("role=\"img\""));
}

#[test]
fn a_flow_with_evidence_gets_a_fault_line_and_its_number() {
    let map = map("A: a\nb?\n  ? late -> a\n  ? fine\nc\n-> c");
    for flow in &map.flows {
        let scene = scene(&map, &Evidence::from([(flow.id, Weight { samples: 12, minutes: 0 })]));
        let broken = scene.flows.iter().find(|drawn| drawn.id == flow.id).unwrap();
        assert!(broken.fault.is_some(), "{}", broken.sentence);
        assert!(broken.sentence.ends_with("breaks here, 12 failure samples"));
        assert!(drawn(&scene).contains(">12</text>"));
    }
}

#[test]
fn events_gateways_messages_and_what_lies_beside_are_drawn_and_escaped() {
    let text = "A: Pay [user task]\n[note <b>&\"now\"]\n[reads \"</title>\"]\n[store c]\n-> B: Charge [message]\n  \
                Late [timer event, alongside]\n    -> Pay\nBoth [parallel branches]\n---\nB: Charge";
    let drawing = drawn(&scene(&map(text), &Evidence::new()));
    let elements = elements(&drawing).unwrap();
    assert!(!elements.iter().any(|name| name == "b"), "{drawing}");
    assert_eq!(
        elements.iter().filter(|name| *name == "circle").count(),
        2 + 1,
        "two rings, a message"
    );
    assert!(
        drawing.contains("stroke-dasharray=\"6 4\"")
            && drawing.contains("stroke-dasharray=\"3 2\"")
    );
    assert!(drawing.contains("M-5 0H5M0-5V5"), "the plus of all branches");
    assert_eq!(drawing.matches("data-beside=").count(), 3);
    assert!(drawing.contains("&lt;b&gt;&amp;"));
}

#[test]
fn an_empty_map_is_an_empty_drawing() {
    let map = Map::empty(WorkflowId::new(), Side::Actual);
    let drawing = drawn(&scene(&map, &Evidence::new()));
    assert_eq!(elements(&drawing).unwrap(), ["svg", "title", "desc"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_word_stands_inside_its_step(names in prop::collection::vec("[a-zA-Z0-9 ?/-]{1,60}[a-z]", 1..12)) {
        let text: String = names.iter().enumerate().map(|(at, name)| format!("L{}: \"{name}\"\n", at % 3)).collect();
        let map = map(&text);
        let scene = scene(&map, &Evidence::new());
        prop_assert!(elements(&drawn(&scene)).is_ok());
        for (step, drawn) in map.steps.iter().zip(&scene.steps) {
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(letters(&drawn.name.concat()), letters(&step.name));
            for line in &drawn.name {
                prop_assert!(width(line, NAME) <= drawn.rect.w - 24.0);
            }
            prop_assert!(drawn.name.len() as f64 * 17.0 <= drawn.rect.h - 19.0);
            prop_assert!(drawn.rect.x >= 0.0 && drawn.rect.x + drawn.rect.w <= scene.w);
        }
    }
}

#[test]
fn the_pieces_of_a_drawing_are_the_drawing() {
    let scene = scene(&map("Shop: a\nERP: b?\n  ? no -> a\n  ? yes\nShop: c"), &Evidence::new());
    let options = SvgOptions {
        title: "t",
        description: "d",
        id: "map",
        ink: Ink::Page,
        step_link: None,
        flow_link: None,
        states: None,
    };
    let pieces = pieces(&scene, &options);
    let whole: String = pieces.iter().map(|(_, markup)| markup.as_str()).collect();
    assert!(svg(&scene, &options).ends_with(&format!("</desc>{whole}</svg>")));
    let names: std::collections::BTreeSet<_> = pieces.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), pieces.len());
    assert_eq!(pieces.len(), 1 + 2 + 3 + 3);
}
