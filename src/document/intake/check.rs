//! What must hold of a request before it is taken in: its bounds, and that it names neither a secret nor a person.
//! Nothing is taken out of it silently: whoever asks is told what to write instead, and decides.

use super::{Intake, seen};
use crate::document::engagement::Problem;
use crate::engines::redact::{Kind, Policy, Redactor, suspected_names};

/// Longest name, in characters.
pub const NAME: usize = 200;
/// Longest answer, in characters.
pub const TEXT: usize = 1_000;
/// Longest text about anything else, in characters.
pub const MORE: usize = 3_000;
/// Most systems.
pub const LINES: usize = 20;

/// An answer of the form.
struct Answer<'a> {
    field: &'static str,
    text: &'a str,
    most: usize,
    /// What is said when it is missing; none where it may be.
    missing: Option<&'static str>,
    policy: Policy,
}

impl Intake {
    /// Everything that keeps it from being taken in, in the order of the form; empty when nothing does. What may be a
    /// person's name is let through when whoever asks says that their names are of firms and systems.
    #[must_use]
    pub fn problems(&self, names_no_people: bool) -> Vec<Problem> {
        let systems = self.systems.join("\n");
        let mut problems: Vec<Problem> =
            self.answers(&systems).iter().filter_map(Answer::problem).collect();
        if self.systems.len() > LINES {
            let message = format!("Name at most {LINES} systems: those that this workflow needs.");
            problems.push(Problem::new("systems", message));
        }
        if self.systems.iter().any(|name| name.chars().count() > NAME) {
            let message = format!("Shorten each system to {NAME} characters, one to a line.");
            problems.push(Problem::new("systems", message));
        }
        if !names_no_people {
            problems.extend(self.suspects());
        }
        problems
    }

    /// The answers that may name a person: for certain it is not.
    #[must_use]
    pub fn suspects(&self) -> Vec<Problem> {
        let free = self.answers("");
        let free = free.iter().filter(|answer| answer.policy == Policy::Evidence);
        free.filter_map(Answer::suspect).collect()
    }

    fn answers<'a>(&'a self, systems: &'a str) -> [Answer<'a>; 7] {
        let contact = |field, text, missing| Answer {
            field,
            text,
            most: NAME,
            missing: Some(missing),
            policy: Policy::Document,
        };
        let free = |field, text, most, missing| Answer {
            field,
            text,
            most,
            missing,
            policy: Policy::Evidence,
        };
        [
            contact("name", &self.name, "Give your name."),
            contact("company", &self.company, "Give the name of your firm."),
            free("workflow", &self.workflow, NAME, Some("Say in a few words what is breaking.")),
            free("starts", &self.starts, TEXT, Some("Say what starts it, such as “a web order”.")),
            free("notices", &self.notices, TEXT, None),
            free("systems", systems, LINES * (NAME + 1), Some("Name the systems it runs through.")),
            free("more", &self.more, MORE, None),
        ]
    }
}

