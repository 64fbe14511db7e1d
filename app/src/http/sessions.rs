//! Sessions in Postgres, found by the hash of their id.
//! The person is never stored in the session: memberships and roles are read anew with every request. What else a
//! session carries is read only where something changes it.

use super::front::{ClientAddress, ClientNetwork};
use crate::http_error::HttpError;
use crate::request::SessionKey;
use crate::state::App;
use crate::zone;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use faultline::engines::tables::Zone;
use faultline::platform::ids::PersonId;
use faultline::stores::people::asking::Unanswered;
use faultline::stores::people::sessions::{self as store, NewSession};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres};
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result as Stored};
use tower_sessions::{Expiry, Session, SessionManagerLayer, SessionStore};

/// The key the signed-in person's id is kept under.
pub const PERSON: &str = "person";
/// The key of the time the session was last seen, so that it is written only now and then.
const SEEN: &str = "seen";
/// The keys of where it was begun, for the list that its owner sees.
const ADDRESS: &str = "address";
const AGENT: &str = "agent";

/// A session ends after this much idle time; the database ends it a week after sign-in, however busy it is.
const IDLE: Duration = Duration::hours(12);
/// A session is written at most this often for being used.
const TOUCH: chrono::Duration = chrono::Duration::minutes(10);

/// Sessions in the table `session`.
#[derive(Debug, Clone)]
pub struct PgSessions(PgPool);

/// How sessions travel: by a cookie that scripts cannot read. `secure` is off on loopback only.
#[must_use]
pub fn layer(pool: PgPool, secure: bool) -> SessionManagerLayer<PgSessions> {
    SessionManagerLayer::new(PgSessions(pool))
        .with_name(if secure { "__Host-faultline" } else { "faultline" })
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(secure)
        .with_expiry(Expiry::OnInactivity(IDLE))
}

/// The key a session is kept under.
#[must_use]
pub fn hash(id: Id) -> Vec<u8> {
    Sha256::digest(id.0.to_be_bytes()).to_vec()
}

fn backend(error: &sqlx::Error) -> Error {
    Error::Backend(error.to_string())
}

fn to_chrono(at: OffsetDateTime) -> DateTime<Utc> {
    DateTime::from_timestamp(at.unix_timestamp(), 0).unwrap_or_default()
}

impl PgSessions {
    async fn connection(&self) -> Stored<PoolConnection<Postgres>> {
        self.0.acquire().await.map_err(|error| backend(&error))
    }

    /// What a session carries, as it is stored, and whose it is.
    fn stored(record: &Record) -> Stored<(Option<uuid::Uuid>, Value)> {
        let person = record.data.get(PERSON).and_then(Value::as_str).and_then(|id| id.parse().ok());
        let data =
            serde_json::to_value(&record.data).map_err(|error| Error::Encode(error.to_string()))?;
        Ok((person, data))
    }
}

#[async_trait::async_trait]
impl SessionStore for PgSessions {
    async fn create(&self, record: &mut Record) -> Stored<()> {
        loop {
            let (person, data) = Self::stored(record)?;
            let text = |key| record.data.get(key).and_then(Value::as_str).unwrap_or_default();
            let session = NewSession {
                id_hash: &hash(record.id),
                person,
                data,
                expires_at: to_chrono(record.expiry_date),
                address: text(ADDRESS),
                agent: text(AGENT),
            };
            let mut conn = self.connection().await?;
            if store::create_session(&mut conn, session).await.map_err(|error| backend(&error))? {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Stored<()> {
        let (person, data) = Self::stored(record)?;
        let (key, expires_at) = (hash(record.id), to_chrono(record.expiry_date));
        let mut conn = self.connection().await?;
        store::save_session(&mut conn, &key, person, data, expires_at)
            .await
            .map_err(|error| backend(&error))
    }

    async fn load(&self, id: &Id) -> Stored<Option<Record>> {
        let mut conn = self.connection().await?;
        let found =
            store::open_session(&mut conn, &hash(*id)).await.map_err(|error| backend(&error))?;
        let Some(found) = found else { return Ok(None) };
        Ok(Some(Record {
            id: *id,
            data: serde_json::from_value(found.data)
                .map_err(|error| Error::Decode(error.to_string()))?,
            expiry_date: OffsetDateTime::from_unix_timestamp(found.expires_at.timestamp())
                .map_err(|error| Error::Decode(error.to_string()))?,
        }))
    }

    async fn delete(&self, id: &Id) -> Stored<()> {
        let mut conn = self.connection().await?;
        store::delete_session(&mut conn, &hash(*id)).await.map_err(|error| backend(&error))
    }
}

/// Says who asks, to everything behind it. Where that cannot be found out nobody is taken for a visitor.
pub async fn name_the_actor(
    State(app): State<App>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let mut zone = Zone::default();
    if let Some(id) = session.id() {
        let key = hash(id);
        match app.db.asking().who(&key).await {
            Ok(Some(found)) => {
                if Utc::now() - found.seen_at > TOUCH {
                    session.insert(SEEN, Utc::now().timestamp()).await.ok();
                }
                zone = found.zone;
                request.extensions_mut().insert(found.actor);
                request.extensions_mut().insert(SessionKey(key.into()));
            }
            // Looked into, a session that is not there any more takes its cookie back.
            Ok(None) => drop(session.get_value(PERSON).await),
            Err(Unanswered) => return HttpError::Busy.into_response(),
        }
    }
    zone::within(zone, next.run(request)).await
}

/// Signs a person in: a new session id, so that one handed out before sign-in is worth nothing.
///
/// # Errors
/// When the session cannot be stored.
pub async fn begin(
    session: &Session,
    person: PersonId,
    from: &Device,
) -> Result<(), tower_sessions::session::Error> {
    session.clear().await;
    session.cycle_id().await?;
    session.insert(PERSON, person).await?;
    session.insert(ADDRESS, &from.address).await?;
    session.insert(AGENT, &from.agent).await
}

/// The device a person signs in from, as far as that can be believed.
#[derive(Debug, Clone)]
pub struct Device {
    /// The address.
    pub address: String,
    /// The network that its attempts to sign in are counted for.
    pub network: String,
    /// What the browser calls itself.
    pub agent: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Device {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> std::result::Result<Self, Self::Rejection> {
        let address = parts
            .extensions
            .get::<ClientAddress>()
            .map(|found| found.0.to_string())
            .unwrap_or_default();
        let agent = parts
            .headers
            .get(header::USER_AGENT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let network = parts.extensions.get::<ClientNetwork>();
        let network = network.map(|found| found.0.to_string()).unwrap_or_default();
        Ok(Self { address, network, agent: agent.chars().take(300).collect() })
    }
}
