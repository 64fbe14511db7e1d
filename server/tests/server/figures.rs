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
    let mut links = behind(&shown.body);
    let body = shown.body.replace("&amp;", "&");
    let clearing =
        links.iter().position(|href| body.contains(&format!("{href}\">Clearing up after")));
    let clearing = links.remove(clearing.expect("what clearing up took leads to its samples"));
    assert_eq!(asked(&clearing, "figure"), "manual");
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

/// So many samples in a state, as many days ago, and how many of them have dates without times.
async fn many(
    owner: &PgPool,
    engagement: Uuid,
    state: &str,
    count: i32,
    days_ago: i32,
    dates_only: i16,
) {
    let add = "insert into sample (id, engagement_id, symptom, origin, cause, occurred_at, detected_by, outcome, manual_minutes,
                   summary, state, dates_only)
               select gen_random_uuid(), $1, 'late', 'middleware', 'timeout',
                   date_trunc('day', now() at time zone 'UTC' - make_interval(days => $4)) at time zone 'UTC', 'staff', 'failed', 0,
                   'Order ' || n, $2, $5
               from generate_series(1, $3) n";
    let add = sqlx::query(add).bind(engagement).bind(state).bind(count).bind(days_ago);
    add.bind(dates_only).execute(owner).await.unwrap();
}

