//! The document as it is handed over: the sections that the publisher chose, with the words before them, a page to sign
//! and a glossary. What is computed is the same as in the room.

use super::{Cover, Report, SectionId, anchors, decision, glossary, with_quote};
use crate::stores::quote::Issued;
use crate::stores::room::Snapshot;

/// The sections that are read before deciding; everything else is what it rests on, and stands in the annex.
pub(super) const READ_FIRST: [SectionId; 5] = [
    SectionId::Summary,
    SectionId::Verdict,
    SectionId::Plan,
    SectionId::Quote,
    SectionId::Decision,
];

/// The document of a snapshot as it is handed over, with the quote that goes with it: first what is read before deciding,
/// then the annex.
#[must_use]
pub fn printed(snapshot: &Snapshot, issued: Option<&Issued>, cover: Option<Cover>) -> Report {
    let presentation = &snapshot.contents().presentation;
    let issued = issued.filter(|_| presentation.carries(SectionId::Quote));
    let mut report = with_quote(snapshot, issued);
    report.covering.clone_from(&presentation.covering);
    report.cover = cover;
    report.sections.retain(|section| presentation.carries(section.id));
    let mut more = vec![decision::section(&report, issued)];
    more.extend(glossary::section(&report));
    more.retain(|section| presentation.carries(section.id));
    let last = report.sections.iter().position(|section| section.id == SectionId::Origin);
    let at = last.unwrap_or(report.sections.len());
    report.sections.splice(at..at, more);
    report.sections.sort_by_key(|section| !READ_FIRST.contains(&section.id));
    report.read_first = &READ_FIRST;
    anchors::keep_only_what_is_there(&mut report);
    report
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::report::markdown;
    use crate::platform::catalogue::Catalogue;
    use crate::stores::room::tests::{example, sealed};
    use crate::stores::room::{Contents, Presentation};

    fn told(presentation: Presentation) -> Snapshot {
        let usual = sealed(example());
        let contents = Contents { presentation, ..usual.contents().clone() };
        Snapshot::seal(usual.id(), contents).unwrap()
    }

    #[test]
    fn a_page_to_sign_ends_what_is_read_first_and_the_glossary_stands_in_the_annex() {
        let snapshot = sealed(example());
        let ids: Vec<_> =
            printed(&snapshot, None, None).sections.iter().map(|section| section.id).collect();
        let annex = ids.iter().position(|id| !READ_FIRST.contains(id)).unwrap();
        assert_eq!(ids[annex - 1], SectionId::Decision, "{ids:?}");
        assert!(ids.ends_with(&[SectionId::Glossary, SectionId::Origin]), "{ids:?}");
        for part in [&ids[..annex], &ids[annex..]] {
            assert!(part.is_sorted_by_key(|id| SectionId::ALL.iter().position(|one| one == id)));
        }
    }

    #[test]
    fn only_what_was_chosen_is_printed_and_nothing_leads_to_the_rest() {
        let left_out = vec![SectionId::Evidence, SectionId::Truth, SectionId::Gates];
        let covering = "Dear Nordlicht,\n\nhere is what we found.".to_owned();
        let snapshot =
            told(Presentation { covering, left_out: left_out.clone(), ..Presentation::default() });
        let report = printed(&snapshot, None, None);
        assert!(left_out.iter().all(|id| report.section(*id).is_none()));
        let text = markdown::write(&report);
        assert!(text.contains("here is what we found."), "{text}");
        let json = serde_json::to_value(&report).unwrap().to_string();
        for id in left_out {
            assert!(
                !json.contains(&format!("\"section\":\"{}\"", id.key())),
                "a link leads to {id}"
            );
        }
        let whole = crate::delivery::report::document(&snapshot);
        assert!(whole.section(SectionId::Evidence).is_some(), "the room shows all of it");
    }

    #[test]
    fn a_version_without_choices_keeps_the_bytes_that_it_had_before_there_were_any() {
        assert!(!sealed(example()).text().contains("presentation"));
        let chosen = told(Presentation { covering: "x".into(), ..Presentation::default() });
        assert!(chosen.text().contains("\"presentation\":{\"covering\":\"x\"}"));
    }
}