impl Answer<'_> {
    /// What is wrong with it first.
    fn problem(&self) -> Option<Problem> {
        if self.text.is_empty() {
            return self.missing.map(|missing| Problem::new(self.field, missing));
        }
        if self.text.contains('\0') {
            let message = "This holds a NUL character, which no text has. Take it out.";
            return Some(Problem::new(self.field, message));
        }
        if self.text.chars().count() > self.most {
            let message = format!("Shorten this to {} characters.", self.most);
            return Some(Problem::new(self.field, message));
        }
        self.found().map(|kind| Problem::new(self.field, seen::advice(kind)))
    }

    /// The gravest kind of value in it that may not be there.
    fn found(&self) -> Option<Kind> {
        // What is made of it is thrown away: no key tells one placeholder from another.
        let redacted = Redactor::new(&[]).text_as(self.policy, self.text);
        redacted.found.iter().map(|found| found.kind).min()
    }

    fn suspect(&self) -> Option<Problem> {
        let name = suspected_names(self.text).into_iter().next()?;
        let message = format!(
            "“{name}” may be a person’s name. Write what they do, such as “our bookkeeper”. If it is a firm’s or a system’s name, tick the last box and send again."
        );
        Some(Problem::new(self.field, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::intake::Frequency;

    fn asked() -> Intake {
        Intake {
            name: "Ada Muster".into(),
            company: "Muster Homeware".into(),
            email: "ada@muster.example".into(),
            workflow: "Web orders to the ERP".into(),
            starts: "A customer pays in the web shop".into(),
            notices: "The warehouse, when a parcel is missing".into(),
            how_often: Frequency::Weekly,
            systems: vec!["Web shop".into(), "ERP".into()],
            symptoms: Vec::new(),
            more: String::new(),
        }
    }

    fn fields(problems: &[Problem]) -> Vec<&'static str> {
        problems.iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn plain_answers_are_taken_and_the_askers_own_name_is_theirs_to_give() {
        assert!(asked().problems(false).is_empty());
    }

    #[test]
    fn what_is_missing_is_asked_for_in_the_order_of_the_form() {
        let nothing = Intake {
            name: String::new(),
            company: String::new(),
            workflow: String::new(),
            starts: String::new(),
            notices: String::new(),
            systems: Vec::new(),
            ..asked()
        };
        let missing = ["name", "company", "workflow", "starts", "systems"];
        assert_eq!(fields(&nothing.problems(false)), missing);
    }

    #[test]
    fn a_secret_is_refused_wherever_it_stands_and_never_repeated() {
        let secret = "password: hunter2-Blue!";
        for field in ["name", "company", "workflow", "starts", "notices", "systems", "more"] {
            let mut asked = asked();
            match field {
                "name" => asked.name = secret.into(),
                "company" => asked.company = secret.into(),
                "workflow" => asked.workflow = secret.into(),
                "starts" => asked.starts = secret.into(),
                "notices" => asked.notices = secret.into(),
                "systems" => asked.systems = vec![secret.into()],
                _ => asked.more = secret.into(),
            }
            let problems = asked.problems(true);
            assert_eq!(fields(&problems), [field]);
            assert!(problems[0].message.contains("write “a password”"), "{problems:?}");
            assert!(!problems[0].message.contains("hunter2"), "{problems:?}");
        }
    }

    #[test]
    fn a_persons_data_is_refused_with_the_words_to_use_instead() {
        for (text, instead) in [
            ("Write to jo.doe@customer.example", "our shared mailbox"),
            ("It paid from DE89 3704 0044 0532 0130 00", "an account number"),
            ("Mr. Jonas Beispiel sees it first", "our bookkeeper"),
        ] {
            let problems = Intake { notices: text.into(), ..asked() }.problems(false);
            assert_eq!(fields(&problems)[0], "notices", "{text}");
            assert!(problems[0].message.contains(instead), "{text}: {problems:?}");
        }
    }

    #[test]
    fn what_may_be_a_name_is_asked_about_once() {
        let asked = Intake { notices: "Anna Beispiel from the office".into(), ..asked() };
        let problems = asked.problems(false);
        assert_eq!(fields(&problems), ["notices"]);
        assert!(problems[0].message.starts_with("“Anna Beispiel” may be"), "{problems:?}");
        assert!(asked.problems(true).is_empty());
    }

    #[test]
    fn answers_are_bounded() {
        let long = Intake { more: "x ".repeat(MORE), ..asked() };
        assert_eq!(fields(&long.problems(false)), ["more"]);
        let many = Intake { systems: (0..30).map(|n| format!("System {n}")).collect(), ..asked() };
        assert_eq!(fields(&many.problems(false)), ["systems"]);
        let nul = Intake { starts: "a\0b".into(), ..asked() };
        assert_eq!(fields(&nul.problems(false)), ["starts"]);
    }
}
