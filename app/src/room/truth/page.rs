//! The page that disputes a field: how it stands in the newest version, and the form.

use super::list::owned;
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{
    EditForm, Fact, Facts, Field as Line, Known, Link, Notice, PageHeader, Section, TextArea, Tone,
};
use crate::urls;
use faultline::document::truth::Right;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, FieldId};
use faultline::stores::room::Snapshot;
use faultline::stores::truth_answers::{LONGEST, NAME};
use std::sync::Arc;

/// The page.
#[component]
pub fn DisputePage(
    /// The engagement.
    engagement: EngagementId,
    /// The newest version.
    snapshot: Arc<Snapshot>,
    /// The field.
    field: FieldId,
    /// What it is called.
    title: String,
    /// What the form holds.
    form: Filled,
    /// What is said when the answer came to another version.
    changed: Option<&'static str>,
) -> impl IntoView {
    let list = urls::room(engagement, "truth", None);
    let action = format!("{list}/{field}");
    let version = snapshot.contents().number;
    view! {
        <PageHeader title trail=vec![Link::new(list, "Source of truth")] />
        {changed.map(|title| view! { <Notice tone=Tone::Doubt title /> })}
        <Stands snapshot field />
        <Section title="What your side holds" id="dispute">
            <EditForm action save="Dispute it" errors=form.errors() version=Some(i64::from(version)) label="Dispute this field">
                <input type="hidden" name="answer" value="dispute" />
                <Line
                    label="Whose position it is"
                    name="team"
                    value=form.text("team")
                    error=form.error("team")
                    hint="A team or a role. Your name, when this stays empty."
                    maxlength=NAME as u32
                />
                <TextArea
                    label="What is right instead, and why"
                    name="position"
                    value=form.text("position")
                    error=form.error("position")
                    hint="Everyone in this room can read it. What looks like a password or a key is refused, and people’s data is replaced."
                    maxlength=LONGEST as u32
                    rows=3
                />
            </EditForm>
        </Section>
    }
}

/// How the field stands in the version.
#[component]
fn Stands(snapshot: Arc<Snapshot>, field: FieldId) -> impl IntoView {
    let document = snapshot.document();
    let field = document.fields.iter().find(|one| one.id == field);
    field.map(|field| {
        let rights = document.systems.iter().filter(|system| field.right(system.id) != Right::None);
        let rights = rights.map(|system| {
            view! { <Fact term=system.name.clone()>{field.right(system.id).label()}</Fact> }
        });
        let rights = rights.collect_view();
        let standing = field.standing.label().to_lowercase();
        let stands = format!("{}; {standing}", owned(document, field));
        view! {
            <Facts>
                <Fact term="As it stands">{stands}</Fact>
                {rights}
                <Fact term="Decided by"><Known text=field.decided_by.clone() otherwise="Nobody yet" /></Fact>
                <Fact term="Why"><Known text=field.why.clone() /></Fact>
            </Facts>
        }
    })
}
