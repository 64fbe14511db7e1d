//! What is mailed as people chose: one thing that happened, what happened in a day, a question, and that something ends.
//! But for the words of a question and the name of what ends, none of it holds a word of what it is about.

use faultline::platform::catalogue::Catalogue;
use faultline::platform::wording::day;
use faultline::stores::notices::NoticeEvent;
use faultline_app::mail::{AboutDay, AboutEnd, AboutQuestion, DayLine};
use std::fmt::Write;

/// Subject and text of what is mailed when something happened.
pub fn about_event(event: NoticeEvent, page: &str) -> (&'static str, String) {
    let text = format!(
        "Hello\n\n{}\n\n{page}\n\nSign in to read it. This mail has no word of it.\n",
        sentence(event)
    );
    (event.label(), text)
}

/// What happened, and that its address follows.
fn sentence(event: NoticeEvent) -> &'static str {
    match event {
        NoticeEvent::VersionPublished => {
            "Your consultants published a new version of what they found. It stands here:"
        }
        NoticeEvent::QuoteIssued => "Your consultants made you a quote. It stands here:",
        NoticeEvent::Answered => {
            "Your consultants answered what you said in your room. The answer stands here:"
        }
        NoticeEvent::Mentioned => "Somebody mentioned you in a comment. It stands here:",
        NoticeEvent::QuestionAsked => "Your consultants ask you a question. It stands here:",
        NoticeEvent::AccessAsked => {
            "Your consultants ask for access to a system. Grant or refuse it here:"
        }
        NoticeEvent::Decided => {
            "A client accepted or declined a recommendation, or asks something first. It stands here:"
        }
        NoticeEvent::Commented => "A client commented on what was published. It stands here:",
        NoticeEvent::FailureReported => "A client reported a failure. It stands here:",
        NoticeEvent::AccessAnswered => {
            "A client granted, refused or took back an access. It stands here:"
        }
        NoticeEvent::QuestionAnswered => "A client answered a question. It stands here:",
        NoticeEvent::TruthAnswered => {
            "A client approved or disputed a field of the source of truth. It stands here:"
        }
        NoticeEvent::ColleagueAsked => {
            "A client asks you to let a colleague into their room. It stands here:"
        }
        NoticeEvent::QuestionEnds => "A question waits for your answer. It stands here:",
        NoticeEvent::AccessEnds => "An access ends soon. It stands here:",
        NoticeEvent::RequestWaits => {
            "Somebody asks for a triage. More may have come since: you are told every ten minutes at most. Read the request, \
             then take it or decline it:"
        }
    }
}

/// Subject and text of the mail of a day.
pub fn about_day(about: &AboutDay) -> (&'static str, String) {
    let mut text = "Hello\n\nThis is what happened since the last of these mails. Sign in to read it: this mail has no \
                    word of it.\n"
        .to_owned();
    for place in &about.places {
        let of_firm = "Requests for a triage";
        write!(text, "\n{}\n", place.page.as_deref().unwrap_or(of_firm)).unwrap_or_default();
        for line in &place.lines {
            write!(text, "- {}:\n  {}\n", told(line), line.page).unwrap_or_default();
        }
    }
    if about.more > 0 {
        write!(text, "\nAnd {} more, which the pages tell.\n", about.more).unwrap_or_default();
    }
    ("What is new for you", text)
}

/// What happened on a page, how often, and until when.
fn told(line: &DayLine) -> String {
    let DayLine { event, due_on, times, .. } = line;
    let times = if *times > 1 { format!(", {times} times") } else { String::new() };
    let due = due_on.map_or_else(String::new, |due| match event {
        NoticeEvent::AccessEnds => format!(", on {}", day(due)),
        _ => format!(", until {}", day(due)),
    });
    format!("{}{times}{due}", event.label())
}

/// Subject and text of what is mailed to whoever is asked something.
pub fn about_question(about: &AboutQuestion) -> (&'static str, String) {
    let AboutQuestion { words, due_on, page } = about;
    let due = day(*due_on);
    let text = format!(
        "Hello\n\nYour consultants ask you:\n\n{words}\n\nPlease answer by {due} in your room, where you can also say that you \
         do not know, or who knows:\n\n{page}\n\nSend no passwords, keys or data of customers by mail.\n"
    );
    ("A question for you", text)
}

/// Subject and text of what is mailed before something ends.
pub fn about_end(about: &AboutEnd) -> (&'static str, String) {
    let AboutEnd { of_question, about, ends_on, page } = about;
    let end = day(*ends_on);
    if *of_question {
        let text = format!(
            "Hello\n\nA question waits for your answer until {end}: {about}. If you do not know, say so, or say who knows:\n\n\
             {page}\n"
        );
        return ("A question waits for your answer", text);
    }
    let text = format!(
        "Hello\n\nThe access to {about} ends on {end}. Whoever still needs it asks for it again; otherwise have it taken back, \
         and record that there:\n\n{page}\n"
    );
    ("An access ends soon", text)
}
