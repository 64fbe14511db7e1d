//! A system as a row of the table of all systems.

use crate::editing::part::PartForm;
use crate::editing::row::{RowColumn, RowForm};
use crate::editing::table::AboutTable;
use crate::ui::{Choice, Link, choices};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::systems::{ApiAccess, Delivery, System, SystemKind};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::SystemId;

impl RowForm for System {
    fn about(document: &Engagement) -> AboutTable {
        let list = at(document.id, "systems");
        AboutTable {
            title: "Systems as a table".to_owned(),
            lede: "A system a line, what is asked of it a column.",
            hint: "The first letters of a kind are enough where no other begins so. A fact that has words is known.",
            action: format!("{list}/table"),
            list: Link::new(format!("{list}#systems"), "Systems and integrations"),
        }
    }

    fn columns(_: &Engagement) -> Vec<RowColumn> {
        let column = |(field, label): &(&'static str, &'static str)| match *field {
            "kind" => RowColumn::of(*field, *label, choices::<SystemKind>()),
            "api_access" => RowColumn::of(*field, *label, or_nothing::<ApiAccess>()),
            "delivery" => RowColumn::of(*field, *label, or_nothing::<Delivery>()),
            "version_pinned" => {
                let said = [("", ""), ("yes", "Yes"), ("no", "No")];
                let said = said.map(|(value, label)| Choice::new(value, label));
                RowColumn::of(*field, *label, said.to_vec())
            }
            _ => RowColumn::text(*field, *label),
        };
        // A tick is no cell: it is set on the page of its system.
        Self::LABELS.iter().filter(|(field, _)| *field != "third_party").map(column).collect()
    }

    fn stored(document: &Engagement) -> Vec<(SystemId, String, Self)> {
        let systems = document.systems.iter();
        systems.map(|system| (system.id, system.name.clone(), system.clone())).collect()
    }
}

/// The entries of a closed list, and that nobody knows yet.
fn or_nothing<C: Catalogue>() -> Vec<Choice> {
    std::iter::once(Choice::new("", "")).chain(choices::<C>()).collect()
}
