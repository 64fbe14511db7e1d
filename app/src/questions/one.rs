//! The page of one question: what was asked, what came back, and what staff can do with it.
//! What was answered is not changed: it is taken over as it is, or put aside.

use super::parts::QuestionFacts;
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{EditForm, Link, Notice, PageHeader, Section, TextArea, Tone};
use crate::urls::{self, at};
use faultline::document::engagement::Engagement;
use faultline::document::questions::{Question, QuestionState, Sought};
use faultline::judgement::questions::subject;
use faultline::stores::questions::TEXT;
use std::sync::Arc;

/// The page.
#[component]
pub fn QuestionPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// The question.
    question: Question,
    /// A form of the page that was refused, if one was.
    form: Filled,
    /// Whether the reader may close it.
    may_edit: bool,
    /// Whether it changed while the form was filled in.
    changed: bool,
) -> impl IntoView {
    let (engagement, page) = (document.id, at(document.id, "questions"));
    let action = format!("{page}/{}", question.id);
    let room = urls::room(engagement, &format!("questions/{}", question.id), None);
    let place = question.place().map(|place| urls::subject(engagement, &subject(place)));
    let title = question.about.clone();
    let today = document.as_of.date_naive();
    let forms = may_edit.then(|| view! { <Forms action question=question.clone() form changed /> });
    view! {
        <PageHeader title trail=vec![Link::new(page, "Questions")]>
            {place.map(|href| view! { <a class="button" href=href>"Where it is recorded"</a> })}
            <a class="button" href=room>"As the client sees it"</a>
        </PageHeader>
        {changed.then(|| view! { <Notice tone=Tone::Doubt title=super::CHANGED /> })}
        <QuestionFacts question today />
        {forms}
    }
}

/// What can be done with the question as it stands.
#[component]
fn Forms(action: String, question: Question, form: Filled, changed: bool) -> impl IntoView {
    // What is wrong with one form is not told in the other: whoever writes a word back sends it with the form.
    let written = form.ticked("word_back");
    let none = Filled::default;
    let (taking, closing) = if written { (none(), form) } else { (form, none()) };
    let (taking, closing) = if changed { (none(), closing) } else { (taking, closing) };
    let version = question.version;
    match question.state {
        QuestionState::Answered => {
            let take = question.can_be_taken_over().then(|| {
                let place = question.place();
                view! { <TakeOver action=action.clone() version place form=taking.clone() /> }
            });
            EitherOf3::A(view! {
                {take}
                <Close action=format!("{action}/put-aside") version form=closing title="Put it aside" label="Word back" hint="What the client is told: thanks, and why it is not used or who is asked next." />
            })
        }
        QuestionState::Open => EitherOf3::B(view! {
            <Close action=format!("{action}/withdraw") version form=closing title="Withdraw the question" label="Why" hint="The client reads it." />
        }),
        _ => EitherOf3::C(()),
    }
}

#[component]
fn TakeOver(action: String, version: i32, place: Option<Sought>, form: Filled) -> impl IntoView {
    // Neither has a note of its own: who said so stands in what is published.
    let in_text = matches!(place, Some(Sought::Control(..) | Sought::Workflow(..)));
    let published = in_text.then(|| {
        view! { <p class="hint">"Who said so and when stands in the text: clients read it once it is published."</p> }
    });
    view! {
        <Section title="Take it over" id="take-over" lede="It is recorded as it was answered, with who said so and when. What is known by now is not written over.">
            <EditForm
                action=format!("{action}/take-over")
                save="Take over"
                errors=form.errors()
                version=Some(i64::from(version))
                label="Take it over"
            >
                {published}
            </EditForm>
        </Section>
    }
}

/// The form that puts an answer aside or withdraws a question.
#[component]
fn Close(
    action: String,
    version: i32,
    form: Filled,
    title: &'static str,
    label: &'static str,
    hint: &'static str,
) -> impl IntoView {
    view! {
        <Section title id="close">
            <EditForm action save=title errors=form.errors() version=Some(i64::from(version)) label=title>
                <TextArea
                    label
                    name="word_back"
                    value=form.text("word_back")
                    error=form.error("word_back")
                    hint
                    maxlength=TEXT as u32
                    rows=2
                />
            </EditForm>
        </Section>
    }
}
