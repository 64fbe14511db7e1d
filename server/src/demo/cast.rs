//! The demo's people and clients, and acting as one of them.
//! They come in as anyone does: invited, and with a password of their own that replaces the invitation.

use super::told;
use crate::failure::Failure;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{ClientId, EngagementId, PersonId};
use faultline::stores::access::{Actor, Capacity, Membership, Role};
use faultline::stores::engagement as store;
use faultline::stores::members;
use faultline::stores::people::{self, NewPerson};
use faultline_app::token::Token;
use sqlx::{PgConnection, query};
use uuid::Uuid;

/// The client whose orders are rescued.
pub const FIRST_CLIENT: &str = "Tidewick Homeware";
/// The client that has just come.
pub const SECOND_CLIENT: &str = "Brackenford Cycles";

/// The clinic, whose verdict is final.
pub const THIRD_CLIENT: &str = "Larkfield Physiotherapy";

/// Somebody of the demo.
pub struct Person {
    /// What they are called.
    pub name: &'static str,
    /// What they sign in with.
    pub email: &'static str,
    /// What they are, in words.
    pub part: &'static str,
    role: Role,
}

/// Everybody: the admin, the two consultants, the first client's two people, the clinic's one.
pub const PEOPLE: [Person; 6] = [
    Person {
        name: "Helena Marsh",
        email: "helena.marsh@firm.example",
        part: "admin",
        role: Role::Admin,
    },
    Person {
        name: "Tomasz Brandt",
        email: "tomasz.brandt@firm.example",
        part: "lead consultant for Tidewick Homeware",
        role: Role::Consultant,
    },
    Person {
        name: "Amina Okoro",
        email: "amina.okoro@firm.example",
        part: "lead consultant for Brackenford Cycles and Larkfield, a stranger to Tidewick",
        role: Role::Consultant,
    },
    Person {
        name: "Priya Nair",
        email: "priya.nair@tidewick.example",
        part: "client contributor at Tidewick Homeware",
        role: Role::Client,
    },
    Person {
        name: "Daniel Osei",
        email: "daniel.osei@tidewick.example",
        part: "client viewer at Tidewick Homeware",
        role: Role::Client,
    },
    Person {
        name: "Ines Falk",
        email: "ines.falk@larkfield.example",
        part: "client contributor at Larkfield Physiotherapy",
        role: Role::Client,
    },
];

/// Everybody once they have joined.
pub struct Cast {
    /// The admin.
    pub admin: Actor,
    /// The lead of the first client's engagement.
    pub lead: Actor,
    /// The lead of the second client's and of the clinic's.
    pub other: Actor,
    /// The first client's contributor.
    pub contributor: Actor,
    /// The first client's viewer.
    pub viewer: Actor,
    /// The first client.
    pub first: ClientId,
    /// The second client.
    pub second: ClientId,
    /// The clinic.
    pub third: ClientId,
    /// The clinic's contributor.
    pub desk: Actor,
}

/// Whoever runs the process: no person, as for everything that is done from the console.
pub fn console() -> Actor {
    actor(PersonId(Uuid::nil()), "the console", Role::Admin, None)
}

fn actor(person: PersonId, name: &str, role: Role, client: Option<ClientId>) -> Actor {
    Actor { person, name: name.to_owned(), role, client, memberships: Vec::new() }
}

/// From here on the transaction acts for this person, under row-level security.
///
/// # Errors
/// When the database cannot be reached.
pub async fn act(conn: &mut PgConnection, actor: &Actor) -> sqlx::Result<()> {
    query!(
        "select set_config('faultline.person', $1, true) as person, set_config('faultline.role', $2, true) as role",
        actor.person.to_string(),
        actor.role.key()
    )
    .fetch_one(conn)
    .await
    .map(|_| ())
}

impl Cast {
    /// Lets everybody join, with the password that has the hash at their place.
    pub async fn join(conn: &mut PgConnection, hashes: &[String]) -> Result<Self, Failure> {
        let [admin, lead, other, contributor, viewer, desk] = &PEOPLE;
        let [for_admin, for_lead, for_other, for_contributor, for_viewer, for_desk] = hashes else {
            return Err("Everybody needs a password.".into());
        };
        let admin = join(&mut *conn, &console(), admin, None, for_admin).await?;
        act(&mut *conn, &admin).await?;
        let first = client(&mut *conn, &admin, FIRST_CLIENT).await?;
        let second = client(&mut *conn, &admin, SECOND_CLIENT).await?;
        let third = client(&mut *conn, &admin, THIRD_CLIENT).await?;
        Ok(Self {
            lead: join(&mut *conn, &admin, lead, None, for_lead).await?,
            other: join(&mut *conn, &admin, other, None, for_other).await?,
            contributor: join(&mut *conn, &admin, contributor, Some(first), for_contributor)
                .await?,
            viewer: join(&mut *conn, &admin, viewer, Some(first), for_viewer).await?,
            desk: join(conn, &admin, desk, Some(third), for_desk).await?,
            first,
            second,
            third,
            admin,
        })
    }
}

async fn client(conn: &mut PgConnection, admin: &Actor, name: &str) -> Result<ClientId, Failure> {
    store::name_client(conn, admin.may_in_firm()?, None, name).await.map_err(told)
}

async fn join(
    conn: &mut PgConnection,
    inviting: &Actor,
    person: &Person,
    client: Option<ClientId>,
    hash: &str,
) -> Result<Actor, Failure> {
    act(&mut *conn, inviting).await?;
    let token = Token::new();
    let (email, name) = (person.email.parse()?, person.name.to_owned());
    let new = NewPerson { email, name, role: person.role, client };
    let id = people::invitations::invite(&mut *conn, inviting.may_in_firm()?, &new, &token.hash())
        .await
        .map_err(told)?;
    people::invitations::take_invitation(conn, &token.hash(), hash, None).await?;
    Ok(actor(id, person.name, person.role, client))
}

/// Makes somebody a member, as the lead does.
pub async fn admit(
    conn: &mut PgConnection,
    lead: &Actor,
    engagement: EngagementId,
    person: &mut Actor,
    capacity: Capacity,
) -> Result<(), Failure> {
    members::set(conn, lead.may(engagement)?, person.person, capacity).await.map_err(told)?;
    person.memberships.push(Membership { engagement, capacity });
    Ok(())
}
