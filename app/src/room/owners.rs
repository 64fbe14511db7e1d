//! Who answers for what: the four owners of each integration, and the owners of each system, as they were published.
//! An owner that nobody is stays visible as one.

use crate::prelude::*;
use crate::ui::{Column, DataTable, Known};
use faultline::document::integrations::{Integration, Ownership};
use faultline::document::systems::System;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::wording::counted;
use faultline::stores::room::Snapshot;
use std::sync::Arc;

/// What is said of an owner that nobody is.
const NOBODY: &str = "unassigned";

/// The owners, opened by whoever wants them; nothing where no integration was recorded.
#[component]
pub fn Owners(
    /// The version that is read.
    snapshot: Arc<Snapshot>,
) -> impl IntoView {
    let document = snapshot.document();
    let (integrations, systems) = (document.integrations.clone(), document.systems.clone());
    let count = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
    let told = format!(
        "Who answers for what: {} and {}",
        counted(count(integrations.len()), "integration", "integrations"),
        counted(count(systems.len()), "system", "systems"),
    );
    (!integrations.is_empty()).then(|| {
        view! {
            <details class="long" id="owners">
                <summary>{told}</summary>
                <OfIntegrations integrations />
                <OfSystems systems />
            </details>
        }
    })
}

#[component]
fn OfIntegrations(integrations: Vec<Integration>) -> impl IntoView {
    let owned = Ownership::ALL.iter().map(|of| Column::new(of.label()));
    let columns = std::iter::once(Column::new("Integration")).chain(owned).collect();
    let rows = integrations.into_iter().map(|integration| {
        let cells = Ownership::ALL.iter().map(|of| {
            let owner = integration.owner(*of).unwrap_or_default().to_owned();
            view! { <td data-label=of.label()><Known text=owner otherwise=NOBODY /></td> }
        });
        let cells = cells.collect_view();
        view! { <tr><th scope="row" data-label="Integration">{integration.name}</th>{cells}</tr> }
    });
    view! {
        <DataTable caption="Owners of integrations" id="owners-of-integrations" columns cards=true>
            {rows.collect_view()}
        </DataTable>
    }
}

#[component]
fn OfSystems(systems: Vec<System>) -> impl IntoView {
    let columns = ["System", "Business owner", "Technical owner"].map(Column::new).to_vec();
    let rows = systems.into_iter().map(|system| {
        view! {
            <tr>
                <th scope="row" data-label="System">{system.name}</th>
                <td data-label="Business owner"><Known text=system.business_owner otherwise=NOBODY /></td>
                <td data-label="Technical owner"><Known text=system.technical_owner otherwise=NOBODY /></td>
            </tr>
        }
    });
    view! {
        <DataTable caption="Owners of systems" id="owners-of-systems" columns cards=true>
            {rows.collect_view()}
        </DataTable>
    }
}
