//! Saved views of the portfolio: the present filter and order under a name, above the list.
//! They are the reader's alone; one that is removed is put back by one button.

use super::search::Search;
use crate::form::{Filled, Form, errors, go};
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{EditForm, Field, PostButton, Toast};
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::ids::SavedViewId;
use faultline::stores::engagement::WriteError;
use faultline::stores::views as store;
use faultline::stores::views::{NAME, SavedView};

/// The reader's views, as the page shows them.
#[derive(Debug, Clone, Default)]
pub struct Views {
    /// All of them, and the one that was removed last.
    pub all: Vec<SavedView>,
    /// A form of them that was refused: the view it renames, if it is one, and what was typed.
    pub refused: Option<(Option<SavedViewId>, Filled)>,
}

impl Views {
    fn living(&self) -> impl Iterator<Item = &SavedView> {
        self.all.iter().filter(|view| !view.removed)
    }

    /// The form of a view, or of a new one, if it was refused.
    fn refused(&self, id: Option<SavedViewId>) -> Option<Filled> {
        let found = self.refused.as_ref().filter(|(of, _)| *of == id);
        found.map(|(_, form)| form.clone())
    }
}

/// The views above the list, with what can be done with them.
#[component]
pub fn SavedViews(
    /// The views.
    views: Views,
    /// What the list shows now.
    search: Search,
) -> impl IntoView {
    let now = search.query();
    let gone = views.all.iter().find(|view| view.removed && view.id.to_string() == search.removed);
    let gone = gone.cloned().map(|view| view! { <Removed view /> });
    let links = views.living().map(|view| {
        let current = (view.query == now).then_some("page");
        view! { <li><a href=address(&view.query) aria-current=current>{view.name.clone()}</a></li> }
    });
    let links = links.collect_view();
    let any = views.living().next().is_some();
    let list = any.then(|| {
        view! { <nav class="tabs" aria-label="Saved views"><ul>{links}</ul></nav> }
    });
    let known = views.living().any(|view| view.query == now);
    let refused = views.refused(None);
    let save = ((!now.is_empty() && !known) || refused.is_some())
        .then(|| view! { <SaveView search form=refused /> });
    let manage = any.then(|| view! { <Manage views /> });
    view! {
        {gone}
        <div class="saved-views">{list}{save}{manage}</div>
    }
}

/// The portfolio as a view shows it.
fn address(query: &str) -> String {
    if query.is_empty() { urls::ENGAGEMENTS.to_owned() } else { urls::engagements(query) }
}

#[component]
fn Removed(view: SavedView) -> impl IntoView {
    let action = urls::saved_view(view.id, "restore");
    view! {
        <Toast message=format!("The view “{}” was removed.", view.name)>
            <PostButton action label="Undo" look="quiet" />
        </Toast>
    }
}

/// The form that names what the list shows now.
#[component]
fn SaveView(search: Search, form: Option<Filled>) -> impl IntoView {
    let open = form.is_some();
    let form = form.unwrap_or_default();
    let carried = search.hidden().into_iter();
    let carried =
        carried.map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    let carried = carried.collect_view();
    view! {
        <details open=open>
            <summary>"Save this view"</summary>
            <EditForm action=urls::SAVED_VIEWS save="Save view" errors=form.errors() label="Save this view">
                {carried}
                <Field
                    label="Name of the view"
                    name="name"
                    value=form.text("name")
                    hint="Only you see it. It keeps the filter and the order, not the engagements."
                    error=form.error("name")
                    required=true
                    maxlength=NAME as u32
                />
            </EditForm>
        </details>
    }
}

/// Renaming and removing.
#[component]
fn Manage(views: Views) -> impl IntoView {
    let open = matches!(&views.refused, Some((Some(_), _)));
    let forms = views.living().map(|view| {
        let refused = views.refused(Some(view.id));
        view! { <li><OneView view=view.clone() form=refused /></li> }
    });
    let forms = forms.collect_view();
    view! {
        <details open=open>
            <summary>"Rename or remove views"</summary>
            <ul class="plain-list">{forms}</ul>
        </details>
    }
}

#[component]
fn OneView(view: SavedView, form: Option<Filled>) -> impl IntoView {
    let form = form.unwrap_or_else(|| {
        let version = ("version", view.version.to_string());
        Filled::new(Form::of(vec![version, ("name", view.name.clone())]), errors(&[]))
    });
    let label = format!("Rename “{}”", view.name);
    let (named, remove) = (format!("Name of “{}”", view.name), format!("Remove “{}”", view.name));
    let version = form.version();
    view! {
        <EditForm action=urls::saved_view(view.id, "rename") save="Rename" errors=form.errors() version label>
            <Field
                label=named
                name="name"
                id=format!("name-{}", view.id)
                value=form.text("name")
                error=form.error("name")
                required=true
                maxlength=NAME as u32
            />
        </EditForm>
        <PostButton action=urls::saved_view(view.id, "remove") label=remove look="quiet" />
    }
}

/// Saves what the list shows under a name.
pub async fn add(context: RequestContext, sent: Form) -> Result<Response, HttpError> {
    let me = context.staff()?;
    let search = Search::sent(&sent);
    let mut tx = context.act().await?;
    match store::add(&mut tx, me, &sent.text("name"), &search.query()).await {
        Ok(view) => {
            tx.commit().await?;
            Ok(go(&address(&view)))
        }
        Err(refused) => {
            drop(tx);
            again(&context, search, None, sent, refused).await
        }
    }
}

/// Gives a view another name.
pub async fn rename(
    context: RequestContext,
    Path(id): Path<SavedViewId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let me = context.staff()?;
    let mut tx = context.act().await?;
    match store::rename(&mut tx, me, (id, sent.version()), &sent.text("name")).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(go(urls::ENGAGEMENTS))
        }
        Err(refused) => {
            drop(tx);
            again(&context, Search::default(), Some(id), sent, refused).await
        }
    }
}

/// Removes a view, and offers to put it back.
pub async fn remove(
    context: RequestContext,
    Path(id): Path<SavedViewId>,
    _: Form,
) -> Result<Response, HttpError> {
    let me = context.staff()?;
    let mut tx = context.act().await?;
    store::remove(&mut tx, me, id).await?;
    tx.commit().await?;
    Ok(go(&urls::engagements(&format!("removed={id}"))))
}

/// Puts back the view that was removed last.
pub async fn restore(
    context: RequestContext,
    Path(id): Path<SavedViewId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let me = context.staff()?;
    let mut tx = context.act().await?;
    match store::restore(&mut tx, me, id).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(go(urls::ENGAGEMENTS))
        }
        Err(refused) => {
            drop(tx);
            again(&context, Search::default(), None, sent, refused).await
        }
    }
}

/// The portfolio again, with what is wrong with the form of a view.
async fn again(
    context: &RequestContext,
    search: Search,
    of: Option<SavedViewId>,
    mut sent: Form,
    refused: WriteError,
) -> Result<Response, HttpError> {
    let (status, problems) = match refused {
        WriteError::Invalid(problems) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        WriteError::Conflict(_) => {
            let views = store::list(&mut *context.look().await?, context.staff()?).await?;
            if let Some(now) = views.iter().find(|view| Some(view.id) == of) {
                sent.set("version", now.version.to_string());
            }
            let says = "This view was renamed in another window. Save again to have it your way.";
            (StatusCode::CONFLICT, vec![Problem::new("name", says)])
        }
        other => return Err(other.into()),
    };
    let refused = Some((of, Filled::new(sent, errors(&problems))));
    super::portfolio(context, search, status, refused).await
}
