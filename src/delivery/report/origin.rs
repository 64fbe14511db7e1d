//! Where the document comes from: one snapshot, its hash, and how to check it.
//! It is computed from the published bytes and from nothing else.

use super::{Section, SectionId, facts, section as make, text, version};
use crate::platform::wording::day;
use crate::stores::room::{Contents, Snapshot};

const PUBLISHED: &str = "This document, the client room and the JSON download show the same published version. It does not \
    change when the work goes on; a later version gets a number and a hash of its own. The hash is the SHA-256 of the JSON \
    download, byte for byte, so anyone can check it.";
const UNPUBLISHED: &str = "It was made of an engagement that is not published in this form: no version of it is kept, and it \
    changes when the work goes on. The hash is the SHA-256 of what was made as JSON, byte for byte.";

/// What its publisher says of it.
fn said(contents: &Contents) -> impl Iterator<Item = (&'static str, String)> {
    let presentation = &contents.presentation;
    let is_signed = presentation.signed && contents.number > 0;
    let signed = if is_signed { contents.published_by.as_str() } else { "" };
    let said = [
        ("Note", contents.note.as_str()),
        ("Question", presentation.question.as_str()),
        ("Asked by", presentation.asked_by.as_str()),
        ("Who looked at what", presentation.tested.as_str()),
        ("Signed by", signed),
    ];
    said.into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(term, text)| (term, text.to_owned()))
}

pub(super) fn section(snapshot: &Snapshot) -> Section {
    let contents = snapshot.contents();
    let at = contents.published_at;
    let mut told = Vec::new();
    if contents.number == 0 {
        told.push(("Version", version(contents.number, snapshot.assessment())));
    } else {
        told.push(("Version", contents.number.to_string()));
        told.push(("Published", format!("{}, {} UTC", day(at.date_naive()), at.format("%H:%M"))));
        told.push(("Published by", contents.published_by.clone()));
    }
    told.extend(said(contents));
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
        text(if contents.number == 0 { UNPUBLISHED } else { PUBLISHED }),
        text(
            "What was collected as evidence was redacted before it was stored. Every verdict, gate and flag is computed \
             from the evidence told here.",
        ),
    ]);
    make(SectionId::Origin, "Which version this is, and how to check it.", blocks)
}
