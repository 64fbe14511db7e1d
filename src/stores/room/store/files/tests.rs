//! What is handed out is what was chosen and hashed; it is read by those who read the version, until it is withdrawn.

use super::*;
use crate::document::samples::ReviewState;
use crate::document::samples::testing::sample;
use crate::platform::catalogue::Catalogue;
use crate::stores::access::Capacity;
use crate::stores::attachments::{Given, clean_all, store as attachments};
use crate::stores::room::store::{publish, publish_with, read, withdraw};
use crate::stores::testing::Bench;
use sqlx::PgPool;

/// A failure with two texts beside it.
struct Two {
    bench: Bench,
    files: Files,
    failure: SampleId,
    ids: [AttachmentId; 2],
}

impl Two {
    async fn new(pool: PgPool) -> Self {
        let (bench, files) = (Bench::new(pool).await, Files::in_memory());
        let failure = bench.add(sample()).await;
        let ids = [AttachmentId::new(), AttachmentId::new()];
        let two = Self { bench, files, failure, ids };
        two.reviewed(ReviewState::Confirmed).await;
        for (id, text) in ids.into_iter().zip(["one line", "another line"]) {
            let mut given = Given::new(format!("{}.log", text.replace(' ', "-"))).unwrap();
            given.write(text.as_bytes()).unwrap();
            let redactor = crate::engines::redact::Redactor::new(b"key");
            let clean = clean_all(vec![given], redactor).await.unwrap().remove(0);
            two.files.put(two.bench.engagement, id, clean.bytes().to_vec()).await.unwrap();
            let mut tx = two.bench.act().await;
            let file = [(id, clean)];
            attachments::add(&mut tx, two.bench.grant(), failure, &file).await.unwrap();
            tx.commit().await.unwrap();
        }
        two
    }

    async fn reviewed(&self, state: ReviewState) {
        let set = "update sample set state = $2 where id = $1";
        let set = sqlx::query(set).bind(self.failure.0).bind(state.key());
        set.execute(&self.bench.pool).await.unwrap();
    }

    fn grant(&self) -> Grant<Publish> {
        self.bench.actor.may(self.bench.engagement).unwrap()
    }

    async fn chosen(&self, ids: &[AttachmentId]) -> Result<Vec<HandedOut>, HandOutError> {
        let ids = ids.iter().copied().collect();
        choose(&mut *self.bench.act().await, self.grant(), &self.files, &ids).await
    }

    /// A version that hands out the first.
    async fn published(&self) -> Snapshot {
        let mut tx = self.bench.act().await;
        let ids = [self.ids[0]].into();
        let files = choose(&mut tx, self.grant(), &self.files, &ids).await.unwrap();
        let told = crate::stores::room::Presentation::default();
        let published = publish_with(&mut tx, self.grant(), "", told, files, None).await.unwrap();
        tx.commit().await.unwrap();
        published
    }

    /// The newest version as somebody of the client reads it.
    async fn read(&self) -> Snapshot {
        let viewer = self.bench.client_person(Capacity::Viewer).await;
        let mut tx = self.bench.act_as(&viewer).await;
        let read = read(&mut tx, viewer.may(self.bench.engagement).unwrap(), None).await;
        read.unwrap().unwrap()
    }
}

fn refused(chosen: Result<Vec<HandedOut>, HandOutError>) -> String {
    match chosen {
        Err(HandOutError::Write(WriteError::Invalid(problems))) => problems[0].message.clone(),
        other => panic!("{other:?}"),
    }
}

