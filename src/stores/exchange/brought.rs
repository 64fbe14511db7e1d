//! What an engagement takes over of a document: what describes the client's systems, what went wrong, and what is to be done.
//! Nothing that a person decided about the other engagement comes over as if it had been decided here.

use crate::document::engagement::{Engagement, Part};
use crate::document::plan::{LineState, PlanLine};
use crate::document::quote::{AssumptionState, Bounds, LedgerEntry, Quote};
use crate::document::samples::{ReviewState, Sample};
use crate::document::template::fresh;
use crate::document::truth::{Field, Standing};
use crate::platform::ids::{IntegrationId, PartId, SampleId};
use std::collections::{BTreeMap, BTreeSet};

/// What an engagement begins with, under ids of its own.
pub(super) struct Brought {
    /// Its parts, each after those that it refers to.
    pub parts: Vec<Part>,
    /// Failures that nobody here has looked at yet.
    pub failures: Vec<Sample>,
}

impl Brought {
    /// What is taken over of a document.
    ///
    /// # Errors
    /// When a part cannot be written or read as JSON.
    pub fn of(document: &Engagement) -> Result<Self, serde_json::Error> {
        let before = parts(document);
        let parts = fresh(&before)?;
        let at: BTreeMap<_, _> = before.iter().zip(&parts).filter_map(same_integration).collect();
        let told = document.samples.examples.iter();
        let told = told.filter(|sample| sample.state != ReviewState::Rejected);
        let failures = told.map(|sample| failure(sample, &at)).collect();
        Ok(Self { parts, failures })
    }
}

fn same_integration((before, now): (&Part, &Part)) -> Option<(IntegrationId, IntegrationId)> {
    match (before, now) {
        (Part::Integration(before), Part::Integration(now)) => Some((before.id, now.id)),
        _ => None,
    }
}

/// The parts that are taken over, each after those that it refers to.
///
/// What was decided about this one document stays behind: overrides, approvals before a launch and decisions about risks name
/// what was judged then, and who answered for it. Tasks and the lines that gaps ask for are asked for anew.
pub(super) fn parts(document: &Engagement) -> Vec<Part> {
    let added: BTreeSet<PartId> =
        document.plan_lines.iter().filter(|line| line.is_added()).map(|line| line.id).collect();
    let taken = |part: Part| -> Option<(u8, Part)> {
        Some(match part {
            Part::Brief(_) => (0, part),
            Part::System(_) | Part::DataType(_) | Part::Workflow(_) => (1, part),
            Part::Integration(_) => (2, part),
            Part::Map(_) | Part::ControlSheet(_) => (3, part),
            Part::Field(field) => (3, Part::Field(undecided(field))),
            Part::Matching(_) | Part::Measures(_) => (4, part),
            Part::PlanLine(line) if line.is_added() => (4, Part::PlanLine(open(line, &added))),
            Part::Quote(quote) => (4, Part::Quote(draft(quote))),
            Part::PlanLine(_)
            | Part::Plan(_)
            | Part::Call(_)
            | Part::LaunchSheet(_)
            | Part::FlagDecision(_)
            | Part::Task(_) => return None,
        })
    };
    let mut parts: Vec<(u8, Part)> = document.parts().into_iter().filter_map(taken).collect();
    parts.sort_by_key(|(order, _)| *order);
    parts.into_iter().map(|(_, part)| part).collect()
}

/// A field with what is known of it, as one that nobody here has agreed on; a dispute is known, and stays one.
fn undecided(field: Field) -> Field {
    let standing = match field.standing {
        Standing::Agreed => Standing::Unassigned,
        standing => standing,
    };
    Field { standing, decided_by: String::new(), decided_on: None, ..field }
}

/// A line that was added to the plan, as one that nobody here has taken on.
fn open(line: PlanLine, added: &BTreeSet<PartId>) -> PlanLine {
    PlanLine {
        owner: String::new(),
        after: line.after.into_iter().filter(|id| added.contains(id)).collect(),
        state: LineState::Open,
        done_on: None,
        ..line
    }
}

