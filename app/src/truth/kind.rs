//! The form of a data type.

use crate::editing::Refusal;
use crate::form::Form;
use crate::prelude::*;
use crate::ui::{EditForm, Field, Link, PageHeader, PostButton, TextArea};
use crate::urls::at;
use faultline::document::engagement::{Engagement, Part};
use faultline::document::truth::DataType;
use faultline::platform::ids::DataTypeId;

/// What a stored data type looks like as a form.
pub fn fill(data_type: &DataType, version: i32) -> Form {
    Form::of(vec![
        ("version", version.to_string()),
        ("name", data_type.name.clone()),
        ("meaning", data_type.meaning.clone()),
    ])
}

/// The data type a form describes.
pub fn read(sent: &Form, id: DataTypeId) -> DataType {
    DataType { id, name: sent.text("name"), meaning: sent.text("meaning") }
}

/// The page with the form.
pub fn view(
    document: &Engagement,
    id: Option<DataTypeId>,
    title: &'static str,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> impl IntoView + use<> {
    let list = at(document.id, "truth");
    let action = id.map_or_else(|| format!("{list}/types/new"), |id| format!("{list}/types/{id}"));
    let errors = refusal.map(Refusal::errors).unwrap_or_default();
    let version = refusal.map_or(sent.version(), |refusal| refusal.version(sent));
    let labels = [("name", "Name"), ("meaning", "What one record stands for")];
    let stored =
        |part: &Part| if let Part::DataType(found) = part { Some(fill(found, 0)) } else { None };
    let conflict = refusal.and_then(|refusal| refusal.both_sides(&labels, sent, stored));
    let remove = id.map(|_| {
        let with = vec![("version", version.to_string())];
        view! { <PostButton action=format!("{action}/remove") label="Remove data type" look="quiet" with /> }
    });
    let (name, meaning, no_name) = (sent.text("name"), sent.text("meaning"), errors.of("name"));
    view! {
        <PageHeader title trail=vec![Link::new(list.clone(), "Source of truth")]>{remove}</PageHeader>
        {conflict}
        <EditForm action save="Save data type" cancel=list errors version=Some(i64::from(version))>
            <Field
                label="Name"
                name="name"
                value=name
                hint="A kind of record kept in several systems: customer, order, price."
                error=no_name
                required=true
                maxlength=200
            />
            <TextArea label="What one record stands for" name="meaning" value=meaning rows=2 maxlength=5000 />
        </EditForm>
    }
}
