//! One request: what was answered, and the two ways to answer it.
//! What was answered stays; a form stands only while it waits.

use super::list::StateBadge;
use crate::form::{Filled, url_encoded};
use crate::mail::Delivery;
use crate::prelude::*;
use crate::ui::{
    Choice, EditForm, Fact, Facts, Field, Known, Link, Notice, PageHeader, Section, Select,
    TextArea, Time, Tone,
};
use crate::urls::{self, at};
use faultline::document::engagement::Complaint;
use faultline::document::intake::{Intake, IntakeState};
use faultline::platform::catalogue::Catalogue;
use faultline::stores::engagement::Client;
use faultline::stores::intake::{IntakeRequest, REASON};

/// What is said where no mail is sent.
const BY_YOURSELF: &str = "This server has no way to send mail: tell whoever asked yourself.";

/// What the page shows.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The request.
    pub request: IntakeRequest,
    /// The clients it may be for, while it waits.
    pub clients: Vec<Client>,
    /// What became of the mail with the answer, if it was just given.
    pub told: Option<Delivery>,
    /// Whether somebody else answered it meanwhile.
    pub conflict: bool,
    /// Whether an answer is mailed.
    pub mails: bool,
}

/// The page.
#[component]
pub fn RequestPage(
    /// What it shows.
    shown: Shown,
    /// A form of it that was refused, if one was.
    form: Filled,
) -> impl IntoView {
    let Shown { request, clients, told, conflict, mails } = shown;
    let waits = request.state == IntakeState::Waiting;
    let title = format!("Request of {}", request.answers.company);
    let trail = vec![Link::new(urls::REQUESTS, "Requests")];
    let email = request.answers.email.clone();
    let forms = waits.then(|| view! { <Answer request=request.clone() clients form mails /> });
    view! {
        {told.map(|delivery| view! { <Told delivery email /> })}
        {conflict.then(|| view! { <Meanwhile /> })}
        <PageHeader title trail />
        <Standing request=request.clone() />
        <Answers request />
        {forms}
    }
}

/// What became of the mail with the answer.
#[component]
fn Told(delivery: Delivery, email: String) -> impl IntoView {
    let (tone, title) = match delivery {
        Delivery::Mailed => (Tone::Sound, format!("The answer was mailed to {email}.")),
        Delivery::NotConfigured => (
            Tone::Doubt,
            format!("This server has no way to send mail. Write to {email} yourself."),
        ),
        Delivery::Refused | Delivery::Deferred | Delivery::Failed => (
            Tone::Fault,
            format!("The mail server did not take the answer. Write to {email} yourself."),
        ),
    };
    view! { <Notice tone title /> }
}

#[component]
fn Meanwhile() -> impl IntoView {
    view! {
        <Notice tone=Tone::Doubt title="Somebody answered this request while you were reading.">
            <p>"The page shows it as it is now. Nothing of yours was recorded."</p>
        </Notice>
    }
}

/// Where it stands, and who asked.
#[component]
fn Standing(request: IntakeRequest) -> impl IntoView {
    let IntakeRequest { answers, state, answered_by, answered_at, reason, engagement, .. } =
        request;
    let answered = answered_at.map(|at| {
        let by = answered_by.unwrap_or_else(|| "somebody of the firm".to_owned());
        view! { <Fact term="Answered">{by}", "<Time at /></Fact> }
    });
    let became = engagement.map(|id| {
        view! { <Fact term="Became"><a href=at(id, "")>"The engagement"</a></Fact> }
    });
    let declined = (!reason.is_empty()).then(|| view! { <Fact term="Reason">{reason}</Fact> });
    let mail = format!("mailto:{}", url_encoded(&answers.email));
    view! {
        <Facts>
            <Fact term="State"><StateBadge state /></Fact>
            <Fact term="Received"><Time at=request.received_at /></Fact>
            <Fact term="Asked by">{answers.name}</Fact>
            <Fact term="Firm">{answers.company}</Fact>
            <Fact term="Email"><a href=mail>{answers.email}</a></Fact>
            {answered}
            {became}
            {declined}
        </Facts>
    }
}

