//! Events on borders, and what lies beside steps, in a drawing.

use super::*;
use crate::engines::map::names::Names;
use crate::engines::map::text::parse;
use crate::engines::map::{BesideKind, Side};
use crate::platform::ids::WorkflowId;

fn map(text: &str) -> Map {
    Map::empty(WorkflowId::new(), Side::Actual).take(&parse(text, &Names::default()).unwrap())
}

const TEXT: &str = "Shop: Order paid [start, message event]\nTake payment [user task]\n[reads from Customers]\n[note by card or by transfer]\n-> Bank: Charge the card [message]\n  Too late [timer event, interrupts]\n    -> Cancel the order\n  Limit reached [escalation event, alongside]\nBoth [parallel branches]\n-> Ship\n-> Invoice\n---\nBank: Charge the card\n---\nShop: Cancel the order\n---\nShip\n---\nInvoice\n[writes Invoice]\n";

/// A text of so many steps with branches, ways back, events, notes and data.
fn text(seed: usize) -> String {
    let mut text = String::new();
    let pick = |n: usize, salt: usize| (seed * 7_919 + salt * 104_729 + 13) % n;
    let steps = 5 + pick(12, 1);
    for at in 0..steps {
        text += &format!("Team {}: Step {at} of these [automated task]\n", pick(3, at + 2));
        if pick(3, at + 50) == 0 {
            text += "[note checked every Monday by whoever is there]\n";
        }
        if pick(4, at + 70) == 0 {
            text += "[reads from Customers]\n[writes Order form]\n";
        }
        if at > 0 && pick(5, at + 90) == 0 {
            text += &format!("  -> again: Step {} of these\n", pick(at, at + 110));
        }
        if pick(4, at + 130) == 0 {
            text += "  It takes too long [timer event, interrupts]\n";
            if pick(3, at + 150) > 0 {
                text += &format!("    -> Step {} of these\n", pick(steps, at + 170));
            } else {
                text += "    ---\n";
            }
        }
    }
    text
}

fn runs(scene: &Scene) -> Vec<Rect> {
    let runs = scene.flows.iter().flat_map(|flow| flow.points.windows(2));
    runs.map(|run| Rect::of_run(run[0], run[1])).collect()
}

#[test]
fn nothing_beside_a_step_lies_on_anything_and_no_label_on_an_event() {
    let (mut besides, mut events) = (0, 0);
    for seed in 0..200 {
        let map = map(&text(seed));
        let scene = scene(&map, &Evidence::new());
        let runs = runs(&scene);
        let labels: Vec<Rect> =
            scene.flows.iter().filter_map(|flow| flow.label.as_ref()).map(|it| it.0).collect();
        besides += scene.besides.len();
        for (at, beside) in scene.besides.iter().enumerate() {
            let own = &beside.rect;
            assert!(!scene.steps.iter().any(|step| step.rect.meets(own)), "seed {seed}: a step");
            assert!(!runs.iter().any(|run| run.meets(own)), "seed {seed}: a flow");
            assert!(!labels.iter().any(|label| label.meets(own)), "seed {seed}: a label");
            assert!(!scene.besides[..at].iter().any(|it| it.rect.meets(own)), "seed {seed}");
            assert!(own.x >= 0.0 && own.x + own.w <= scene.w, "seed {seed}: outside");
        }
        for event in scene.steps.iter().filter(|step| step.attached.is_some()) {
            events += 1;
            assert!(
                !labels.iter().any(|label| label.meets(&event.rect)),
                "seed {seed}: on an event"
            );
            let hosts = scene.steps.iter().filter(|step| step.attached.is_none());
            assert!(hosts.into_iter().any(|host| host.rect.meets(&event.rect)), "seed {seed}");
        }
    }
    assert!(besides > 500 && events > 200, "{besides} beside, {events} events");
}

#[test]
fn every_part_says_what_it_is() {
    let map = map(TEXT);
    let scene = scene(&map, &Evidence::new());
    let says = |name: &str| {
        let step = map.steps.iter().find(|step| step.name == name).unwrap().id;
        scene.steps.iter().find(|drawn| drawn.id == step).unwrap().sentence.clone()
    };
    assert_eq!(says("Order paid"), "Order paid. Message event in Shop");
    assert_eq!(
        says("Take payment"),
        "Take payment. Exception handling in Shop; reads from Customers, note: by card or by transfer"
    );
    assert_eq!(says("Too late"), "Too late. Timer event in Shop; interrupts Take payment");
    assert!(says("Limit reached").ends_with("happens beside Take payment"));
    let flows: Vec<&str> = scene.flows.iter().map(|flow| flow.sentence.as_str()).collect();
    assert!(flows.contains(&"Take payment to Charge the card, as a message"), "{flows:?}");
    assert!(flows.contains(&"Too late to Cancel the order"), "{flows:?}");
    assert!(!flows.iter().any(|flow| flow.contains("interrupts")), "the border says it");
    let marks: Vec<&str> = legend(&scene).into_iter().map(|(_, says)| says).collect();
    for mark in
        ["Parallel branches", "Interrupts the step it stands on", "Sends a message to", "Note"]
    {
        assert!(marks.contains(&mark), "{mark}: {marks:?}");
    }
}

#[test]
fn an_event_that_leads_nowhere_has_its_name_beside_it() {
    let map = map("Shop: Pay [user task]\n  Too late [timer event, interrupts]\n    ---\nShip");
    let scene = scene(&map, &Evidence::new());
    let [name] = &scene.besides[..] else { panic!("{:?}", scene.besides) };
    assert_eq!((name.kind, name.lines.join(" ").as_str()), (None, "Too late"));
}

#[test]
fn a_drawing_in_rows_shows_everything_beside_steps_once() {
    let steps: Vec<String> = (1..=20).map(|at| format!("Step {at}\n[note about {at}]")).collect();
    let whole = scene(&map(&format!("Sales: {}", steps.join("\n"))), &Evidence::new());
    let rows = folded(whole.clone(), whole.w / 3.0);
    assert!(rows.h > whole.h && rows.besides.len() == 20, "{}", rows.besides.len());
    let lines = |scene: &Scene| scene.besides.iter().map(|it| it.lines.clone()).collect::<Vec<_>>();
    assert_eq!(lines(&rows), lines(&whole));
    assert!(rows.besides.iter().all(|it| it.kind == Some(BesideKind::Note)));
}
