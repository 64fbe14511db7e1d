-- The spine: people and sessions, clients and engagements, the document's parts, failure samples,
-- snapshots with what clients say of them, and the audit. The app connects as faultline_app, which owns nothing.

do $$ begin
    if not exists (select from pg_roles where rolname = 'faultline_app') then
        create role faultline_app nologin noinherit nobypassrls;
    end if;
-- Servers that start together on a new cluster take the same step at once.
exception when duplicate_object or unique_violation then null;
end $$;

-- Who acts is set for one transaction at a time; unset, every policy sees nobody.
create function acting_person() returns uuid language sql stable as
    $$ select nullif(current_setting('faultline.person', true), '')::uuid $$;
create function acting_role() returns text language sql stable as
    $$ select coalesce(nullif(current_setting('faultline.role', true), ''), 'nobody') $$;

create table client (
    id uuid primary key,
    name text not null constraint client_name_length check (length(name) between 1 and 200),
    version int not null default 1,
    created_at timestamptz not null default now()
);
create unique index client_name_unique on client (lower(name));

create table person (
    id uuid primary key,
    email text not null constraint person_email_length check (length(email) between 3 and 254),
    name text not null constraint person_name_length check (length(name) between 1 and 200),
    role text not null constraint person_role check (role in ('admin', 'consultant', 'client')),
    client_id uuid references client,
    password_hash text,
    disabled_at timestamptz,
    version int not null default 1,
    created_at timestamptz not null default now(),
    constraint person_client check ((role = 'client') = (client_id is not null))
);
create unique index person_email_unique on person (lower(email));

-- A one-time link: set-up of the first admin, or an invitation. Only a hash of the token is kept.
create table invitation (
    token_hash bytea primary key,
    person_id uuid references person on delete cascade,
    expires_at timestamptz not null,
    used_at timestamptz,
    created_at timestamptz not null default now()
);

create table session (
    id_hash bytea primary key,
    person_id uuid references person on delete cascade,
    data jsonb not null,
    address text not null default '',
    agent text not null default '',
    created_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    expires_at timestamptz not null
);
create index session_person on session (person_id);
create index session_expiry on session (expires_at);

-- Failed sign-ins by account, so that any number of servers count together. The account is a hash of what was typed.
create table sign_in_failure (
    account_hash bytea not null,
    at timestamptz not null default now()
);
create index sign_in_failure_recent on sign_in_failure (account_hash, at);

-- Counts an attempt before the password is looked at, so that attempts made at once are counted too; success forgives.
-- Null lets it pass; a time says when the next one may be made.
create function sign_in_attempt(account bytea, most int, within interval) returns timestamptz language plpgsql as $$
declare n int; oldest timestamptz;
begin
    perform pg_advisory_xact_lock(hashtextextended(encode(account, 'hex'), 0));
    select count(*), min(latest.at) into n, oldest
    from (select f.at from sign_in_failure f where f.account_hash = account and f.at > clock_timestamp() - within
          order by f.at desc limit most) latest;
    if n >= most then return oldest + within; end if;
    insert into sign_in_failure (account_hash, at) values (account, clock_timestamp());
    return null;
end $$;

create table engagement (
    id uuid primary key,
    client_id uuid not null references client,
    title text not null constraint engagement_title_length check (length(title) between 1 and 200),
    stage text not null default 'active' constraint engagement_stage check (stage in ('active', 'decided', 'archived')),
    redaction_key bytea not null,
    -- Where it stands, for lists and the rail: computed from the document with every change of it.
    digest jsonb not null default '{}',
    -- Its failure samples, counted, with their largest patterns: what the list of a million shows above its rows.
    sample_digest jsonb not null default '{}',
    version int not null default 1,
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now()
);
create index engagement_client on engagement (client_id);

create table membership (
    engagement_id uuid not null references engagement on delete cascade,
    person_id uuid not null references person on delete cascade,
    capacity text not null constraint membership_capacity
        check (capacity in ('lead', 'consultant', 'contributor', 'viewer')),
    created_at timestamptz not null default now(),
    primary key (engagement_id, person_id)
);
create index membership_person on membership (person_id, engagement_id);

