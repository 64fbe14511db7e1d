//! The page of questions: answers that wait to be taken over, everything that was asked, and what nobody knows yet.

use super::lines::{QUESTION_COLUMNS, asked_of};
use super::parts::StateBadge;
use super::unknown::UnknownSection;
use crate::listing::{ListFilter, Listing, MANY};
use crate::prelude::*;
use crate::ui::{Column, DataTable, Day, EmptyState, Known, PageHeader, PostButton, Section};
use crate::urls::at;
use chrono::NaiveDate;
use faultline::document::engagement::Engagement;
use faultline::document::questions::{Question, QuestionState};
use faultline::platform::ids::EngagementId;
use std::sync::Arc;

/// The page.
#[component]
pub fn QuestionsPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// The questions, in the order of asking.
    questions: Vec<Question>,
    /// What narrows and sorts them.
    listing: Listing,
    /// Whether the reader may ask and take over.
    may_edit: bool,
) -> impl IntoView {
    let (engagement, today) = (document.id, document.as_of.date_naive());
    let answered: Vec<_> =
        questions.iter().filter(|one| one.state == QuestionState::Answered).cloned().collect();
    let all = questions.clone();
    let unknown =
        may_edit.then(|| view! { <UnknownSection document questions=questions.clone() /> });
    view! {
        <PageHeader title="Questions" lede="What the client is asked, and what came back. The client answers in the room.">
            {may_edit.then(|| view! { <a class="button primary" href="#unknown">"Ask the client"</a> })}
        </PageHeader>
        <Answers engagement answered may_edit />
        <All engagement questions=all listing today />
        {unknown}
    }
}

/// The answers that wait to be taken over.
#[component]
fn Answers(engagement: EngagementId, answered: Vec<Question>, may_edit: bool) -> impl IntoView {
    (!answered.is_empty()).then(|| {
        let rows = answered
            .into_iter()
            .map(|question| view! { <AnswerRow engagement question may_edit /> })
            .collect_view();
        let columns = ["About", "Answer", "Added to it", "By"].map(Column::new).into_iter();
        let columns = columns.chain([Column::new("Take over").hidden()]).collect();
        view! {
            <Section title="Answers to take over" id="answers" lede="Taking one over records it, with who said so and when.">
                <DataTable caption="Answers to take over" id="answers-table" columns cards=true quiet=true>{rows}</DataTable>
            </Section>
        }
    })
}

#[component]
fn AnswerRow(engagement: EngagementId, question: Question, may_edit: bool) -> impl IntoView {
    let href = at(engagement, &format!("questions/{}", question.id));
    let action = format!("{href}/take-over");
    // What was written in words is read on its page first.
    let plain = may_edit && question.can_be_taken_over() && !question.choice.is_empty();
    let button = if plain {
        let with = vec![("version", question.version.to_string())];
        Either::Left(view! { <PostButton action label="Take over" with /> })
    } else {
        Either::Right(view! { <a href=href.clone()>"Look at it"</a> })
    };
    let answer = question.answered().unwrap_or_default().to_owned();
    view! {
        <tr>
            <th scope="row" data-label="About"><a href=href>{question.about}</a></th>
            <td class="wrap" data-label="Answer">{answer}</td>
            <td class="wrap" data-label="Added to it"><Known text=question.note otherwise="Nothing" /></td>
            <td data-label="By">{question.answered_by_name}</td>
            <td>{button}</td>
        </tr>
    }
}

#[component]
fn All(
    engagement: EngagementId,
    questions: Vec<Question>,
    listing: Listing,
    today: NaiveDate,
) -> impl IntoView {
    let page = at(engagement, "questions");
    let many = questions.len() >= MANY;
    let filter = listing.clone();
    let list = if questions.is_empty() {
        EitherOf3::A(view! {
            <EmptyState title="Nothing was asked yet">
                <p>"Choose below what to ask. Whoever is asked reads it in the room and answers there; nobody has to write a mail."</p>
            </EmptyState>
        })
    } else {
        let rows = listing.of(questions.into_iter().rev().collect(), &QUESTION_COLUMNS);
        if rows.is_empty() {
            EitherOf3::B(view! { <p class="hint">"No question has these words."</p> })
        } else {
            let columns = listing.headers(&page, &QUESTION_COLUMNS);
            let file = at(engagement, &format!("questions.csv{}", listing.query()));
            let rows = rows
                .into_iter()
                .map(|question| view! { <QuestionRow engagement question today /> })
                .collect_view();
            EitherOf3::C(view! {
                <DataTable caption="Questions" id="questions-table" columns cards=true quiet=true>{rows}</DataTable>
                <p class="list-foot"><a href=file>"Questions as CSV"</a></p>
            })
        }
    };
    view! {
        <Section title="What was asked" id="asked">
            <ListFilter list=page listing=filter many />
            {list}
        </Section>
    }
}

#[component]
fn QuestionRow(engagement: EngagementId, question: Question, today: NaiveDate) -> impl IntoView {
    let href = at(engagement, &format!("questions/{}", question.id));
    let (of, answer) =
        (asked_of(&question).to_owned(), question.answered().unwrap_or_default().to_owned());
    let shown = question.clone();
    view! {
        <tr id=question.id.to_string()>
            <th scope="row" data-label="About"><a href=href>{question.about}</a></th>
            <td class="wrap" data-label="Question">{question.words}</td>
            <td data-label="Asked of">{of}</td>
            <td data-label="Due"><Day date=question.due_on /></td>
            <td data-label="State"><StateBadge question=shown today /></td>
            <td class="wrap" data-label="Answer"><Known text=answer otherwise="None yet" /></td>
        </tr>
    }
}
