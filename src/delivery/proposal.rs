//! The one page to decide on: six questions of whoever has to say yes or no, each answered in a few plain sentences.
//! It tells what was published and issued; what is not recorded is said to be so, or left out, and never made up.

use crate::delivery::report::SectionId;
use crate::document::access_ledger::AccessState;
use crate::document::call::VerdictPath;
use crate::document::engagement::Engagement;
use crate::document::plan::WaitsFor;
use crate::judgement::assess::Assessment;
use crate::judgement::flags::Severity;
use crate::judgement::plan::{self, DatedPlan};
use crate::judgement::verdict::Answer;
use crate::judgement::{ledger, next_evidence};
use crate::platform::catalogue::catalogue;
use crate::platform::numbers::money;
use crate::platform::wording::{counted, day, ended, listed};
use crate::stores::quote::{Issued, QuoteState};
use crate::stores::room::Snapshot;
use chrono::NaiveDate;

#[cfg(test)]
pub(crate) mod readable;
#[cfg(test)]
mod tests;

/// Names that a sentence lists before it counts.
const NAMED: usize = 3;
/// Words of a sentence that somebody else wrote; a longer one is left out, because it would not be read.
const WORDS: usize = 22;

catalogue! {
    /// What is asked before a decision, in the order in which it is answered.
    pub enum Question {
        Wrong => "wrong", "What is wrong";
        Proposed => "proposed", "What we propose";
        Costs => "costs", "What it costs, and what it saves";
        When => "when", "By when";
        Needed => "needed", "What we need from you";
        Waiting => "waiting", "What happens if you wait";
    }
}

/// A question with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The question.
    pub question: Question,
    /// The answer, sentence by sentence.
    pub says: Vec<String>,
    /// What stands behind it.
    pub behind: SectionId,
    /// What the link to it is called.
    pub link: &'static str,
}

/// What is to be decided, in the words of whoever decides, as it stands on a day. Once it is decided, nobody asks for a yes
/// or no.
#[must_use]
pub fn proposal(
    snapshot: &Snapshot,
    quote: Option<&Issued>,
    decided: bool,
    today: NaiveDate,
) -> Vec<Answered> {
    let (doc, assessment) = (snapshot.document(), snapshot.assessment());
    let plan = plan::of(doc, assessment);
    let answered = |question, says, behind, link| Answered { question, says, behind, link };
    vec![
        answered(Question::Wrong, wrong(doc, assessment), SectionId::Evidence, "Every failure"),
        answered(Question::Proposed, proposed(assessment), SectionId::Verdict, "The reasons"),
        answered(Question::Costs, costs(doc, quote), SectionId::Quote, "The quote"),
        answered(Question::When, when(&plan, quote, today), SectionId::Plan, "The plan"),
        answered(Question::Needed, needed(doc, &plan, decided), SectionId::Access, "Access"),
        answered(
            Question::Waiting,
            waiting(doc, assessment, quote, today),
            SectionId::Risks,
            "The risks",
        ),
    ]
}

/// How much went wrong, who found it, and what it does to the business.
fn wrong(doc: &Engagement, assessment: &Assessment) -> Vec<String> {
    let samples = &doc.samples;
    if samples.confirmed() == 0 {
        return vec!["No failure has been confirmed yet.".into()];
    }
    let mut says = vec![format!(
        "We looked at {}. In {} of them something did go wrong.",
        counted(samples.total(), "case", "cases"),
        samples.confirmed()
    )];
    let unnoticed: i64 = samples.patterns.iter().map(|pattern| pattern.unnoticed).sum();
    if unnoticed > 0 {
        says.push(format!("{unnoticed} of these were found by a customer, or by no one."));
    }
    let trusted: i64 = samples.patterns.iter().map(|pattern| pattern.trusted_success).sum();
    if trusted > 0 {
        says.push(format!("{trusted} times the system said that all was well."));
    }
    let worst = assessment.verdict.decided_by.first().and_then(|id| doc.integration(*id));
    says.extend(worst.and_then(|one| first_sentence(&one.when_it_breaks)));
    says
}

/// The first sentence of a text, if it is short enough to be read.
fn first_sentence(text: &str) -> Option<String> {
    let first = text.split_inclusive(". ").next()?.split(';').next()?.trim();
    let words = first.split_whitespace().count();
    (1..=WORDS).contains(&words).then(|| ended(first))
}

/// The way forward in one sentence, and whether it may still change.
fn proposed(assessment: &Assessment) -> Vec<String> {
    let verdict = &assessment.verdict;
    let names = verdict.decided_by.iter().filter_map(|id| assessment.of(*id));
    let names: Vec<_> = names.map(|one| format!("“{}”", one.verdict.name)).collect();
    let named = names_of(&names);
    let mut says = vec![match (verdict.standing, verdict.answer) {
        (Some(VerdictPath::Patch), _) => {
            format!("Put one thing right at {named}, and leave the rest as it is.")
        }
        (Some(VerdictPath::Stabilise), _) => {
            format!("Keep what runs, and make it safe first: {named}.")
        }
        (Some(VerdictPath::Rebuild), _) => {
            format!("Build {named} anew, from rules that are written down first.")
        }
        (None, Answer::Sound) => "Leave it as it is: it works.".into(),
        (None, Answer::NotNeeded) => "Switch it off: no one needs it any more.".into(),
        (None, Answer::Repaired) => "Leave it as it is: it has been put right.".into(),
        (None, Answer::Watched) => "Watch it for a while: it has been put right.".into(),
        (None, _) => "Find out more first: there is too little to decide on.".into(),
    }];
    if assessment.is_provisional() {
        let open = i64::try_from(assessment.provisional.len()).unwrap_or(i64::MAX);
        says.push(match open {
            0 => "This may still change: we have not looked at all of it yet.".into(),
            open => {
                format!("This may still change: {} open.", counted(open, "point is", "points are"))
            }
        });
    }
    says
}

