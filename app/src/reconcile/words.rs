//! Rules, kinds and judgements in the words of people who work with the two systems.
//! It words what the comparison says; it never adds to it.

use super::found::Found;
use crate::prelude::*;
use crate::ui::{Badge, Tone};
use crate::urls::{self, at};
use faultline::document::engagement::Engagement;
use faultline::engines::reconcile::{DifferenceKind, Format, Kind, Rule, Transform};
use faultline::engines::tables::{DateOrder, Zone};
use faultline::judgement::evidence::Subject;
use faultline::judgement::right_side::Judged;
use std::sync::Arc;

/// What counts as the same, in a sentence.
pub fn rule(rule: &Rule, names: [&str; 2]) -> String {
    let mut words: Vec<String> = Vec::new();
    match (rule.kind, &rule.currency) {
        (Kind::Text, _) => words.push("text".into()),
        (Kind::Number, _) => words.push("number".into()),
        (Kind::Money, None) => words.push("money".into()),
        (Kind::Money, Some(currency)) => {
            words.push(format!("money, {currency} unless it says another"))
        }
        (Kind::Date, _) => words.push("date and time".into()),
        (Kind::Day, _) => words.push("day".into()),
        (Kind::Duration, _) => words.push("length of time".into()),
        (Kind::Flag, _) => words.push("yes or no".into()),
    }
    words.extend(rule.trim.then(|| "spaces around it don’t count".into()));
    words.extend(rule.case.then(|| "capitals don’t count".into()));
    words.extend(rule.null.then(|| "NULL is empty".into()));
    words.extend(rule.codes.then(|| "007 and 1E3 stay text".into()));
    words.extend(rule.transforms.iter().map(transform));
    words.extend(rule.within.map(|within| match rule.kind {
        Kind::Date | Kind::Day | Kind::Duration => format!("up to {within} seconds apart"),
        _ => format!("up to {within} apart"),
    }));
    for (name, format) in names.into_iter().zip([rule.a, rule.b]) {
        words.extend(format_words(rule.kind, format).map(|says| format!("{name}: {says}")));
    }
    if !rule.same.is_empty() {
        let same = rule.same.iter().take(3).map(|(a, b)| format!("{a} = {b}"));
        let more = if rule.same.len() > 3 { " …" } else { "" };
        words.push(format!("{}{more}", same.collect::<Vec<_>>().join(", ")));
    }
    words.join(" · ")
}

fn format_words(kind: Kind, format: Format) -> Option<String> {
    let Format { comma, order, zone } = format;
    match kind {
        Kind::Number | Kind::Money | Kind::Duration => {
            comma.then(|| "comma before decimals".into())
        }
        Kind::Date | Kind::Day => {
            let order = (order == DateOrder::MonthFirst).then(|| "month first".to_owned());
            let zone = (zone != Zone::Utc).then(|| zone.to_string());
            let words: Vec<String> = [order, zone].into_iter().flatten().collect();
            (!words.is_empty()).then(|| words.join(", "))
        }
        Kind::Text | Kind::Flag => None,
    }
}

fn transform(transform: &Transform) -> String {
    match transform {
        Transform::Whole => "1001.0 is 1001".into(),
        Transform::Zeros => "zeros in front don’t count".into(),
        Transform::Strip(text) => format!("“{text}” around it doesn’t count"),
        Transform::Letters => "only letters and digits count".into(),
        Transform::Digits => "only digits count".into(),
        Transform::Pattern(pattern) => format!("only what {pattern} finds counts"),
    }
}

/// What a key would be compared by, in a few words.
pub fn key_rule(rule: &str) -> String {
    match Transform::of(rule) {
        Some(found) => transform(&found),
        None => "capitals don’t count".into(),
    }
}

/// What a difference is.
pub fn kind(kind: DifferenceKind, names: [&str; 2]) -> String {
    match kind {
        DifferenceKind::OnlyA => format!("Only in {}", names[0]),
        DifferenceKind::OnlyB => format!("Only in {}", names[1]),
        kind => kind.to_string(),
    }
}

/// Who is right, in a few words.
pub fn right(judged: Judged, document: &Engagement, names: [&str; 2]) -> String {
    match judged {
        Judged::A(_) => format!("{} is right", names[0]),
        Judged::B(_) => format!("{} is right", names[1]),
        Judged::Other(_, owner) => format!("{} owns it", super::system(document, owner)),
        Judged::Nobody(_) => "nobody decided".into(),
        Judged::Unnamed => "not in the matrix".into(),
    }
}

/// Who is right as a badge that leads to where it was decided, or is to be.
#[component]
pub fn RightBadge(
    /// What the matrix says.
    judged: Judged,
    /// What was compared.
    found: Arc<Found>,
) -> impl IntoView {
    let word = right(judged, &found.document, found.names());
    let engagement = found.document.id;
    let (tone, href) = match judged {
        Judged::A(field) | Judged::B(field) | Judged::Other(field, _) => {
            (Tone::Sound, urls::subject(engagement, &Subject::Field { field }))
        }
        Judged::Nobody(field) => {
            (Tone::Doubt, urls::subject(engagement, &Subject::Field { field }))
        }
        Judged::Unnamed => (Tone::Unknown, at(engagement, "truth")),
    };
    view! { <a class="right" href=href><Badge tone word /></a> }
}

/// A length of time in its largest unit.
pub fn seconds(seconds: i64) -> String {
    crate::samples::list_span(chrono::Duration::seconds(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_said_as_people_would() {
        let says = |text: &str| rule(&text.parse().unwrap(), ["Shop", "ERP"]);
        assert_eq!(says("exact"), "text");
        assert_eq!(says("trim,case"), "text · spaces around it don’t count · capitals don’t count");
        assert_eq!(
            says("number,within=0.01,b.comma"),
            "number · up to 0.01 apart · ERP: comma before decimals"
        );
        assert_eq!(
            says("date,within=5m,a.mdy,a.zone=Europe/Berlin"),
            "date and time · up to 300 seconds apart · Shop: month first, Europe/Berlin"
        );
        let same = vec![("PAID".to_owned(), "paid".to_owned())];
        assert_eq!(rule(&Rule { same, ..Rule::default() }, ["Shop", "ERP"]), "text · PAID = paid");
    }
}
