//! The texts of a quote that came from outside: what “redact more” may take out of it.
//! A field that is added has to be put down here as one of those, or as our own.

use super::{ChangeOrder, Contents};
use crate::document::quote::{LedgerEntry, Line, Override, Quote};
use crate::judgement::quote::{Appraisal, LineStanding, Source};

/// Something that is sealed or stored with texts from outside in it.
pub trait OutsideTexts {
    /// Every text in it that came from outside. Words of our own, numbers, days and hashes are not among them.
    fn outside_texts(&mut self) -> Vec<&mut String>;
}

impl OutsideTexts for Contents {
    fn outside_texts(&mut self) -> Vec<&mut String> {
        let Self {
            title,
            client,
            issued_by,
            integrations,
            quote,
            appraisal,
            format: _,
            number: _,
            issued_at: _,
            provisional: _,
            basis: _,
            prices: _,
            record: _,
        } = self;
        let mut texts = vec![title, client, issued_by];
        texts.extend(integrations.values_mut());
        texts.extend(quote.outside_texts());
        texts.extend(appraisal.outside_texts());
        texts
    }
}

impl OutsideTexts for ChangeOrder {
    fn outside_texts(&mut self) -> Vec<&mut String> {
        let Self {
            says,
            found,
            written_by,
            assumption: _,
            holds: _,
            minutes: _,
            price: _,
            written_at: _,
        } = self;
        vec![says, found, written_by]
    }
}

impl OutsideTexts for Quote {
    fn outside_texts(&mut self) -> Vec<&mut String> {
        let Self {
            exclusions,
            lines,
            assumptions,
            overrides,
            id: _,
            rate: _,
            currency: _,
            tax: _,
            valid_until: _,
            fixed_price: _,
            bounds: _,
        } = self;
        let mut texts: Vec<&mut String> = exclusions.iter_mut().collect();
        texts.extend(lines.iter_mut().map(of_line));
        texts.extend(assumptions.iter_mut().flat_map(of_assumption));
        for Override { reason, agreed_by } in overrides.values_mut() {
            texts.extend([reason, agreed_by]);
        }
        texts
    }
}

/// The action that a line answers is a key of our own.
fn of_line(line: &mut Line) -> &mut String {
    let Line { says, id: _, action: _, integration: _, work: _, hours: _, included: _ } = line;
    says
}

/// The question that an assumption stands for is a key of our own.
fn of_assumption(entry: &mut LedgerEntry) -> [&mut String; 3] {
    let LedgerEntry { says, owner, test, id: _, unknown: _, assumed: _, if_false: _, state: _ } =
        entry;
    [says, owner, test]
}

impl OutsideTexts for Appraisal {
    fn outside_texts(&mut self) -> Vec<&mut String> {
        let Self {
            lines,
            sources,
            estimated: _,
            stretched: _,
            hours: _,
            chart: _,
            risk: _,
            lowered: _,
            beyond: _,
            curve: _,
            proposal: _,
        } = self;
        let mut texts: Vec<&mut String> = lines.iter_mut().map(of_standing).collect();
        texts.extend(sources.iter_mut().flat_map(of_source));
        texts
    }
}

fn of_standing(standing: &mut LineStanding) -> &mut String {
    let LineStanding { because, line: _, mean: _, risk: _ } = standing;
    because
}

fn of_source(source: &mut Source) -> [&mut String; 2] {
    let Source { says, ask, share: _, narrower: _, at_worst: _, costs: _, place: _ } = source;
    [says, ask]
}
