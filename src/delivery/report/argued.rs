//! The verdict pack as a report: each claim with its reasons, their evidence and what speaks against it, and before them
//! the nine points that an expert's report is measured by.

use super::{
    Block, Check, Cover, Item, Report, Section, SectionId, Sense, anchored, anchors, checks,
    document, heading, items, minor, text,
};
use crate::delivery::verdict_pack::{Basis, Claim, Counter, Met, Reason, claims, points};
use crate::judgement::evidence::Evidence;
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::day;
use crate::stores::room::Snapshot;

/// The verdict pack of a version.
#[must_use]
pub fn argued(snapshot: &Snapshot, cover: Option<Cover>) -> Report {
    let whole = document(snapshot);
    let origin = whole.section(SectionId::Origin).cloned();
    let claims = claims(snapshot.document(), snapshot.assessment());
    let sections = vec![measured(&points(&Basis::of(snapshot))), argument(&claims)];
    Report {
        kind: "Verdict pack",
        cover,
        sections: sections.into_iter().chain(origin).collect(),
        ..whole
    }
}

fn measured(points: &[Met]) -> Section {
    let check = |met: &Met| {
        let missing = met.missing.iter().map(|lacks| format!("Missing: {lacks}"));
        let (sense, word) =
            if met.is_met() { (Sense::Sound, "Met") } else { (Sense::Doubt, "Not met") };
        Check {
            sense,
            word: word.to_owned(),
            title: format!("{}.", met.point.label()),
            notes: met.told.iter().cloned().chain(missing).collect(),
        }
    };
    Section {
        id: SectionId::Summary,
        title: "The nine points of an expert’s report",
        lede: "What is recorded of each, and what is missing. None is met because somebody could have recorded it."
            .into(),
        blocks: checks(points.iter().map(check).collect()).into_iter().collect(),
    }
}

fn argument(claims: &[Claim]) -> Section {
    Section {
        id: SectionId::Verdict,
        title: "What is claimed, why, and what speaks against it",
        lede: "Claims follow from reasons, and reasons from evidence. Each piece of evidence says where it is recorded."
            .into(),
        blocks: claims.iter().enumerate().flat_map(|(at, claim)| self::claim(at + 1, claim)).collect(),
    }
}

fn claim(number: usize, claim: &Claim) -> Vec<Block> {
    let title = format!("Claim {number}, about “{}”: {}", claim.about, claim.answer);
    let head = match claim.integration {
        None => heading(title),
        Some(id) => anchored(title, format!("integration-{id}")),
    };
    let mut blocks = vec![head, text(&claim.says)];
    let reasons = claim.reasons.iter().map(reason).collect();
    let against = claim.against.iter().map(counter).collect();
    let absent = claim.absent.iter().map(Item::new).collect();
    let changes = claim.would_change.iter().map(Item::new).collect();
    for (title, told) in [
        ("Because", reasons),
        ("What speaks against it", against),
        ("Looked for and not established", absent),
        ("What would change it", changes),
    ] {
        blocks.extend(items(title, false, told).into_iter().flat_map(|told| [minor(title), told]));
    }
    if claim.against.is_empty() {
        blocks.push(text("Nothing is recorded that speaks against it."));
    }
    if !claim.certainty.is_empty() {
        blocks.extend([minor("How sure it is"), text(&claim.certainty)]);
    }
    blocks
}

fn reason(reason: &Reason) -> Item {
    Item { notes: reason.because.iter().map(evidence).collect(), ..Item::new(reason.says.clone()) }
}

/// A piece of evidence with where it is recorded, for readers and for programs.
fn evidence(evidence: &Evidence) -> String {
    let section = anchors::of(&evidence.about).section.label();
    let samples = evidence.samples.map(|samples| {
        let (first, last) = (day(samples.first), day(samples.last));
        format!(" {} confirmed, {first} to {last}.", samples.count)
    });
    let samples = samples.unwrap_or_default();
    format!("{}{samples} (“{section}”; record {})", evidence.says, evidence.about.key())
}

fn counter(counter: &Counter) -> Item {
    let open = if counter.is_answered { "Taken into account" } else { "Open" };
    Item { notes: vec![format!("{open}: {}", counter.answer)], ..Item::new(counter.says.clone()) }
}

#[cfg(test)]
mod tests {
    use super::super::markdown;
    use super::*;
    use crate::delivery::verdict_pack::Point;
    use crate::stores::room::tests::{example, sealed};

    fn told(snapshot: &Snapshot) -> String {
        markdown::write(&argued(snapshot, None))
    }

    #[test]
    fn it_tells_each_claim_with_its_reasons_their_evidence_and_what_speaks_against_it() {
        let snapshot = sealed(example());
        let report = argued(&snapshot, None);
        let json = serde_json::to_string(&report.sections).unwrap();
        let holds =
            |text: &str| json.contains(serde_json::to_string(text).unwrap().trim_matches('"'));
        for claim in claims(snapshot.document(), snapshot.assessment()) {
            assert!(holds(&claim.says), "{}", claim.says);
            for evidence in claim.reasons.iter().flat_map(|reason| &reason.because) {
                assert!(holds(&evidence.says) && holds(&evidence.about.key()), "{evidence:?}");
            }
            for counter in &claim.against {
                assert!(holds(&counter.says) && holds(&counter.answer), "{counter:?}");
            }
        }
        let text = told(&snapshot);
        assert!(Point::ALL.iter().all(|point| text.contains(point.label())), "{text}");
        assert!(text.contains(&snapshot.hash().to_string()));
    }

    #[test]
    fn the_same_version_gives_the_same_bytes() {
        assert_eq!(told(&sealed(example())), told(&sealed(example())));
    }

    #[test]
    fn no_text_becomes_markup() {
        let mut document = example();
        document.integrations[0].name = "# <script>*x*".into();
        assert!(!told(&sealed(document)).contains("<script>"));
    }
}
