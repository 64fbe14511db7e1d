//! The decision page: what was decided, and the form for who may decide.

use super::{PastDecision, Replies, Told, after_reset, past, tone};
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Choice, EditForm, Notice, PageHeader, RadioGroup, Section, TextArea, Time};
use crate::urls;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::room::{Answer, Decision};

/// The page.
#[component]
pub fn DecisionPage(
    /// The engagement.
    engagement: EngagementId,
    /// The version that is read.
    reading: i32,
    /// The newest version.
    newest: i32,
    /// What is decided upon.
    upon: Markup,
    /// The number of the quote that waits with it.
    quote: Option<i32>,
    /// What was decided, the newest first.
    decisions: Vec<Decision>,
    /// The form, for whoever may decide.
    form: Option<Filled>,
) -> impl IntoView {
    let undecided = decisions.is_empty();
    let mut decisions = decisions.into_iter();
    let standing = decisions.next();
    view! {
        <PageHeader title="Your decision" lede="Accept, decline, or ask something first. The last answer stands; earlier ones stay on record." />
        {standing.map(|decision| view! { <StandingDecision engagement decision /> })}
        <Section title="What is decided" id="upon">{upon}</Section>
        <WayToDecide engagement reading newest quote undecided form />
        <EarlierAnswers engagement decisions=decisions.collect() />
    }
}

/// The answer that stands.
#[component]
fn StandingDecision(engagement: EngagementId, decision: Decision) -> impl IntoView {
    let title = format!("{} {}", decision.person, past(&decision.answer));
    let about = format!("That was about version {}. ", decision.number);
    view! {
        <Notice tone=tone(&decision.answer) title>
            <p>{about}<Time at=decision.at />{after_reset(&decision)}</p>
            <p><a href=urls::receipt(engagement, decision.decision)>{format!("Receipt of decision {}", decision.decision)}</a></p>
            <Told text=decision.reason />
            <Replies replies=decision.replies />
        </Notice>
    }
}

/// The form, or why there is none here.
#[component]
fn WayToDecide(
    engagement: EngagementId,
    reading: i32,
    newest: i32,
    quote: Option<i32>,
    undecided: bool,
    form: Option<Filled>,
) -> impl IntoView {
    match form {
        Some(form) if reading == newest => {
            EitherOf3::A(view! { <DecisionForm engagement reading quote form /> })
        }
        Some(_) => EitherOf3::B(view! {
            <p><a href=urls::room(engagement, "decision", None)>{format!("Read version {newest} and decide on it")}</a></p>
        }),
        None => EitherOf3::C(undecided.then(|| {
            view! { <p>"Nobody has decided yet. The people your company named as contributors can."</p> }
        })),
    }
}

#[component]
fn EarlierAnswers(engagement: EngagementId, decisions: Vec<Decision>) -> impl IntoView {
    (!decisions.is_empty()).then(|| {
        let entries = decisions.into_iter().map(|decision| view! { <PastDecision decision engagement /> });
        let entries = entries.collect_view();
        view! { <Section title="Earlier answers" id="earlier"><ol class="thread">{entries}</ol></Section> }
    })
}

#[component]
fn DecisionForm(
    engagement: EngagementId,
    reading: i32,
    quote: Option<i32>,
    form: Filled,
) -> impl IntoView {
    let on = match quote {
        Some(quote) => format!("version {reading} and quote {quote}"),
        None => format!("version {reading}"),
    };
    let quoted = quote.map(|quote| view! { <input type="hidden" name="quote" value=quote /> });
    let choices =
        Answer::ALL.iter().map(|answer| Choice::new(answer.key(), offer(*answer))).collect();
    view! {
        <EditForm
            action=urls::room(engagement, "decision", None)
            save="Continue"
            errors=form.errors()
            version=Some(i64::from(reading))
            label="Your decision"
        >
            {quoted}
            <RadioGroup
                legend=format!("Your answer to {on}")
                name="answer"
                choices
                selected=form.text("answer")
                error=form.error("answer")
            />
            <TextArea
                label="Why, or what you would like to know"
                name="reason"
                value=form.text("reason")
                error=form.error("reason")
                maxlength=5000
                hint="Needed when you decline or ask. Before you accept, the next page shows once more what is agreed."
            />
        </EditForm>
    }
}

fn offer(answer: Answer) -> &'static str {
    match answer {
        Answer::Accept => "Accept: go ahead as proposed",
        Answer::Decline => "Decline: not like this",
        Answer::Ask => "Ask something first",
    }
}
