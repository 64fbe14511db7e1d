//! The room in the database, as the app's own role: row-level security alone, and with the store in front of it.
//! Every refusal here is a refusal by the database, not by the policy in the program.

use super::*;
use crate::stores::access::{Actor, Capacity, Comment, Decide, Membership, Role};
use crate::stores::engagement::load;
use crate::stores::room::{About, Answer, Draft, DraftSeen, Presentation};
use crate::stores::testing::{Tx, act_as, client, engagement, person};
use sqlx::PgPool;

mod threads;

/// Two clients with a room each, and who belongs to them.
struct World {
    pool: PgPool,
    lead: Actor,
    contributor: Actor,
    viewer: Actor,
    stranger: Actor,
    ours: EngagementId,
    theirs: EngagementId,
}

impl World {
    async fn new(pool: PgPool) -> Self {
        let clients = [client(&pool, "Ours").await, client(&pool, "Theirs").await];
        let ours = engagement(&pool, clients[0], "Ours in trouble").await;
        let theirs = engagement(&pool, clients[1], "Theirs in trouble").await;
        let both = [(ours, Capacity::Lead), (theirs, Capacity::Lead)];
        let lead = person(&pool, "Mara", Role::Consultant, None, &both).await;
        let contributor =
            person(&pool, "Ines", Role::Client, Some(clients[0]), &[(ours, Capacity::Contributor)])
                .await;
        let viewer =
            person(&pool, "Jonas", Role::Client, Some(clients[0]), &[(ours, Capacity::Viewer)])
                .await;
        let stranger = person(
            &pool,
            "Rolf",
            Role::Client,
            Some(clients[1]),
            &[(theirs, Capacity::Contributor)],
        )
        .await;
        Self { pool, lead, contributor, viewer, stranger, ours, theirs }
    }

    /// A transaction as the app's role, for a person.
    async fn act(&self, actor: &Actor) -> Tx {
        act_as(&self.pool, actor).await
    }

    async fn publish(&self, engagement: EngagementId, note: &str) -> Snapshot {
        let mut tx = self.act(&self.lead).await;
        let snapshot = publish(&mut tx, self.lead.may(engagement).unwrap(), note).await.unwrap();
        tx.commit().await.unwrap();
        snapshot
    }

    async fn read(&self, actor: &Actor, engagement: EngagementId) -> Option<Snapshot> {
        // The grant is the lead's: what is refused here, the database refuses.
        read(&mut *self.act(actor).await, self.lead.may(engagement).unwrap(), None).await.unwrap()
    }
}

async fn run(pool: &PgPool, statement: &'static str, values: &[String]) {
    let query =
        values.iter().fold(sqlx::query(statement), |query, value| query.bind(value.clone()));
    query.execute(pool).await.unwrap();
}

async fn count(pool: &PgPool, statement: &'static str) -> i64 {
    sqlx::query_scalar(statement).fetch_one(pool).await.unwrap()
}

#[sqlx::test]
async fn a_snapshot_is_numbered_hashed_audited_and_read_back_as_it_was(pool: PgPool) {
    let world = World::new(pool).await;
    let first = world.publish(world.ours, "The first").await;
    let second = world.publish(world.ours, "The second").await;
    assert_eq!((first.contents().number, second.contents().number), (1, 2));
    let read = world.read(&world.contributor, world.ours).await.unwrap();
    assert_eq!(read.text(), second.text());
    assert_eq!(read.contents().note, "The second");
    assert_eq!(read.contents().published_by, "Mara");
    assert_eq!(
        count(&world.pool, "select count(*) from audit where action = 'published'").await,
        2
    );
}

#[sqlx::test]
async fn a_snapshot_stays_as_it_is_when_the_engagement_changes(pool: PgPool) {
    let world = World::new(pool).await;
    let published = world.publish(world.ours, "").await;
    run(
        &world.pool,
        "update engagement set title = 'Renamed' where id = $1::uuid",
        &[world.ours.to_string()],
    )
    .await;
    let read = world.read(&world.contributor, world.ours).await.unwrap();
    assert_eq!(read.document().title, "Ours in trouble");
    assert_eq!(read.text(), published.text());
}

