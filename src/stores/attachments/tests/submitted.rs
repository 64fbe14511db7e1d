//! What a contributor sends beside a report, and sees of it again.

use super::{cleaned, file, picture};
use crate::document::samples::testing::sample;
use crate::platform::ids::AttachmentId;
use crate::stores::access::Capacity;
use crate::stores::attachments::store;
use crate::stores::engagement::WriteError;
use crate::stores::samples::submit;
use crate::stores::testing::Bench;
use image::ImageFormat;
use sqlx::PgPool;

#[sqlx::test]
async fn a_contributor_adds_files_to_their_own_sample_only(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let theirs = bench.add(sample()).await;
    let grace = bench.client_person(Capacity::Contributor).await;
    let grant = grace.may(bench.engagement).unwrap();
    let mut tx = bench.act_as(&grace).await;
    let own = submit(&mut tx, grant, sample()).await.unwrap();
    store::submit(&mut tx, grant, own.id, &[file(AttachmentId::new())]).await.unwrap();
    let to_theirs = store::submit(&mut tx, grant, theirs, &[file(AttachmentId::new())]).await;
    assert!(matches!(to_theirs, Err(WriteError::NotFound)), "{to_theirs:?}");
    tx.commit().await.unwrap();
    let listed = store::list(&mut *bench.act().await, bench.grant(), own.id).await.unwrap();
    assert_eq!(listed[0].added_by.as_deref(), Some("Grace"));
}

#[sqlx::test]
async fn a_contributor_sees_what_they_sent_as_it_is_now_and_nothing_that_staff_added(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let grace = bench.client_person(Capacity::Contributor).await;
    let grant = grace.may(bench.engagement).unwrap();
    let [sent, text, theirs, blanked] = std::array::from_fn(|_| AttachmentId::new());
    let shot = || cleaned("shot.png", picture(ImageFormat::Png)).unwrap();
    let mut tx = bench.act_as(&grace).await;
    let own = submit(&mut tx, grant, sample()).await.unwrap();
    store::submit(&mut tx, grant, own.id, &[(sent, shot()), file(text)]).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = bench.act().await;
    store::add(&mut tx, bench.grant(), own.id, &[(theirs, shot())]).await.unwrap();
    store::replace(&mut tx, bench.grant(), own.id, sent, &(blanked, shot()), 1).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = bench.act_as(&grace).await;
    let files = store::submitted_files(&mut tx, grant).await.unwrap();
    let mut ids: Vec<_> = files.iter().map(|file| file.id).collect();
    ids.sort_by_key(|id| *id != text);
    assert_eq!(ids, [text, blanked]);
    for (id, name) in [(blanked, Some("shot.png")), (sent, None), (text, None), (theirs, None)] {
        let head = store::own_picture(&mut tx, grant, id).await.unwrap();
        assert_eq!(head.as_ref().map(|(name, _)| name.as_str()), name);
    }
}

#[sqlx::test]
async fn nobody_else_sees_what_a_contributor_sent(pool: PgPool) {
    let bench = Bench::new(pool.clone()).await;
    let elsewhere = Bench::new(pool).await;
    let grace = bench.client_person(Capacity::Contributor).await;
    let other = bench.client_person(Capacity::Contributor).await;
    let viewer = bench.client_person(Capacity::Viewer).await;
    let stranger = elsewhere.client_person(Capacity::Contributor).await;
    let grant = grace.may(bench.engagement).unwrap();
    let id = AttachmentId::new();
    let mut tx = bench.act_as(&grace).await;
    let own = submit(&mut tx, grant, sample()).await.unwrap();
    let shot = cleaned("shot.png", picture(ImageFormat::Png)).unwrap();
    store::submit(&mut tx, grant, own.id, &[(id, shot)]).await.unwrap();
    tx.commit().await.unwrap();
    for actor in [&viewer, &stranger, &bench.actor] {
        let room = bench.engagement.0;
        let mut tx = bench.act_as(actor).await;
        let files = sqlx::query("select own_submitted_files($1)").bind(room);
        let refused = files.execute(&mut *tx).await.unwrap_err();
        assert_eq!(code(&refused).as_deref(), Some("42501"), "{}", actor.name);
        let mut tx = bench.act_as(actor).await;
        let picture = sqlx::query("select own_submitted_picture($1, $2)").bind(room).bind(id.0);
        let refused = picture.execute(&mut *tx).await.unwrap_err();
        assert_eq!(code(&refused).as_deref(), Some("42501"), "{}", actor.name);
    }
    let mut tx = bench.act_as(&other).await;
    let grant = other.may(bench.engagement).unwrap();
    assert!(store::submitted_files(&mut tx, grant).await.unwrap().is_empty());
    assert!(store::own_picture(&mut tx, grant, id).await.unwrap().is_none());
}

fn code(error: &sqlx::Error) -> Option<String> {
    error.as_database_error().and_then(|error| error.code()).map(Into::into)
}
