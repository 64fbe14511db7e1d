-- API tokens: each is one person's key to one engagement, kept only as a hash. And the answers that were given under an
-- idempotency key, so that whatever is sent twice is stored once.

create table api_token (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    person_id uuid not null references person on delete cascade,
    name text not null constraint api_token_name_length check (length(name) between 1 and 100),
    scopes text[] not null constraint api_token_scopes
        check (cardinality(scopes) > 0 and scopes <@ '{samples:read,samples:write}'),
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz,
    created_at timestamptz not null default now(),
    constraint api_token_expiry check (expires_at <= created_at + interval '366 days')
);
create index api_token_engagement on api_token (engagement_id, created_at desc);
create index api_token_person on api_token (person_id);

-- What a token is kept under, apart from what people may read of it; and how often it was used lately, so that any
-- number of servers count together.
create table api_token_key (
    token_hash bytea primary key,
    token_id uuid not null unique references api_token on delete cascade,
    person_id uuid not null references person on delete cascade,
    counted_since timestamptz not null default now(),
    used int not null default 0
);

-- What was answered under an idempotency key. The row is written in the transaction that stores, before it stores:
-- whoever sends the same key meanwhile waits for it, and after a crash it is not there.
create table api_answer (
    token_id uuid not null references api_token on delete cascade,
    engagement_id uuid not null references engagement on delete cascade,
    key_hash bytea not null,
    body_hash bytea not null,
    answer text not null default '',
    created_at timestamptz not null default now(),
    primary key (token_id, key_hash)
);
create index api_answer_oldest on api_answer (engagement_id, created_at);

alter table sample add column token_id uuid references api_token on delete set null;

-- The living token with this hash, whose it is and what they may reach. It counts the request: a time says that there
-- were too many of late, and until when. The token is read as the person it belongs to, so that whoever was removed or
-- shut out has no token any more.
create function token_open(hash bytea, most int, within interval)
returns table (token_id uuid, engagement_id uuid, scopes text[], wait_until timestamptz, person_id uuid, name text,
               role text, client_id uuid, memberships jsonb)
language plpgsql security definer set search_path = public, pg_temp as $$
declare key api_token_key; whose person;
begin
    update api_token_key k set
        used = case when k.counted_since > clock_timestamp() - within then least(k.used, most) + 1 else 1 end,
        counted_since = case when k.counted_since > clock_timestamp() - within then k.counted_since
                             else clock_timestamp() end
    where k.token_hash = hash returning * into key;
    if not found then return; end if;
    select * into whose from person p where p.id = key.person_id and p.disabled_at is null;
    if not found then return; end if;
    perform set_config('faultline.person', whose.id::text, true), set_config('faultline.role', whose.role, true);
    return query
        select t.id, t.engagement_id, t.scopes,
            case when key.used > most then key.counted_since + within end, whose.id, whose.name, whose.role,
            whose.client_id,
            (select jsonb_agg(jsonb_build_object('engagement', m.engagement_id, 'capacity', m.capacity))
             from membership m where m.person_id = whose.id)
        from api_token t
        where t.id = key.token_id and t.person_id = whose.id and t.revoked_at is null and t.expires_at > now();
    update api_token t set last_used_at = now()
    where t.id = key.token_id and (t.last_used_at is null or t.last_used_at < now() - interval '1 minute');
end $$;

alter table api_token enable row level security;
alter table api_token force row level security;
create policy api_token_read on api_token for select
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));
create policy api_token_insert on api_token for insert with check
    (person_id = acting_person()
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])));
create policy api_token_update on api_token for update
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))
    with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));

-- Read before anyone is known, by the function above only.
alter table api_token_key enable row level security;
create policy api_token_key_insert on api_token_key for insert with check (person_id = acting_person());

alter table api_answer enable row level security;
alter table api_answer force row level security;
create policy api_answer_work on api_answer for all
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))
    with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));

revoke all on function token_open(bytea, int, interval) from public;
grant execute on function token_open(bytea, int, interval) to faultline_app;
grant select, insert on api_token to faultline_app;
grant update (revoked_at) on api_token to faultline_app;
grant insert (token_hash, token_id, person_id) on api_token_key to faultline_app;
grant select, insert, delete on api_answer to faultline_app;
grant update (answer) on api_answer to faultline_app;
