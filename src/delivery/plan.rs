//! The 60-day plan as a calendar: one entry for each line, on the days that it has.
//! It tells what was planned; nothing is dated here.

use crate::document::engagement::Engagement;
use crate::engines::calendar::{self, Entry, Revision};
use crate::judgement::plan::{DatedLine, DatedPlan};
use crate::platform::catalogue::Catalogue;

/// Characters of what a line says that an entry is called by.
const TITLE: usize = 80;

/// The plan as the text of a calendar's file; nothing as long as its first day is not set. The revision counts
/// whatever is recorded of the engagement; what changes because a day has passed is not counted.
#[must_use]
pub fn calendar(doc: &Engagement, plan: &DatedPlan, revision: Revision) -> Option<String> {
    plan.starts_on?;
    let entries = plan.lines.iter().filter_map(|line| {
        Some(Entry {
            id: format!("{}@faultline", line.id),
            revision,
            first: plan.date(line.starts)?,
            last: plan.date(line.ends)?,
            title: title(&line.says),
            text: text(doc, plan, line),
            categories: vec![line.phase.label().to_owned()],
        })
    });
    let name = format!("{}: 60-day plan", doc.title);
    Some(calendar::text(&name, &entries.collect::<Vec<_>>()))
}

/// What a line says as a title: its first sentence, cut where it is long.
#[must_use]
pub fn title(says: &str) -> String {
    let first = says.split_inclusive(". ").next().unwrap_or_default();
    let first = first.trim_end().trim_end_matches('.');
    match first.char_indices().nth(TITLE) {
        None => first.to_owned(),
        Some((end, _)) => {
            let cut = first[..end].rfind(' ').unwrap_or(end);
            format!("{} …", first[..cut].trim_end_matches([',', ':', ';']))
        }
    }
}

fn text(doc: &Engagement, plan: &DatedPlan, line: &DatedLine) -> String {
    let at = line.integration.and_then(|id| doc.integration(id));
    let mut told = vec![line.says.clone()];
    told.extend(at.map(|at| format!("For: {}", at.name)));
    told.push(format!("Waits for: {}", line.waits_for));
    told.extend((!line.owner.trim().is_empty()).then(|| format!("Who: {}", line.owner)));
    told.push(format!("How far: {}", line.state));
    let before = line.after.iter().filter_map(|id| plan.line(*id));
    told.extend(
        before.map(|before| format!("After line {}: {}", before.number, title(&before.says))),
    );
    told.extend(line.closes.iter().map(|closes| format!("Closes: {}", closes.says)));
    told.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::controls::{Control, ControlState};
    use crate::document::plan::Plan;
    use crate::document::samples::{Cause, Symptom};
    use crate::judgement::assess::assess;
    use crate::judgement::assess::testing::{Broken, confirmed, may, sound};
    use crate::judgement::plan;
    use crate::platform::ids::PartId;
    use std::collections::BTreeSet;

    fn broken() -> Engagement {
        let plan = Plan { id: PartId(uuid::Uuid::from_u128(91)), starts_on: Some(may(4)) };
        sound()
            .with(confirmed(9, Symptom::Duplicate, Cause::Replayed))
            .control(Control::IdempotencyKey, ControlState::Missing)
            .but(|doc| doc.plans.push(plan))
    }

    fn written(doc: &Engagement) -> Option<String> {
        calendar(doc, &plan::of(doc, &assess(doc)), Revision { number: 3, at: doc.as_of })
    }

    fn ids(file: &str) -> BTreeSet<String> {
        file.split("\r\n").filter_map(|line| line.strip_prefix("UID:")).map(str::to_owned).collect()
    }

    #[test]
    fn every_line_is_an_entry_and_stays_the_same_one_when_the_plan_moves() {
        let doc = broken();
        let lines = plan::of(&doc, &assess(&doc)).lines.len();
        let file = written(&doc).unwrap();
        assert!(lines > 1 && ids(&file).len() == lines, "{file}");
        let later = written(&doc.but(|doc| doc.plans[0].starts_on = Some(may(11)))).unwrap();
        assert_eq!(ids(&file), ids(&later));
        assert!(file.contains("DTSTART;VALUE=DATE:20260504") && !later.contains(":20260504"));
    }

    #[test]
    fn without_a_first_day_there_is_no_calendar() {
        assert_eq!(written(&broken().but(|doc| doc.plans.clear())), None);
    }

    #[test]
    fn an_entry_is_called_by_the_first_sentence() {
        assert_eq!(title("Repair the mapping. Try it first."), "Repair the mapping");
        assert_eq!(title(&"word, ".repeat(40)).chars().last(), Some('…'));
    }
}
