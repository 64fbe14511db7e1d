//! What somebody wants to be mailed: for each kind of notice at once, in one mail a day, or not by mail.
//! What security needs and what somebody asked for is always mailed, and is not chosen here.

use crate::form::Form;
use crate::prelude::*;
use crate::ui::{EditForm, FormErrors, Section, Select, choices};
use crate::zone;
use faultline::document::engagement::Problem;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::wording::counted;
use faultline::stores::notices::daily::HOUR;
use faultline::stores::notices::{Choices, MOST_AT_ONCE, NoticeChoice, NoticeKind};

/// What the section of the page shows.
#[derive(Debug, Clone)]
pub struct Notices {
    /// What they chose.
    pub chosen: Choices,
    /// How much waits for their mail of the day.
    pub waiting: i64,
    /// Whether this server sends mail.
    pub mails: bool,
    /// Whether they are of the firm.
    pub staff: bool,
}

/// The section of the page.
#[component]
pub fn NoticesSection(
    /// What it shows.
    notices: Notices,
    /// What is wrong with the form that was sent.
    errors: FormErrors,
) -> impl IntoView {
    let Notices { chosen, waiting, mails, staff } = notices;
    let lede = if mails {
        "Your pages show all of it too. Mails about your password or a token, invitations and receipts are always sent."
    } else {
        "No mail is sent from here at present: your pages show all of it. What you choose counts once mail is set up."
    };
    let waits = (waiting > 0).then(|| {
        let things = counted(waiting, "thing waits", "things wait");
        view! { <p>{format!("{things} for your next mail of the day.")}</p> }
    });
    let kinds: Vec<_> = NoticeKind::ALL.iter().filter(|kind| kind.comes_to(staff)).collect();
    let errors = errors.only(&kinds.iter().map(|kind| kind.key()).collect::<Vec<_>>());
    let of_errors = errors.clone();
    let kinds = kinds.into_iter().map(|kind| {
        let error = of_errors.of(kind.key());
        view! {
            <Select
                label=kind.label()
                name=kind.key()
                choices={choices::<NoticeChoice>()}
                selected=chosen.of(*kind).key()
                hint=hint(*kind, staff)
                error
            />
        }
    });
    let kinds = kinds.collect_view();
    view! {
        <Section title="What is mailed to you" id="notices" lede>
            <p class="hint">{bounds()}</p>
            {waits}
            <EditForm action="/account/notices" save="Save" errors label="What is mailed to you">
                {kinds}
            </EditForm>
        </Section>
    }
}

/// What a kind stands for.
fn hint(kind: NoticeKind, staff: bool) -> &'static str {
    match kind {
        NoticeKind::Published => "In a room that you may read.",
        NoticeKind::Answered if staff => "Somebody writes @ and your name in a comment or a reply.",
        NoticeKind::Answered => {
            "Your consultants answer what you said, or somebody writes @ and your name."
        }
        NoticeKind::Asked => {
            "Your consultants ask a question, or for access to one of your systems."
        }
        NoticeKind::Client => {
            "Decisions, comments, reports and answers in the engagements that you work on."
        }
        NoticeKind::Requests => {
            "Somebody asks on the public page. You are told every ten minutes at most."
        }
        NoticeKind::Reminders if staff => "An access that was granted to you ends.",
        NoticeKind::Reminders => {
            "A question waits for your answer, or an access that you granted ends."
        }
    }
}

/// When the mail of the day comes, and what comes with it besides.
fn bounds() -> String {
    format!(
        "The mail of the day comes after {HOUR} in the morning by your clocks ({}), when there is something to tell. At most \
         {MOST_AT_ONCE} mails of a kind are sent at once in an hour: the rest comes with the mail of the day, and so does a \
         mail that could not be sent.",
        zone::here()
    )
}

/// What a form chooses, of the kinds that come to whoever sent it, and where it chooses nothing.
#[must_use]
pub fn read(sent: &Form, staff: bool) -> (Vec<(NoticeKind, NoticeChoice)>, Vec<Problem>) {
    let (mut chosen, mut problems) = (Vec::new(), Vec::new());
    for kind in NoticeKind::ALL.iter().copied().filter(|kind| kind.comes_to(staff)) {
        match NoticeChoice::from_key(sent.raw(kind.key())) {
            Ok(choice) => chosen.push((kind, choice)),
            Err(_) => problems.push(Problem::new(kind.key(), "Choose one of the three.")),
        }
    }
    (chosen, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> Form {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn each_side_chooses_for_what_comes_to_it_and_for_nothing_else() {
        let mut sent = form(&[
            ("answered", "daily"),
            ("client", "at_once"),
            ("requests", "never"),
            ("reminders", "at_once"),
        ]);
        let (chosen, problems) = read(&sent, true);
        assert_eq!((chosen.len(), problems.len()), (4, 0));
        assert!(chosen.contains(&(NoticeKind::Client, NoticeChoice::AtOnce)));
        let (chosen, problems) = read(&sent, false);
        let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!((chosen.len(), fields), (2, vec!["published", "asked"]));
        sent.set("answered", "sometimes");
        let (chosen, problems) = read(&sent, true);
        assert_eq!((chosen.len(), problems.len()), (3, 1), "what was chosen otherwise is kept");
    }
}
