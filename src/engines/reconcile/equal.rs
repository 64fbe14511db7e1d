//! What a plan treats as equal although it is written differently, in words: it is told before anything that was found.
//! A difference that is hidden costs more than one that is told.

use super::rule::Transform;
use crate::engines::reconcile::Plan;
use crate::engines::reconcile::{Kind, Rule};
use crate::engines::tables::{DateOrder, Zone};

/// What is treated as equal in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treated {
    /// Its name in the first export; none for what holds everywhere.
    pub column: Option<String>,
    /// What is, each in words.
    pub what: Vec<String>,
}

/// Everything that a plan treats as equal; `names` are those of the exports.
#[must_use]
pub fn treated_as_equal(plan: &Plan, names: [&str; 2]) -> Vec<Treated> {
    let everywhere = plan.pairs().all(|pair| pair.rule.trim);
    let all = Treated { column: None, what: vec![SPACES.to_owned()] };
    let of = |pair: &crate::engines::reconcile::Pair| {
        let mut what = equalities(&pair.rule, names);
        what.retain(|told| !everywhere || told != SPACES);
        Treated { column: Some(pair.a.clone()), what }
    };
    let each = plan.pairs().map(of).filter(|treated| !treated.what.is_empty());
    everywhere.then_some(all).into_iter().chain(each).collect()
}

const SPACES: &str = "spaces around values don’t count";

/// What a rule treats as equal, each in words.
#[must_use]
pub fn equalities(rule: &Rule, names: [&str; 2]) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    let flags = [
        (rule.trim, SPACES),
        (rule.case, "capitals don’t count"),
        (rule.null, "NULL, \\N, NaN, None and 0000-00-00 are no value"),
    ];
    told.extend(flags.iter().filter(|(on, _)| *on).map(|(_, words)| (*words).to_owned()));
    told.extend(rule.transforms.iter().map(transformed));
    told.extend(kind(rule));
    for (format, name) in [(rule.a, names[0]), (rule.b, names[1])] {
        let number = matches!(rule.kind, Kind::Number | Kind::Money | Kind::Duration);
        let date = matches!(rule.kind, Kind::Date | Kind::Day);
        told.extend((number && format.comma).then(|| format!("1.250 in {name} is 1250")));
        let month = date && format.order == DateOrder::MonthFirst;
        told.extend(month.then(|| format!("03/04 in {name} is the 4th of March")));
        told.extend(
            (date && format.zone != Zone::Utc)
                .then(|| format!("times in {name} are at {}", format.zone)),
        );
    }
    let date = matches!(rule.kind, Kind::Date | Kind::Day | Kind::Duration);
    let unit = if date { " seconds" } else { "" };
    told.extend(rule.within.map(|within| format!("differences up to {within}{unit} don’t count")));
    told.extend(rule.same.iter().map(|(a, b)| format!("“{a}” is “{b}”")));
    told
}

fn kind(rule: &Rule) -> Vec<String> {
    let told = match rule.kind {
        Kind::Text => return Vec::new(),
        Kind::Number => "numbers are compared by their value: 1.50 is 1.5",
        Kind::Money => "amounts are compared by their value and currency: €1.50 is 1.5 EUR",
        Kind::Date => "dates are compared by their moment, however they are written",
        Kind::Day => "only the day of dates counts",
        Kind::Duration => "lengths of time are compared, however they are written: 1:30 is 90 min",
        Kind::Flag => "yes and no are compared, whatever the words: Yes is 1",
    };
    let currency = rule.currency.as_ref().filter(|_| rule.kind == Kind::Money);
    let currency = currency.map(|code| format!("amounts without a currency are in {code}"));
    std::iter::once(told.to_owned()).chain(currency).collect()
}

fn transformed(transform: &Transform) -> String {
    match transform {
        Transform::Whole => "1001.0 is 1001".into(),
        Transform::Zeros => "zeros in front don’t count".into(),
        Transform::Strip(text) => format!("“{text}” at the beginning or end doesn’t count"),
        Transform::Letters => "only letters and digits count".into(),
        Transform::Digits => "only digits count".into(),
        Transform::Pattern(pattern) => format!("only what the pattern {pattern} finds counts"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::reconcile::Pair;

    #[test]
    fn everything_that_is_treated_as_equal_is_told() {
        let told = |rule: &str| equalities(&rule.parse().unwrap(), ["a.csv", "b.csv"]);
        assert_eq!(told("exact"), Vec::<String>::new());
        assert_eq!(told("trim,case,zeros").len(), 3);
        assert_eq!(told("money=EUR,b.comma")[2], "1.250 in b.csv is 1250");
        assert!(told("duration,b.comma").contains(&"1.250 in b.csv is 1250".to_owned()));
        assert_eq!(
            told("date,within=5m,a.mdy").last().unwrap(),
            "differences up to 300 seconds don’t count"
        );
        let mut rule = Rule::default();
        rule.same.push(("PAID".into(), "settled".into()));
        assert_eq!(equalities(&rule, ["a", "b"]), ["“PAID” is “settled”"]);
    }

    #[test]
    fn what_holds_everywhere_is_told_once() {
        let pair = |name: &str, rule: &str| Pair {
            a: name.into(),
            b: name.into(),
            rule: rule.parse().unwrap(),
        };
        let plan = Plan {
            keys: vec![pair("id", "trim")],
            columns: vec![pair("state", "trim,case")],
            late: None,
        };
        let told = treated_as_equal(&plan, ["a", "b"]);
        assert_eq!(told.len(), 2);
        assert_eq!((told[0].column.clone(), told[1].what.len()), (None, 1));
    }
}
