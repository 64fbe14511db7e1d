//! Every route, as everyone who could come, to what is theirs and to what is not.
//! What must happen is read from the route's own row and the policy; a route the walk cannot reach fails it.

use crate::harness::{Answer, Browser, Person, TestApp};
use axum::http::{Method, StatusCode};
use faultline::platform::ids::{EngagementId, PersonId};
use faultline::stores::access::{Action, Actor, Capacity, Membership, Role};
use faultline_app::route_table::{Access, Route};
use faultline_app::router;
use sqlx::PgPool;
use uuid::Uuid;

mod contents;
pub mod paths;

pub use contents::contents;

use paths::{Target, fill};

/// The person, as the policy knows them: what the walk expects is asked of the policy, not of the server.
fn actor(app: &TestApp, person: Person) -> Option<Actor> {
    if matches!(person, Person::Nobody | Person::Disabled) {
        return None;
    }
    let (role, client) = match person {
        Person::Admin => (Role::Admin, None),
        Person::Viewer | Person::Contributor => (Role::Client, Some(app.world.north.client.into())),
        Person::Stranger => (Role::Client, Some(app.world.south.client.into())),
        _ => (Role::Consultant, None),
    };
    let (north, south) = person.capacities();
    let member = |room: Uuid, capacity: Option<&str>| {
        capacity.map(|key| Membership {
            engagement: room.into(),
            capacity: key.parse::<Capacity>().unwrap(),
        })
    };
    let memberships = [member(app.world.north.id, north), member(app.world.south.id, south)];
    let memberships = memberships.into_iter().flatten().collect();
    Some(Actor {
        person: PersonId(app.world.person(person)),
        name: String::new(),
        role,
        client,
        memberships,
    })
}

/// What must happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Must {
    /// Be let in; for a form, at least not be refused for who one is.
    Allow,
    /// Be answered without a fault of the server, whatever the answer is.
    StaySound,
    /// Be told that there is nothing here.
    Refuse,
    /// Be told what is told of an id that nothing has: a form is looked at before what it names.
    TellNothing,
    /// Be led to the door.
    SignIn,
    /// Be told that a token is needed: a session says nothing there.
    NeedToken,
}

fn must(app: &TestApp, route: &Route, person: Person, target: Target) -> Must {
    if let Access::Token(_) = route.who {
        return Must::NeedToken;
    }
    // An admin may see every engagement there is: that one is not there is no secret from them.
    if person == Person::Admin && target == Target::Unknown {
        return Must::StaySound;
    }
    let Some(actor) = actor(app, person) else {
        return match (route.who, target) {
            (Access::Anyone, _) => Must::Allow,
            // What is no engagement's id names nothing, whoever asks.
            (Access::To(_), Target::Malformed) => Must::Refuse,
            _ => Must::SignIn,
        };
    };
    let may = match route.who {
        Access::Anyone | Access::SignedIn => true,
        Access::Staff => actor.is_staff(),
        Access::InFirm(action) => actor.can_in_firm(action),
        Access::To(action) => may_to(app, &actor, action, target),
        Access::Token(_) => false,
    };
    match may {
        true if target.exists() => Must::Allow,
        true if target == Target::Mixed && route.method == Method::POST => Must::TellNothing,
        // Its answer is what the one above is compared with.
        true if target == Target::Stray && route.method == Method::POST => Must::Allow,
        _ => Must::Refuse,
    }
}

fn may_to(app: &TestApp, actor: &Actor, action: Action, target: Target) -> bool {
    let room: EngagementId = match target {
        Target::North | Target::Mixed | Target::Stray => app.world.north.id.into(),
        Target::South => app.world.south.id.into(),
        Target::Unknown | Target::Malformed => return false,
    };
    actor.can(action, room)
}

/// The page that says there is nothing here, as this browser gets it.
async fn nothing(browser: &mut Browser) -> Answer {
    let answer = browser.get("/there/is/nothing/here").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    answer
}

pub async fn go(browser: &mut Browser, method: &Method, path: &str) -> Answer {
    if *method == Method::GET { browser.get(path).await } else { browser.post(path, &[]).await }
}

/// An answer, with every id in it made the same.
fn without_ids(answer: &Answer) -> String {
    let (status, headers, body) = answer.without_nonce();
    let text = format!("{status} {headers:?} {body}");
    let mut same = String::new();
    let mut rest = text.as_str();
    while let Some(found) = rest
        .char_indices()
        .find_map(|(at, _)| rest.get(at..at + 36)?.parse::<Uuid>().ok().map(|_| at))
    {
        same += &rest[..found];
        same += "ID";
        rest = &rest[found + 36..];
    }
    same + rest
}

/// What is wrong with an answer, if anything.
fn wrong(must: Must, method: &Method, answer: &Answer, nothing: &Answer) -> Option<&'static str> {
    let reads = *method == Method::GET;
    let redirected = answer.status.is_redirection();
    let led_to_door =
        answer.status == StatusCode::SEE_OTHER && answer.location().starts_with("/sign-in");
    match must {
        _ if answer.status.is_server_error() => Some("a server error"),
        Must::SignIn if !led_to_door => Some("not led to the door"),
        Must::NeedToken if answer.status != StatusCode::UNAUTHORIZED => {
            Some("not asked for a token")
        }
        Must::NeedToken if answer.header("content-type") != "application/problem+json" => {
            Some("not told as a problem")
        }
        Must::Refuse if answer.without_nonce() != nothing.without_nonce() => {
            Some("not the page that says nothing is here")
        }
        Must::Allow if reads && led_to_door => Some("led to the door"),
        Must::Allow if reads && !answer.status.is_success() && !redirected => Some("not let in"),
        Must::Allow if answer.status == StatusCode::FORBIDDEN => Some("forbidden"),
        _ => None,
    }
}

