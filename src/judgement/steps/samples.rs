//! What the steps “failure samples” and “logs and payloads” count of the samples.
//! A sample counts when a person confirmed it.

use super::Item;
use crate::document::engagement::Engagement;
use crate::document::integrations::Integration;
use crate::judgement::evidence::Subject;
use crate::platform::wording::counted;

/// Confirmed samples of an integration, up to those asked for.
pub(super) fn samples(doc: &Engagement, integration: &Integration) -> Item {
    let needed = doc.brief.samples_needed.max(1);
    let (mut confirmed, mut all) = (0, 0);
    for pattern in doc.samples.of(integration.id) {
        confirmed += pattern.confirmed;
        all += pattern.count;
    }
    let more = needed - confirmed;
    let waiting = all - confirmed;
    let name = &integration.name;
    let says = if waiting > 0 {
        let waiting = counted(waiting, "sample that waits", "samples that wait");
        format!("Review the {waiting} at “{name}”; {more} more to confirm.")
    } else {
        format!(
            "Bring {} of “{name}”.",
            counted(more, "more failure sample", "more failure samples")
        )
    };
    let about = Subject::Samples { integration: Some(integration.id) };
    Item::new(confirmed.min(needed), needed, confirmed > 0, says, about)
}

/// Samples that name no integration count for none.
pub(super) fn unplaced(doc: &Engagement) -> Option<Item> {
    let unplaced = doc.samples.patterns.iter().filter(|pattern| pattern.integration.is_none());
    let count: i64 = unplaced.map(|pattern| pattern.count).sum();
    let says =
        format!("Say at which integration {} happened.", counted(count, "sample", "samples"));
    (count > 0).then(|| Item::reminder(says, Subject::Samples { integration: None }))
}

/// Payloads: at least one confirmed sample carries a payload, a log line or an id that can be followed.
pub(super) fn payloads(doc: &Engagement) -> Item {
    let told = |text: &str| !text.trim().is_empty();
    let mut examples = doc.samples.examples.iter().filter(|sample| sample.state.is_confirmed());
    let found = examples.any(|sample| told(&sample.evidence) || told(&sample.correlation_id));
    let says =
        "Record the payload, the log line or the correlation id of a confirmed sample.".to_owned();
    Item::new(i64::from(found), 1, found, says, Subject::Samples { integration: None })
}
