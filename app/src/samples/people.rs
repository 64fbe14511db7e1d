//! Names that nothing says for certain to be people's: the form asks once, before anything is stored.
//! What is ticked is replaced wherever it stands; what is not stays as it was written.

use crate::form::{Filled, Form};
use crate::prelude::*;
use crate::ui::{CheckboxGroup, Choice};
use faultline::document::engagement::Problem;
use faultline::document::samples::{Sample, redact, redact_more};
use faultline::engines::redact::{Kind, Redactor, suspected_names};

/// The names that were offered.
const SEEN: &str = "people_seen";
/// The names that were ticked.
const TICKED: &str = "people";

/// The sample with the ticked names replaced, once all that it seems to hold were offered.
///
/// # Errors
/// What to ask; the form then offers the names, each ticked.
pub fn settle(mut sample: Sample, sent: &mut Form, redactor: &Redactor) -> Result<Sample, Problem> {
    let certain = redact(sample.clone(), redactor).0;
    let Sample { summary, records, evidence, .. } = certain.sample();
    let text = [summary.as_str(), records, evidence].join("\n");
    let offered = suspected_names(&text);
    let new: Vec<String> =
        offered.into_iter().filter(|name| !sent.all(SEEN).any(|seen| seen == name)).collect();
    if !new.is_empty() {
        for name in new {
            sent.push(SEEN, name.clone());
            sent.push(TICKED, name);
        }
        let asks = "Say which of these are people: what is ticked is replaced before it is stored.";
        return Err(Problem::new(TICKED, asks));
    }
    let ticked: Vec<&str> =
        sent.all(TICKED).filter(|name| sent.all(SEEN).any(|seen| seen == *name)).collect();
    for name in ticked {
        // A name that was taken out of the text meanwhile needs no placeholder.
        if let Ok((done, _)) = redact_more(sample.clone(), redactor, Kind::Name, name) {
            sample = done.sample().clone();
        }
    }
    Ok(sample)
}

/// What was offered, to be ticked; nothing where nothing was.
#[component]
pub fn SuspectedPeople(
    /// The form it stands in.
    form: Filled,
) -> impl IntoView {
    let seen = form.all(SEEN);
    (!seen.is_empty()).then(|| {
        let hidden = seen.iter().map(|name| {
            view! { <input type="hidden" name=SEEN value=name.clone() /> }
        });
        let hidden = hidden.collect_view();
        let choices = seen.into_iter().map(|name| Choice::new(name.clone(), name)).collect();
        view! {
            {hidden}
            <CheckboxGroup
                legend="Are these people?"
                name=TICKED
                choices
                selected=form.all(TICKED)
                hint="Evidence keeps no names. Untick what is no person, such as a product or a company."
                error=form.error(TICKED)
            />
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::form;
    use crate::ui::FormErrors;

    fn sample(sent: &Form) -> Sample {
        form::read(sent, None).0
    }

    #[test]
    fn a_name_is_asked_for_once_and_replaced_only_when_ticked() {
        let redactor = Redactor::new(b"key");
        let mut sent = form::blank();
        sent.set("summary", "The order of Maria Muster came twice");
        sent.set("evidence", "Maria Muster wrote; Paul Press is a product");
        let asked = settle(sample(&sent), &mut sent, &redactor).unwrap_err();
        assert_eq!(asked.field, "people");
        assert_eq!(sent.all("people").collect::<Vec<_>>(), ["Maria Muster", "Paul Press"]);
        let mut kept = Form::of(Vec::new());
        for (name, value) in sent.fields().filter(|field| *field != ("people", "Paul Press")) {
            kept.push(name, value);
        }
        let stored = settle(sample(&kept), &mut kept, &redactor).unwrap();
        assert!(stored.summary.starts_with("The order of ‹name "), "{}", stored.summary);
        assert!(!stored.evidence.contains("Muster") && stored.evidence.contains("Paul Press"));
    }

    #[test]
    fn nothing_is_asked_of_a_text_without_names() {
        let mut sent = form::blank();
        sent.set("summary", "Order 10023 was booked twice");
        let stored = settle(sample(&sent), &mut sent, &Redactor::new(b"key")).unwrap();
        assert_eq!(stored.summary, "Order 10023 was booked twice");
        let form = Filled::new(sent, FormErrors::new());
        let shown = view! { <SuspectedPeople form /> }.markup().into_string();
        assert!(!shown.contains("input"), "{shown}");
    }
}
