//! A request of the demo that nobody has answered yet: whoever explores takes it or declines it.

use super::told;
use crate::failure::Failure;
use faultline::document::engagement::Complaint;
use faultline::document::intake::{Frequency, Intake};
use faultline::stores::engagement::WriteError;
use faultline::stores::intake as store;
use faultline::stores::intake::NewIntake;
use sqlx::PgConnection;

/// Sends it, as a stranger would.
pub async fn send(conn: &mut PgConnection) -> Result<(), Failure> {
    let request = NewIntake::check(request(), false).map_err(WriteError::Invalid).map_err(told)?;
    store::receive(conn, &request).await.map(|_| ()).map_err(told)
}

fn request() -> Intake {
    Intake {
        name: "Renate Holloway".into(),
        company: "Pinemoor Garden Supplies".into(),
        email: "renate.holloway@pinemoor.example".into(),
        workflow: "Wholesale orders to dispatch".into(),
        starts: "A garden centre orders in the wholesale portal, or the sales team types a telephone order into it.".into(),
        notices: "The warehouse, when a picking list is missing or comes twice. Sometimes the garden centre.".into(),
        how_often: Frequency::Weekly,
        systems: ["Wholesale portal", "ERP", "Warehouse scanner", "A spreadsheet for back orders"]
            .map(String::from)
            .to_vec(),
        symptoms: vec![
            Complaint::CreatedHereMissingThere,
            Complaint::DuplicateOrders,
            Complaint::DoubleCheckSheet,
            Complaint::FailsSilently,
            Complaint::DeveloperGone,
        ],
        more: "It began when the portal was moved to a new host in spring. Spring is our busiest season: two people compare the portal with the picking lists every morning.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_would_be_taken_from_a_stranger_too() {
        let checked = NewIntake::check(request(), false);
        assert!(checked.is_ok(), "{checked:?}");
    }
}
