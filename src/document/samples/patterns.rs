//! Patterns: samples grouped by rule, and what people made of the groups by hand (domain §7).
//! Whether samples are one pattern is decided here and nowhere else; findings, gates and pages ask.

use super::{Cause, Origin, Pattern, Symptom};
use crate::platform::ids::{IntegrationId, PatternId};
use crate::platform::statistics::{Change, change};
use serde::{Deserialize, Serialize};

/// The explicit rule: samples that agree on these four are one pattern, unless a person said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Rule {
    /// Where, once known.
    pub integration: Option<IntegrationId>,
    /// What it looked like.
    pub symptom: Symptom,
    /// Where it came from.
    pub origin: Origin,
    /// Why it happened.
    pub cause: Cause,
}

/// The pattern that a person made of others, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct PartOf {
    /// Which.
    pub id: PatternId,
    /// What people call it.
    pub name: String,
}

/// What tells one pattern from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PatternKey {
    /// The rule.
    Rule(Rule),
    /// A person.
    Made(PatternId),
}

impl Pattern {
    /// What its samples agree on.
    #[must_use]
    pub fn rule(&self) -> Rule {
        let Self { integration, symptom, origin, cause, .. } = *self;
        Rule { integration, symptom, origin, cause }
    }

    /// The pattern that its samples belong to in the end.
    #[must_use]
    pub fn key(&self) -> PatternKey {
        self.part_of
            .as_ref()
            .map_or_else(|| PatternKey::Rule(self.rule()), |made| PatternKey::Made(made.id))
    }

    /// Counts another one in.
    fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.confirmed += other.confirmed;
        self.trusted_success += other.trusted_success;
        self.unnoticed += other.unnoticed;
        self.succeeded += other.succeeded;
        self.manual_minutes += other.manual_minutes;
        self.records += other.records;
        self.first_seen = self.first_seen.min(other.first_seen);
        self.last_seen = self.last_seen.max(other.last_seen);
        for (control, count) in &other.missing_controls {
            *self.missing_controls.entry(*control).or_default() += count;
        }
        for (kind, known) in &other.known {
            self.known.entry(*kind).and_modify(|own| *own = own.and(*known)).or_insert(*known);
        }
    }
}

/// A pattern with the groups it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// All of it, counted together. Its rule is that of its best known member: confirmed before not, with a cause
    /// before without, large before small.
    pub whole: Pattern,
    /// What it is made of, the largest first; one, unless a person put several together.
    pub members: Vec<Pattern>,
}

impl Group {
    fn of(members: Vec<Pattern>) -> Option<Self> {
        let known = |(_, one): &(usize, &Pattern)| {
            (one.confirmed > 0, one.cause != Cause::Unknown, one.count)
        };
        let (best, whole) = members.iter().enumerate().max_by_key(known)?;
        let mut whole = whole.clone();
        let others = members.iter().enumerate().filter(|(at, _)| *at != best);
        others.for_each(|(_, one)| whole.add(one));
        Some(Self { whole, members })
    }

    /// What people call it, when they gave it a name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.whole.part_of.as_ref().map(|made| made.name.as_str())
    }
}

/// Patterns as people see them: what was put together by hand is one. The largest come first.
#[must_use]
pub fn groups(patterns: &[Pattern]) -> Vec<Group> {
    let mut keys: Vec<PatternKey> = Vec::new();
    let mut places = std::collections::HashMap::new();
    let mut members: Vec<Vec<Pattern>> = Vec::new();
    for pattern in patterns {
        let at = *places.entry(pattern.key()).or_insert_with(|| {
            keys.push(pattern.key());
            members.push(Vec::new());
            members.len() - 1
        });
        members[at].push(pattern.clone());
    }
    let mut groups: Vec<Group> = members.into_iter().filter_map(Group::of).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.whole.count));
    groups
}

/// The answer to “is this one pattern?”.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnePattern<'a> {
    /// There is nothing to ask it of.
    Nothing,
    /// It is: these make it up. More than one, when a person put them together.
    One(Vec<&'a Pattern>),
    /// It is not: so many.
    Several(usize),
}

/// Whether these are one pattern: by the rule, or because a person put them together.
#[must_use]
pub fn one_pattern<'a>(patterns: impl IntoIterator<Item = &'a Pattern>) -> OnePattern<'a> {
    let all: Vec<&Pattern> = patterns.into_iter().collect();
    let mut keys: Vec<PatternKey> = all.iter().map(|pattern| pattern.key()).collect();
    keys.sort_unstable();
    keys.dedup();
    match keys.len() {
        0 => OnePattern::Nothing,
        1 => OnePattern::One(all),
        several => OnePattern::Several(several),
    }
}

