//! What differs is told, item by item and in words; what does not is passed over.

use super::*;
use crate::document::engagement::Engagement;
use crate::judgement::assess::assess;
use crate::stores::room::Contents;
use crate::stores::room::tests::{example, handing_out};

mod edits;
mod places;

fn edition(document: &Engagement) -> Edition {
    Edition::made(document, &assess(document), None).unwrap()
}

fn told(edit: impl FnOnce(&mut Engagement)) -> Changes {
    let (before, mut after) = (example(), example());
    edit(&mut after);
    between(&edition(&before), &edition(&after))
}

fn recorded(changes: &Changes) -> Vec<(Change, &str, &str)> {
    let items = changes.items.iter();
    items.map(|item| (item.change, item.kind.as_str(), item.name.as_str())).collect()
}

#[test]
fn a_version_does_not_differ_from_itself() {
    let changes = told(|document| document.as_of += chrono::TimeDelta::seconds(5));
    assert_eq!(recorded(&changes), []);
}

#[test]
fn a_field_that_reads_otherwise_is_told_with_both_values() {
    let changes = told(|document| document.systems[1].vendor = "Another vendor".into());
    let [item] = changes.items.as_slice() else { panic!("{:?}", recorded(&changes)) };
    assert_eq!(
        (item.area, item.kind.as_str(), item.name.as_str()),
        (Area::Systems, "System", "ERP")
    );
    let [field] = item.fields.as_slice() else { panic!("{:?}", item.fields) };
    assert_eq!((field.label.as_str(), field.to.as_str()), ("Vendor", "Another vendor"));
    assert_eq!(field.from, example().systems[1].vendor);
}

#[test]
fn ids_are_told_as_the_names_of_what_they_stand_for() {
    let changes = told(|document| document.integrations[0].destination = document.systems[2].id);
    let mut fields = changes.items.iter().flat_map(|item| &item.fields);
    let field = fields.find(|field| field.label == "Destination").unwrap();
    let document = example();
    let before = document.system(document.integrations[0].destination).unwrap().name.clone();
    assert_eq!(
        (field.from.as_str(), field.to.as_str()),
        (before.as_str(), document.systems[2].name.as_str())
    );
}

#[test]
fn a_verdict_that_changed_is_told_from_and_to() {
    let changes = told(|document| {
        let first = document.integrations[0].id;
        document.samples.patterns.retain(|pattern| pattern.integration != Some(first));
        document.control_sheets.retain(|sheet| sheet.integration != first);
        document.calls.clear();
        let steps = document.maps.iter_mut().flat_map(|map| &mut map.steps);
        steps.for_each(|step| step.facts.minutes_per_run = None);
    });
    let name = example().integrations[0].name.clone();
    let verdict = changes.items.iter().find(|item| item.kind == "Verdict" && item.name == name);
    assert!(verdict.unwrap().fields.iter().any(|field| field.label == "What stands"));
    assert!(changes.of(Area::Samples).any(|item| item.change == Change::Removed));
    assert!(changes.of(Area::Controls).any(|item| item.change == Change::Removed));
    assert!(
        changes
            .of(Area::Verdict)
            .any(|item| item.kind == "Finding" && item.change == Change::Removed)
    );
}

#[test]
fn a_step_is_known_by_its_id_wherever_it_stands() {
    let changes = told(|document| document.maps[0].steps.swap(1, 2));
    assert_eq!(
        recorded(&changes),
        [(Change::Changed, "Order of the steps", "From payment to delivery, Intended")]
    );
}

#[test]
fn what_identifies_an_item_makes_it_another_one() {
    let changes = told(|document| {
        let topic = document.workflows[0].hidden_rules[1].topic;
        document.workflows[0].hidden_rules.retain(|rule| rule.topic != topic);
    });
    let of_maps: Vec<_> = changes.of(Area::Maps).map(|item| item.change).collect();
    assert_eq!(of_maps, [Change::Removed]);
}

#[test]
fn an_area_leads_to_where_its_items_are_read() {
    let changes = told(|document| document.fields[0].why = "It is printed on the invoice.".into());
    let id = example().fields[0].id;
    let item = changes.of(Area::Truth).next().unwrap();
    assert_eq!(item.to.section, SectionId::Truth);
    assert_eq!(item.to.anchor, Some(format!("field-{id}")));
}

#[test]
fn files_have_every_difference_and_keep_what_is_text_text() {
    let changes = told(|document| {
        document.systems[0].vendor = "*bold* <script>".into();
        document.systems.remove(5);
    });
    let lines = changes.lines();
    assert!(lines.iter().any(|line| line.field == "Vendor" && line.to == "*bold* <script>"));
    assert!(lines.iter().any(|line| line.kind == "System" && line.change == "Removed"));
    let text = markdown("From 1 to 2", &[(2, "With the prices.".into())], &changes);
    assert!(text.starts_with("# From 1 to 2\n\nVersion 2: With the prices.\n"));
    assert!(text.contains("\\*bold\\* \\<script\\>"), "{text}");
    assert!(text.contains("## Systems\n"), "{text}");
}

#[test]
fn values_that_differ_never_read_the_same() {
    let called = |vendor: &str| {
        let mut document = example();
        document.systems[0].vendor = vendor.into();
        edition(&document)
    };
    let changes = between(&called("shop"), &called("Shop"));
    let field = &changes.of(Area::Systems).next().unwrap().fields[0];
    assert_ne!(field.from, field.to);
}

#[test]
fn files_that_are_handed_out_are_told_by_name() {
    let (snapshot, _) = handing_out();
    let after = snapshot.contents().clone();
    let without = Contents { files: Vec::new(), ..after.clone() };
    let editions = [&without, &after].map(|contents| Edition::of(contents, None).unwrap());
    let changes = between(&editions[0], &editions[1]);
    let file = |name| (Change::Added, "File handed out", name);
    assert_eq!(recorded(&changes), [file("Größe 0.txt"), file("Größe 1.txt")]);
    assert_eq!(changes.items[0].to.section, SectionId::Evidence);
    let gone = between(&editions[1], &editions[0]);
    assert!(gone.items.iter().all(|item| item.change == Change::Removed));
}
