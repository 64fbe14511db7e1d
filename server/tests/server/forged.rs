//! Row-level security alone: sessions that lie about memberships, so that every permission is granted.
//! What the program would have refused must then find nothing, show nothing and change nothing.

use crate::harness::{Browser, Person, TestApp};
use crate::walk::paths::{Target, fill};
use crate::walk::{contents, go};
use axum::http::{Method, StatusCode};
use faultline_app::route_table::Access;
use faultline_app::router;
use sqlx::PgPool;

/// From now on everyone who is signed in seems to be a member of every engagement, in the highest capacity there is
/// for them.
async fn grant_everything(owner: &PgPool) {
    let forge = "alter function session_actors(bytea[]) rename to honest_session_actors;
        create function session_actors(hashes bytea[])
        returns table (id_hash bytea, seen_at timestamptz, person_id uuid, name text, role text, client_id uuid,
                       engagements uuid[], capacities text[])
        language sql stable security definer set search_path = public, pg_temp as $$
            select s.id_hash, s.seen_at, s.person_id, s.name, s.role, s.client_id,
                array(select id from engagement),
                array(select case s.role when 'client' then 'contributor' else 'lead' end from engagement)
            from honest_session_actors(hashes) s
        $$";
    sqlx::raw_sql(forge).execute(owner).await.unwrap();
}

/// What only the first client's rows say.
const THEIRS: [&str; 5] =
    ["North Outfitters", "Order twice", "Why?", "Order to invoice", "Lead Person"];

/// What the room of an engagement says in which nothing was published.
const NOTHING_YET: &str = "<h1>Nothing is published yet</h1>";

/// Everything a permission to the first client's engagement would reach. Returns how many answers there were.
async fn reach(app: &TestApp, browser: &mut Browser) -> (usize, Vec<String>) {
    let (mut count, mut leaks) = (0, Vec::new());
    let routes = router::table().into_iter().filter(|route| matches!(route.who, Access::To(_)));
    for route in routes {
        for target in [Target::North, Target::Mixed] {
            let path = fill(app, route.path, target);
            let answer = go(browser, &route.method, &path).await;
            count += 1;
            let shown = THEIRS.iter().find(|text| answer.body.contains(**text));
            // A room in which nothing was published is a page too; it must look like any other such room.
            let empty_room = path.starts_with("/room/") && answer.body.contains(NOTHING_YET);
            let nothing = answer.status == StatusCode::NOT_FOUND || empty_room;
            let found = route.method == Method::GET && !nothing;
            if shown.is_some() || found {
                leaks.push(format!("{} {path}: {} {shown:?}", route.method, answer.status));
            }
        }
    }
    (count, leaks)
}

async fn leaks_nothing(owner: PgPool, person: Person) {
    let app = TestApp::new(owner.clone()).await;
    let before = contents(&owner, app.world.north.id).await;
    let mut browser = app.sign_in_as(person).await;
    grant_everything(&owner).await;
    let (count, leaks) = reach(&app, &mut browser).await;
    assert!(count > 80, "only {count} answers");
    assert!(leaks.is_empty(), "{} of {count} answers:\n{}", leaks.len(), leaks.join("\n"));
    assert_eq!(contents(&owner, app.world.north.id).await, before, "rows changed");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn with_every_permission_another_clients_person_still_finds_nothing(owner: PgPool) {
    leaks_nothing(owner, Person::Stranger).await;
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn with_every_permission_a_consultant_outside_still_finds_nothing(owner: PgPool) {
    leaks_nothing(owner, Person::Outside).await;
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_forged_sessions_do_open_what_the_program_refuses(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let decision = format!("/room/{}/decision", app.world.north.id);
    assert_eq!(viewer.post(&decision, &[]).await.status, StatusCode::NOT_FOUND);
    grant_everything(&owner).await;
    assert_ne!(viewer.post(&decision, &[]).await.status, StatusCode::NOT_FOUND);
}
