//! The report of the example; and that no text in it becomes anything else.

use super::*;
use crate::stores::room::tests::{example, sealed};

fn report() -> Report {
    document(&sealed(example()))
}

#[test]
fn it_has_every_section_in_reading_order() {
    use crate::platform::catalogue::Catalogue;
    let ids: Vec<_> = report().sections.iter().map(|section| section.id).collect();
    let at_times = [
        SectionId::Plan,
        SectionId::Figures,
        SectionId::Quote,
        SectionId::Decision,
        SectionId::Glossary,
    ];
    let always = |id: &SectionId| !at_times.contains(id);
    let all: Vec<_> = SectionId::ALL.iter().copied().filter(always).collect();
    assert_eq!(
        ids, all,
        "a plan is there when it has a first day, a quote when one was issued, the others in print"
    );
}

#[test]
fn the_same_snapshot_gives_the_same_bytes() {
    let (first, second) = (sealed(example()), sealed(example()));
    assert_eq!(first.text(), second.text());
    assert_eq!(markdown::write(&document(&first)), markdown::write(&document(&second)));
}

#[test]
fn it_tells_the_verdict_of_the_assessment_with_the_same_reasons() {
    let snapshot = sealed(example());
    let told = markdown::write(&document(&snapshot));
    let assessment = snapshot.assessment();
    assert!(
        told.contains(
            assessment
                .verdict
                .standing
                .map_or("Not enough evidence", crate::platform::catalogue::Catalogue::label)
        )
    );
    for finding in assessment.integrations.iter().flat_map(|one| &one.verdict.findings) {
        for reason in &finding.because {
            let start: String =
                reason.says.chars().take_while(|c| c.is_alphanumeric() || *c == ' ').collect();
            assert!(told.contains(&start), "{start}");
        }
    }
    assert!(told.contains(&snapshot.hash().to_string()));
}

#[test]
fn the_certainty_of_the_evidence_is_not_told_as_that_of_what_was_decided_instead() {
    use crate::document::call::VerdictPath;
    use crate::judgement::assess::testing::{Broken, batch, sound};
    let told = |doc| markdown::write(&document(&sealed(doc)));
    let reason = "The vendor ends it in spring.";
    let decided = told(sound().call(Some(VerdictPath::Rebuild), reason, batch()));
    assert!(decided.contains("high. This is the certainty of what the evidence says, not of"));
    assert!(decided.contains("High (of the evidence)"));
    assert!(!told(sound()).contains("of the evidence)"));
}

#[test]
fn no_reference_leads_nowhere() {
    let report = report();
    let anchors: Vec<String> = serde_json::to_value(&report)
        .unwrap()
        .to_string()
        .split("\"anchor\":\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    let mut referred = 0;
    for block in report.sections.iter().flat_map(|section| &section.blocks) {
        let Block::Items(items) = block else { continue };
        for anchor in items.items.iter().filter_map(|item| item.to.as_ref()?.anchor.as_ref()) {
            referred += 1;
            assert!(
                anchors.iter().filter(|found| *found == anchor).count() >= 2,
                "{anchor} is only referred to"
            );
        }
    }
    assert!(referred > 5, "{referred}");
}

#[test]
fn hostile_names_come_out_of_markdown_as_text() {
    let mut document = example();
    document.title = "# Title <img src=x onerror=alert(1)>".into();
    document.client = "[click](javascript:alert(1)) ![x](http://evil.example/x.png)".into();
    document.integrations[0].name = "a | b\n| --- |".into();
    document.brief.situation =
        "<script>alert(1)</script>\n\n- [ ] list\n\n    code\n\n```\nfence".into();
    document.samples.examples[0].evidence = "````\n</code>\n````".into();
    let told = markdown::write(&super::document(&sealed(document)));
    let unescaped =
        told.replace(r"\<", "").replace(r"\[", "").replace(r"\]", "").replace(r"\:", "");
    for markup in ["<script", "<img", "](javascript", "](http", "http://", "\n# Title", "\n- [ ]"] {
        assert!(!unescaped.contains(markup), "{markup}");
    }
    assert!(told.contains(r"\<script\>alert(1)\</script\>"));
    assert!(told.contains(r"a \| b \| --- \|"));
    assert!(told.contains("`````text\n````\n</code>\n````\n`````"));
    let raw: Vec<_> = told.lines().filter(|line| line.trim_start().starts_with("```")).collect();
    assert_eq!(raw.len() % 2, 0, "{raw:?}");
}

#[test]
fn long_lists_are_counted_not_shown() {
    let mut document = example();
    let pattern = document.samples.patterns[0].clone();
    document.samples.patterns = vec![pattern; MOST_ROWS + 7];
    let report = super::document(&sealed(document));
    let evidence = report.section(SectionId::Evidence).unwrap();
    let table = evidence.blocks.iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    assert_eq!(table.map(|table| (table.rows.len(), table.more)), Some((MOST_ROWS, 7)));
    assert!(markdown::write(&report).contains("And 7 more rows"));
}

#[test]
fn the_summary_of_the_example_reads_like_this() {
    let report = report();
    let summary = Report { sections: report.sections.into_iter().take(1).collect(), ..report };
    let told = markdown::write(&summary)
        .lines()
        .filter(|line| !line.starts_with("SHA-256"))
        .collect::<Vec<_>>()
        .join("\n");
    insta::assert_snapshot!(told);
}

#[test]
fn a_step_says_what_breaks_there_and_what_is_intended_breaks_nowhere() {
    let report = report();
    let map = report.section(SectionId::Map).unwrap();
    let tables = map.blocks.iter().filter_map(|block| match block {
        Block::Table(table) if table.caption.ends_with("step by step") => Some(table),
        _ => None,
    });
    let [intended, actual] = tables.collect::<Vec<_>>()[..] else { panic!("two maps") };
    assert!(intended.columns.iter().all(|column| column.label != "Breaks here"));
    assert_eq!(actual.columns.last().unwrap().label, "Breaks here");
    let cells: Vec<_> = actual.rows.iter().filter_map(|row| row.cells.last()).collect();
    let broken: Vec<_> = cells.iter().filter(|cell| cell.mark == Some(Mark::Fault(27))).collect();
    let [first] = broken[..] else { panic!("a number stands once: {broken:?}") };
    assert_eq!(first.text, "27 confirmed");
    let (name, to) = &first.examples[0];
    assert_eq!((name.as_str(), to.section), ("10422", SectionId::Evidence));
    assert!(to.anchor.as_ref().is_some_and(|anchor| anchor.starts_with("sample-")));
}
