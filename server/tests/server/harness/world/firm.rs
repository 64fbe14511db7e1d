//! What is the firm's own, what strangers ask it for, and who has not come yet.

use super::{Room, TOKEN};
use faultline_app::token::Token;
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

/// A logo, a view that the lead saved, how they want to be told of answers, and a template of the firm.
pub(super) async fn of_firm(owner: &PgPool, room: &mut Room, by: Uuid) {
    let logo = "update firm set logo = '\\x89504e47', logo_format = 'png'";
    sqlx::query(logo).execute(owner).await.unwrap();
    let (view, template) = (Uuid::now_v7(), Uuid::now_v7());
    let add = "with view as (insert into saved_view (id, person_id, name, query)
                             values ($1, $3, 'Waits for clients', 'waits=client'))
               insert into template (id, name, parts, made_by) values ($2, 'Shop and ERP', $4, $3)";
    let parts = json!([
        { "kind": "system", "body": { "id": Uuid::now_v7(), "name": "Shop", "kind": "shop" } },
        { "kind": "system", "body": { "id": Uuid::now_v7(), "name": "ERP", "kind": "erp" } },
    ]);
    let add = sqlx::query(add).bind(view).bind(template).bind(by).bind(parts);
    add.execute(owner).await.unwrap();
    let choose =
        "insert into notice_choice (person_id, kind, choice) values ($1, 'answered', 'daily')";
    sqlx::query(choose).bind(by).execute(owner).await.unwrap();
    room.ids.insert("saved_view", view);
    room.ids.insert("template", template);
}

/// The request that the engagement was opened for, and one that waits.
pub(super) async fn asked(owner: &PgPool, room: &mut Room, by: Uuid) {
    let (taken, waiting) = (Uuid::now_v7(), Uuid::now_v7());
    let add = "insert into intake (id, engagement_id, name, company, email, workflow, starts, notices, how_often, systems,
                   symptoms, more, fingerprint, state, answered_by, answered_at)
               select id, engagement, 'Asking Person', 'A firm', 'asking@firm-' || id || '.example', 'Orders to the ledger',
                   'A web order', 'The warehouse', 'weekly', '{Shop}', '{runs_twice}', '', sha256(id::text::bytea),
                   case when engagement is null then 'waiting' else 'accepted' end::intake_state,
                   case when engagement is not null then $4::uuid end, case when engagement is not null then now() end
               from (values ($1::uuid, $2::uuid), ($3::uuid, null)) asked (id, engagement)";
    let add = sqlx::query(add).bind(taken).bind(room.id).bind(waiting).bind(by);
    add.execute(owner).await.unwrap();
    room.ids.insert("request", taken);
    room.ids.insert("waiting_request", waiting);
}

/// Someone who has not come yet.
pub(super) async fn invited(owner: &PgPool) {
    let add = "with new as (insert into person (id, email, name, role)
                   values (gen_random_uuid(), 'invited@firm.example', 'Invited Person', 'consultant') returning id)
               insert into invitation (token_hash, person_id, expires_at)
               select $1, id, now() + interval '1 day' from new";
    sqlx::query(add).bind(Token::sent(TOKEN).hash()).execute(owner).await.unwrap();
}
