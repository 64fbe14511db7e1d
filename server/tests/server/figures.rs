//! The figures as a browser without scripts meets them: each is what SQL counts a second time, and leads to its samples.

use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;
use uuid::Uuid;

/// Confirmed samples around 1 May 2026: many before, few after, some of them duplicates, with and without times.
async fn samples(owner: &PgPool, engagement: Uuid) {
    let add = "insert into sample (id, engagement_id, symptom, origin, cause, occurred_at, recovered_at, detected_by, outcome,
                   manual_minutes, summary, state, dates_only)
               select gen_random_uuid(), $1, case when n % 3 = 0 then 'duplicate' else 'late' end, 'middleware', 'timeout',
                   moment, case when n % 2 = 0 then moment + make_interval(hours => n) end, 'staff',
                   case when n % 5 = 0 then 'manual_override' else 'failed' end, case when n % 4 = 0 then 30 else 0 end,
                   'Order ' || n, case when n % 10 = 7 then 'new' when n % 2 = 0 then 'confirmed' else 'diagnosed' end,
                   case when n % 8 = 0 then 4 else 0 end
               from (select n, now() - make_interval(days => case when n <= 24 then 20 + n else n - 24 end) as moment
                     from generate_series(1, 30) n) spread";
    sqlx::query(add).bind(engagement).execute(owner).await.unwrap();
}

/// What a number is, worked out in another way than the program does it.
async fn counted(owner: &PgPool, engagement: Uuid, what: &str, first: &str, last: &str) -> i64 {
    let count = format!(
        "select count(*) from (select *, date(occurred_at at time zone 'UTC') as day from sample) s
         where engagement_id = $1 and state not in ('new', 'rejected') and day >= $2::date and day <= $3::date and ({what})"
    );
    let count = sqlx::query_scalar(sqlx::AssertSqlSafe(count)).bind(engagement);
    count.bind(first).bind(last).fetch_one(owner).await.unwrap()
}

/// The addresses of what is behind the numbers of a page, without what HTML makes of them.
fn behind(body: &str) -> Vec<String> {
    let links = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let links = links.filter(|href| href.contains("/figures/behind?"));
    links.map(|href| href.replace("&amp;", "&")).collect()
}

fn asked<'h>(href: &'h str, name: &str) -> &'h str {
    let rest = href.split(&format!("{name}=")).nth(1).unwrap();
    rest.split('&').next().unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn every_number_is_what_sql_counts_and_lists_what_is_behind_it(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let engagement = app.world.north.id;
    samples(&owner, engagement).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let since: String = sqlx::query_scalar("select (now() - interval '15 days')::date::text")
        .fetch_one(&owner)
        .await
        .unwrap();
    let shown = lead.get(&format!("/e/{engagement}/figures?since={since}")).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    let links = behind(&shown.body);
    assert_eq!(links.len(), 8 + 48, "two spans and twelve months of four figures");
    let mut some = 0;
    for href in &links {
        let what = match asked(href, "figure") {
            "failures" => "true",
            "duplicates" => "symptom = 'duplicate'",
            "manual" => "manual_minutes > 0 or outcome = 'manual_override'",
            "recovery" => "recovered_at >= occurred_at and dates_only not in (1, 3, 4, 5, 6, 7)",
            other => panic!("no such figure: {other}"),
        };
        let (first, last) = (asked(href, "first"), asked(href, "last"));
        let count = counted(&owner, engagement, what, first, last).await;
        let listed = lead.get(href).await;
        assert_eq!(listed.status, StatusCode::OK, "{href}");
        let rows = listed.body.matches("data-label=\"Sample\"").count();
        assert_eq!(i64::try_from(rows).unwrap(), count, "{href}");
        if asked(href, "figure") != "recovery" {
            let cell = format!("{}\">{count}", href.replace('&', "&amp;"));
            let plain = format!("{href}\">{count}");
            assert!(shown.body.contains(&cell) || shown.body.contains(&plain), "{href}: {count}");
        }
        some += count;
    }
    assert!(some > 60, "the numbers are not all nought: {some}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn few_samples_tell_nothing_and_many_tell_which_way_it_went(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let engagement = app.world.north.id;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let page = format!("/e/{engagement}/figures");
    let few = lead.get(&page).await;
    assert_eq!(few.body.matches("too few to tell").count(), 4, "{}", few.body);
    samples(&owner, engagement).await;
    let since: String = sqlx::query_scalar("select (now() - interval '30 days')::date::text")
        .fetch_one(&owner)
        .await
        .unwrap();
    // Of the samples of a day, few are left to tell anything: nothing that is typed makes the page fail.
    for odd in [since.as_str(), "9999-12-31", "-200000-01-01", "0001-01-01", "soon", ""] {
        let shown = lead.get(&format!("{page}?since={odd}")).await;
        assert_eq!(shown.status, StatusCode::OK, "{odd}");
    }
    let nothing = lead
        .get(&format!("{page}/behind?figure=none&first=-200000-01-01&last=%2B200000-01-01"))
        .await;
    assert_eq!(nothing.status, StatusCode::OK);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn targets_and_who_measured_are_kept_and_what_is_wrong_comes_back(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let page = format!("/e/{}/figures", app.world.north.id);
    let form = format!("{page}/edit");
    let by = format!("by_{}", app.world.north.ids["workflow"]);
    let wrong = [("version", "1"), ("failures", "few"), (by.as_str(), "Ada Berg")];
    let refused = lead.post(&form, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("few") && refused.body.contains("Ada Berg"));
    let below = [("version", "1"), ("failures", "-1")];
    assert_eq!(lead.post(&form, &below).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = [("version", "1"), ("failures", "4"), ("recovery", "8"), (by.as_str(), "Ada Berg")];
    assert_eq!(lead.post(&form, &right).await.status, StatusCode::SEE_OTHER);
    let shown = lead.get(&page).await;
    assert!(shown.body.contains("4 a month") && shown.body.contains("8 hours (median)"));
    let stale = [("version", "1"), ("failures", "5")];
    assert_eq!(lead.post(&form, &stale).await.status, StatusCode::CONFLICT);
}