fn names_of(names: &[String]) -> String {
    match names.len() {
        0 => "what we looked at".into(),
        1..=NAMED => listed(names),
        all => format!("{} and {} more", names[..NAMED - 1].join(", "), all + 1 - NAMED),
    }
}

/// The price, how sure it is, and what the work by hand costs today.
fn costs(doc: &Engagement, quote: Option<&Issued>) -> Vec<String> {
    let mut says = match quote {
        Some(quote) => price(quote),
        None => vec!["We have not given you a price yet.".into()],
    };
    let hours = ledger::work(doc).hours();
    if hours < 1.0 {
        says.push("What it saves has not been worked out.".into());
        return says;
    }
    let cost = ledger::cost(doc, hours).map(|cost| money(cost, &doc.brief.currency));
    let cost = cost.map_or_else(String::new, |cost| format!(", for about {cost}"));
    let told = format!("{hours:.0}");
    let unit = if told == "1" { "hour" } else { "hours" };
    says.push(format!(
        "Today your people spend about {told} {unit} a month on work by hand{cost}."
    ));
    says.push("How much of that will go away is not yet known.".into());
    says
}

fn price(quote: &Issued) -> Vec<String> {
    let (contents, currency) = (&quote.contents, &quote.contents.quote.currency);
    let (offer, [_, enough, _]) = (contents.offer(), contents.prices);
    let tax = if offer.tax.is_zero() {
        String::new()
    } else {
        format!(", or {} with tax", money(offer.total, currency))
    };
    let net = money(offer.net, currency);
    if contents.quote.fixed_price {
        return vec![format!("{net}{tax}. The price is fixed.")];
    }
    vec![
        format!("About {net}{tax}. You pay by the hour."),
        format!(
            "In four of five cases it is no more than {} before tax.",
            money(enough.net, currency)
        ),
    ]
}

/// The days of the plan, and the last day of the quote.
fn when(plan: &DatedPlan, quote: Option<&Issued>, today: NaiveDate) -> Vec<String> {
    let mut says = vec![match plan.span() {
        Some((first, last)) => {
            format!("The work starts on {} and ends by {}.", day(first), day(last))
        }
        None => "No first day is agreed yet.".into(),
    }];
    says.extend(open_until(quote).map(|until| {
        if until < today {
            return format!("The price held until {}: ask for a new one.", day(until));
        }
        format!("The price holds until {}.", day(until))
    }));
    says
}

/// The last day of a quote that nobody answered.
fn open_until(quote: Option<&Issued>) -> Option<NaiveDate> {
    quote.filter(|quote| quote.state == QuoteState::Issued).and_then(Issued::valid_until)
}

/// What waits for the client, counted.
fn needed(doc: &Engagement, plan: &DatedPlan, decided: bool) -> Vec<String> {
    let count = |all: usize| i64::try_from(all).unwrap_or(i64::MAX);
    let asked =
        count(doc.access.requests.iter().filter(|one| one.state == AccessState::Asked).count());
    let answers = count(next_evidence::of(doc).iter().filter(|one| one.saves_work()).count());
    let lines = count(plan.waiting(WaitsFor::Client).count());
    let wants = [
        (asked, "answer about access", "answers about access"),
        (answers, "answer to a question of ours", "answers to questions of ours"),
        (lines, "task in the plan", "tasks in the plan"),
    ];
    let wants = wants.into_iter().filter(|(count, ..)| *count > 0);
    let wants: Vec<_> = wants.map(|(count, one, many)| counted(count, one, many)).collect();
    let first = if decided { "Your decision is recorded." } else { "Your yes or no." }.to_owned();
    if wants.is_empty() {
        return vec![first, "We wait for nothing else from you.".into()];
    }
    vec![first, format!("Then {}.", listed(&wants))]
}

/// What goes on, and what stays open.
fn waiting(
    doc: &Engagement,
    assessment: &Assessment,
    quote: Option<&Issued>,
    today: NaiveDate,
) -> Vec<String> {
    let mut says = Vec::new();
    let confirmed = || doc.samples.patterns.iter().filter(|pattern| pattern.confirmed > 0);
    let first = confirmed().map(|pattern| pattern.first_seen).min();
    let last = confirmed().map(|pattern| pattern.last_seen).max();
    if let Some((first, last)) = first.zip(last) {
        let days = (last - first).num_days() + 1;
        let times = counted(doc.samples.confirmed(), "time", "times");
        let over = counted(days, "day", "days");
        says.push(format!("It went wrong at least {times} in {over}. It may go on like that."));
    }
    let grave = |severity| matches!(severity, Severity::Critical | Severity::High);
    let grave = assessment.flags.iter().filter(|flag| grave(flag.severity)).count();
    if grave > 0 {
        let grave =
            counted(i64::try_from(grave).unwrap_or(i64::MAX), "big risk stays", "big risks stay");
        says.push(format!("{grave} open."));
    }
    let until = open_until(quote).filter(|until| *until >= today);
    says.extend(until.map(|until| format!("After {} the price may change.", day(until))));
    if says.is_empty() {
        says.push("We know of nothing that would get worse.".into());
    }
    says
}
