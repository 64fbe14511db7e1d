//! The form that publishes: the note to the client, how the documents of the version are told, and the files it hands out.
//! Nothing that is computed can be changed by it.

use super::files::FilesToHandOut;
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Checkbox, CheckboxGroup, Choice, EditForm, Field, Section, TextArea};
use crate::urls;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::room::store::Candidate;
use faultline::stores::room::{Hash, Presentation, SectionId};

/// The form.
#[component]
pub(super) fn PublishForm(
    /// The engagement.
    engagement: EngagementId,
    /// The number of the newest version; zero for none.
    newest: i32,
    /// The mark of what is shown.
    mark: Hash,
    /// How the newest version is told.
    presentation: Presentation,
    /// The files that may be handed out.
    offered: Vec<Candidate>,
    /// What was sent.
    form: Filled,
) -> impl IntoView {
    let title = format!("Publish version {}", newest + 1);
    view! {
        <Section title=title.clone() id="publish" lede="It is fixed from then on: a later version never changes it. Whoever reads the room is mailed that it is there, if mail is set up and they want it.">
            <EditForm action=urls::at(engagement, "publish") save=title errors=form.errors()>
                <input type="hidden" name="seen" value=mark.to_string() />
                <input type="hidden" name="newest" value=newest />
                <TextArea
                    label="Note to the client"
                    name="note"
                    value=form.text("note")
                    error=form.error("note")
                    maxlength=5000
                    rows=3
                    hint="What is new in this version, in a sentence or two."
                />
                <Account presentation=presentation.clone() form=form.clone() />
                <DocumentChoices presentation form=form.clone() />
                <FilesToHandOut engagement offered form />
            </EditForm>
        </Section>
    }
}

/// What only the publisher can say of the version. A signature is given anew each time.
#[component]
fn Account(presentation: Presentation, form: Filled) -> impl IntoView {
    let sent = !form.raw("seen").is_empty();
    let before = |name: &str, before: String| if sent { form.text(name) } else { before };
    let (question, asked_by) =
        (before("question", presentation.question), before("asked_by", presentation.asked_by));
    let tested = before("tested", presentation.tested);
    let wrong = ["question", "asked_by", "tested"].iter().any(|name| form.error(name).is_some());
    view! {
        <details open=sent || wrong>
            <summary>"The question, who looked at what, and your signature"</summary>
            <TextArea
                label="Question that was asked"
                name="question"
                value=question
                error=form.error("question")
                maxlength=5000
                rows=2
                hint="In the words of whoever asked it, such as: Why do orders arrive twice, and what does it take to end that?"
            />
            <Field
                label="Asked by"
                name="asked_by"
                value=asked_by
                error=form.error("asked_by")
                maxlength=200
                hint="Name and part, such as: Anna Kern, managing director."
            />
            <TextArea
                label="Who looked at what, and when"
                name="tested"
                value=tested
                error=form.error("tested")
                maxlength=5000
                rows=2
                hint="Where it is not recorded with each control or failure."
            />
            <Checkbox
                label="I sign this version"
                name="signed"
                checked=sent && form.ticked("signed")
                hint="As your own opinion, with everything you know that speaks against it. Your name and the day stand in the verdict pack."
            />
        </details>
    }
}

/// How the documents of the version are told. Nothing that is computed can be changed by it.
#[component]
fn DocumentChoices(presentation: Presentation, form: Filled) -> impl IntoView {
    let sent = !form.raw("seen").is_empty();
    let before = presentation.left_out.iter().map(|section| section.key().into()).collect();
    let selected = if sent { form.all("leave_out") } else { before };
    // What is closed is easily forgotten: words, and what is left out, stand open wherever they come from.
    let chosen = !selected.is_empty() || !form.text("covering").is_empty();
    let open = chosen || form.error("covering").is_some();
    let choices = SectionId::choosable();
    let choices = choices.map(|section| Choice::new(section.key(), section.label())).collect();
    view! {
        <details open=open>
            <summary>"What the documents say first, and which sections they carry"</summary>
            <TextArea
                label="Covering words"
                name="covering"
                value=form.text("covering")
                error=form.error("covering")
                maxlength=5000
                rows=4
                hint="They stand before the verdict in the PDF, the Word file and the text. Secrets and personal data in them are replaced."
            />
            <CheckboxGroup
                legend="Leave out of the documents"
                name="leave_out"
                choices
                selected
                hint="The client’s room, the workbook and the JSON have every section all the same."
            />
        </details>
    }
}
