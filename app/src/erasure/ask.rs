//! What would be erased, and the form that asks for its name.
//! It promises no more than is done: what is not reached stands beside it.

use crate::form::Filled;
use crate::prelude::*;
use crate::ui::facts::grouped;
use crate::ui::{
    Column, DataTable, EditForm, EmptyState, Field, Link, Notice, PageHeader, Section, Tone,
};
use crate::urls;
use faultline::stores::erasure::certificate::{Backups, NOT_REACHED, kind_label};
use faultline::stores::erasure::{Counted, ERASED, Mention, Subject};

/// What the page shows.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What would be erased.
    pub subject: Subject,
    /// The same by kind.
    pub counted: Vec<Counted>,
    /// What stays and names it.
    pub mentions: Vec<Mention>,
    /// What backups would still hold.
    pub backups: Backups,
}

/// The page.
#[component]
pub fn AskPage(
    /// What it shows.
    asked: Asked,
    /// The form.
    form: Filled,
) -> impl IntoView {
    let Asked { subject, counted, mentions, backups } = asked;
    let title = match subject.engagement {
        Some(_) => "Erase this engagement",
        None => "Erase this client",
    };
    view! {
        <PageHeader title trail=trail(&subject) />
        <Consequences of_client=subject.engagement.is_none() />
        <Section title="What is erased" id="what">
            <CountTable counted />
        </Section>
        <Mentions of_client=subject.engagement.is_none() mentions />
        <NotReached backups />
        <Section title="Erase it" id="erase">
            <NameForm subject form />
        </Section>
    }
}

fn trail(subject: &Subject) -> Vec<Link> {
    match subject.engagement {
        Some(id) => vec![Link::new(urls::at(id, ""), subject.name.clone())],
        None => vec![
            Link::new(urls::CLIENTS, "Clients"),
            Link::new(urls::client(subject.client), subject.name.clone()),
        ],
    }
}

/// What erasing means, in a few words.
#[component]
fn Consequences(of_client: bool) -> impl IntoView {
    let says = if of_client {
        "All engagements of this client go with everything in them, its people's accounts, its requests and its name. Its \
         people are shut out at once."
    } else {
        "The engagement goes with everything in it: samples, maps, files, room, quotes and jobs. The client and the client's \
         people stay."
    };
    view! {
        <Notice tone=Tone::Fault title="This cannot be taken back">
            <p>{says}</p>
            <p>"Entries of the audit stay without their texts: that something was done, by whom and when. A certificate says what was erased."</p>
        </Notice>
    }
}

/// Rows by kind, with what they take.
#[component]
pub fn CountTable(
    /// The rows.
    counted: Vec<Counted>,
) -> impl IntoView {
    let columns =
        vec![Column::new("Kind"), Column::new("Rows").number(), Column::new("Bytes").number()];
    let rows = counted.into_iter().map(|row| {
        view! {
            <tr>
                <th scope="row">{kind_label(&row.kind)}</th>
                <td class="num">{grouped(&row.rows.to_string())}</td>
                <td class="num">{grouped(&row.bytes.to_string())}</td>
            </tr>
        }
    });
    view! {
        <DataTable caption="Rows by kind" id="kinds" columns quiet=true>{rows.collect_view()}</DataTable>
    }
}

/// What stays outside the engagements, and what becomes of the names in it.
#[component]
fn Mentions(of_client: bool, mentions: Vec<Mention>) -> impl IntoView {
    let names = if of_client {
        "its name, the title of one of its engagements or the name of one of its people"
    } else {
        "its title"
    };
    let lede = format!(
        "Saved views and templates of the firm stay. Where {names} stands in one, in full, “{ERASED}” takes its place. Names of one or two letters are not looked for."
    );
    let list = if mentions.is_empty() {
        Either::Left(view! {
            <EmptyState title="None of them names it"><p>"Nothing is replaced."</p></EmptyState>
        })
    } else {
        let columns = ["Kind", "Which"].map(Column::new).to_vec();
        let rows = mentions.into_iter().map(|mention| view! { <MentionRow mention /> });
        let rows = rows.collect_view();
        Either::Right(view! {
            <DataTable caption="Where it is named" id="mentions" columns quiet=true>{rows}</DataTable>
        })
    };
    view! { <Section title="What stays, without the name" id="names" lede>{list}</Section> }
}

/// One of them. What somebody's view says is nobody else's, so only whose it is stands here.
#[component]
fn MentionRow(mention: Mention) -> impl IntoView {
    let (kind, which) = match mention {
        Mention::SavedView { of } => ("A saved view", Either::Left(format!("of {of}"))),
        Mention::Template { id, name } => {
            let page = format!("{}#{id}", urls::TEMPLATES);
            ("A template", Either::Right(view! { <a href=page>{name}</a> }))
        }
    };
    view! {
        <tr>
            <th scope="row">{kind}</th>
            <td>{which}</td>
        </tr>
    }
}

/// What no erasure reaches.
#[component]
pub fn NotReached(
    /// What backups hold.
    backups: Backups,
) -> impl IntoView {
    let others = NOT_REACHED.map(|says| view! { <li>{says}</li> });
    view! {
        <Section title="What is not reached" id="not-reached">
            <ul>
                <li>{backups.says()}</li>
                {others.into_iter().collect_view()}
            </ul>
        </Section>
    }
}

#[component]
fn NameForm(subject: Subject, form: Filled) -> impl IntoView {
    let (action, cancel, save) = match subject.engagement {
        Some(id) => (urls::erase_engagement(id), urls::at(id, ""), "Erase the engagement"),
        None => {
            (urls::erase_client(subject.client), urls::client(subject.client), "Erase the client")
        }
    };
    view! {
        <EditForm action save cancel errors=form.errors()>
            <Field
                label="Its name, typed"
                name="name"
                value=form.text("name")
                hint=format!("Type “{}” to say that this is meant.", subject.name)
                error=form.error("name")
                required=true
                maxlength=2000
                autocomplete="off"
            />
        </EditForm>
    }
}