-- A client person belongs to rooms of their own client only, in a client's capacity; staff only in staff's.
-- It reads people as the owner: the app may not read whole rows of theirs.
create function membership_fits() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare whose person; theirs uuid;
begin
    select * into whose from person where id = new.person_id;
    select client_id into theirs from engagement where id = new.engagement_id;
    if (whose.role = 'client') <> (new.capacity in ('contributor', 'viewer'))
        or (whose.role = 'client' and whose.client_id is distinct from theirs) then
        raise exception using errcode = 'check_violation', constraint = 'membership_fits',
            message = 'this person cannot be a member in that capacity';
    end if;
    return new;
end $$;
create trigger membership_fits before insert or update on membership
    for each row execute function membership_fits();

create table part (
    engagement_id uuid not null references engagement on delete cascade,
    id uuid not null,
    kind text not null,
    body jsonb not null constraint part_body_size check (pg_column_size(body) < 4000000),
    version int not null default 1,
    retired boolean not null default false,
    changed_at timestamptz not null default now(),
    changed_by uuid references person,
    primary key (engagement_id, id)
);
create index part_kind on part (engagement_id, kind) where not retired;
-- At most one living part of a kind for one subject: a map for a workflow's side, a sheet or a call for an integration.
create unique index part_subject_unique on part
    (engagement_id, kind, (coalesce(body ->> 'workflow', body ->> 'integration', '')), (coalesce(body ->> 'side', '')))
    where not retired and kind in ('brief', 'map', 'matching', 'control_sheet', 'call');

create table sample_import (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    file_name text not null,
    stored int not null,
    refused int not null,
    repeated int not null,
    created_by uuid references person,
    created_at timestamptz not null default now()
);
create index sample_import_engagement on sample_import (engagement_id, created_at desc);

create table sample (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    integration_id uuid,
    step_id uuid,
    symptom text not null,
    origin text not null,
    cause text not null,
    error_class text,
    occurred_at timestamptz not null,
    detected_at timestamptz,
    recovered_at timestamptz,
    detected_by text not null,
    retries int not null default 0 check (retries between 0 and 100000),
    outcome text not null,
    status_said_success boolean not null default false,
    correlation_id text not null default '',
    records text not null default '',
    manual_minutes int not null default 0 check (manual_minutes between 0 and 1000000),
    missing_control text,
    summary text not null,
    evidence text not null default '',
    state text not null default 'new' check (state in ('new', 'confirmed', 'diagnosed', 'rejected')),
    rejected_because text not null default '',
    -- What makes two rows of two files the same sample; null when typed by hand.
    fingerprint bytea,
    import_id uuid references sample_import,
    version int not null default 1,
    created_at timestamptz not null default now()
);
create index sample_newest on sample (engagement_id, occurred_at desc, id desc);
create index sample_confirmed on sample (engagement_id, occurred_at desc, id desc) where state in ('confirmed', 'diagnosed');
create unique index sample_fingerprint_unique on sample (engagement_id, fingerprint) where fingerprint is not null;

-- Samples are unbounded; what pages and judgements need of them is counted here, a row a day and group.
create table sample_tally (
    engagement_id uuid not null references engagement on delete cascade,
    day date not null,
    integration_id uuid not null,
    symptom text not null,
    origin text not null,
    cause text not null,
    missing_control text not null,
    detected_by text not null,
    status_said_success boolean not null,
    state text not null,
    n bigint not null,
    minutes bigint not null,
    primary key (engagement_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
                 status_said_success, state)
);

