//! `faultline quote`: what the quote of an engagement document comes to, as JSON.
//! It is worked out as the page does it; how long that takes is told on standard error.

use crate::failure::Failure;
use crate::output;
use faultline::document::engagement::Engagement;
use faultline::document::quote::Quote;
use faultline::judgement::assess::assess;
use faultline::judgement::next_evidence;
use faultline::judgement::quote::{
    Appraisal, Context, Held, Recommendation, Record, appraise_within, filled, held_back, limit,
};
use faultline::platform::ids::PartId;
use serde::Serialize;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What is asked.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The document; `-` reads standard input.
    file: PathBuf,
    /// Seek the sprint that lowers the most risk within so many hours, whatever the bounds of the draft are.
    #[arg(long)]
    hours: Option<u32>,
}

/// What is printed.
#[derive(Serialize)]
struct Told {
    quote: Quote,
    comes_to: Appraisal,
    held_back: Vec<Held>,
}

/// Reads the document and prints what its quote comes to: of the draft it holds, or else of a line for everything that it
/// asks for.
///
/// # Errors
/// A sentence: the document cannot be read.
pub fn run(args: &Args) -> Result<(), Failure> {
    let document = super::document(&args.file)?;
    let (told, took) = worked_out(&document, args.hours);
    let (lines, points) = (told.quote.lines.len(), told.comes_to.curve.len());
    let took = took.as_secs_f64() * 1_000.0;
    output::tell(&format!("{lines} lines, a curve of {points} points, in {took:.1} ms"));
    output::say_line(&serde_json::to_string_pretty(&told)?)
}

/// What the quote of a document comes to, and how long that took to work out.
fn worked_out(document: &Engagement, hours: Option<u32>) -> (Told, Duration) {
    let quote = drafted(document);
    let minutes = hours.map_or_else(|| limit(&quote), |hours| Some(i64::from(hours) * 60));
    let (assessment, unknowns) = (assess(document), next_evidence::of(document));
    let record = Record::default();
    let context =
        Context { doc: document, assessment: &assessment, unknowns: &unknowns, record: &record };
    let begun = Instant::now();
    let comes_to = appraise_within(context, &quote, minutes);
    let took = begun.elapsed();
    let held_back = held_back(document, &quote, &assessment, Recommendation::NotAsked);
    (Told { quote, comes_to, held_back }, took)
}

fn drafted(document: &Engagement) -> Quote {
    document.quotes.first().cloned().unwrap_or_else(|| filled(document, PartId::new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sprint_of_a_document_stays_within_the_hours_that_are_asked_for() {
        let document: Engagement =
            serde_json::from_str(include_str!("../demo/engagement.json")).unwrap();
        let (free, _) = worked_out(&document, None);
        assert_eq!(free.comes_to.proposal, None, "nothing bounds it");
        let sprint = |hours: u32| worked_out(&document, Some(hours)).0.comes_to.proposal;
        let found: Vec<_> = [1, 60, 250, 20_000].map(|hours| (hours, sprint(hours))).into();
        for (hours, sprint) in &found {
            let p80 = sprint.as_ref().map_or(0, |sprint| sprint.p80);
            assert!(p80 <= i64::from(*hours) * 60, "{hours}: {sprint:?}");
        }
        let lowered = |at: usize| found[at].1.as_ref().map_or(0, |sprint| sprint.lowered);
        assert!(lowered(0) < lowered(3) && lowered(1) <= lowered(2) && lowered(2) <= lowered(3));
        assert_eq!(lowered(3), free.comes_to.risk, "with time for all of it");
    }

    #[test]
    fn hours_are_asked_for_without_a_price_or_a_bound_that_nobody_gave() {
        let mut document: Engagement =
            serde_json::from_str(include_str!("../demo/engagement.json")).unwrap();
        document.quotes = vec![filled(&document, PartId::new)];
        let (told, _) = worked_out(&document, Some(20_000));
        assert_eq!(told.quote, document.quotes[0], "the draft is told as it is");
        assert!(told.quote.rate.is_zero() && told.quote.bounds.budget.is_none());
        assert_eq!(told.comes_to.proposal.unwrap().limit, 20_000 * 60);
    }
}
