//! An integration as a row of the table of all integrations.

use crate::editing::part::PartForm;
use crate::editing::row::{RowColumn, RowForm};
use crate::editing::table::AboutTable;
use crate::ui::{Choice, Link, choices};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::integrations::{
    Availability, Criticality, Direction, Extent, Integration, Middleware, Timing, Transport,
};
use faultline::platform::ids::IntegrationId;

/// Fields that are no cells: ticks and several of a list are set on the page of their integration.
const ON_THEIR_PAGE: [&str; 2] = ["in_scope", "carries"];

impl RowForm for Integration {
    fn about(document: &Engagement) -> AboutTable {
        let list = at(document.id, "systems");
        AboutTable {
            title: "Integrations as a table".to_owned(),
            lede: "An integration a line, what is asked of it a column.",
            hint: "Name the systems as they are listed; the first letters of an answer are enough where no other begins so. A new one is in the scope of the verdict.",
            action: at(document.id, "integrations/table"),
            list: Link::new(format!("{list}#integrations"), "Systems and integrations"),
        }
    }

    fn columns(document: &Engagement) -> Vec<RowColumn> {
        let named = document.systems.iter();
        let named = named.map(|system| Choice::new(system.id.to_string(), system.name.clone()));
        let systems: Vec<_> = std::iter::once(Choice::new("", "")).chain(named).collect();
        let column = |(field, label): &(&'static str, &'static str)| match *field {
            "source" | "destination" => RowColumn::of(*field, *label, systems.clone()),
            "middleware" => RowColumn::of(*field, *label, choices::<Middleware>()),
            "transport" => RowColumn::of(*field, *label, choices::<Transport>()),
            "direction" => RowColumn::of(*field, *label, choices::<Direction>()),
            "timing" => RowColumn::of(*field, *label, choices::<Timing>()),
            "extent" => RowColumn::of(*field, *label, choices::<Extent>()),
            "criticality" => RowColumn::of(*field, *label, choices::<Criticality>()),
            "code" | "credentials" | "developer" | "maintainable" | "needed" => {
                RowColumn::of(*field, *label, choices::<Availability>())
            }
            _ => RowColumn::text(*field, *label),
        };
        let cells = Self::LABELS.iter().filter(|(field, _)| !ON_THEIR_PAGE.contains(field));
        cells.map(column).collect()
    }

    fn stored(document: &Engagement) -> Vec<(IntegrationId, String, Self)> {
        document.integrations.iter().map(|it| (it.id, it.name.clone(), it.clone())).collect()
    }
}