create function sample_tally_insert() returns trigger language plpgsql as $$ begin
    insert into sample_tally as t
    select engagement_id, (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state, count(*), sum(manual_minutes)
    from added group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    on conflict (engagement_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
                 status_said_success, state)
        do update set n = t.n + excluded.n, minutes = t.minutes + excluded.minutes;
    return null;
end $$;
create function sample_tally_update() returns trigger language plpgsql as $$ begin
    insert into sample_tally as t
    select engagement_id, (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state, sum(sign), sum(sign * manual_minutes)
    from (select 1 as sign, * from added union all select -1, * from removed) changed
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 having sum(sign) <> 0 or sum(sign * manual_minutes) <> 0
    order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    on conflict (engagement_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
                 status_said_success, state)
        do update set n = t.n + excluded.n, minutes = t.minutes + excluded.minutes;
    return null;
end $$;
create function sample_tally_delete() returns trigger language plpgsql as $$ begin
    insert into sample_tally as t
    select engagement_id, (occurred_at at time zone 'UTC')::date,
        coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), symptom, origin, cause,
        coalesce(missing_control, ''), detected_by, status_said_success, state, -count(*), -sum(manual_minutes)
    from removed group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    on conflict (engagement_id, day, integration_id, symptom, origin, cause, missing_control, detected_by,
                 status_said_success, state)
        do update set n = t.n + excluded.n, minutes = t.minutes + excluded.minutes;
    return null;
end $$;
create trigger sample_tally_insert after insert on sample
    referencing new table as added for each statement execute function sample_tally_insert();
create trigger sample_tally_update after update on sample
    referencing old table as removed new table as added for each statement execute function sample_tally_update();
create trigger sample_tally_delete after delete on sample
    referencing old table as removed for each statement execute function sample_tally_delete();

create table snapshot (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    number int not null,
    -- The exact bytes that were hashed: JSON as text, so that nothing reorders them.
    document text not null,
    hash bytea not null,
    note text not null default '',
    published_by uuid not null references person,
    published_by_name text not null,
    published_at timestamptz not null default now(),
    unique (engagement_id, number),
    -- What is said of a snapshot is said in its own room: comments and decisions refer to both.
    unique (engagement_id, id)
);

create table comment (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    snapshot_id uuid not null,
    -- What the comment is about: a part of the room such as “map” or “verdict”.
    about text not null,
    body text not null constraint comment_length check (length(body) between 1 and 5000),
    person_id uuid not null references person,
    person_name text not null,
    created_at timestamptz not null default now(),
    foreign key (engagement_id, snapshot_id) references snapshot (engagement_id, id)
);
create index comment_engagement on comment (engagement_id, created_at);

create table decision (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    snapshot_id uuid not null,
    answer text not null constraint decision_answer check (answer in ('accept', 'decline', 'ask')),
    reason text not null default '' constraint decision_reason_length check (length(reason) <= 5000),
    person_id uuid not null references person,
    person_name text not null,
    created_at timestamptz not null default now(),
    foreign key (engagement_id, snapshot_id) references snapshot (engagement_id, id)
);
create index decision_engagement on decision (engagement_id, created_at);

create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    person_id uuid,
    engagement_id uuid,
    action text not null,
    subject_kind text not null,
    subject_id uuid,
    subject_name text not null default '',
    before jsonb,
    after jsonb
);
create index audit_engagement on audit (engagement_id, id desc);
create index audit_subject on audit (subject_id, id desc);

-- What is read before anyone is known, each by a function that can do only that.