#[sqlx::test]
async fn a_version_lists_what_was_chosen_with_its_hash_and_nothing_else(pool: PgPool) {
    let two = Two::new(pool).await;
    let mut tx = two.bench.act().await;
    let offered = files(&mut tx, two.grant()).await.unwrap().offered;
    drop(tx);
    assert_eq!(offered.len(), 2);
    assert!(offered.iter().all(|file| file.handed_out.is_none() && file.failure == two.failure));
    let published = two.published().await;
    let [file] = published.contents().files.as_slice() else { panic!("{published:?}") };
    assert_eq!((file.name.as_str(), file.bytes), ("one-line.txt", 8));
    assert_eq!(file.sha256, Hash::of("one line"));
    assert!(!published.text().contains("another-line"));
    let read = two.read().await;
    assert_eq!(read.hash(), published.hash());
    assert!(read.file(two.ids[0]).is_some() && read.file(two.ids[1]).is_none());
    let mut tx = two.bench.act().await;
    let again = files(&mut tx, two.grant()).await.unwrap().offered;
    assert_eq!(again.iter().map(|file| file.handed_out).collect::<Vec<_>>(), [Some(1), None]);
    let audited = "select after -> 'files' from audit where action = 'published'";
    let audited: serde_json::Value =
        sqlx::query_scalar(audited).fetch_one(&two.bench.pool).await.unwrap();
    assert_eq!(audited, serde_json::json!(["one-line.txt"]));
}

#[sqlx::test]
async fn nothing_is_handed_out_unless_somebody_chose_it(pool: PgPool) {
    let two = Two::new(pool).await;
    let mut tx = two.bench.act().await;
    let published = publish(&mut tx, two.grant(), "").await.unwrap();
    tx.commit().await.unwrap();
    assert!(!published.text().contains("\"files\""), "{}", published.text());
    assert!(two.read().await.files().is_empty());
}

#[sqlx::test]
async fn what_is_erased_or_written_anew_is_withdrawn_and_what_is_removed_stays(pool: PgPool) {
    let two = Two::new(pool).await;
    two.published().await;
    let mut tx = two.bench.act().await;
    attachments::remove(&mut tx, two.bench.grant(), two.failure, two.ids[0]).await.unwrap();
    tx.commit().await.unwrap();
    assert!(two.read().await.file(two.ids[0]).is_some(), "the version still has it");
    for change in ["erased_at = now()", "bytes = bytes"] {
        let mut tx = two.bench.act().await;
        let change = format!("update attachment set {change} where id = $1");
        let change = sqlx::query(sqlx::AssertSqlSafe(change)).bind(two.ids[0].0);
        assert_eq!(change.execute(&mut *tx).await.unwrap().rows_affected(), 1);
        let grant = two.bench.actor.may(two.bench.engagement).unwrap();
        let left = read(&mut tx, grant, None).await.unwrap().unwrap();
        assert!(left.file(two.ids[0]).is_none() && left.file_withdrawn(two.ids[0]).is_some());
        tx.rollback().await.unwrap();
    }
}

#[sqlx::test]
async fn a_file_is_withdrawn_from_every_version_and_can_be_handed_out_again(pool: PgPool) {
    let two = Two::new(pool).await;
    let numbers = [two.published().await, two.published().await];
    let mut tx = two.bench.act().await;
    attachments::remove(&mut tx, two.bench.grant(), two.failure, two.ids[0]).await.unwrap();
    let all = files(&mut tx, two.grant()).await.unwrap().handed_out;
    let [out] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((out.id, out.removed, out.versions.len()), (two.ids[0], true, numbers.len()));
    withdraw(&mut tx, two.grant(), two.ids[0]).await.unwrap();
    tx.commit().await.unwrap();
    let left = two.read().await;
    assert!(left.file(two.ids[0]).is_none() && left.file_withdrawn(two.ids[0]).is_some());
    let mut tx = two.bench.act().await;
    assert!(files(&mut tx, two.grant()).await.unwrap().handed_out.is_empty());
    for file in [two.ids[0], two.ids[1], AttachmentId::new()] {
        let again = withdraw(&mut tx, two.grant(), file).await;
        assert!(matches!(again, Err(WriteError::NotFound)), "{again:?}");
    }
    drop(tx);
    let back = "update attachment set removed_at = null";
    sqlx::query(back).execute(&two.bench.pool).await.unwrap();
    two.published().await;
    assert!(two.read().await.file(two.ids[0]).is_some(), "somebody chose it again");
    let audited = "select count(*) from audit where after ->> 'handed_out' = 'false'";
    let audited: i64 = sqlx::query_scalar(audited).fetch_one(&two.bench.pool).await.unwrap();
    assert_eq!(audited, 1);
}

