//! The world that tests of the stores act in: one builder each for clients, engagements and people.
//! People act as the app's own role: what is refused to them, the database refuses.

#![expect(clippy::unwrap_used, reason = "what a test cannot set up fails the test")]

use super::access::{Actor, Capacity, EditWork, Grant, Membership, Role};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{ClientId, EngagementId, PersonId};
use sqlx::{AssertSqlSafe, PgPool, Postgres, Transaction, query};

/// A transaction of a test.
pub(crate) type Tx = Transaction<'static, Postgres>;

/// A client of the firm.
pub(crate) async fn client(owner: &PgPool, name: &str) -> ClientId {
    let id = ClientId::new();
    let add = query("insert into client (id, name) values ($1, $2)").bind(id.0).bind(name);
    add.execute(owner).await.unwrap();
    id
}

/// An engagement for a client, in which nobody works yet.
pub(crate) async fn engagement(owner: &PgPool, client: ClientId, title: &str) -> EngagementId {
    let id = EngagementId::new();
    let add = "insert into engagement (id, client_id, title, redaction_key) values ($1, $2, $3, sha256($3::bytea))";
    query(add).bind(id.0).bind(client.0).bind(title).execute(owner).await.unwrap();
    id
}

/// A person with their memberships.
pub(crate) async fn person(
    owner: &PgPool,
    name: &str,
    role: Role,
    client: Option<ClientId>,
    memberships: &[(EngagementId, Capacity)],
) -> Actor {
    let person = PersonId::new();
    let add = "insert into person (id, email, name, role, client_id) values ($1, $1::text || '@example.org', $2, $3, $4)";
    let add = query(add).bind(person.0).bind(name).bind(role.key());
    add.bind(client.map(|id| id.0)).execute(owner).await.unwrap();
    for (engagement, capacity) in memberships {
        let add = "insert into membership (engagement_id, person_id, capacity) values ($1, $2, $3)";
        let add = query(add).bind(engagement.0).bind(person.0).bind(capacity.key());
        add.execute(owner).await.unwrap();
    }
    let member = |(engagement, capacity): &(EngagementId, Capacity)| Membership {
        engagement: *engagement,
        capacity: *capacity,
    };
    let memberships = memberships.iter().map(member).collect();
    Actor { person, name: name.into(), role, client, memberships }
}

/// A transaction as the app has it: its role is bound by row-level security.
pub(crate) async fn act_as(owner: &PgPool, actor: &Actor) -> Tx {
    let mut tx = owner.begin().await.unwrap();
    let (person, role) = (actor.person, actor.role.key());
    let statement = format!(
        "set local role faultline_app; set local faultline.person = '{person}'; set local faultline.role = '{role}'"
    );
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *tx).await.unwrap();
    tx
}

/// An engagement and the consultant who leads it.
pub(crate) struct Bench {
    /// The database, as its owner.
    pub(crate) pool: PgPool,
    /// The consultant.
    pub(crate) actor: Actor,
    /// The engagement.
    pub(crate) engagement: EngagementId,
    client: ClientId,
}

impl Bench {
    pub(crate) async fn new(pool: PgPool) -> Self {
        let client = client(&pool, &format!("Client {}", ClientId::new())).await;
        let engagement = engagement(&pool, client, "Orders").await;
        let leads = [(engagement, Capacity::Lead)];
        let actor = person(&pool, "Ada", Role::Consultant, None, &leads).await;
        Self { pool, actor, engagement, client }
    }

    /// A transaction of the consultant.
    pub(crate) async fn act(&self) -> Tx {
        self.act_as(&self.actor).await
    }

    /// A transaction of someone else.
    pub(crate) async fn act_as(&self, actor: &Actor) -> Tx {
        act_as(&self.pool, actor).await
    }

    pub(crate) fn grant(&self) -> Grant<EditWork> {
        self.actor.may(self.engagement).unwrap()
    }

    /// Someone of the client, in this capacity.
    pub(crate) async fn client_person(&self, capacity: Capacity) -> Actor {
        let member = [(self.engagement, capacity)];
        person(&self.pool, "Grace", Role::Client, Some(self.client), &member).await
    }
}
