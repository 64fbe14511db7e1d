//! The search of text files: what it looks for is read by its worker alone and gone with it, however it ends, and a search
//! that is taken over or begun again counts every file once.

use super::*;

/// A lead who has redacted something that text files hold; the address of the job that searches them, and of its redaction.
async fn searching(app: &TestApp, files: usize) -> (Browser, String, String) {
    let room = app.world.north.id;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let log = format!("09:00 {MARKED} failed\n");
    for file in 0..files {
        attach(&mut lead, app, &[(&format!("{file}.log"), log.as_bytes())]).await;
    }
    let sample = sample(&mut lead, room).await;
    let job = redact(&mut lead, &sample).await;
    let page = lead.get(&job).await.body;
    let redaction = page.split("/redactions/").nth(1).expect("the way to what was redacted");
    let redaction = format!("/e/{room}/redactions/{}", &redaction[..36]);
    (lead, job, redaction)
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_search_that_was_cancelled_forgets_what_it_looked_for_and_is_begun_again_by_whoever_knows(
    owner: PgPool,
) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    let (mut lead, job, redaction) = searching(&app, 1).await;
    assert_eq!(sought(&owner).await, [Some(MARKED.as_bytes().to_vec())]);
    lead.post(&format!("{job}/cancel"), &[]).await;
    assert_eq!(sought(&owner).await, [None]);
    let page = lead.get(&job).await.body;
    assert!(page.contains("Text files that were not searched yet may still hold it"), "{page}");
    assert!(page.contains(&format!("{redaction}#texts")), "{page}");
    let list = lead.get(&format!("/e/{room}/redactions")).await.body;
    assert!(list.contains("not all searched"), "{list}");
    let again = lead.post(&format!("{job}/again"), &[]).await;
    assert_eq!(again.location(), format!("{redaction}#texts"), "it has to be typed once more");
    let search = format!("{redaction}/search");
    let other = lead.post(&search, &[("text", "Green Harbour")]).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.body.contains("That is not what was marked"), "{}", other.body);
    assert!(other.body.contains("value=\"Green Harbour\""), "what was typed comes back");
    assert_eq!(sought(&owner).await, [None]);
    let begun = lead.post(&search, &[("text", MARKED)]).await;
    assert!(begun.location().starts_with(&format!("/e/{room}/jobs/")), "{}", begun.body);
    let twice = lead.post(&search, &[("text", MARKED)]).await;
    assert_eq!(twice.location(), format!("{redaction}#texts"), "one search at a time");
    work_off(&app, &owner).await;
    assert_eq!(sought(&owner).await, [None]);
    let text = of_kind(&owner, room, "text").await[0];
    let read = lead.get(&format!("/e/{room}/files/{text}")).await;
    assert!(read.body.starts_with("09:00 ‹name "), "{}", read.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_search_that_failed_or_was_given_up_forgets_what_it_looked_for(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let (mut lead, job, _) = searching(&app, 1).await;
    // Whoever started it was shut out meanwhile.
    let shut = "update person set disabled_at = now() where id = $1";
    sqlx::query(shut).bind(app.world.person(Person::Lead)).execute(&owner).await.unwrap();
    work_off(&app, &owner).await;
    assert_eq!(sought(&owner).await, [None]);
    let open = "update person set disabled_at = null";
    sqlx::query(open).execute(&owner).await.unwrap();
    let page = lead.get(&job).await.body;
    assert!(page.contains("may not do it any more"), "{page}");
    // A server that was killed in the middle of it, three times.
    let (.., redaction) = searching(&app, 1).await;
    let died = "update job set state = 'running', attempts = 3, worker = gen_random_uuid(),
                    lease_until = now() - interval '1 second' where state = 'queued'";
    assert_eq!(sqlx::query(died).execute(&owner).await.unwrap().rows_affected(), 1);
    assert_eq!(sought(&owner).await.iter().flatten().count(), 1, "as long as it may go on");
    work_off(&app, &owner).await;
    assert_eq!(sought(&owner).await, [None, None]);
    let page = lead.get(&redaction).await.body;
    assert!(page.contains("Not all text files were searched"), "{page}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_text_that_no_search_is_left_for_is_erased_when_a_server_starts(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let (.., redaction) = searching(&app, 1).await;
    let left = "alter table job disable trigger user; update job set state = 'failed' where state = 'queued';
                alter table job enable trigger user";
    sqlx::raw_sql(left).execute(&owner).await.unwrap();
    assert_eq!(sought(&owner).await.iter().flatten().count(), 1, "{redaction}");
    let runner = tokio::spawn(app.runner().run());
    while sought(&owner).await.iter().flatten().count() > 0 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    runner.abort();
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_search_that_is_taken_over_counts_what_was_done_before_and_no_file_twice(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    let (mut lead, _, redaction) = searching(&app, 3).await;
    let texts = of_kind(&owner, room, "text").await;
    // The first file was written and recorded; in the second the server was killed, after writing it.
    for (file, recorded) in [(texts[0], true), (texts[1], false)] {
        let left = "09:00 ‹name 1› failed\n".as_bytes().to_vec();
        app.files().put(room.into(), file.into(), left).await.unwrap();
        let says = if recorded { "files_changed = 1" } else { "rewriting = $2" };
        let says = format!("update redaction set {says} where id = $1 and $2::uuid is not null");
        let id: Uuid = redaction.rsplit('/').next().unwrap().parse().unwrap();
        sqlx::query(sqlx::AssertSqlSafe(says)).bind(id).bind(file).execute(&owner).await.unwrap();
    }
    work_off(&app, &owner).await;
    assert_eq!(noted(&owner).await, [("3".to_owned(), "3".to_owned())]);
    let mut rewritten = rewritten(&owner).await;
    rewritten.sort_unstable();
    assert_eq!(rewritten, ["1.txt", "2.txt"], "the first one was recorded before");
    let told = lead.get(&redaction).await.body;
    assert!(told.contains("3 searched. It stood in 3, and was replaced there."), "{told}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_second_job_of_a_search_that_was_through_ends_well(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let (_, _, redaction) = searching(&app, 1).await;
    work_off(&app, &owner).await;
    let again = "insert into job (id, engagement_id, kind, subject_id, created_by)
                 select gen_random_uuid(), engagement_id, kind, subject_id, created_by from job where kind = 'redaction'";
    sqlx::query(again).execute(&owner).await.unwrap();
    work_off(&app, &owner).await;
    let ended = "select state, result ->> 'searched', result ->> 'changed' from job where kind = 'redaction'";
    let ended: Vec<(String, String, String)> = query_as(ended).fetch_all(&owner).await.unwrap();
    let well = ("done".to_owned(), "1".to_owned(), "1".to_owned());
    assert_eq!(ended, [well.clone(), well], "{redaction}");
    assert_eq!(rewritten(&owner).await, ["0.txt"]);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_was_marked_is_read_by_the_worker_of_its_search_alone(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    searching(&app, 1).await;
    let worker = Uuid::now_v7();
    let held =
        "update job set state = 'running', worker = $1, lease_until = now() + interval '1 hour'
                where kind = 'redaction' returning id";
    let job: Uuid = query_scalar(held).bind(worker).fetch_one(&owner).await.unwrap();
    let read = async |person: Person, sql: String| {
        let mut tx = owner.begin().await.unwrap();
        let act = format!(
            "set local role faultline_app; set local faultline.role = '{}'; set local faultline.person = '{}'",
            person.role(),
            app.world.person(person)
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(act)).execute(&mut *tx).await.unwrap();
        query_scalar::<_, Vec<u8>>(sqlx::AssertSqlSafe(sql)).fetch_optional(&mut *tx).await
    };
    let through =
        |worker: Uuid| format!("select marked from redaction_sought('{job}', '{worker}')");
    for person in [Person::Lead, Person::Consultant, Person::Admin, Person::Outside, Person::Viewer]
    {
        let plain = read(person, "select marked from redaction".to_owned()).await;
        assert!(plain.is_err(), "{person:?}: {plain:?}");
        let whole = read(person, "select r::text::bytea from redaction r".to_owned()).await;
        assert!(whole.is_err(), "{person:?}: {whole:?}");
        let guessed = read(person, through(Uuid::now_v7())).await;
        assert_eq!(guessed.unwrap(), None, "{person:?}");
    }
    let worker_of = read(Person::Admin, "select worker::text::bytea from job".to_owned()).await;
    assert!(worker_of.is_err(), "nobody reads whose job it is");
    let own = read(Person::Lead, through(worker)).await;
    assert_eq!(own.unwrap().as_deref(), Some(MARKED.as_bytes()));
    let outside = read(Person::Outside, through(worker)).await;
    assert_eq!(outside.unwrap(), None, "nor does whoever is no member, whatever they know");
}