#[sqlx::test]
async fn whoever_does_not_lead_withdraws_nothing(pool: PgPool) {
    let two = Two::new(pool).await;
    two.published().await;
    for capacity in [Capacity::Viewer, Capacity::Contributor] {
        let person = two.bench.client_person(capacity).await;
        let mut tx = two.bench.act_as(&person).await;
        let withdrawn: bool = sqlx::query_scalar("select withdraw_file($1, $2)")
            .bind(two.bench.engagement.0)
            .bind(two.ids[0].0)
            .fetch_one(&mut *tx)
            .await
            .unwrap();
        assert!(!withdrawn, "{capacity:?}");
    }
    assert!(two.read().await.file(two.ids[0]).is_some());
}

#[sqlx::test]
async fn only_what_lies_beside_a_confirmed_failure_can_be_chosen(pool: PgPool) {
    let two = Two::new(pool).await;
    assert_eq!(two.chosen(&two.ids).await.unwrap().len(), 2);
    assert!(two.chosen(&[]).await.unwrap().is_empty());
    let unknown = refused(two.chosen(&[two.ids[0], AttachmentId::new()]).await);
    assert!(unknown.contains("not there any more"), "{unknown}");
    two.files.put(two.bench.engagement, two.ids[1], b"other".to_vec()).await.unwrap();
    let other = refused(two.chosen(&two.ids).await);
    assert!(other.starts_with("“another-line.txt”") && other.ends_with('.'), "{other}");
    let mut tx = two.bench.act().await;
    attachments::erase(&mut tx, two.bench.grant(), two.failure, two.ids[1]).await.unwrap();
    tx.commit().await.unwrap();
    assert!(refused(two.chosen(&two.ids).await).contains("blanked or erased"));
    two.reviewed(ReviewState::Rejected).await;
    assert!(refused(two.chosen(&two.ids[..1]).await).contains("not confirmed"));
    let seen = files(&mut *two.bench.act().await, two.grant()).await.unwrap();
    assert!(seen.offered.is_empty());
}

#[sqlx::test]
async fn a_version_hands_out_no_more_than_an_archive_should_hold(pool: PgPool) {
    let two = Two::new(pool).await;
    let large = "update attachment set bytes = 12500000";
    sqlx::query(large).execute(&two.bench.pool).await.unwrap();
    let says = refused(two.chosen(&two.ids).await);
    assert!(says.contains("25.0 MB together") && says.contains("24.0 MB at most"), "{says}");
}

#[sqlx::test]
async fn whoever_does_not_lead_hands_out_nothing_and_nobody_takes_it_back(pool: PgPool) {
    let two = Two::new(pool).await;
    let published = two.published().await;
    let add = "insert into published_file (engagement_id, snapshot_id, attachment_id) values ($1, $2, $3)";
    for capacity in [Capacity::Viewer, Capacity::Contributor] {
        let person = two.bench.client_person(capacity).await;
        let mut tx = two.bench.act_as(&person).await;
        let add = sqlx::query(add).bind(two.bench.engagement.0).bind(published.id().0);
        assert!(add.bind(two.ids[1].0).execute(&mut *tx).await.is_err(), "{capacity:?}");
    }
    for change in ["update published_file set withdrawn_at = null", "delete from published_file"] {
        let mut tx = two.bench.act().await;
        assert!(sqlx::query(change).execute(&mut *tx).await.is_err(), "{change}");
    }
}
