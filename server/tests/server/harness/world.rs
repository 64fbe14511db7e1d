//! Two clients, an engagement of each with one of everything, and everyone who could come.
//! It is written by the owner, so that it does not depend on what it tests.

use super::erased;
use faultline_app::account::password;
use firm::{asked, invited, of_firm};
use quote::quoted;
use room::{
    certified, colleague, disputed, granted, noticed, published, questioned, reported, shared,
};
use sqlx::PgPool;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use uuid::Uuid;
use work::{engagement, file, job, outside, reconciled, redacted, unfinished};

mod firm;
mod quote;
mod room;
mod work;

pub use room::PICTURE;

/// Everyone's password.
pub const PASSWORD: &str = "ripe gravel octave";
/// The token of a link that nobody has taken yet.
pub const TOKEN: &str = "a-token-that-nobody-has-taken";

/// Who comes: how they stand to the first engagement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    Nobody,
    Viewer,
    Contributor,
    /// A contributor of the other client.
    Stranger,
    /// A consultant who leads the other engagement.
    Outside,
    Consultant,
    Lead,
    Admin,
    /// A lead who was signed in when they were shut out.
    Disabled,
}

impl Person {
    pub const ALL: [Self; 9] = [
        Self::Nobody,
        Self::Viewer,
        Self::Contributor,
        Self::Stranger,
        Self::Outside,
        Self::Consultant,
        Self::Lead,
        Self::Admin,
        Self::Disabled,
    ];

    /// What they sign in with.
    pub fn email(self) -> Option<&'static str> {
        Some(match self {
            Self::Nobody => return None,
            Self::Viewer => "viewer@north.example",
            Self::Contributor => "contributor@north.example",
            Self::Stranger => "stranger@south.example",
            Self::Outside => "outside@firm.example",
            Self::Consultant => "consultant@firm.example",
            Self::Lead => "lead@firm.example",
            Self::Admin => "admin@firm.example",
            Self::Disabled => "disabled@firm.example",
        })
    }

    /// What they are in the firm.
    pub fn role(self) -> &'static str {
        match self {
            Self::Viewer | Self::Contributor | Self::Stranger => "client",
            Self::Admin => "admin",
            _ => "consultant",
        }
    }

    /// Their capacity in the first engagement and in the second.
    pub fn capacities(self) -> (Option<&'static str>, Option<&'static str>) {
        match self {
            Self::Nobody | Self::Admin => (None, None),
            Self::Viewer => (Some("viewer"), None),
            Self::Contributor => (Some("contributor"), None),
            Self::Stranger => (None, Some("contributor")),
            Self::Outside => (None, Some("lead")),
            Self::Consultant => (Some("consultant"), None),
            Self::Lead | Self::Disabled => (Some("lead"), None),
        }
    }
}

/// An engagement and its parts, by what their addresses call them.
#[derive(Debug, Clone, Default)]
pub struct Room {
    pub id: Uuid,
    pub client: Uuid,
    pub ids: BTreeMap<&'static str, Uuid>,
}

/// Who and what is there.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// The first client's engagement.
    pub north: Room,
    /// The other client's.
    pub south: Room,
    people: BTreeMap<&'static str, Uuid>,
}

/// Hashing takes a while, and everyone has the same.
pub(super) fn password_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password::hash(PASSWORD).unwrap())
}

impl World {
    /// The id of someone with an account.
    pub fn person(&self, person: Person) -> Uuid {
        self.people[person.email().unwrap()]
    }

    pub async fn make(owner: &PgPool) -> Self {
        let north = engagement(owner, "North Outfitters").await;
        let south = engagement(owner, "South Apothecary").await;
        let mut world = Self { north, south, ..Self::default() };
        for person in Person::ALL {
            let Some(email) = person.email() else { continue };
            let client = match person {
                Person::Viewer | Person::Contributor => Some(world.north.client),
                Person::Stranger => Some(world.south.client),
                _ => None,
            };
            let id = Uuid::now_v7();
            let add = "insert into person (id, email, name, role, client_id, password_hash) values ($1, $2, $3, $4, $5, $6)";
            let add = sqlx::query(add)
                .bind(id)
                .bind(email)
                .bind(format!("{person:?} Person"))
                .bind(person.role());
            add.bind(client).bind(password_hash()).execute(owner).await.unwrap();
            let (north, south) = person.capacities();
            for (room, capacity) in [(world.north.id, north), (world.south.id, south)] {
                let add = "insert into membership (engagement_id, person_id, capacity) select $1, $2, $3 where $3 is not null";
                sqlx::query(add).bind(room).bind(id).bind(capacity).execute(owner).await.unwrap();
            }
            world.people.insert(email, id);
        }
        invited(owner).await;
        let admin = world.person(Person::Admin);
        // It was another client's, and is the firm's now.
        let erasure = erased::one(owner, admin).await;
        for room in [&mut world.north, &mut world.south] {
            room.ids.insert("erasure", erasure);
        }
        let lead = world.person(Person::Lead);
        for room in [&mut world.north, &mut world.south] {
            published(owner, room, lead).await;
            job(owner, room, lead).await;
            file(owner, room, lead).await;
            outside(owner, room, lead).await;
            reconciled(owner, room, lead).await;
            unfinished(owner, room, lead).await;
            redacted(owner, room, lead).await;
            asked(owner, room, lead).await;
        }
        of_firm(owner, &mut world.north, lead).await;
        let answers = [Person::Contributor, Person::Stranger].map(|person| world.person(person));
        for (room, answered_by) in [&mut world.north, &mut world.south].into_iter().zip(answers) {
            quoted(owner, room, lead, answered_by).await;
            certified(owner, room.id, answered_by).await;
            shared(owner, room, answered_by).await;
            granted(owner, room, lead, answered_by).await;
            questioned(owner, room, lead, answered_by).await;
            disputed(owner, room, answered_by).await;
            colleague(owner, room, lead, answered_by).await;
            reported(owner, room, answered_by).await;
            noticed(owner, room.id, answered_by).await;
        }
        world
    }
}