/// Everything that must be refused, then everything that may be read, then every form that may be sent: what a form
/// changes must not decide what is found before it.
fn order(must: Must, method: &Method) -> u8 {
    match (must, *method == Method::GET) {
        (Must::Allow, true) => 1,
        (Must::Allow, false) => 2,
        _ => 0,
    }
}

/// Walks every route as one person. Returns how many answers were looked at, and what was wrong with them.
async fn walk(app: &TestApp, person: Person) -> (usize, Vec<String>) {
    let mut steps = Vec::new();
    for route in router::table() {
        for target in Target::of(route.path) {
            let path = fill(app, route.path, target);
            steps.push((
                must(app, &route, person, target),
                route.method.clone(),
                path,
                target,
                route.path,
            ));
        }
    }
    steps.sort_by_key(|(must, method, ..)| order(*must, method));
    let mut browser = app.sign_in_as(person).await;
    let nothing = nothing(&mut browser).await;
    let (count, mut faults) = (steps.len(), Vec::new());
    for (must, method, path, target, route) in steps {
        // Some forms end the session, as they should.
        if must == Must::Allow && actor(app, person).is_some() && !browser.is_signed_in().await {
            browser = app.sign_in_as(person).await;
        }
        let answer = go(&mut browser, &method, &path).await;
        if must == Must::TellNothing {
            let stray = fill(app, route, Target::Stray);
            let of_stray = go(&mut browser, &method, &stray).await;
            if without_ids(&answer) != without_ids(&of_stray) {
                faults.push(format!(
                    "{person:?} {method} {path}: another client's id is told from none"
                ));
            }
        }
        if let Some(fault) = wrong(must, &method, &answer, &nothing) {
            let (status, to) = (answer.status, answer.location());
            faults.push(format!(
                "{person:?} {method} {path} ({target:?}): {fault}, but {status} {to}"
            ));
        }
    }
    (count, faults)
}

macro_rules! walks {
    ($($name:ident: $person:ident;)+) => {$(
        #[sqlx::test(migrator = "faultline::MIGRATOR")]
        async fn $name(owner: PgPool) {
            let app = TestApp::new(owner.clone()).await;
            let before = contents(&owner, app.world.south.id).await;
            let (count, faults) = walk(&app, Person::$person).await;
            assert!(count > 100, "only {count} answers");
            assert!(faults.is_empty(), "{} of {count} answers:\n{}", faults.len(), faults.join("\n"));
            let (_, in_south) = Person::$person.capacities();
            if in_south.is_none() && Person::$person != Person::Admin {
                assert_eq!(contents(&owner, app.world.south.id).await, before, "the other client's rows changed");
            }
        }
    )+};
}

walks! {
    every_route_leads_a_visitor_to_the_door: Nobody;
    every_route_leads_a_disabled_person_to_the_door: Disabled;
    every_route_treats_a_viewer_as_the_policy_says: Viewer;
    every_route_treats_a_contributor_as_the_policy_says: Contributor;
    every_route_treats_another_clients_person_as_the_policy_says: Stranger;
    every_route_treats_a_consultant_outside_as_the_policy_says: Outside;
    every_route_treats_a_consultant_as_the_policy_says: Consultant;
    every_route_treats_a_lead_as_the_policy_says: Lead;
    every_route_treats_an_admin_as_the_policy_says: Admin;
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_walk_knows_every_parameter_of_every_route(owner: PgPool) {
    let app = TestApp::new(owner).await;
    for route in router::table() {
        for target in Target::of(route.path) {
            let path = fill(&app, route.path, target);
            assert!(!path.contains(['{', '}']), "{path}");
        }
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn no_get_writes(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let count = "select (select count(*) from audit) + (select sum(version) from part) + (select sum(version) from engagement)";
    let before: i64 = sqlx::query_scalar(count).fetch_one(&owner).await.unwrap();
    for route in router::table().into_iter().filter(|route| route.method == Method::GET) {
        // That a download was taken is recorded, and that a version was opened noted: that is all it may write.
        admin.get(&fill(&app, route.path, Target::North)).await;
    }
    let not_downloads = "select count(*) from audit where action = 'downloaded'";
    let downloads: i64 = sqlx::query_scalar(not_downloads).fetch_one(&owner).await.unwrap();
    let after: i64 = sqlx::query_scalar(count).fetch_one(&owner).await.unwrap();
    assert_eq!(after - downloads, before);
}

#[test]
fn an_engagement_in_an_address_means_a_permission_to_it() {
    for route in router::table() {
        let names_one = route.path.starts_with("/e/{") || route.path.starts_with("/room/{");
        assert_eq!(
            names_one,
            matches!(route.who, Access::To(_)),
            "{} {}",
            route.method,
            route.path
        );
    }
}
