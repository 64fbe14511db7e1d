//! The pages of what was redacted more.
//! They show placeholders, and never what was marked.

use crate::form::Filled;
use crate::jobs;
use crate::prelude::*;
use crate::ui::{
    Column, DataTable, EditForm, EmptyState, Fact, Facts, Field, FormErrors, Link, Notice,
    PageHeader, Section, Time, Tone,
};
use crate::urls::at;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::counted;
use faultline::stores::jobs::Job;
use faultline::stores::redaction::record::{Picture, Redaction};

/// The page that lists them.
#[component]
pub fn RedactionsPage(
    /// The engagement.
    engagement: EngagementId,
    /// What was redacted, the last first.
    redactions: Vec<Redaction>,
) -> impl IntoView {
    let samples = at(engagement, "samples");
    let list = if redactions.is_empty() {
        let action = Some(Link::new(samples.clone(), "Failure samples"));
        Either::Left(view! {
            <EmptyState title="Nothing was redacted by hand" action>
                <p>"On the page of a sample a text can be marked: it becomes a placeholder wherever it stands in this engagement."</p>
            </EmptyState>
        })
    } else {
        Either::Right(view! { <RedactionsTable redactions /> })
    };
    view! {
        <PageHeader
            title="Redacted more"
            trail=vec![Link::new(samples, "Failure samples")]
            lede="Texts that somebody marked and had replaced, and the files that are still to be searched or looked at."
        />
        {list}
    }
}

