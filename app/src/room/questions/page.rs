//! The pages of questions in the room: those for the reader first, and one question with the form that answers it.
//! Who may only read sees no form.

use crate::form::Filled;
use crate::prelude::*;
use crate::questions::{CHANGED, QuestionFacts, StateBadge};
use crate::ui::{
    Choice, Column, DataTable, Day, EditForm, Field, Known, Link, Notice, PageHeader, RadioGroup,
    Section, TextArea, Tone,
};
use crate::urls;
use chrono::NaiveDate;
use faultline::document::questions::{Expected, Question, QuestionState, Reply};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, PersonId};
use faultline::stores::questions::{NAME, TEXT};

/// The page of all questions.
#[component]
pub fn RoomQuestionsPage(
    /// The engagement.
    engagement: EngagementId,
    /// The questions, in the order of asking.
    questions: Vec<Question>,
    /// Who reads.
    me: PersonId,
    /// The day on which it is looked at.
    today: NaiveDate,
) -> impl IntoView {
    let (open, rest): (Vec<_>, Vec<_>) =
        questions.into_iter().partition(|one| one.state == QuestionState::Open);
    let (mut mine, others): (Vec<_>, Vec<_>) = open.into_iter().partition(|one| one.is_for(me));
    mine.sort_by_key(|one| one.due_on);
    let none_open = others.is_empty();
    let none_closed = rest.is_empty();
    let others = (!none_open).then(|| {
        view! {
            <Section title="Questions for others" id="others" lede="Asked of somebody else of your firm; whoever knows may answer.">
                <Open engagement id="others-table" questions=others today />
            </Section>
        }
    });
    let rest = (!none_closed).then(|| {
        let questions = rest.into_iter().rev().collect();
        view! {
            <Section title="Answered and closed" id="closed">
                <Closed engagement questions today />
            </Section>
        }
    });
    view! {
        <PageHeader
            title="Questions"
            lede="What your consultants need to know. A guess is better than nothing, and “I do not know” is an answer too. Never write down a password or a key."
        />
        <Section title="Questions for you" id="for-you">
            <Open engagement id="for-you-table" questions=mine today />
        </Section>
        {others}
        {rest}
    }
}

#[component]
fn Open(
    engagement: EngagementId,
    id: &'static str,
    questions: Vec<Question>,
    today: NaiveDate,
) -> impl IntoView {
    if questions.is_empty() {
        return Either::Left(view! { <p>"No question waits for you."</p> });
    }
    let rows = questions.into_iter().map(|one| view! { <OpenRow engagement one today /> });
    let columns = ["Question", "About", "Needed by", "State"].map(Column::new).to_vec();
    Either::Right(view! {
        <DataTable caption="Open questions" id columns cards=true quiet=true>{rows.collect_view()}</DataTable>
    })
}

#[component]
fn OpenRow(engagement: EngagementId, one: Question, today: NaiveDate) -> impl IntoView {
    let href = urls::room(engagement, &format!("questions/{}", one.id), None);
    let shown = one.clone();
    view! {
        <tr>
            <th scope="row" class="wrap" data-label="Question"><a href=href>{one.words}</a></th>
            <td data-label="About">{one.about}</td>
            <td data-label="Needed by"><Day date=one.due_on /></td>
            <td data-label="State"><StateBadge question=shown today /></td>
        </tr>
    }
}

#[component]
fn Closed(engagement: EngagementId, questions: Vec<Question>, today: NaiveDate) -> impl IntoView {
    let rows = questions.into_iter().map(|one| view! { <ClosedRow engagement one today /> });
    let columns = ["Question", "Answer", "State", "Word back"].map(Column::new).to_vec();
    view! {
        <DataTable caption="Answered and closed" id="closed-table" columns cards=true quiet=true>
            {rows.collect_view()}
        </DataTable>
    }
}

#[component]
fn ClosedRow(engagement: EngagementId, one: Question, today: NaiveDate) -> impl IntoView {
    let href = urls::room(engagement, &format!("questions/{}", one.id), None);
    let (shown, answer) = (one.clone(), one.answered().unwrap_or_default().to_owned());
    view! {
        <tr>
            <th scope="row" class="wrap" data-label="Question"><a href=href>{one.words}</a></th>
            <td class="wrap" data-label="Answer"><Known text=answer otherwise="None" /></td>
            <td data-label="State"><StateBadge question=shown today /></td>
            <td class="wrap" data-label="Word back"><Known text=one.word_back otherwise="None yet" /></td>
        </tr>
    }
}

/// The page of one question.
#[component]
pub fn RoomQuestionPage(
    /// The engagement.
    engagement: EngagementId,
    /// The question.
    question: Question,
    /// The day on which it is looked at.
    today: NaiveDate,
    /// What the form holds, for whoever may answer.
    form: Option<Filled>,
    /// Whether it changed while the form was filled in.
    changed: bool,
) -> impl IntoView {
    let list = urls::room(engagement, "questions", None);
    let action = urls::room(engagement, &format!("questions/{}", question.id), None);
    let title = question.about.clone();
    let open = question.state == QuestionState::Open;
    let asked = question.clone();
    let form =
        form.filter(|_| open).map(|form| view! { <AnswerForm action question=asked form /> });
    view! {
        <PageHeader title trail=vec![Link::new(list, "Questions")] />
        {changed.then(|| view! { <Notice tone=Tone::Doubt title=CHANGED /> })}
        <QuestionFacts question today />
        {form}
    }
}

/// The form that answers.
#[component]
fn AnswerForm(action: String, question: Question, form: Filled) -> impl IntoView {
    let expected = question.place().map_or(Expected::Text, |place| place.expected());
    let mut replies: Vec<_> =
        expected.choices().iter().map(|choice| Choice::new(choice.key, choice.says)).collect();
    let words = replies.is_empty();
    if words {
        replies.push(Choice::new(Reply::Value.key(), "I know it, and write it below"));
    }
    for reply in [Reply::NotKnown, Reply::SomebodyElse] {
        replies.push(Choice::new(reply.key(), reply.label()));
    }
    let (field, errors) = (form.clone(), form.errors());
    view! {
        <Section title="Your answer" id="your-answer">
            <EditForm
                action
                save="Send answer"
                errors
                version=Some(i64::from(question.version))
                label="Your answer"
            >
                <RadioGroup legend="Your answer" name="reply" choices=replies selected=form.text("reply") error=form.error("reply") />
                {words.then(|| view! { <InWords expected form=field /> })}
                <Field
                    label="Who knows, if somebody else does"
                    name="somebody"
                    value=form.text("somebody")
                    error=form.error("somebody")
                    maxlength=NAME as u32
                />
                <TextArea
                    label="Anything to add"
                    name="note"
                    value=form.text("note")
                    error=form.error("note")
                    hint="What looks like a password or a key is refused, and people’s data is replaced."
                    maxlength=TEXT as u32
                    rows=2
                />
            </EditForm>
        </Section>
    }
}

/// The field of an answer that is written.
#[component]
fn InWords(expected: Expected, form: Filled) -> impl IntoView {
    let (value, error) = (form.text("answer"), form.error("answer"));
    match expected {
        Expected::Number => EitherOf3::A(view! {
            <Field label="The number" name="answer" value error inputmode="numeric" hint="About is good enough." maxlength=20 />
        }),
        Expected::Name => EitherOf3::B(view! {
            <Field label="Who it is" name="answer" value error hint="A person or a team." maxlength=NAME as u32 />
        }),
        _ => EitherOf3::C(view! {
            <TextArea label="The answer" name="answer" value error maxlength=TEXT as u32 rows=3 />
        }),
    }
}
