//! What the step “source-of-truth rules” counts.
//! A dispute that is written down is evidence; only an agreed field with one owner is done.

use super::{Item, items::by_criticality};
use crate::document::engagement::Engagement;
use crate::document::integrations::{Criticality, Integration};
use crate::document::truth::Standing;
use crate::judgement::evidence::{IntegrationFact, Subject};
use crate::platform::ids::{DataTypeId, IntegrationId};

/// The fields of what an integration carries; a data type that several carry is counted once.
pub(super) fn truth(doc: &Engagement, integration: &Integration) -> Vec<Item> {
    if integration.carries.is_empty() {
        let about = Subject::IntegrationFact {
            integration: integration.id,
            fact: IntegrationFact::Carries,
        };
        let says = format!("Say which data types “{}” carries.", integration.name);
        let simple = integration.criticality == Criticality::Convenience;
        return if simple { Vec::new() } else { vec![Item::new(0, 1, false, says, about)] };
    }
    let first = |id: &&DataTypeId| first_carrier(doc, **id) == Some(integration.id);
    integration.carries.iter().filter(first).flat_map(|id| fields(doc, *id)).collect()
}

/// The integration in scope that a shared data type is counted at, so that it is counted once.
fn first_carrier(doc: &Engagement, id: DataTypeId) -> Option<IntegrationId> {
    by_criticality(doc).into_iter().find(|one| one.carries.contains(&id)).map(|one| one.id)
}

fn fields(doc: &Engagement, id: DataTypeId) -> Vec<Item> {
    let name = doc
        .data_types
        .iter()
        .find(|one| one.id == id)
        .map_or("a data type no longer listed", |one| &one.name);
    let fields: Vec<_> = doc.fields.iter().filter(|field| field.data_type == id).collect();
    if fields.is_empty() {
        let says = format!("Name the fields of “{name}” and who owns them.");
        return vec![Item::new(0, 1, false, says, Subject::DataType { data_type: id })];
    }
    let told = fields.into_iter().map(|field| {
        let says = format!("Decide which system owns “{name}: {}”.", field.name);
        let asked = field.standing != Standing::Unassigned;
        Item::new(i64::from(field.is_settled()), 1, asked, says, Subject::Field { field: field.id })
    });
    told.collect()
}