-- The living session with this hash, who it is and what they may reach; null person for a visitor.
-- However busy, it ends a week after sign-in.
create function session_open(hash bytea)
returns table (data jsonb, expires_at timestamptz, seen_at timestamptz, person_id uuid, name text, role text,
               client_id uuid, memberships jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select s.data, s.expires_at, s.seen_at, p.id, p.name, p.role, p.client_id,
        (select jsonb_agg(jsonb_build_object('engagement', m.engagement_id, 'capacity', m.capacity))
         from membership m where m.person_id = p.id)
    from session s left join person p on p.id = s.person_id and p.disabled_at is null
    where s.id_hash = hash and s.expires_at > now() and s.created_at > now() - interval '7 days'
$$;

-- The credentials of an account, for sign-in. A disabled person has none.
create function credentials(account text) returns table (person_id uuid, name text, role text, password_hash text)
language sql stable security definer set search_path = public, pg_temp as $$
    select id, name, role, password_hash from person where lower(email) = lower(account) and disabled_at is null
$$;

-- Whether a person has taken their invitation.
create function has_joined(whose uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as
    $$ select password_hash is not null from person where id = whose and acting_role() = 'admin' $$;

create function own_credentials() returns table (email text, password_hash text)
language sql stable security definer set search_path = public, pg_temp as
    $$ select email, password_hash from person where id = acting_person() $$;

-- Whether any admin exists: without one the set-up link is offered.
create function is_set_up() returns boolean
language sql stable security definer set search_path = public, pg_temp as
    $$ select exists (select from person where role = 'admin' and password_hash is not null) $$;

-- Sets a person's password: their own.
create function set_password(hash text) returns void
language sql security definer set search_path = public, pg_temp as
    $$ update person set password_hash = hash, version = version + 1 where id = acting_person() $$;

-- Whom an unused, living invitation is for.
create function invitation_open(hash bytea)
returns table (person_id uuid, email text, name text, first boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, p.email, p.name, i.person_id is null
    from invitation i left join person p on p.id = i.person_id
    where i.token_hash = hash and i.used_at is null and i.expires_at > now() and (p.id is null or p.disabled_at is null)
$$;

-- Takes an invitation, once: sets the password and says whose. For the set-up link it makes the first admin.
create function invitation_take(hash bytea, new_password_hash text, first_id uuid, first_email text, first_name text)
returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
declare link invitation;
begin
    update invitation set used_at = now()
    where token_hash = hash and used_at is null and expires_at > now() returning * into link;
    if not found then return null; end if;
    if link.person_id is null then
        lock table person in share row exclusive mode;
        if exists (select from person where role = 'admin' and password_hash is not null) then return null; end if;
        insert into person (id, email, name, role, password_hash)
        values (first_id, first_email, first_name, 'admin', new_password_hash);
        link.person_id := first_id;
    else
        update person set password_hash = new_password_hash, version = version + 1
        where id = link.person_id and disabled_at is null;
        if not found then return null; end if;
        delete from session where person_id = link.person_id;
    end if;
    update invitation set used_at = now() where person_id = link.person_id and used_at is null;
    perform set_config('faultline.person', link.person_id::text, true);
    insert into audit (person_id, action, subject_kind, subject_id, subject_name)
    values (link.person_id, 'joined', 'person', link.person_id,
            (select p.name from person p where p.id = link.person_id));
    return link.person_id;
end $$;

-- Ends a person's open links: a newer one, or being shut out, makes them void.
create function invitation_end(whose uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
    update invitation set used_at = now() where person_id = whose and used_at is null and acting_role() = 'admin'
$$;

-- Sessions are kept by the hash of their id; only these four functions touch another's.
create function session_create(hash bytea, whose uuid, content jsonb, expiry timestamptz, from_address text,
                               from_agent text) returns boolean
language sql security definer set search_path = public, pg_temp as $$
    with made as (
        insert into session (id_hash, person_id, data, expires_at, address, agent)
        values (hash, whose, content, expiry, from_address, from_agent)
        on conflict do nothing returning 1)
    select exists (select from made)
$$;
-- A session that was ended meanwhile stays ended: a request that was under way does not bring it back.
create function session_save(hash bytea, whose uuid, content jsonb, expiry timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
    update session set person_id = whose, data = content, expires_at = expiry, seen_at = now() where id_hash = hash
$$;
create function session_end(hash bytea) returns void
language sql security definer set search_path = public, pg_temp as
    $$ delete from session where id_hash = hash $$;
create function session_sweep() returns bigint
language sql security definer set search_path = public, pg_temp as $$
    with gone as (delete from session where expires_at < now() or created_at < now() - interval '7 days' returning 1),
        old as (delete from sign_in_failure where at < now() - interval '1 day')
    select count(*) from gone
$$;

-- Engagements a person works on, leads, may see the room of, and may speak in.
create function acting_in(capacities text[]) returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
    select array(select engagement_id from membership m join person p on p.id = m.person_id
                 where m.person_id = acting_person() and m.capacity = any (capacities) and p.disabled_at is null)
$$;
create function acting_work() returns uuid[] language sql stable as
    $$ select acting_in('{lead,consultant}') $$;
create function acting_rooms() returns uuid[] language sql stable as
    $$ select acting_in('{contributor,viewer}') $$;
create function acting_voice() returns uuid[] language sql stable as
    $$ select acting_in('{contributor}') $$;

-- Opens an engagement; a consultant who opens one leads it.
create function open_engagement(new_id uuid, for_client uuid, new_title text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    if acting_role() not in ('admin', 'consultant') then
        raise exception using errcode = 'insufficient_privilege', message = 'only staff open engagements';
    end if;
    insert into engagement (id, client_id, title, redaction_key)
    values (new_id, for_client, new_title, sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea));
    insert into membership (engagement_id, person_id, capacity) values (new_id, acting_person(), 'lead');
end $$;

alter table client enable row level security;
alter table client force row level security;
create policy client_read on client for select using (acting_role() in ('admin', 'consultant'));
create policy client_insert on client for insert with check (acting_role() = 'admin');
create policy client_update on client for update using (acting_role() = 'admin') with check (acting_role() = 'admin');

-- People, memberships, sessions and invitations are the firm's, and the functions above read them as owner:
-- row-level security is on for the app, but not forced on the owner.
alter table person enable row level security;
create policy person_read on person for select
    using (acting_role() in ('admin', 'consultant') or id = acting_person());
create policy person_insert on person for insert with check (acting_role() = 'admin');
create policy person_update on person for update using (acting_role() = 'admin') with check (acting_role() = 'admin');

alter table invitation enable row level security;
create policy invitation_insert on invitation for insert with check (acting_role() = 'admin');

alter table session enable row level security;
create policy session_read on session for select using (person_id = acting_person());
create policy session_delete on session for delete using (person_id = acting_person() or acting_role() = 'admin');

alter table membership enable row level security;
create policy membership_read on membership for select using
    (person_id = acting_person() or acting_role() = 'admin' or engagement_id = any ((select acting_work())::uuid[]));
create policy membership_insert on membership for insert with check
    (acting_role() = 'admin' or engagement_id = any ((select acting_in('{lead}'))::uuid[]));
create policy membership_update on membership for update using
    (acting_role() = 'admin' or engagement_id = any ((select acting_in('{lead}'))::uuid[]))
    with check (acting_role() = 'admin' or engagement_id = any ((select acting_in('{lead}'))::uuid[]));
create policy membership_delete on membership for delete using
    (acting_role() = 'admin' or engagement_id = any ((select acting_in('{lead}'))::uuid[]));

-- What only those who work on an engagement may touch.
alter table engagement enable row level security;
alter table engagement force row level security;
create policy engagement_insert on engagement for insert with check (acting_role() in ('admin', 'consultant'));
create policy engagement_read on engagement for select
    using ((select acting_role()) = 'admin' or id = any ((select acting_work())::uuid[]));
create policy engagement_update on engagement for update
    using ((select acting_role()) = 'admin' or id = any ((select acting_work())::uuid[]))
    with check ((select acting_role()) = 'admin' or id = any ((select acting_work())::uuid[]));

do $$ declare working text;
begin
    foreach working in array array['part', 'sample_import', 'sample', 'sample_tally'] loop
        execute format('alter table %I enable row level security', working);
        execute format('alter table %I force row level security', working);
        execute format($policy$create policy %I on %I for all
            using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))
            with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))$policy$,
            working || '_work', working);
    end loop;
end $$;

-- What clients may read too: published snapshots and what was said of them.
alter table snapshot enable row level security;
alter table snapshot force row level security;
create policy snapshot_work on snapshot for select
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));
create policy snapshot_publish on snapshot for insert with check
    (published_by = acting_person()
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_in('{lead}'))::uuid[])));
create policy snapshot_room on snapshot for select using (engagement_id = any ((select acting_rooms())::uuid[]));

