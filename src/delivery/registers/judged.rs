//! What was judged: verdicts with their findings, what to do, what to find out, gates and risks.

use super::{Told, label, lines, maybe, sheet};
use crate::engines::office::workbook::{Sheet, Value};
use crate::judgement::evidence::Evidence;
use crate::judgement::flags::Flag;
use crate::judgement::next_evidence;
use crate::judgement::verdict::Action;
use crate::platform::catalogue::Catalogue;

/// The verdict on each integration in scope.
pub(super) fn verdicts(told: &Told<'_>) -> Sheet {
    let rows = told.assessment.integrations.iter().map(|one| {
        let verdict = &one.verdict;
        let confirmed: i64 =
            told.doc.samples.of(verdict.integration).map(|pattern| pattern.confirmed).sum();
        let overridden = verdict.overridden.as_ref();
        vec![
            (&verdict.name).into(),
            label(verdict.criticality),
            label(verdict.answer),
            maybe(verdict.standing),
            maybe(verdict.computed),
            maybe(verdict.certainty.as_ref().map(|certainty| certainty.level)),
            Value::whole(confirmed),
            (&verdict.says).into(),
            overridden.map_or(Value::Empty, |instead| (&instead.reason).into()),
            overridden.map_or(Value::Empty, |instead| (&instead.agreed_by).into()),
        ]
    });
    let columns = [
        ("Integration", 30),
        ("Criticality", 14),
        ("Verdict", 22),
        ("Way forward", 14),
        ("What the findings say", 14),
        ("Certainty of the findings", 14),
        ("Confirmed failures", 12),
        ("In a sentence", 60),
        ("Overridden because", 40),
        ("Agreed by", 20),
    ];
    sheet("Verdicts", &columns, rows.collect())
}

/// The findings that the evidence establishes, and those that it does not.
pub(super) fn findings(told: &Told<'_>) -> Sheet {
    let established = told.assessment.findings().map(|(number, one, finding)| {
        vec![
            number.to_string().into(),
            (&one.verdict.name).into(),
            label(finding.kind),
            true.into(),
            label(finding.path),
            because(&finding.because),
            Value::whole(samples(&finding.because)),
        ]
    });
    let mut rows: Vec<_> = established.collect();
    for one in &told.assessment.integrations {
        let verdict = &one.verdict;
        rows.extend(verdict.not_established.iter().map(|absent| {
            let says = (&absent.says).into();
            vec![
                Value::Empty,
                (&verdict.name).into(),
                label(absent.kind),
                false.into(),
                label(absent.path),
                says,
                Value::Empty,
            ]
        }));
    }
    let columns = [
        ("No.", 6),
        ("Integration", 30),
        ("Finding", 28),
        ("Established", 12),
        ("Way forward", 14),
        ("Because", 80),
        ("Failures behind it", 12),
    ];
    sheet("Findings", &columns, rows)
}

fn because(evidence: &[Evidence]) -> Value {
    lines(evidence.iter().map(|one| &one.says))
}

fn samples(evidence: &[Evidence]) -> i64 {
    evidence.iter().filter_map(|one| one.samples).map(|samples| samples.count).sum()
}

/// What to do, in order.
pub(super) fn actions(told: &Told<'_>) -> Sheet {
    let finding = |action: &Action| {
        let kind = action.finding?;
        let number = told.assessment.finding_number(action.integration, kind)?;
        Some(format!("{number}: {kind}"))
    };
    let rows = told.assessment.verdict.plan.iter().zip(1_i64..).map(|(action, number)| {
        vec![
            Value::whole(number),
            label(action.stage),
            told.integration(Some(action.integration)),
            (&action.says).into(),
            label(action.kind),
            finding(action).map_or(Value::Empty, Into::into),
            lines(action.controls.iter().map(ToString::to_string)),
        ]
    });
    let columns = [
        ("No.", 6),
        ("Stage", 22),
        ("Integration", 30),
        ("What to do", 60),
        ("Kind", 20),
        ("Because of", 26),
        ("Controls it puts in place", 36),
    ];
    sheet("Actions", &columns, rows.collect())
}

/// What is not known and would change something, what is most worth asking first.
pub(super) fn questions(told: &Told<'_>) -> Sheet {
    let unknowns = next_evidence::of(told.doc);
    let rows = unknowns.iter().filter(|one| one.saves_work()).zip(1_i64..).map(|(one, number)| {
        vec![
            Value::whole(number),
            told.integration(Some(one.integration)),
            (&one.question).into(),
            (&one.ask).into(),
            Value::measured(Some(one.costs)),
            Value::measured(Some(one.saves)),
        ]
    });
    let columns = [
        ("No.", 6),
        ("Integration", 30),
        ("Question", 60),
        ("To be asked of", 26),
        ("Hours to find out", 12),
        ("Hours it saves", 12),
    ];
    sheet("Questions", &columns, rows.collect())
}

/// The gates, and what each that is closed waits for.
pub(super) fn gates(told: &Told<'_>) -> Sheet {
    let rows = told.assessment.gates.iter().map(|gate| {
        let mut missing: Vec<&str> = Vec::new();
        for lacks in &gate.missing {
            if !missing.contains(&lacks.says.as_str()) {
                missing.push(&lacks.says);
            }
        }
        let names = gate.closed_for.iter().filter_map(|id| told.doc.integration(*id));
        vec![
            label(gate.kind),
            label(gate.state),
            label(gate.blocks),
            lines(names.map(|integration| &integration.name)),
            Value::count(missing.len()),
            lines(missing),
        ]
    });
    let columns = [
        ("Gate", 50),
        ("State", 16),
        ("Holds back", 34),
        ("Closed for", 30),
        ("Missing", 10),
        ("What is missing", 80),
    ];
    sheet("Gates", &columns, rows.collect())
}

/// The risks that the evidence shows, and how each stands.
pub(super) fn flags(told: &Told<'_>) -> Sheet {
    let row = |flag: &Flag| {
        let decided = flag.history.last();
        vec![
            Value::whole(flag.number),
            label(flag.rule),
            label(flag.severity),
            label(flag.state),
            told.integration(flag.integration),
            (&flag.says).into(),
            because(&flag.because),
            (&flag.why).into(),
            (&flag.good).into(),
            lines(flag.references.iter().map(|one| one.label())),
            decided.map_or(Value::Empty, |one| (&one.by).into()),
            Value::day(decided.map(|one| one.on)),
            Value::day(decided.and_then(|one| one.until)),
            decided.map_or(Value::Empty, |one| (&one.why).into()),
        ]
    };
    let columns = [
        ("No.", 6),
        ("Rule", 30),
        ("Severity", 12),
        ("State", 12),
        ("Integration", 30),
        ("What could hurt", 50),
        ("Evidence", 60),
        ("Why it matters", 50),
        ("What good looks like", 50),
        ("References", 30),
        ("Decided by", 20),
        ("Decided on", 12),
        ("Accepted until", 14),
        ("Reason", 40),
    ];
    sheet("Risks", &columns, told.assessment.flags.iter().map(row).collect())
}