#[sqlx::test]
async fn nobody_changes_or_removes_a_snapshot_and_a_changed_one_stays_shut(pool: PgPool) {
    let world = World::new(pool).await;
    world.publish(world.ours, "").await;
    for statement in [
        "update snapshot set note = 'x'",
        "delete from snapshot",
        "update comment set body = 'x'",
        "delete from decision",
    ] {
        let mut tx = world.act(&world.lead).await;
        assert!(sqlx::query(statement).execute(&mut *tx).await.is_err(), "{statement}");
    }
    run(
        &world.pool,
        "update snapshot set document = replace(document, $1, 'Yours')",
        &["Ours".into()],
    )
    .await;
    let mut tx = world.act(&world.contributor).await;
    let read = read(&mut tx, world.contributor.may(world.ours).unwrap(), None).await;
    assert!(matches!(read, Err(ReadError::Damaged(_))));
}

#[sqlx::test]
async fn a_client_sees_their_own_room_and_nothing_of_another(pool: PgPool) {
    let world = World::new(pool).await;
    world.publish(world.ours, "").await;
    world.publish(world.theirs, "").await;
    assert!(world.read(&world.viewer, world.ours).await.is_some());
    assert!(world.read(&world.viewer, world.theirs).await.is_none());
    assert!(world.read(&world.stranger, world.ours).await.is_none());
    let mut tx = world.act(&world.stranger).await;
    let rooms = rooms(&mut tx, &[world.ours, world.theirs]).await.unwrap();
    assert_eq!(
        rooms.iter().map(|room| room.title.as_str()).collect::<Vec<_>>(),
        ["Theirs in trouble"]
    );
    let grant = world.lead.may(world.ours).unwrap();
    assert!(list(&mut tx, grant).await.unwrap().is_empty());
    assert!(
        load(&mut tx, world.lead.may::<crate::stores::access::ViewWork>(world.theirs).unwrap())
            .await
            .is_err()
    );
}

#[sqlx::test]
async fn a_viewer_can_neither_comment_nor_decide_whatever_the_program_grants(pool: PgPool) {
    let world = World::new(pool).await;
    world.publish(world.ours, "").await;
    assert!(world.viewer.may::<Comment>(world.ours).is_err());
    // A grant can only be made for who acts: this one is made as if the viewer were a contributor.
    let mut forged = world.viewer.clone();
    forged.memberships[0].capacity = Capacity::Contributor;
    let mut tx = world.act(&world.viewer).await;
    assert!(
        comment(&mut tx, forged.may(world.ours).unwrap(), 1, About::Map, "Hello").await.is_err()
    );
    let mut tx = world.act(&world.viewer).await;
    assert!(
        decide(&mut tx, forged.may::<Decide>(world.ours).unwrap(), 1, Answer::Accept, "")
            .await
            .is_err()
    );
}

