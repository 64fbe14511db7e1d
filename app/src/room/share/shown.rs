//! A shared item as whoever has the link sees it: that item, and no way to anything else.

use crate::prelude::*;
use crate::room::blocks::{Lead, SectionBlocks};
use crate::ui::PageHeader;
use chrono::NaiveDate;
use faultline::delivery::proposal::{Answered, proposal};
use faultline::delivery::report::{Section, SectionId, alone};
use faultline::delivery::shared::Item;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::quote::Issued;
use faultline::stores::room::Snapshot;
use std::sync::Arc;

/// What is shown of an item.
#[derive(Debug, Clone)]
pub enum Shown {
    /// The questions of whoever decides, with their answers.
    Proposal(Vec<Answered>),
    /// A section, or what stands under one heading of it.
    Section(Section),
}

/// What the page of an item needs beside the version.
#[derive(Debug, Clone)]
pub struct Beside {
    /// The quote that goes with the version.
    pub issued: Option<Issued>,
    /// Whether it is decided.
    pub decided: bool,
    /// The day it is.
    pub today: NaiveDate,
}

/// What is shown of an item of a version; `None` when the version has none, or it is a file.
#[must_use]
pub fn of(snapshot: &Snapshot, item: Item, beside: &Beside) -> Option<Shown> {
    let section = match item {
        Item::Proposal => {
            let Beside { issued, decided, today } = beside;
            return Some(Shown::Proposal(proposal(snapshot, issued.as_ref(), *decided, *today)));
        }
        Item::Document(_) => None,
        Item::Section(id) => alone(snapshot, id, None),
        Item::Verdict(integration) => {
            alone(snapshot, SectionId::Verdict, Some(&format!("integration-{integration}")))
        }
    };
    section.map(Shown::Section)
}

/// The item.
#[component]
pub fn ShownItem(
    /// The version.
    snapshot: Arc<Snapshot>,
    /// What the item is called.
    label: String,
    /// What is shown of it.
    shown: Shown,
) -> impl IntoView {
    match shown {
        Shown::Proposal(answers) => {
            let client = format!("Our recommendation for {}", snapshot.document().client);
            let answers = answers.into_iter().map(|answered| view! { <AnswerPart answered /> });
            let answers = answers.collect_view();
            Either::Left(view! {
                <PageHeader title=label lede=client />
                <div class="proposal">{answers}</div>
            })
        }
        Shown::Section(Section { id, lede, blocks, .. }) => {
            // What stands under one heading is not what the section says of itself.
            let lede = if label == id.label() { lede } else { String::new() };
            Either::Right(view! {
                <PageHeader title=label lede />
                <div id=id.key()><SectionBlocks snapshot id blocks lead=Lead::Alone /></div>
            })
        }
    }
}

#[component]
fn AnswerPart(answered: Answered) -> impl IntoView {
    let id = format!("answer-{}", answered.question.key());
    view! {
        <section aria-labelledby=id.clone()>
            <h2 id=id.clone()>{answered.question.label()}</h2>
            <p>{answered.says.join(" ")}</p>
        </section>
    }
}
