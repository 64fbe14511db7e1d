-- One item of a published version, shared by a link that expires and can be revoked. Whoever has the link sees that item and
-- nothing else; who opened it is listed.

create table share (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    snapshot_id uuid not null references snapshot on delete cascade,
    -- Which item: a key of ours, which redaction leaves as it is.
    item varchar(80) not null constraint share_item check (item ~ '^[a-z0-9_.:-]+$'),
    -- What it is called, and whom it is for. Lengths leave room for placeholders.
    label text not null constraint share_label_length check (length(label) between 1 and 5000),
    note text not null default '' constraint share_note_length check (length(note) <= 5000),
    asks_name boolean not null,
    has_password boolean not null,
    person_id uuid not null references person on delete cascade,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    created_at timestamptz not null default now(),
    constraint share_expiry check (expires_at <= created_at + interval '91 days'),
    constraint share_whole unique (engagement_id, id)
);
create index share_engagement on share (engagement_id, created_at desc);
create index share_snapshot on share (snapshot_id);
create index share_person on share (person_id);

-- What a link is kept under, and the hash of its password, apart from what people may read of it.
create table share_key (
    token_hash bytea primary key,
    share_id uuid not null unique references share on delete cascade,
    person_id uuid not null references person on delete cascade,
    password_hash text
);

-- That somebody opened it: the name that they typed, where one is asked for, and of their address the network alone.
create table share_opening (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    share_id uuid not null,
    name text not null default '' constraint share_opening_name_length check (length(name) <= 5000),
    network varchar(60) not null,
    opened_at timestamptz not null default now(),
    foreign key (engagement_id, share_id) references share (engagement_id, id) on delete cascade
);
create index share_opening_share on share_opening (share_id, opened_at desc);
create index share_opening_engagement on share_opening (engagement_id);

alter table share enable row level security;
alter table share force row level security;
-- Staff see every link of their engagements, somebody of the client their own.
create policy share_read on share for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
     or (person_id = (select acting_person()) and engagement_id = any ((select acting_voice())::uuid[])));
create policy share_add on share for insert with check
    (person_id = acting_person()
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
          or engagement_id = any ((select acting_voice())::uuid[]))
     and exists (select from snapshot v where v.id = share.snapshot_id and v.engagement_id = share.engagement_id));
create policy share_revoke on share for update
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
           or (person_id = (select acting_person()) and engagement_id = any ((select acting_voice())::uuid[])))
    with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
           or (person_id = (select acting_person()) and engagement_id = any ((select acting_voice())::uuid[])));

-- What ended stays ended, whoever would take it back.
create function share_revoked_kept() returns trigger language plpgsql as $$ begin
    if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at and not owns_tables() then
        raise exception using errcode = 'check_violation', constraint = 'share_revoked_kept',
            message = 'this link has ended';
    end if;
    return new;
end $$;
create trigger share_revoked_kept before update on share for each row execute function share_revoked_kept();

-- Read before anyone is known, by the functions below only.
alter table share_key enable row level security;
create policy share_key_add on share_key for insert with check (person_id = acting_person());

alter table share_opening enable row level security;
alter table share_opening force row level security;
create policy share_opening_read on share_opening for select using
    (exists (select from share s where s.id = share_opening.share_id and s.engagement_id = share_opening.engagement_id));
-- A link is opened as the person who made it, whoever has it.
create policy share_opening_add on share_opening for insert with check
    (exists (select from share s where s.id = share_opening.share_id and s.engagement_id = share_opening.engagement_id
                 and s.person_id = acting_person()));
create policy share_opening_redact on share_opening for update using ((select acting_role()) = 'admin');

-- The living link with this hash, whose it is and what they may reach. It is read as the person it belongs to, so that
-- whoever was removed or shut out shares nothing any more. Of an archived engagement nothing is shared, and no link is opened
-- more than 500 times.
create function share_open(hash bytea)
returns table (share_id uuid, engagement_id uuid, version int, item text, label text, asks_name boolean,
               password_hash text, person_id uuid, name text, role text, client_id uuid, memberships jsonb)
language plpgsql security definer set search_path = public, pg_temp as $$
declare key share_key; whose person; shared share;
begin
    select * into key from share_key k where k.token_hash = hash;
    if not found then return; end if;
    select * into whose from person p where p.id = key.person_id and p.disabled_at is null;
    if not found then return; end if;
    perform set_config('faultline.person', whose.id::text, true), set_config('faultline.role', whose.role, true);
    select * into shared from share s
    where s.id = key.share_id and s.person_id = whose.id and s.revoked_at is null and s.expires_at > now()
        and (select count(*) from share_opening o where o.share_id = s.id) < 500;
    if not found or is_archived(shared.engagement_id, whose.id) then return; end if;
    return query
        select shared.id, shared.engagement_id, v.number, shared.item::text, shared.label, shared.asks_name,
            key.password_hash, whose.id, whose.name, whose.role, whose.client_id,
            (select jsonb_agg(jsonb_build_object('engagement', m.engagement_id, 'capacity', m.capacity))
             from membership m where m.person_id = whose.id)
        from snapshot v where v.id = shared.snapshot_id;
end $$;

-- Forgives wrong passwords from a network after the right one.
create function share_let_in(hash bytea, network text) returns void
language sql security definer set search_path = public, pg_temp as $$
    delete from sign_in_failure
    where account_hash = account_key('link ' || encode(hash, 'hex'))
        and network_hash = network_key('link ' || encode(hash, 'hex'), network)
$$;

-- How many links of a room live, whoever made them, for whoever may make one: the list of staff shows them all.
create function shares_living(room uuid) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), ''); living bigint;
begin
    if not (acts_as('admin') or room = any (acting_in('{lead,consultant,contributor}'))) then return 0; end if;
    perform set_config('faultline.role', 'admin', true);
    select count(*) into living from share s
    where s.engagement_id = room and s.revoked_at is null and s.expires_at > now();
    perform set_config('faultline.role', was, true);
    return living;
end $$;

-- Links end with whoever made them: shut out, no member any more, a mere reader, or with a new password by a link of staff.
-- They stay ended when their maker comes back.
create function shares_end(whose uuid, place uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), '');
begin
    perform set_config('faultline.role', 'admin', true);
    update share set revoked_at = now()
    where person_id = whose and revoked_at is null and (place is null or engagement_id = place);
    perform set_config('faultline.role', was, true);
end $$;
create function share_person_out() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    perform shares_end(new.id, null);
    return null;
end $$;
create trigger share_person_out after update of disabled_at, reset_at on person for each row
    when (new.disabled_at is not null and old.disabled_at is null or new.reset_at is distinct from old.reset_at)
    execute function share_person_out();
create function share_member_out() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    perform shares_end(old.person_id, old.engagement_id);
    return null;
end $$;
create trigger share_member_out after delete on membership for each row execute function share_member_out();
create trigger share_member_reads after update of capacity on membership for each row
    when (new.capacity = 'viewer' and old.capacity <> 'viewer') execute function share_member_out();

revoke all on function share_open(bytea), share_let_in(bytea, text), shares_end(uuid, uuid), share_person_out(),
    share_member_out(), share_revoked_kept(), shares_living(uuid) from public;
grant execute on function share_open(bytea), share_let_in(bytea, text), share_revoked_kept(), shares_living(uuid)
    to faultline_app;
grant select, insert (id, engagement_id, snapshot_id, item, label, note, asks_name, has_password, person_id, expires_at),
    update (revoked_at) on share to faultline_app;
grant insert on share_key to faultline_app;
grant select, insert (id, engagement_id, share_id, name, network) on share_opening to faultline_app;