/// What was answered.
#[component]
fn Answers(request: IntakeRequest) -> impl IntoView {
    let answers = request.answers;
    let symptoms = answers.symptoms;
    let none = symptoms.is_empty();
    let ticked = symptoms.into_iter().map(|one: Complaint| view! { <li>{one.label()}</li> });
    let ticked = ticked.collect_view();
    let systems = answers.systems.join(", ");
    let otherwise = "Not said";
    view! {
        <Section title="What breaks" id="answers" lede="In the words of whoever asked.">
            <Facts>
                <Fact term="Workflow">{answers.workflow}</Fact>
                <Fact term="What starts it"><Known text=answers.starts otherwise /></Fact>
                <Fact term="Who notices"><Known text=answers.notices otherwise /></Fact>
                <Fact term="How often">{answers.how_often.label()}</Fact>
                <Fact term="Systems"><Known text=systems otherwise /></Fact>
                <Fact term="Anything else"><Known text=answers.more otherwise /></Fact>
            </Facts>
        </Section>
        <Section title="Symptoms" id="symptoms">
            {if none {
                Either::Left(view! { <p class="hint">"None was ticked."</p> })
            } else {
                Either::Right(view! { <ul>{ticked}</ul> })
            }}
        </Section>
    }
}

/// The two ways to answer it.
#[component]
fn Answer(
    request: IntakeRequest,
    clients: Vec<Client>,
    form: Filled,
    mails: bool,
) -> impl IntoView {
    let declining = form.ticked("reason") || form.error("reason").is_some();
    let (accept, decline) =
        if declining { (Filled::default(), form) } else { (form, Filled::default()) };
    view! {
        <Accept request=request.clone() clients form=accept mails />
        <Decline request form=decline mails />
    }
}

#[component]
fn Accept(
    request: IntakeRequest,
    clients: Vec<Client>,
    form: Filled,
    mails: bool,
) -> impl IntoView {
    let version = Some(i64::from(request.version));
    let told = if mails { "Whoever asked is told by mail." } else { BY_YOURSELF };
    let lede =
        format!("It becomes an engagement that you lead, with these answers filled in. {told}");
    view! {
        <Section title="Take it" id="accept" lede>
            <EditForm
                action=format!("{}/accept", urls::request(request.id))
                save="Take this request"
                label="Take it"
                errors=form.errors()
                version
            >
                <NewEngagement answers=request.answers clients form />
            </EditForm>
        </Section>
    }
}

/// What the engagement is called and whose it is: as it was sent, or else as it was answered.
#[component]
fn NewEngagement(answers: Intake, clients: Vec<Client>, form: Filled) -> impl IntoView {
    let sent = form.ticked("title");
    let or = |name: &str, answered: String| if sent { form.text(name) } else { answered };
    let name = or("client_name", answers.company);
    let title = or("title", answers.workflow);
    let choices = clients.into_iter().map(|one| Choice::new(one.id.to_string(), one.name));
    view! {
        <Select
            label="Client"
            name="client"
            choices=choices.collect()
            selected=form.text("client")
            blank="A new client, named below"
            error=form.error("client")
        />
        <Field
            label="Name of the new client"
            name="client_name"
            value=name
            error=form.error("client_name")
            maxlength=200
        />
        <Field
            label="Title of the engagement"
            name="title"
            value=title
            error=form.error("title")
            required=true
            maxlength=200
        />
    }
}

#[component]
fn Decline(request: IntakeRequest, form: Filled, mails: bool) -> impl IntoView {
    let version = Some(i64::from(request.version));
    let told = if mails { "Whoever asked gets the reason by mail." } else { BY_YOURSELF };
    let lede = format!("{told} What looks like a secret is replaced in the reason first.");
    view! {
        <Section title="Decline it" id="decline" lede>
            <EditForm
                action=format!("{}/decline", urls::request(request.id))
                save="Decline this request"
                label="Decline it"
                errors=form.errors()
                version
            >
                <TextArea
                    label="Reason"
                    name="reason"
                    value=form.text("reason")
                    error=form.error("reason")
                    required=true
                    maxlength=REASON as u32
                    rows=4
                />
            </EditForm>
        </Section>
    }
}
