//! All erasures with their certificates, what is due for it, and the form that checks a certificate.
//! Nothing is erased from here: what is due is only named.

use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{
    Column, DataTable, EditForm, EmptyState, Link, Notice, PageHeader, Section, TextArea, Time,
    Tone,
};
use crate::urls;
use faultline::platform::ids::ErasureId;
use faultline::stores::erasure::retention::Retention;
use faultline::stores::erasure::{Due, Ended, Erasure};

/// What a certificate that was checked is.
#[derive(Debug, Clone)]
pub enum Checked {
    /// As it was sealed.
    Whole {
        /// Its number.
        number: i32,
        /// Its erasure.
        id: ErasureId,
        /// Whether this server keeps the same one.
        ours: bool,
    },
    /// None, or one that was changed: the sentence says which.
    Refused(String),
}

impl Checked {
    /// Whether nothing of it was changed.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Whole { .. })
    }
}

/// The page.
#[component]
pub fn ErasuresPage(
    /// All erasures, the newest first.
    erasures: Vec<Erasure>,
    /// Archived engagements that are kept no longer.
    due: Vec<Due>,
    /// How long things are kept.
    kept: Retention,
    /// What a certificate is that was just checked.
    checked: Option<Checked>,
    /// The form that checks one.
    form: Filled,
) -> impl IntoView {
    view! {
        {checked.map(|checked| view! { <Told checked /> })}
        <PageHeader
            title="Erasures"
            trail=vec![Link::new(urls::CLIENTS, "Clients")]
            lede="What was erased, with its certificate. A client is erased from its own page."
        >
            <a class="button" href=urls::RETENTION>"How long things are kept"</a>
        </PageHeader>
        <DueSection due kept />
        <Section title="Certificates" id="certificates">
            <Erasures erasures />
        </Section>
        <Section title="Check a certificate" id="check" lede="Paste the JSON file as it was downloaded.">
            <EditForm action="/erasures/check" save="Check it">
                <TextArea label="Certificate" name="certificate" value=form.text("certificate") required=true />
            </EditForm>
        </Section>
    }
}

#[component]
fn Told(checked: Checked) -> impl IntoView {
    match checked {
        Checked::Whole { number, id, ours: true } => {
            let page = urls::erasure(id);
            EitherOf3::A(view! {
                <Notice tone=Tone::Sound title="It is whole, and it is the one that this server keeps.">
                    <p><a href=page>{format!("Certificate no. {number}")}</a></p>
                </Notice>
            })
        }
        Checked::Whole { .. } => EitherOf3::B(view! {
            <Notice tone=Tone::Doubt title="It is whole, but this server keeps no such certificate.">
                <p>"Its hash fits its words. Who wrote it cannot be told here."</p>
            </Notice>
        }),
        Checked::Refused(why) => EitherOf3::C(view! {
            <Notice tone=Tone::Fault title="It is not a whole certificate">
                <p>{why}</p>
            </Notice>
        }),
    }
}

/// Archived engagements that are kept no longer: a person erases them.
#[component]
fn DueSection(due: Vec<Due>, kept: Retention) -> impl IntoView {
    let lede = match kept.archive_days {
        Some(days) => format!("Engagements that were archived more than {days} days ago."),
        None => "The firm keeps archived engagements without end; nothing becomes due.".to_owned(),
    };
    let list = if due.is_empty() {
        Either::Left(view! {
            <EmptyState title="Nothing is due">
                <p>"How many days an archived engagement is kept is said under “How long things are kept”."</p>
            </EmptyState>
        })
    } else {
        let columns = ["Engagement", "Client", "Archived", "Erase"].map(Column::new).to_vec();
        let rows = due.into_iter().map(|due| view! { <DueRow due /> }).collect_view();
        Either::Right(view! {
            <DataTable caption="Due for erasure" id="due-table" columns cards=true quiet=true>
                {rows}
            </DataTable>
        })
    };
    view! { <Section title="Due for erasure" id="due" lede>{list}</Section> }
}

#[component]
fn DueRow(due: Due) -> impl IntoView {
    view! {
        <tr>
            <th scope="row" data-label="Engagement"><a href=urls::at(due.id, "")>{due.title}</a></th>
            <td data-label="Client">{due.client}</td>
            <td data-label="Archived"><Time at=due.archived_at /></td>
            <td data-label="Erase"><a href=urls::erase_engagement(due.id)>"See what would go"</a></td>
        </tr>
    }
}

#[component]
fn Erasures(erasures: Vec<Erasure>) -> impl IntoView {
    if erasures.is_empty() {
        return Either::Left(view! {
            <EmptyState title="Nothing was erased yet">
                <p>"Open a client under “Clients”, then “Erase this client”: it says what would go before anything does."</p>
            </EmptyState>
        });
    }
    let columns = ["No.", "What", "Asked for by", "Asked for", "Ended", "SHA-256"].map(Column::new);
    let rows = erasures.into_iter().map(|erasure| view! { <ErasureRow erasure /> }).collect_view();
    Either::Right(view! {
        <DataTable caption="Certificates" id="erasures-table" columns=columns.to_vec() cards=true quiet=true>
            {rows}
        </DataTable>
    })
}

#[component]
fn ErasureRow(erasure: Erasure) -> impl IntoView {
    let page = urls::erasure(erasure.id);
    let what = if erasure.engagement.is_some() { "An engagement" } else { "A client" };
    let (ended, hash) = match erasure.ended {
        Some(Ended { erased_at, hash }) => (
            Either::Left(view! { <Time at=erased_at /> }),
            hex::encode(hash).chars().take(16).collect::<String>() + "…",
        ),
        None => (Either::Right("under way"), String::new()),
    };
    view! {
        <tr>
            <th scope="row" data-label="No."><a href=page>{format!("No. {}", erasure.number)}</a></th>
            <td data-label="What">{what}</td>
            <td data-label="Asked for by">{erasure.asked_by}</td>
            <td data-label="Asked for"><Time at=erasure.asked_at /></td>
            <td data-label="Ended">{ended}</td>
            <td data-label="SHA-256"><code>{hash}</code></td>
        </tr>
    }
}
