//! What is another client's: its ids in a form, its names on a page, and plans that the database made for somebody else.

use crate::harness::world::Room;
use crate::harness::{Browser, Person, TestApp};
use crate::walk::paths::{Target, fill};
use axum::http::{Method, StatusCode};
use faultline_app::router;
use sqlx::{Connection, PgPool, query_scalar};

/// What only one client's engagement has: the client's name, and the ids.
fn of(room: &Room, name: &str) -> Vec<String> {
    let names = [name.to_owned()];
    let ids = room.ids.values().filter(|id| !id.is_nil()).map(ToString::to_string);
    names.into_iter().chain([room.id.to_string(), room.client.to_string()]).chain(ids).collect()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn no_page_of_another_client_names_anything_of_the_first(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let theirs = of(&app.world.north, "North Outfitters");
    let mut stranger = app.sign_in_as(Person::Stranger).await;
    let routes = router::table().into_iter().filter(|route| route.method == Method::GET);
    let mut paths: Vec<_> = routes.map(|route| fill(&app, route.path, Target::South)).collect();
    paths.extend(["/?q=North", "/find?q=Order", "/find?q=North"].map(str::to_owned));
    let (read, named) = naming(&mut stranger, paths, &theirs).await;
    assert!(read > 10, "only {read} pages were read");
    assert_eq!(named, [""; 0]);
    // The same look finds them where they are: on the pages of whoever belongs there, and of the stranger's own client.
    let pages = |target| {
        let routes = router::table().into_iter().filter(|route| route.method == Method::GET);
        routes.map(|route| fill(&app, route.path, target)).collect::<Vec<_>>()
    };
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let (_, named) = naming(&mut viewer, pages(Target::North), &theirs).await;
    for end in ["/rooms", "/access", "/questions"] {
        assert!(named.iter().any(|path| path.ends_with(end)), "not on {end}: {named:?}");
    }
    let own = of(&app.world.south, "South Apothecary");
    let (_, named) = naming(&mut stranger, pages(Target::South), &own).await;
    assert!(named.iter().any(|path| path == "/rooms"), "the stranger reads their own: {named:?}");
}

/// Reads pages; returns how many there were, and those that name any of these.
async fn naming(
    browser: &mut Browser,
    paths: Vec<String>,
    names: &[String],
) -> (usize, Vec<String>) {
    let (mut read, mut named) = (0, Vec::new());
    for path in paths {
        let answer = browser.get(&path).await;
        read += usize::from(answer.status == StatusCode::OK);
        // An address names what it leads to: what stands in it is not told by the page.
        if names.iter().any(|name| !path.contains(name) && answer.body.contains(name)) {
            named.push(path);
        }
    }
    (read, named)
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_part_refers_to_nothing_of_another_client(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let (north, south) = (&app.world.north, &app.world.south);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let path = format!("/e/{}/integrations/{}", north.id, north.ids["integration"]);
    let other = "insert into part (engagement_id, id, kind, body)
                 select engagement_id, $2::uuid, kind, body || jsonb_build_object('id', $2::uuid, 'name', 'ERP')
                 from part where id = $1";
    let erp = uuid::Uuid::now_v7();
    sqlx::query(other).bind(north.ids["system"]).bind(erp).execute(&owner).await.unwrap();
    let saved = async |lead: &mut Browser, version: &str, source: &str| {
        let destination = erp.to_string();
        let form = [
            ("version", version),
            ("name", "Orders"),
            ("source", source),
            ("destination", destination.as_str()),
            ("middleware", "script"),
            ("transport", "webhook"),
            ("direction", "push"),
            ("timing", "real_time"),
            ("extent", "incremental"),
            ("criticality", "critical"),
            ("code", "unknown"),
            ("credentials", "unknown"),
            ("developer", "unknown"),
            ("maintainable", "unknown"),
            ("needed", "unknown"),
        ];
        lead.post(&path, &form).await
    };
    let refused = saved(&mut lead, "1", &south.ids["system"].to_string()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("this one is not there any more"), "{}", refused.body);
    let own = saved(&mut lead, "1", &north.ids["system"].to_string()).await;
    assert_eq!(own.status, StatusCode::SEE_OTHER, "only what is another's was wrong: {}", own.body);
    let source = "select body ->> 'source' from part where id = $1";
    let source = query_scalar(source).bind(north.ids["integration"]).fetch_one(&owner);
    let source: String = source.await.unwrap();
    assert_eq!(source, north.ids["system"].to_string());
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn whoever_is_removed_from_an_engagement_is_out_at_the_next_request(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let room = app.world.north.id;
    let (mut lead, mut consultant, mut viewer) = (
        app.sign_in_as(Person::Lead).await,
        app.sign_in_as(Person::Consultant).await,
        app.sign_in_as(Person::Viewer).await,
    );
    let pages = [format!("/e/{room}"), format!("/room/{room}")];
    assert_eq!(consultant.get(&pages[0]).await.status, StatusCode::OK);
    assert_eq!(viewer.get(&pages[1]).await.status, StatusCode::OK);
    for person in [Person::Consultant, Person::Viewer] {
        let id = app.world.person(person).to_string();
        let form = [("person", id.as_str())];
        let removed = lead.post(&format!("/e/{room}/members/remove"), &form).await;
        assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.body);
    }
    assert_eq!(consultant.get(&pages[0]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(viewer.get(&pages[1]).await.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn of_an_address_that_is_sent_twice_one_is_invited(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let form = [
        ("name", "New Person"),
        ("email", "new@firm.example"),
        ("email", "thief@elsewhere.example"),
        ("email[]", "thief@elsewhere.example"),
        ("role", "consultant"),
        ("client", ""),
    ];
    let made = admin.post("/people/new", &form).await;
    assert!(made.status == StatusCode::OK || made.status == StatusCode::SEE_OTHER, "{}", made.body);
    let known = "select email from person where email like '%new@%' or email like '%thief%'";
    let known: Vec<String> = query_scalar(known).fetch_all(&owner).await.unwrap();
    assert_eq!(known, ["new@firm.example"]);
}

/// The database may keep the plan of a statement; who asks is read when it runs, not when it was planned.
#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_plan_that_was_made_for_one_person_shows_another_their_own(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut conn = owner.acquire().await.unwrap();
    let (north, south) = (app.world.north.id, app.world.south.id);
    for plan in ["force_generic_plan", "force_custom_plan"] {
        for (person, own) in
            [(Person::Lead, north), (Person::Outside, south), (Person::Lead, north)]
        {
            // Often enough for a plan to be kept.
            for _ in 0..7 {
                let mut tx = conn.begin().await.unwrap();
                let act = format!(
                    "set local role faultline_app; set local plan_cache_mode = '{plan}';
                     set local faultline.role = 'consultant'; set local faultline.person = '{}'",
                    app.world.person(person)
                );
                sqlx::raw_sql(sqlx::AssertSqlSafe(act)).execute(&mut *tx).await.unwrap();
                let seen = "select array(select distinct engagement_id from part order by 1)";
                let seen: Vec<uuid::Uuid> = query_scalar(seen).fetch_one(&mut *tx).await.unwrap();
                assert_eq!(seen, [own], "{person:?}, {plan}");
            }
        }
    }
}