/// What a page says of the failures, before against now.
async fn told(lead: &mut crate::harness::Browser, page: &str) -> String {
    let shown = lead.get(page).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    let row = shown.body.split("Failure rate</th>").nth(1).unwrap();
    row.split("</tr>").next().unwrap().split("class=\"badge\"").nth(1).unwrap().to_owned()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn few_samples_tell_nothing_and_many_tell_which_way_it_went(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let engagement = app.world.north.id;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let page = format!("/e/{engagement}/figures");
    let few = lead.get(&page).await;
    assert_eq!(few.body.matches("too few to tell").count(), 4, "{}", few.body);
    let since: String = sqlx::query_scalar("select (now() - interval '10 days')::date::text")
        .fetch_one(&owner)
        .await
        .unwrap();
    let page = format!("{page}?since={since}");
    many(&owner, engagement, "confirmed", 24, 15, 0).await;
    many(&owner, engagement, "confirmed", 4, 3, 0).await;
    assert!(told(&mut lead, &page).await.contains("fewer than before"));
    many(&owner, engagement, "new", 20, 2, 0).await;
    let open = told(&mut lead, &page).await;
    assert!(open.contains("too few to tell: 20 samples wait for review"), "{open}");
    let confirm =
        "update sample set state = 'confirmed' where engagement_id = $1 and state = 'new'";
    sqlx::query(confirm).bind(engagement).execute(&owner).await.unwrap();
    many(&owner, engagement, "confirmed", 40, 2, 0).await;
    assert!(told(&mut lead, &page).await.contains("more than before"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn nothing_that_is_typed_makes_the_page_fail(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let engagement = app.world.north.id;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let page = format!("/e/{engagement}/figures");
    samples(&owner, engagement).await;
    for odd in ["9999-12-31", "-200000-01-01", "0001-01-01", "soon", ""] {
        let shown = lead.get(&format!("{page}?since={odd}")).await;
        assert_eq!(shown.status, StatusCode::OK, "{odd}");
    }
    let nothing = lead
        .get(&format!("{page}/behind?figure=none&first=-200000-01-01&last=%2B200000-01-01"))
        .await;
    assert_eq!(nothing.status, StatusCode::OK);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_sample_of_which_only_the_day_is_known_is_shown_without_a_time(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let engagement = app.world.north.id;
    let page = format!("/e/{engagement}/figures/behind?figure=failures");
    many(&owner, engagement, "confirmed", 1, 0, 1).await;
    let row = |body: &str| {
        let row = body.split("Order 1</a>").nth(1).unwrap();
        row.split("</tr>").next().unwrap().to_owned()
    };
    let day = row(&lead.get(&page).await.body);
    assert!(day.contains("<time") && !day.contains("00:00"), "{day}");
    let timed = "update sample set dates_only = 0 where engagement_id = $1";
    sqlx::query(timed).bind(engagement).execute(&owner).await.unwrap();
    let moment = row(&lead.get(&page).await.body);
    assert!(moment.contains("00:00"), "{moment}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_room_and_the_downloads_tell_the_figures_of_the_version_that_is_read(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let engagement = app.world.north.id;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let room = |page: &str| format!("/room/{engagement}/{page}");
    let none = viewer.get(&room("figures")).await;
    assert!(none.body.contains("This version has no figures yet."), "{}", none.body);
    many(&owner, engagement, "confirmed", 24, 45, 0).await;
    many(&owner, engagement, "confirmed", 4, 3, 0).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    // The plan of the world begins long ago: before that day nothing was counted.
    let planned = "update part set body = body || jsonb_build_object('starts_on', (now() - interval '10 days')::date::text)
                   where engagement_id = $1 and kind = 'plan'";
    sqlx::query(planned).bind(engagement).execute(&owner).await.unwrap();
    let publish = lead.get(&format!("/e/{engagement}/publish")).await;
    let seen = publish.body.split("name=\"seen\"").nth(1).unwrap();
    let seen = seen.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let form = [("seen", seen.as_str()), ("newest", "1"), ("note", "")];
    let published = lead.post(&format!("/e/{engagement}/publish"), &form).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    many(&owner, engagement, "confirmed", 90, 1, 0).await;
    let shown = viewer.get(&room("figures")).await.body;
    assert!(shown.contains("id=\"months-chart\"") && shown.contains("Month by month"), "{shown}");
    assert!(shown.contains("Failures: 0 before, 5 now"), "what came since is not told: {shown}");
    let text = viewer.get(&room("recommendation.md")).await.body;
    assert!(text.contains("## Whether it got better"), "{text}");
    let json = viewer.get(&room("recommendation.json")).await.body;
    assert!(json.contains("\"figures\":{\"compared\""), "{json}");
    let older = viewer.get(&room("figures?version=1")).await.body;
    assert!(older.contains("This version has no figures yet."), "{older}");
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

/// Hours a month as SQL adds them up from what is stored: of the manual steps, and of clearing up.
const HOURS: &str = "select (
        select coalesce(sum((step -> 'facts' ->> 'minutes_per_run')::float8 * (step -> 'facts' ->> 'runs_per_month')::float8), 0) / 60
        from part p, jsonb_array_elements(p.body -> 'steps') step
        where p.engagement_id = $1 and p.kind = 'map' and not p.retired and p.body ->> 'side' = 'actual'
            and step ->> 'kind' not in ('start', 'end', 'task', 'decision', 'wait', 'detection')
    ) + (
        select coalesce(sum(manual_minutes) / 60.0::float8 / greatest((max(day) - min(day) + 1) / (365.0 / 12), 1), 0)
        from (select *, date(occurred_at at time zone 'UTC') as day from sample) s
        where engagement_id = $1 and state not in ('new', 'rejected')
    )::float8";

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_work_by_hand_is_what_sql_adds_up_and_leads_to_what_is_behind_it(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let engagement = app.world.north.id;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let map = format!("/e/{engagement}/workflows/{}/actual/text", app.world.north.ids["workflow"]);
    let shown = lead.get(&map).await.body;
    let version = shown.split("name=\"version\" value=\"").nth(1).unwrap();
    let version = version.split('"').next().unwrap().to_owned();
    let text = "Shop: Order paid\nOffice: Copy the order [manual copy-paste] (5 min x 200/month)\n\
                Office: Compare both lists [manual check] (7.5 min x 22/month)\nShop: Ship it\n";
    let saved = lead.post(&map, &[("version", &version), ("text", text)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    for (days_ago, minutes, confirmed) in [(3, "45", "true"), (90, "240", "true"), (5, "999", "")] {
        let at = chrono::Utc::now() - chrono::Duration::days(days_ago);
        let at = at.format("%Y-%m-%dT%H:%M").to_string();
        let mut form = vec![
            ("summary", "An order came late"),
            ("symptom", "late"),
            ("origin", "unknown"),
            ("cause", "timeout"),
            ("occurred_at", at.as_str()),
            ("detected_by", "staff"),
            ("outcome", "failed"),
            ("manual_minutes", minutes),
            ("evidence", ""),
        ];
        if !confirmed.is_empty() {
            form.push(("confirmed", confirmed));
        }
        let added = lead.post(&format!("/e/{engagement}/samples/new"), &form).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    }
    let hours: f64 = sqlx::query_scalar(HOURS).bind(engagement).fetch_one(&owner).await.unwrap();
    let page = lead.get(&format!("/e/{engagement}/figures")).await.body;
    let table =
        page.split("id=\"by-hand-table\"").nth(1).unwrap().split("</table>").next().unwrap();
    assert!(
        hours > 19.0 && table.contains(&format!("<strong>{hours:.1}</strong>")),
        "{hours}: {table}"
    );
    assert!(table.contains("5 × 200") && table.contains("7.5 × 22"), "{table}");
    let links = behind(table);
    let [clearing] = links.as_slice() else { panic!("{links:?}") };
    let listed = lead.get(clearing).await.body;
    assert!(listed.contains("45 min") && listed.contains("240 min"), "{listed}");
    assert!(!listed.contains("999 min"), "what nobody confirmed counts nowhere: {listed}");
}