/// Which way a pattern goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// More of late than chance makes.
    Rising,
    /// None before, though there are some of late: from nothing, a line that stays level has not risen.
    New,
    /// About as many.
    Steady,
    /// Fewer of late than chance makes.
    Falling,
    /// None of late, though there were some.
    Quiet,
    /// Nobody can tell from so few.
    TooFew,
}

/// The weeks that a trend looks at: half of them are “of late”.
pub const TREND_WEEKS: usize = 12;

impl Trend {
    /// The trend of counts a week, the oldest first.
    #[must_use]
    pub fn of(weeks: &[i64]) -> Self {
        // Two halves of one length: a level line would rise by the week that one of them has more.
        let (before, late) = weeks[weeks.len() % 2..].split_at(weeks.len() / 2);
        let (before, late): (i64, i64) = (before.iter().sum(), late.iter().sum());
        let count = |n: i64| u64::try_from(n).unwrap_or(0);
        match change(count(before), count(late)) {
            Change::TooFew => Self::TooFew,
            Change::Fewer if late == 0 => Self::Quiet,
            Change::More if before == 0 => Self::New,
            Change::More => Self::Rising,
            Change::Fewer => Self::Falling,
            Change::Same => Self::Steady,
        }
    }

    /// In a word.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Rising => "Rising",
            Self::New => "New of late",
            Self::Steady => "Steady",
            Self::Falling => "Falling",
            Self::Quiet => "None of late",
            Self::TooFew => "Too few to tell",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::assess::testing::confirmed;

    fn part_of(id: PatternId, pattern: Pattern) -> Pattern {
        Pattern { part_of: Some(PartOf { id, name: "Orders".into() }), ..pattern }
    }

    #[test]
    fn samples_that_agree_are_one_pattern_and_others_are_not() {
        let one = confirmed(3, Symptom::Wrong, Cause::WrongMapping);
        let other = confirmed(2, Symptom::Late, Cause::Timeout);
        assert_eq!(one_pattern([]), OnePattern::Nothing);
        assert_eq!(one_pattern([&one]), OnePattern::One(vec![&one]));
        assert_eq!(one_pattern([&one, &other]), OnePattern::Several(2));
    }

    #[test]
    fn what_a_person_put_together_is_one_and_what_they_took_out_is_not() {
        let id = PatternId::new();
        let one = part_of(id, confirmed(3, Symptom::Wrong, Cause::WrongMapping));
        let other = part_of(id, confirmed(2, Symptom::Missing, Cause::WrongMapping));
        assert_eq!(one_pattern([&one, &other]), OnePattern::One(vec![&one, &other]));
        let rest = confirmed(3, Symptom::Wrong, Cause::WrongMapping);
        assert_eq!(one_pattern([&one, &rest]), OnePattern::Several(2));
    }

    #[test]
    fn a_group_counts_all_its_members_and_is_told_by_the_best_known() {
        let id = PatternId::new();
        let mut unknown = part_of(id, confirmed(9, Symptom::Wrong, Cause::Unknown));
        unknown.manual_minutes = 30;
        let known = part_of(id, confirmed(3, Symptom::Missing, Cause::WrongMapping));
        let alone = confirmed(10, Symptom::Late, Cause::Timeout);
        let groups = groups(&[alone.clone(), unknown, known]);
        let told: Vec<_> = groups
            .iter()
            .map(|group| (group.whole.count, group.members.len(), group.whole.cause))
            .collect();
        assert_eq!(told, [(12, 2, Cause::WrongMapping), (10, 1, Cause::Timeout)]);
        assert_eq!((groups[0].whole.manual_minutes, groups[0].name()), (30, Some("Orders")));
        assert_eq!(groups[1].whole, alone);
    }

    #[test]
    fn a_trend_needs_enough_to_tell() {
        let trend = |before: i64, late: i64| Trend::of(&[before, 0, 0, late]);
        assert_eq!(trend(2, 3), Trend::TooFew);
        assert_eq!(trend(4, 6), Trend::TooFew);
        assert_eq!(trend(4, 16), Trend::Rising);
        assert_eq!(trend(6, 6), Trend::Steady);
        assert_eq!(trend(16, 4), Trend::Falling);
        assert_eq!(trend(6, 0), Trend::Quiet);
        assert_eq!(trend(0, 6), Trend::New);
        assert_eq!(Trend::of(&[]), Trend::TooFew);
    }

    #[test]
    fn a_level_line_never_rises() {
        for weeks in 1..=TREND_WEEKS {
            let trend = Trend::of(&vec![1_000; weeks]);
            assert!(matches!(trend, Trend::Steady | Trend::TooFew), "{weeks} weeks: {trend:?}");
        }
        assert_eq!(Trend::of(&[0, 0, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9]), Trend::New);
    }
}
