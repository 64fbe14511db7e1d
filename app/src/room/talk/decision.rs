//! The decision page: what was decided, and the form for who may decide.

use super::{PastDecision, Told, after_reset, past, tone};
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
        {standing.map(|decision| view! { <StandingDecision decision /> })}
        <WayToDecide engagement reading newest undecided form />
        <EarlierAnswers decisions=decisions.collect() />
    }
}

/// The answer that stands.
#[component]
fn StandingDecision(decision: Decision) -> impl IntoView {
    let title = format!("{} {}", decision.person, past(&decision.answer));
    let about = format!("That was about version {}. ", decision.number);
    view! {
        <Notice tone=tone(&decision.answer) title>
            <p>{about}<Time at=decision.at />{after_reset(&decision)}</p>
            <Told text=decision.reason />
        </Notice>
    }
}

/// The form, or why there is none here.
#[component]
fn WayToDecide(
    engagement: EngagementId,
    reading: i32,
    newest: i32,
    undecided: bool,
    form: Option<Filled>,
) -> impl IntoView {
    match form {
        Some(form) if reading == newest => {
            EitherOf3::A(view! { <DecisionForm engagement reading form /> })
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
fn EarlierAnswers(decisions: Vec<Decision>) -> impl IntoView {
    (!decisions.is_empty()).then(|| {
        let entries = decisions.into_iter().map(|decision| view! { <PastDecision decision /> });
        let entries = entries.collect_view();
        view! { <Section title="Earlier answers" id="earlier"><ol class="thread">{entries}</ol></Section> }
    })
}

#[component]
fn DecisionForm(engagement: EngagementId, reading: i32, form: Filled) -> impl IntoView {
    let choices =
        Answer::ALL.iter().map(|answer| Choice::new(answer.key(), offer(*answer))).collect();
    view! {
        <EditForm
            action=urls::room(engagement, "decision", None)
            save="Send decision"
            errors=form.errors()
            version=Some(i64::from(reading))
            label="Your decision"
        >
            <RadioGroup
                legend=format!("Your answer to version {reading}")
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
                hint="Needed when you decline or ask."
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
