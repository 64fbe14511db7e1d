//! A template keeps nothing of whose it was, and another engagement begins with it.

use super::*;
use crate::document::systems::SystemKind;
use crate::stores::access::{Capacity, Role};
use crate::stores::engagement::put;
use crate::stores::testing::{act_as, client, engagement, person};
use sqlx::PgPool;

/// An engagement with a system under the client's own name and one under a plain name, and its lead.
async fn taught(owner: &PgPool) -> (Actor, EngagementId, ClientId) {
    let north = client(owner, "Nordlicht Outdoor").await;
    let other = client(owner, "Brackenford Cycles").await;
    let id = engagement(owner, north, "Orders").await;
    let lead =
        person(owner, "Tomasz Brandt", Role::Consultant, None, &[(id, Capacity::Lead)]).await;
    let mut tx = act_as(owner, &lead).await;
    for (name, kind) in [("Nordlicht shop", SystemKind::Shop), ("Ledger", SystemKind::Erp)] {
        let body =
            json!({ "id": PartId::new(), "name": name, "kind": kind, "vendor": "Northlight" });
        let part = Part::read(PartKind::System, body).unwrap();
        put(&mut tx, lead.may(id).unwrap(), part, 0).await.unwrap();
    }
    tx.commit().await.unwrap();
    (lead, id, other)
}

async fn everything(conn: &mut PgConnection, from: Grant<ViewWork>) -> Chosen {
    let document = load(conn, from).await.unwrap().document;
    Chosen { ids: document.parts().iter().map(|part| part.id().0).collect(), ..Chosen::default() }
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn a_template_begins_another_engagement_and_keeps_no_name_of_the_first(owner: PgPool) {
    let (lead, id, other) = taught(&owner).await;
    let mut tx = act_as(&owner, &lead).await;
    let (from, grant) = (lead.may::<ViewWork>(id).unwrap(), lead.may_in_firm().unwrap());
    let chosen = everything(&mut tx, from).await;
    let named = keep(&mut tx, grant, from, &chosen, "Nordlicht and its ledger").await;
    assert!(matches!(named, Err(WriteError::Invalid(_))), "{named:?}");
    let template = keep(&mut tx, grant, from, &chosen, "Shop and ledger").await.unwrap();
    let kept = sqlx::query_scalar("select parts::text from template").fetch_one(&mut *tx);
    let kept: String = kept.await.unwrap();
    assert!(kept.contains("Ledger"), "a name that was ticked and names nobody: {kept}");
    assert!(!kept.contains("Nordlicht") && !kept.contains("Northlight"), "{kept}");
    let begun = begin_with(&mut tx, &lead, template, (other, "Repairs")).await.unwrap();
    let document = load(&mut tx, led_by(&lead, begun).unwrap()).await.unwrap().document;
    let names: Vec<_> = document.systems.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Shop", "Ledger"]);
    let listed = list(&mut tx, grant, None).await.unwrap();
    assert_eq!((listed[0].systems, listed[0].is_own), (2, true));
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn nobody_but_its_maker_and_admins_change_a_template(owner: PgPool) {
    let (lead, id, other) = taught(&owner).await;
    let mut tx = act_as(&owner, &lead).await;
    let from = lead.may::<ViewWork>(id).unwrap();
    let grant = lead.may_in_firm().unwrap();
    let template = keep(&mut tx, grant, from, &Chosen::default(), "Shop").await.unwrap();
    tx.commit().await.unwrap();
    let stranger = person(&owner, "Amina Okoro", Role::Consultant, None, &[]).await;
    let mut tx = act_as(&owner, &stranger).await;
    let grant = stranger.may_in_firm().unwrap();
    let refused = remove(&mut tx, grant, template).await;
    assert!(matches!(refused, Err(WriteError::NotFound)), "{refused:?}");
    begin_with(&mut tx, &stranger, template, (other, "Repairs")).await.unwrap();
    drop(tx);
    let admin = person(&owner, "Helena Marsh", Role::Admin, None, &[]).await;
    let mut tx = act_as(&owner, &admin).await;
    let grant = admin.may_in_firm().unwrap();
    let secret = format!("AKIA{}", "Q7ZXM2N5KV3T8WBD");
    rename(&mut tx, grant, (template, 1), &format!("Shop alone {secret}")).await.unwrap();
    let named = list(&mut tx, grant, None).await.unwrap().remove(0).name;
    assert!(named.starts_with("Shop alone ") && !named.contains(&secret), "{named}");
    remove(&mut tx, grant, template).await.unwrap();
    assert_eq!(list(&mut tx, grant, None).await.unwrap(), []);
    assert!(list(&mut tx, grant, Some(template)).await.unwrap()[0].removed);
    let gone = begin_with(&mut tx, &admin, template, (other, "Repairs")).await;
    assert!(matches!(gone, Err(WriteError::Invalid(_))), "{gone:?}");
    restore(&mut tx, grant, template).await.unwrap();
    assert!(!list(&mut tx, grant, None).await.unwrap()[0].removed);
}