/// A quote as it can be drafted on: without the rules that were set aside, the days and the budget that were agreed, and with
/// every assumption to be tested again.
fn draft(quote: Quote) -> Quote {
    let assumption = |entry: LedgerEntry| LedgerEntry {
        owner: String::new(),
        state: AssumptionState::Open,
        ..entry
    };
    Quote {
        valid_until: None,
        bounds: Bounds { hours_a_week: quote.bounds.hours_a_week, ..Bounds::default() },
        assumptions: quote.assumptions.into_iter().map(assumption).collect(),
        overrides: BTreeMap::new(),
        ..quote
    }
}

/// A failure as a file brings it: new until somebody here confirms it, and at no step.
fn failure(told: &Sample, at: &BTreeMap<IntegrationId, IntegrationId>) -> Sample {
    Sample {
        id: SampleId::new(),
        integration: told.integration.and_then(|id| at.get(&id).copied()),
        step: None,
        state: ReviewState::New,
        rejected_because: String::new(),
        ..told.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::engagement::{FlagDecision, PartKind, Task, UnknownKind};
    use crate::document::launch::LaunchSheet;
    use crate::document::plan::Plan;
    use crate::document::quote::{Override, QuoteGate};
    use crate::judgement::quote::filled;
    use crate::stores::room::tests::example;

    /// The example with a plan, a quote, and what people decided.
    fn decided() -> Engagement {
        let mut doc = example();
        let (id, integration) = (PartId::new(), doc.integrations[0].id);
        doc.launch_sheets.push(LaunchSheet { id, integration, approvals: BTreeMap::new() });
        doc.flag_decisions.push(FlagDecision { id, flag: String::new(), history: Vec::new() });
        doc.tasks.push(Task {
            id,
            unknown: String::new(),
            kind: UnknownKind::Sample,
            question: "Which orders?".into(),
            ask: "Ada".into(),
            made_on: doc.as_of.date_naive(),
        });
        doc.plans.push(Plan { id, starts_on: Some(doc.as_of.date_naive()) });
        let line = |id, key: &str| PlanLine {
            owner: "Ada".into(),
            state: LineState::Done,
            done_on: Some(doc.as_of.date_naive()),
            integration: Some(integration),
            ..PlanLine::blank(id, key, "Move the key")
        };
        let (first, asked) = (line(PartId::new(), ""), line(PartId::new(), "control/x"));
        let after = vec![first.id, asked.id];
        let second = PlanLine { after, ..line(PartId::new(), "") };
        doc.plan_lines = vec![first, asked, second];
        let mut quote = filled(&doc, PartId::new);
        quote.valid_until = Some(doc.as_of.date_naive());
        quote.overrides.insert(QuoteGate::Samples, Override::default());
        doc.quotes.push(quote);
        doc
    }

    fn kinds(parts: &[Part]) -> BTreeSet<PartKind> {
        parts.iter().map(Part::kind).collect()
    }

    #[test]
    fn what_was_decided_about_one_document_stays_behind() {
        let document = decided();
        let (before, after) = (kinds(&document.parts()), kinds(&parts(&document)));
        for kind in [
            PartKind::Call,
            PartKind::LaunchSheet,
            PartKind::FlagDecision,
            PartKind::Task,
            PartKind::Plan,
        ] {
            assert!(before.contains(&kind), "the document has no {kind}");
            assert!(!after.contains(&kind), "{kind} is taken over");
        }
        assert!(after.contains(&PartKind::ControlSheet), "{after:?}");
    }

    #[test]
    fn a_field_that_the_other_client_agreed_on_is_to_be_agreed_again() {
        let document = decided();
        let agreed =
            |field: &Field| field.standing == Standing::Agreed && field.decided_on.is_some();
        assert!(document.fields.iter().any(agreed), "no field of the document is agreed");
        let parts = Brought::of(&document).unwrap().parts;
        let fields: Vec<_> = parts
            .iter()
            .filter_map(|part| match part {
                Part::Field(field) => Some(field),
                _ => None,
            })
            .collect();
        assert_eq!(fields.len(), document.fields.len());
        for (field, before) in fields.iter().zip(&document.fields) {
            assert_ne!(field.standing, Standing::Agreed);
            assert_eq!((field.decided_by.as_str(), field.decided_on), ("", None));
            assert_eq!((&field.why, &field.positions), (&before.why, &before.positions));
        }
    }

    #[test]
    fn lines_that_were_added_to_the_plan_come_over_as_nobodys() {
        let document = decided();
        let parts = Brought::of(&document).unwrap().parts;
        let lines = parts.iter().filter_map(|part| match part {
            Part::PlanLine(line) => Some(line),
            _ => None,
        });
        let lines: Vec<_> = lines.collect();
        let open = |line: &&PlanLine| {
            line.is_added() && line.owner.is_empty() && line.state == LineState::Open
        };
        assert_eq!(lines.len(), 2, "the line that a gap asks for is asked for anew");
        assert!(lines.iter().all(open), "{lines:?}");
        assert_eq!(lines[1].after, [lines[0].id]);
        assert!(lines.iter().all(|line| line.done_on.is_none() && line.integration.is_some()));
    }

    #[test]
    fn a_quote_comes_over_as_a_draft_that_nobody_agreed_to() {
        let document = decided();
        let before = &document.quotes[0];
        let parts = Brought::of(&document).unwrap().parts;
        let quote = parts.iter().find_map(|part| match part {
            Part::Quote(quote) => Some(quote),
            _ => None,
        });
        let quote = quote.unwrap();
        assert!(quote.overrides.is_empty() && quote.valid_until.is_none());
        let open =
            |entry: &LedgerEntry| entry.owner.is_empty() && entry.state == AssumptionState::Open;
        assert!(quote.assumptions.iter().all(open));
        assert_eq!(quote.lines.len(), before.lines.len());
        // What a line answers is found again at the integration that has another id now.
        let old = document.integrations.iter().map(|one| one.id.to_string());
        let old: Vec<_> =
            old.filter(|id| before.lines.iter().any(|it| it.action.contains(id))).collect();
        assert!(!old.is_empty(), "no line of the quote names an integration");
        let stale = |id: &String| quote.lines.iter().any(|line| line.action.contains(id));
        assert!(!old.iter().any(stale), "{:?}", quote.lines);
    }

    #[test]
    fn failures_come_over_as_new_ones_at_their_integration() {
        let mut document = example();
        let brought = Brought::of(&document).unwrap();
        let of = |parts: &[Part]| -> BTreeSet<IntegrationId> {
            let ids = parts.iter().filter_map(|part| match part {
                Part::Integration(one) => Some(one.id),
                _ => None,
            });
            ids.collect()
        };
        let (here, told) = (of(&brought.parts), &document.samples.examples);
        assert_eq!(brought.failures.len(), told.len());
        for (failure, told) in brought.failures.iter().zip(told) {
            assert_eq!((failure.state, failure.step), (ReviewState::New, None));
            assert_eq!((&failure.summary, failure.occurred_at), (&told.summary, told.occurred_at));
            assert_ne!(failure.id, told.id);
            assert!(failure.integration.is_none_or(|id| here.contains(&id)));
            assert_eq!(failure.integration.is_some(), told.integration.is_some());
        }
        document.samples.examples[0].state = ReviewState::Rejected;
        document.samples.examples[1].integration = Some(IntegrationId::new());
        let brought = Brought::of(&document).unwrap();
        assert_eq!(brought.failures.len(), document.samples.examples.len() - 1);
        assert_eq!(brought.failures[0].integration, None, "it is at no integration of the file");
    }

    #[test]
    fn a_part_comes_after_those_that_it_refers_to() {
        let document = decided();
        let mut before = BTreeSet::new();
        let parts = parts(&document);
        let all: BTreeSet<_> = parts.iter().map(|part| part.id().0).collect();
        for part in &parts {
            let body = part.body().unwrap().to_string();
            let ids = body.split('"').filter_map(|text| text.parse::<uuid::Uuid>().ok());
            let unknown: Vec<_> = ids
                .filter(|id| *id != part.id().0 && all.contains(id) && !before.contains(id))
                .collect();
            assert!(unknown.is_empty(), "{:?} comes before {unknown:?}", part.kind());
            before.insert(part.id().0);
        }
        assert!(before.len() > 5, "{before:?}");
    }
}
