//! The form of a data type.

use crate::editing::part::{Editor, PartEditor, PartForm};
use crate::form::Form;
use crate::prelude::*;
use crate::ui::{Field, Link, TextArea};
use crate::urls::at;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::truth::DataType;
use faultline::platform::ids::{DataTypeId, EngagementId};

/// The page.
#[component]
pub fn DataTypePage(
    /// The data type, and what its form holds.
    editor: Editor<DataType>,
) -> impl IntoView {
    let Editor { document, id, form, head } = editor;
    let list = at(document.id, "truth");
    let action = id.map_or_else(|| format!("{list}/types/new"), |id| format!("{list}/types/{id}"));
    view! {
        <PartEditor
            head
            trail=vec![Link::new(list.clone(), "Source of truth")]
            action=action.clone()
            save="Save data type"
            cancel=list
            remove=("Remove data type", format!("{action}/remove"))
        >
            <Field
                label="Name"
                name="name"
                value=form.text("name")
                hint="A kind of record kept in several systems: customer, order, price."
                error=form.error("name")
                required=true
                maxlength=200
            />
            <TextArea
                label="What one record stands for"
                name="meaning"
                value=form.text("meaning")
                rows=2
                maxlength=5000
            />
        </PartEditor>
    }
}

impl PartForm for DataType {
    type Id = DataTypeId;

    const LABELS: &'static [(&'static str, &'static str)] =
        &[("name", "Name"), ("meaning", "What one record stands for")];

    fn find(document: &Engagement, id: DataTypeId) -> Option<Self> {
        document.data_types.iter().find(|found| found.id == id).cloned()
    }

    fn from_part(part: &Part) -> Option<Self> {
        if let Part::DataType(found) = part { Some(found.clone()) } else { None }
    }

    fn into_part(self) -> Part {
        Part::DataType(self)
    }

    fn fill(&self) -> Form {
        Form::of(vec![("name", self.name.clone()), ("meaning", self.meaning.clone())])
    }

    fn read(sent: &Form, id: DataTypeId, _: &Engagement) -> (Self, Vec<Problem>) {
        (Self { id, name: sent.text("name"), meaning: sent.text("meaning") }, Vec::new())
    }

    fn title(_: &Engagement, id: Option<DataTypeId>) -> Option<String> {
        let title = if id.is_some() { "Data type" } else { "Add a data type" };
        Some(title.to_owned())
    }

    fn shown(engagement: EngagementId, id: Option<DataTypeId>) -> String {
        let list = at(engagement, "truth");
        id.map_or_else(|| list.clone(), |id| format!("{list}#{id}"))
    }

    fn page(editor: Editor<Self>) -> impl IntoView {
        view! { <DataTypePage editor /> }
    }
}
