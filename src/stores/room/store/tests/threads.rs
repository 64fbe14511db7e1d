//! Threads in the database: what is changed, resolved and mentioned, and that nothing said is written over.

use super::*;
use crate::platform::ids::{CommentId, PersonId};
use crate::stores::access::ViewRoom;
use crate::stores::room::Comment as Thread;

async fn say(world: &World, by: &Actor, says: &str) -> CommentId {
    let mut tx = world.act(by).await;
    let id = comment(&mut tx, by.may(world.ours).unwrap(), 1, About::Map, says).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn change(
    world: &World,
    by: &Actor,
    id: CommentId,
    says: &str,
) -> Result<Vec<PersonId>, WriteError> {
    let mut tx = world.act(by).await;
    let told = edit(&mut tx, by.may(world.ours).unwrap(), Words::Comment(id), says).await?;
    tx.commit().await?;
    Ok(told)
}

async fn answered(world: &World, by: &Actor, id: CommentId, says: &str) -> Replied {
    let mut tx = world.act(by).await;
    let to = ReplyTo::Comment(id);
    let done = reply(&mut tx, by.may(world.ours).unwrap(), to, says).await.unwrap();
    tx.commit().await.unwrap();
    done
}

async fn thread(world: &World, reader: &Actor) -> Thread {
    let grant = reader.may::<ViewRoom>(world.ours).unwrap();
    comments(&mut *world.act(reader).await, grant).await.unwrap().remove(0)
}

#[sqlx::test]
async fn what_was_changed_is_read_beside_what_it_said_before(pool: PgPool) {
    let world = World::new(pool).await;
    world.publish(world.ours, "").await;
    let id = say(&world, &world.contributor, "We ship on Sunday").await;
    change(&world, &world.contributor, id, "We never ship on Sunday").await.unwrap();
    let read = thread(&world, &world.viewer).await;
    let said: Vec<_> = read.versions.iter().map(|version| version.body.as_str()).collect();
    assert_eq!(said, ["We ship on Sunday", "We never ship on Sunday"]);
    assert!(!read.may_edit, "it is somebody else's");
    assert!(thread(&world, &world.contributor).await.may_edit);
    let noted = "select count(*) from audit where action = 'changed' and subject_kind = 'comment' and before is not null";
    assert_eq!(count(&world.pool, noted).await, 1);
    // What says the same is no change.
    change(&world, &world.contributor, id, "We never ship on Sunday").await.unwrap();
    assert_eq!(count(&world.pool, "select count(*) from comment_edit").await, 1);
}

#[sqlx::test]
async fn nobody_changes_what_was_answered_is_old_or_is_somebody_elses(pool: PgPool) {
    let world = World::new(pool).await;
    world.publish(world.ours, "").await;
    let id = say(&world, &world.contributor, "We ship on Sunday").await;
    let others = change(&world, &world.lead, id, "They do not").await;
    assert!(matches!(others, Err(WriteError::NotFound)));
    // The database refuses it too.
    let put = "insert into comment_edit (id, engagement_id, comment_id, body, person_id) values (gen_random_uuid(), $1, $2, 'x', $3)";
    let mut tx = world.act(&world.lead).await;
    let put = sqlx::query(put).bind(world.ours.0).bind(id.0).bind(world.lead.person.0);
    assert!(put.execute(&mut *tx).await.is_err());
    drop(tx);
    answered(&world, &world.lead, id, "Why on Sunday?").await;
    let late = change(&world, &world.contributor, id, "Never").await;
    assert!(matches!(late, Err(WriteError::Invalid(_))), "{late:?}");
    let old = say(&world, &world.contributor, "The export is nightly").await;
    let age = "update comment set created_at = now() - interval '25 hours' where id = $1::uuid";
    run(&world.pool, age, &[old.to_string()]).await;
    let late = change(&world, &world.contributor, old, "Never").await;
    assert!(matches!(late, Err(WriteError::Invalid(_))), "{late:?}");
}

#[sqlx::test]
async fn a_thread_is_resolved_until_somebody_says_more_or_opens_it_again(pool: PgPool) {
    let world = World::new(pool).await;
    world.publish(world.ours, "").await;
    let id = say(&world, &world.contributor, "We ship on Sunday").await;
    let resolved = async |by: &Actor, whether: bool| {
        let mut tx = world.act(by).await;
        resolve(&mut tx, by.may(world.ours).unwrap(), id, whether).await.unwrap();
        tx.commit().await.unwrap();
    };
    resolved(&world.lead, true).await;
    let by = thread(&world, &world.viewer).await.resolved.unwrap();
    assert_eq!(by.person, "Mara");
    resolved(&world.contributor, false).await;
    assert_eq!(thread(&world, &world.viewer).await.resolved, None);
    resolved(&world.contributor, true).await;
    answered(&world, &world.contributor, id, "One more thing").await;
    assert_eq!(thread(&world, &world.viewer).await.resolved, None);
    let mut tx = world.act(&world.stranger).await;
    let mut forged = world.stranger.clone();
    forged.memberships.push(Membership { engagement: world.ours, capacity: Capacity::Contributor });
    let strange = resolve(&mut tx, forged.may(world.ours).unwrap(), id, true).await;
    assert!(matches!(strange, Err(WriteError::NotFound)), "{strange:?}");
}

#[sqlx::test]
async fn a_mention_survives_redaction_and_is_told_once(pool: PgPool) {
    let world = World::new(pool).await;
    world.publish(world.ours, "").await;
    let mut tx = world.act(&world.contributor).await;
    let grant = || world.contributor.may::<Comment>(world.ours).unwrap();
    let says = "@Jonas, ask @mara. She is at mara@acme.example.";
    let said = pinned(&mut tx, grant(), 1, (About::Map, ""), says).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(said.mentioned.len(), 2);
    let body = thread(&world, &world.lead).await.body().to_owned();
    let kept = body.starts_with("@Jonas, ask @Mara. She is at ‹");
    assert!(kept && !body.contains("acme.example"), "{body}");
    let again = change(&world, &world.contributor, said.id, "@Jonas, ask @Mara and @Ines.").await;
    assert_eq!(again.unwrap(), Vec::<PersonId>::new(), "nobody is told twice, or of themselves");
    assert_eq!(count(&world.pool, "select count(*) from mention").await, 2);
    let mut tx = world.act(&world.viewer).await;
    let news = since(&mut tx, world.viewer.may(world.ours).unwrap()).await.unwrap();
    assert_eq!((news.mentions, news.mentioned_in.as_deref()), (1, Some("map")));
    let mut tx = world.act(&world.contributor).await;
    let nobody = pinned(&mut tx, grant(), 1, (About::Map, ""), "@Rolf?").await;
    assert!(matches!(nobody, Err(WriteError::Invalid(_))), "who is not of the room is nobody here");
    let long = pinned(&mut tx, grant(), 1, (About::Map, ""), &"@x ".repeat(2_000)).await;
    let Err(WriteError::Invalid(problems)) = long else { panic!("it was not refused") };
    assert_eq!(problems[0].message, "Shorten this to 5000 characters.");
}
