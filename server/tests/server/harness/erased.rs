//! A client that was erased before anybody came, with its certificate.

use faultline::platform::ids::{ErasureId, PersonId};
use faultline::stores::erasure::certificate::{
    Asker, Backups, Certificate, FilesErased, Rows, Scope, hash, name_hash,
};
use sqlx::PgPool;
use uuid::Uuid;

/// Records it, and says which it is.
pub async fn one(owner: &PgPool, by: Uuid) -> Uuid {
    let certificate = certificate(ErasureId::new(), by);
    let text = certificate.canonical().unwrap();
    let add = "insert into erasure (id, number, client_id, name_hash, asked_by, asked_by_name, asked_at, certificate, hash,
                   erased_at)
               values ($1, 1, $2, $3, $4, 'Admin Person', $5, $6, $7, $5)";
    let add = sqlx::query(add).bind(certificate.id).bind(certificate.subject);
    let add =
        add.bind(name_hash(certificate.id, "East Bakery")).bind(by).bind(certificate.erased_at);
    add.bind(&text).bind(hash(&text)).execute(owner).await.unwrap();
    certificate.id.0
}

fn certificate(id: ErasureId, by: Uuid) -> Certificate {
    let (kind, format, program) = Certificate::head();
    let at = "2026-11-01T08:00:00Z".parse().unwrap();
    Certificate {
        kind,
        format,
        program,
        id,
        number: 1,
        scope: Scope::Client,
        subject: Uuid::now_v7(),
        name_sha256: hex::encode(name_hash(id, "East Bakery")),
        asked_by: Asker { id: PersonId(by), name: "Admin Person".into() },
        asked_at: at,
        erased_at: at,
        rows: vec![Rows { kind: "client".into(), rows: 1, bytes: 60 }],
        audit_entries_emptied: 1,
        files: FilesErased { recorded: 0, removed: 0, bytes: 0, store: Uuid::now_v7() },
        backups: Backups::of(None, at),
        not_reached: Vec::new(),
    }
}