#[sqlx::test]
async fn a_contributor_speaks_in_their_own_room_only(pool: PgPool) {
    let world = World::new(pool).await;
    world.publish(world.ours, "").await;
    let theirs = world.publish(world.theirs, "").await;
    let mut forged = world.contributor.clone();
    forged
        .memberships
        .push(Membership { engagement: world.theirs, capacity: Capacity::Contributor });
    let mut tx = world.act(&world.contributor).await;
    let said = comment(&mut tx, forged.may(world.theirs).unwrap(), 1, About::Map, "Hello").await;
    assert!(matches!(said, Err(WriteError::NotFound)));
    // Not even by naming another room's snapshot in one's own.
    let statement =
        "insert into comment (id, engagement_id, snapshot_id, about, body, person_id, person_name)
                     values (gen_random_uuid(), $1, $2, 'map', 'x', $3, 'x')";
    let insert = sqlx::query(statement)
        .bind(world.ours.0)
        .bind(theirs.id().0)
        .bind(world.contributor.person.0);
    assert!(insert.execute(&mut *tx).await.is_err());
    let mut tx = world.act(&world.contributor).await;
    comment(
        &mut tx,
        world.contributor.may(world.ours).unwrap(),
        1,
        About::Map,
        "We never ship on Sunday",
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let mut tx = world.act(&world.viewer).await;
    let comments = comments(&mut tx, world.viewer.may(world.ours).unwrap()).await.unwrap();
    assert_eq!(comments[0].body(), "We never ship on Sunday");
    assert_eq!((comments[0].person.as_str(), comments[0].number), ("Ines", 1));
}

#[sqlx::test]
async fn staff_comment_but_only_the_client_decides(pool: PgPool) {
    let world = World::new(pool).await;
    world.publish(world.ours, "").await;
    let mut tx = world.act(&world.lead).await;
    comment(&mut tx, world.lead.may(world.ours).unwrap(), 1, About::Verdict, "An answer")
        .await
        .unwrap();
    let mut forged = world.contributor.clone();
    forged.person = world.lead.person;
    let decided = decide(&mut tx, forged.may(world.ours).unwrap(), 1, Answer::Accept, "").await;
    assert!(matches!(decided, Err(WriteError::Database(_))));
}

#[sqlx::test]
async fn a_decision_is_about_the_newest_version_and_says_why(pool: PgPool) {
    let world = World::new(pool).await;
    world.publish(world.ours, "").await;
    world.publish(world.ours, "").await;
    let grant = || world.contributor.may::<Decide>(world.ours).unwrap();
    let mut tx = world.act(&world.contributor).await;
    let stale = decide(&mut tx, grant(), 1, Answer::Accept, "").await;
    assert!(matches!(stale, Err(WriteError::Conflict(None))));
    let mute = decide(&mut tx, grant(), 2, Answer::Decline, "  ").await;
    assert!(matches!(mute, Err(WriteError::Invalid(_))));
    decide(&mut tx, grant(), 2, Answer::Ask, "What does it cost?").await.unwrap();
    decide(&mut tx, grant(), 2, Answer::Accept, "").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = world.act(&world.lead).await;
    let decisions = decisions(&mut tx, world.lead.may(world.ours).unwrap()).await.unwrap();
    assert_eq!(decisions.iter().map(|d| d.answer.as_str()).collect::<Vec<_>>(), ["accept", "ask"]);
    assert_eq!(count(&world.pool, "select count(*) from audit where action = 'decided'").await, 2);
}

#[sqlx::test]
async fn nothing_is_published_that_was_not_seen_and_nothing_twice(pool: PgPool) {
    let world = World::new(pool).await;
    let grant = || world.lead.may::<crate::stores::access::Publish>(world.ours).unwrap();
    let mut tx = world.act(&world.lead).await;
    let mark = Draft::of(load(&mut tx, grant()).await.unwrap().document).mark(None).unwrap();
    run(
        &world.pool,
        "update engagement set title = 'Renamed' where id = $1::uuid",
        &[world.ours.to_string()],
    )
    .await;
    let stale = publish_seen(
        &mut tx,
        grant(),
        "",
        Presentation::default(),
        Some(DraftSeen { mark, newest: 0 }),
    )
    .await;
    assert!(matches!(stale, Err(WriteError::Conflict(None))));
    let mark = Draft::of(load(&mut tx, grant()).await.unwrap().document).mark(None).unwrap();
    let seen = Some(DraftSeen { mark, newest: 0 });
    assert!(publish_seen(&mut tx, grant(), "", Presentation::default(), seen).await.is_ok());
    assert!(matches!(
        publish_seen(&mut tx, grant(), "", Presentation::default(), seen).await,
        Err(WriteError::Conflict(None))
    ));
}

#[sqlx::test]
async fn a_consultant_who_does_not_lead_cannot_publish(pool: PgPool) {
    let world = World::new(pool).await;
    run(&world.pool, "update membership set capacity = 'consultant' where engagement_id = $1::uuid and capacity = 'lead'", &[
        world.ours.to_string(),
    ])
    .await;
    let mut tx = world.act(&world.lead).await;
    assert!(publish(&mut tx, world.lead.may(world.ours).unwrap(), "").await.is_err());
}

#[sqlx::test]
async fn a_note_that_is_too_long_is_refused_with_a_sentence(pool: PgPool) {
    let world = World::new(pool).await;
    let mut tx = world.act(&world.lead).await;
    let published =
        publish(&mut tx, world.lead.may(world.ours).unwrap(), &"x".repeat(TEXT + 1)).await;
    assert!(matches!(published, Err(WriteError::Invalid(_))));
}
