//! Where the document comes from: one snapshot, its hash, and how to check it.
//! It is computed from the published bytes and from nothing else.

use super::{Section, SectionId, facts, section as make, text};
use crate::platform::wording::day;
use crate::stores::room::Snapshot;

pub(super) fn section(snapshot: &Snapshot) -> Section {
    let contents = snapshot.contents();
    let at = contents.published_at;
    let mut told = vec![
        ("Version", contents.number.to_string()),
        ("Published", format!("{}, {} UTC", day(at.date_naive()), at.format("%H:%M"))),
        ("Published by", contents.published_by.clone()),
    ];
    if !contents.note.is_empty() {
        told.push(("Note", contents.note.clone()));
    }
    let mut blocks = Vec::new();
    if let Some(withdrawn) = snapshot.withdrawn() {
        told.push((
            "Withdrawn",
            format!("{}, {} UTC", day(withdrawn.at.date_naive()), withdrawn.at.format("%H:%M")),
        ));
        told.push(("SHA-256 as published", withdrawn.published.to_string()));
        told.push(("SHA-256 of what is left", snapshot.hash().to_string()));
        blocks.push(text(
            "This version is withdrawn: after it was published, a text in it had to be redacted. A placeholder stands where it \
             stood, nothing else was changed, and the hash it was published with stays on record.",
        ));
    } else {
        told.push(("SHA-256", snapshot.hash().to_string()));
    }
    blocks.extend([
        facts(told),
        text(
            "This document, the client room and the JSON download show the same published version. It does not change when \
             the work goes on; a later version gets a number and a hash of its own. The hash is the SHA-256 of the JSON \
             download, byte for byte, so anyone can check it.\n\n\
             What was collected as evidence was redacted before it was stored. Every verdict, gate and flag is computed \
             from the evidence told here.",
        ),
    ]);
    make(SectionId::Origin, "Which version this is, and how to check it.", blocks)
}
