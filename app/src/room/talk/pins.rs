//! What a comment can be pinned to: the items of a part, by the anchors that the page gives them.

use faultline::delivery::report::{anchor_of_sample, called};
use faultline::document::engagement::Engagement;
use faultline::document::truth::Field;
use faultline::engines::map::{Map, Step};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::wording::inside;
use faultline::stores::room::{About, Snapshot};

/// An item of a part of the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// Its anchor on the page.
    pub anchor: String,
    /// What it is called.
    pub label: String,
}

impl Pin {
    fn new(anchor: String, label: String) -> Self {
        Self { anchor, label }
    }
}

/// The items of a part that a comment can be pinned to: steps, samples, fields, verdicts.
#[must_use]
pub fn pins(snapshot: &Snapshot, about: About) -> Vec<Pin> {
    let document = snapshot.document();
    match about {
        About::Map => steps(document),
        About::Evidence => {
            let examples = document.samples.examples.iter();
            examples
                .map(|one| Pin::new(anchor_of_sample(one.id), format!("Sample {}", called(one))))
                .collect()
        }
        About::Truth => fields(document),
        About::Verdict => {
            let verdicts = snapshot.assessment().integrations.iter().map(|one| &one.verdict);
            let anchor = |id| format!("integration-{id}");
            verdicts.map(|one| Pin::new(anchor(one.integration), one.name.clone())).collect()
        }
        About::Summary | About::Decision => Vec::new(),
    }
}

fn steps(document: &Engagement) -> Vec<Pin> {
    let steps = document.maps.iter().flat_map(|map| map.steps.iter().map(move |step| (map, step)));
    let pin = |(map, step): (&Map, &Step)| {
        let side = inside(map.side.label());
        Pin::new(step.id.to_string(), format!("Step “{}”, {side}", step.name))
    };
    steps.map(pin).collect()
}

fn fields(document: &Engagement) -> Vec<Pin> {
    let pin = |field: &Field| {
        let of = document.data_types.iter().find(|kind| kind.id == field.data_type);
        let of = of.map_or_else(String::new, |of| format!("{} · ", of.name));
        Pin::new(format!("field-{}", field.id), format!("{of}{}", field.name))
    };
    document.fields.iter().map(pin).collect()
}