#[component]
fn RedactionsTable(redactions: Vec<Redaction>) -> impl IntoView {
    let columns = vec![
        Column::new("What it became"),
        Column::new("When"),
        Column::new("Who"),
        Column::new("Text files"),
        Column::new("Pictures and PDFs to look at").number(),
    ];
    let rows = redactions.into_iter().map(|redaction| {
        let href = at(redaction.engagement, &format!("redactions/{}", redaction.id));
        let texts = if redaction.files_searched.is_some() { "searched" } else { "not all searched" };
        view! {
            <tr>
                <th scope="row" data-label="What it became"><a href=href>{redaction.placeholder}</a></th>
                <td data-label="When"><Time at=redaction.at /></td>
                <td data-label="Who">{redaction.by}</td>
                <td data-label="Text files">{texts}</td>
                <td class="num" data-label="Pictures and PDFs to look at">{redaction.pictures.to_string()}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <DataTable caption="Redacted more" id="redactions" columns cards=true quiet=true>{rows}</DataTable>
    }
}

/// The page of one of them.
#[component]
pub fn RedactionPage(
    /// What was redacted.
    redaction: Redaction,
    /// The pictures that nobody has looked at since.
    pictures: Vec<Picture>,
    /// The newest job that searches the text files, where there is one.
    job: Option<Job>,
    /// Why what was ticked was not recorded.
    errors: FormErrors,
    /// The form that begins a search again.
    form: Filled,
    /// Whether the reader may record it.
    may_edit: bool,
) -> impl IntoView {
    let engagement = redaction.engagement;
    let samples = at(engagement, "samples");
    let trail = vec![
        Link::new(samples.clone(), "Failure samples"),
        Link::new(at(engagement, "redactions"), "Redacted more"),
    ];
    let sample = format!("{samples}/{}", redaction.sample);
    let (title, by) = (redaction.placeholder.clone(), redaction.by.clone());
    let (done_at, rows) = (redaction.at, redaction.rows.to_string());
    view! {
        <PageHeader title trail>
            <a class="button" href=sample>"The sample"</a>
        </PageHeader>
        <Facts>
            <Fact term="Redacted"><Time at=done_at />" by "{by}</Fact>
            <Fact term="Rows rewritten">{rows}</Fact>
        </Facts>
        <TextFiles redaction=redaction.clone() job form may_edit />
        <Pictures redaction pictures errors may_edit />
    }
}

#[component]
fn TextFiles(
    redaction: Redaction,
    job: Option<Job>,
    form: Filled,
    may_edit: bool,
) -> impl IntoView {
    let changed = redaction.files_changed.unwrap_or_default();
    let body = match redaction.files_searched {
        Some(0) => EitherOf3::A(view! { <p>"There were none in this engagement."</p> }),
        Some(searched) => {
            let told =
                format!("{searched} searched. It stood in {changed}, and was replaced there.");
            EitherOf3::B(view! { <p>{told}</p> })
        }
        None => EitherOf3::C(view! { <NotAllSearched redaction job form may_edit /> }),
    };
    view! { <Section title="Text files" id="texts">{body}</Section> }
}

/// How far a search is, or the form that begins it again once it has ended: what was marked is kept no longer.
#[component]
fn NotAllSearched(
    redaction: Redaction,
    job: Option<Job>,
    form: Filled,
    may_edit: bool,
) -> impl IntoView {
    let engagement = redaction.engagement;
    let over = job.as_ref().is_none_or(|job| job.state.is_over());
    let link = job.map(|job| {
        let words = if over { "What became of the search" } else { "How far the search is" };
        view! { <p><a href=jobs::address(engagement, job.id)>{words}</a></p> }
    });
    let changed = redaction.files_changed.filter(|changed| *changed > 0);
    let changed = changed.map(|changed| {
        let told = counted(i64::from(changed), "file", "files");
        view! { <p>{format!("It was replaced in {told} so far.")}</p> }
    });
    let again = (over && may_edit).then(|| view! { <SearchAgain redaction form /> });
    view! {
        <Notice tone=Tone::Doubt title="Not all text files were searched">{changed}{link}</Notice>
        {again}
    }
}

#[component]
fn SearchAgain(redaction: Redaction, form: Filled) -> impl IntoView {
    let action = at(redaction.engagement, &format!("redactions/{}/search", redaction.id));
    view! {
        <EditForm action save="Search text files" errors=form.errors() label="Search text files again">
            <Field
                label="What was marked"
                name="text"
                value=form.text("text")
                error=form.error("text")
                required=true
                maxlength=5000
                hint="It is not kept once a search has ended. Type it as it stood, letter by letter."
            />
        </EditForm>
    }
}

#[component]
fn Pictures(
    redaction: Redaction,
    pictures: Vec<Picture>,
    errors: FormErrors,
    may_edit: bool,
) -> impl IntoView {
    let left = redaction.pictures;
    let more = left - i64::try_from(pictures.len()).unwrap_or(left);
    let more = (more > 0).then(|| {
        let says = counted(more, "more is", "more are");
        view! { <p class="hint">{format!("{says} listed when these are done.")}</p> }
    });
    let gone = redaction.taken_away;
    let gone = (gone > 0).then(|| {
        let taken = counted(gone, "picture or PDF was", "pictures and PDFs were");
        let told = format!("{taken} taken away from a sample, and kept with the history, where nobody can open files.");
        view! { <p>{told}</p> }
    });
    let body = if pictures.is_empty() {
        Either::Left(view! { <p>"No picture or PDF is left to look at."</p> })
    } else {
        Either::Right(view! { <PicturesToSee redaction pictures errors may_edit /> })
    };
    view! {
        <Section
            title="Pictures and PDFs"
            id="pictures"
            lede="Nothing reads what a picture or a PDF shows. Look at each, blank what nobody should see, and erase a PDF that shows it. Office files and archives are never kept, so there are none."
        >
            {body}
            {more}
            {gone}
        </Section>
    }
}

#[component]
fn PicturesToSee(
    redaction: Redaction,
    pictures: Vec<Picture>,
    errors: FormErrors,
    may_edit: bool,
) -> impl IntoView {
    let engagement = redaction.engagement;
    let mut columns = vec![Column::new("File"), Column::new("Sample")];
    if may_edit {
        columns.insert(0, Column::new("Looked at"));
        columns.push(Column::new("Blank parts").hidden());
    }
    let rows = pictures.into_iter().enumerate().map(|(at, picture)| {
        // What is wrong with the form leads to its first box.
        let id = (at == 0).then_some("picture");
        view! { <PictureRow engagement picture id may_edit /> }
    });
    let rows = rows.collect_view();
    let table = view! {
        <DataTable caption="Pictures and PDFs to look at" id="pictures-table" columns cards=true quiet=true>{rows}</DataTable>
    };
    if !may_edit {
        return Either::Left(table);
    }
    let action = at(engagement, &format!("redactions/{}/looked", redaction.id));
    Either::Right(view! {
        <EditForm action save="Record that I looked at the ticked ones" errors>{table}</EditForm>
    })
}

#[component]
fn PictureRow(
    engagement: EngagementId,
    picture: Picture,
    id: Option<&'static str>,
    may_edit: bool,
) -> impl IntoView {
    let file = at(engagement, &format!("files/{}", picture.id));
    let sample = at(engagement, &format!("samples/{}", picture.sample));
    let tick = may_edit.then(|| {
        let label = format!("Looked at: {}", picture.name);
        let value = picture.id.to_string();
        view! { <td class="tick"><input type="checkbox" id=id name="picture" value=value aria-label=label /></td> }
    });
    let blank = may_edit.then(|| {
        let drawn = picture.format.is_picture().then(|| {
            let href = format!("{sample}/files/{}/blank", picture.id);
            view! { <a class="button quiet" href=href>"Blank parts"</a> }
        });
        view! { <td>{drawn}</td> }
    });
    view! {
        <tr>
            {tick}
            <th scope="row" data-label="File"><a href=file>{picture.name}</a></th>
            <td data-label="Sample"><a href=format!("{sample}#files-section")>{picture.summary}</a></td>
            {blank}
        </tr>
    }
}
