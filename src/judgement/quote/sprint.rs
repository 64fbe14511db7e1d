//! The smallest sprint for each amount of risk: the exact curve of risk lowered against hours, with precedence.
//!
//! What has to come first is given by the kind of work and the integration alone (visibility and truth before code,
//! redesign before rebuild, nothing changed that is not proven). So an integration is in one of three modes: nothing is
//! changed, something is changed, something is rebuilt; each mode forces some work and leaves the rest free. Within a
//! mode the choice is a knapsack, and what is chosen for one integration binds no other. Both are solved by a list of
//! choices that no other choice beats; such a list is never longer than there are points of risk.

use crate::document::quote::Work;

/// A line, as it is chosen or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    /// The integration it belongs to, by number; lines of one number bind each other.
    pub group: usize,
    /// What kind of work it is.
    pub work: Work,
    /// What it costs, in whole units.
    pub cost: u64,
    /// The points of risk it lowers.
    pub risk: u64,
}

/// What a kind of work needs of its integration before it: everything of these kinds that is on the list.
#[must_use]
pub fn needs(work: Work) -> &'static [Work] {
    match work {
        Work::Change => &[Work::See, Work::Settle, Work::Prove],
        Work::Rebuild => &[Work::See, Work::Settle, Work::Redesign, Work::Prove],
        _ => &[],
    }
}

/// A choice that no other beats: what it costs and what it lowers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Choice {
    /// What it costs.
    pub cost: u64,
    /// The points of risk it lowers.
    pub risk: u64,
    /// The last line that was added, in [`Curve::added`].
    last: Option<usize>,
}

/// Every choice that no other beats, the cheapest first: the curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Curve {
    /// The choices; the first costs nothing.
    pub choices: Vec<Choice>,
    /// Lines as they were added, each with the one added before it.
    added: Vec<(usize, Option<usize>)>,
}

impl Curve {
    /// The curve of these lines.
    pub(super) fn of(items: &[Item]) -> Self {
        let nothing = Choice { cost: 0, risk: 0, last: None };
        let mut curve = Self { choices: vec![nothing], added: Vec::new() };
        let mut groups: Vec<usize> = items.iter().map(|item| item.group).collect();
        groups.sort_unstable();
        groups.dedup();
        for group in groups {
            curve.extend(items, group);
        }
        curve
    }

    /// The lines of a choice, in the order they are given in.
    pub(super) fn lines(&self, choice: &Choice) -> Vec<usize> {
        let mut lines = Vec::new();
        let mut at = choice.last;
        while let Some((line, before)) = at.and_then(|at| self.added.get(at)) {
            lines.push(*line);
            at = *before;
        }
        lines.sort_unstable();
        lines
    }

    /// Adds the lines of an integration, in whichever of the three modes is best for each amount of risk.
    fn extend(&mut self, items: &[Item], group: usize) {
        let own: Vec<usize> = (0..items.len()).filter(|at| items[*at].group == group).collect();
        let has = |work| own.iter().any(|at| items[*at].work == work);
        let mut best = self.mode(items, &own, &[], &[Work::Change, Work::Rebuild]);
        for (mode, absent) in [(Work::Change, &[Work::Rebuild][..]), (Work::Rebuild, &[])] {
            if has(mode) {
                best = unbeaten(&best, &self.mode(items, &own, needs(mode), absent));
            }
        }
        self.choices = best;
    }

    /// The choices of an integration where some work is forced and some is left out.
    fn mode(
        &mut self,
        items: &[Item],
        own: &[usize],
        forced: &[Work],
        absent: &[Work],
    ) -> Vec<Choice> {
        let is = |works: &[Work], at: &usize| works.contains(&items[*at].work);
        let mut choices = self.choices.clone();
        for at in own.iter().filter(|at| is(forced, at)) {
            choices = self.with(&choices, *at, &items[*at]);
        }
        for at in own.iter().filter(|at| !is(forced, at) && !is(absent, at)) {
            // What lowers nothing is taken only where it is forced: trying it would cost time alone.
            if items[*at].risk > 0 {
                choices = unbeaten(&choices, &self.with(&choices, *at, &items[*at]));
            }
        }
        choices
    }

    /// The same choices with a line added to each.
    fn with(&mut self, choices: &[Choice], at: usize, item: &Item) -> Vec<Choice> {
        let add = |choice: &Choice| {
            self.added.push((at, choice.last));
            let last = Some(self.added.len() - 1);
            Choice { cost: choice.cost + item.cost, risk: choice.risk + item.risk, last }
        };
        choices.iter().map(add).collect()
    }
}

/// Those of two lists that no other beats, the cheapest first; of equals the one of the first list.
fn unbeaten(a: &[Choice], b: &[Choice]) -> Vec<Choice> {
    let mut left = (a, b);
    let mut kept: Vec<Choice> = Vec::with_capacity(a.len() + b.len());
    let before = |a: &Choice, b: &Choice| {
        (a.cost, std::cmp::Reverse(a.risk)) <= (b.cost, std::cmp::Reverse(b.risk))
    };
    loop {
        let next = match left {
            ([one, rest @ ..], others) if others.first().is_none_or(|other| before(one, other)) => {
                left.0 = rest;
                *one
            }
            (_, [other, rest @ ..]) => {
                left.1 = rest;
                *other
            }
            _ => return kept,
        };
        if kept.last().is_none_or(|last| next.risk > last.risk) {
            kept.push(next);
        }
    }
}

#[cfg(test)]
mod tests;
