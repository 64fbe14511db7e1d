//! The firm's templates: begin with one, rename it, remove it and put it back.
//! A template says what it has, and not where it came from.

use crate::form::{Filled, Form, errors};
use crate::prelude::*;
use crate::ui::{
    Column, DataTable, EditForm, EmptyState, Field, Link, PageHeader, PostButton, Time, Toast,
};
use crate::urls;
use faultline::platform::ids::TemplateId;
use faultline::platform::wording::counted;
use faultline::stores::templates::Template;

/// What just happened to a template.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// The one that was removed.
    pub removed: Option<TemplateId>,
    /// The one whose form was refused, with what was typed.
    pub refused: Option<(TemplateId, Filled)>,
}

/// The page.
#[component]
pub fn TemplatesPage(
    /// The templates, with the one that was just removed.
    templates: Vec<Template>,
    /// What just happened.
    told: Told,
) -> impl IntoView {
    let gone = templates.iter().find(|one| one.removed && told.removed == Some(one.id));
    let gone = gone.cloned().map(|template| view! { <Removed template /> });
    let refused = told.refused.clone();
    let orphan =
        refused.filter(|(id, _)| !templates.iter().any(|one| one.id == *id && !one.removed));
    let orphan = orphan.map(|(_, form)| view! { <crate::ui::ErrorSummary errors=form.errors() /> });
    let living: Vec<_> = templates.into_iter().filter(|one| !one.removed).collect();
    let list = if living.is_empty() {
        Either::Left(view! {
            <EmptyState title="No templates yet">
                <p>"Open an engagement that would be a good beginning for others, and choose “Reuse” on its overview."</p>
            </EmptyState>
        })
    } else {
        Either::Right(view! { <Templates templates=living told /> })
    };
    view! {
        {gone}
        {orphan}
        <PageHeader
            title="Templates"
            trail=vec![Link::new(urls::ENGAGEMENTS, "Engagements")]
            lede="What earlier engagements taught, without whose they were."
        />
        {list}
    }
}

#[component]
fn Removed(template: Template) -> impl IntoView {
    let action = urls::template(template.id, "restore");
    view! {
        <Toast message=format!("The template “{}” was removed.", template.name)>
            <PostButton action label="Undo" look="quiet" />
        </Toast>
    }
}

#[component]
fn Templates(templates: Vec<Template>, told: Told) -> impl IntoView {
    let columns = vec![
        Column::new("Template"),
        Column::new("What it has"),
        Column::new("Made by"),
        Column::new("Made"),
        Column::new("Begin with it").hidden(),
        Column::new("Change it").hidden(),
    ];
    let rows = templates.into_iter().map(|template| {
        let refused = told.refused.as_ref().filter(|(id, _)| *id == template.id);
        let form = refused.map(|(_, form)| form.clone());
        view! { <TemplateRow template form /> }
    });
    let rows = rows.collect_view();
    view! { <DataTable caption="Templates" id="templates" columns cards=true quiet=true>{rows}</DataTable> }
}

#[component]
fn TemplateRow(template: Template, form: Option<Filled>) -> impl IntoView {
    let has = [
        counted(template.systems, "system", "systems"),
        counted(template.integrations, "integration", "integrations"),
        counted(template.data_types, "data type", "data types"),
    ]
    .join(", ");
    let made_by = template.made_by.clone().unwrap_or_else(|| "Somebody of the firm".to_owned());
    let begin = urls::begin_with(template.id);
    let (id, name, made_at) = (template.id.to_string(), template.name.clone(), template.made_at);
    let change = template.is_own.then(|| view! { <Change template form /> });
    view! {
        <tr id=id>
            <th scope="row" data-label="Template">{name}</th>
            <td data-label="What it has">{has}</td>
            <td data-label="Made by">{made_by}</td>
            <td data-label="Made"><Time at=made_at /></td>
            <td><a class="button" href=begin>"Begin with it"</a></td>
            <td>{change}</td>
        </tr>
    }
}

/// Renaming and removing, for whoever may.
#[component]
fn Change(template: Template, form: Option<Filled>) -> impl IntoView {
    let open = form.is_some();
    let form = form.unwrap_or_else(|| {
        let version = ("version", template.version.to_string());
        Filled::new(Form::of(vec![version, ("name", template.name.clone())]), errors(&[]))
    });
    let version = form.version();
    let label = format!("Rename “{}”", template.name);
    let named = format!("Name of “{}”", template.name);
    let remove = format!("Remove “{}”", template.name);
    view! {
        <details open=open>
            <summary>"Rename or remove"</summary>
            <EditForm action=urls::template(template.id, "rename") save="Rename" errors=form.errors() version label>
                <Field
                    label=named
                    name="name"
                    id=format!("name-{}", template.id)
                    value=form.text("name")
                    error=form.error("name")
                    required=true
                    maxlength=200
                />
            </EditForm>
            <PostButton action=urls::template(template.id, "remove") label=remove look="quiet" />
        </details>
    }
}