alter table comment enable row level security;
alter table comment force row level security;
create policy comment_read on comment for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
     or engagement_id = any ((select acting_rooms())::uuid[]));
create policy comment_write on comment for insert with check
    (person_id = acting_person()
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
          or engagement_id = any ((select acting_voice())::uuid[])));

alter table decision enable row level security;
alter table decision force row level security;
create policy decision_read on decision for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
     or engagement_id = any ((select acting_rooms())::uuid[]));
create policy decision_write on decision for insert with check
    (person_id = acting_person() and engagement_id = any ((select acting_voice())::uuid[]));

-- The audit is append-only: nobody is granted more than insert and select.
alter table audit enable row level security;
alter table audit force row level security;
create policy audit_write on audit for insert with check (person_id = acting_person());
create policy audit_read on audit for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));

revoke all on all functions in schema public from public;
grant usage on schema public to faultline_app;
grant execute on all functions in schema public to faultline_app;
grant select, insert, update on client, engagement, part, sample_tally to faultline_app;
grant select, insert, update, delete on membership, sample, sample_import to faultline_app;
grant select (id, email, name, role, client_id, disabled_at, version, created_at) on person to faultline_app;
grant insert (id, email, name, role, client_id) on person to faultline_app;
grant update (email, name, role, client_id, disabled_at, version) on person to faultline_app;
grant insert (token_hash, person_id, expires_at) on invitation to faultline_app;
grant select (id_hash, person_id, address, agent, created_at, seen_at, expires_at), delete on session to faultline_app;
grant select, insert, delete on sign_in_failure to faultline_app;
grant select, insert on snapshot, comment, decision, audit to faultline_app;
