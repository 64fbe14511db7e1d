-- What is said in a room is changed, resolved and addressed to somebody by further rows: nothing that was said is written
-- over. And a colleague whom the client asks in, whom staff alone let in.

alter type room_word add value 'mention';
alter type room_word add value 'colleague';
create type colleague_state as enum ('open', 'invited', 'declined');

-- What a comment, or a reply to one, says from then on. What it said before stays, and is read beside it.
create table comment_edit (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    comment_id uuid references comment on delete cascade,
    reply_id uuid references room_reply on delete cascade,
    body text not null constraint comment_edit_length check (length(body) between 1 and 50000),
    person_id uuid not null references person,
    created_at timestamptz not null default now(),
    constraint comment_edit_one check (num_nonnulls(comment_id, reply_id) = 1)
);
create index comment_edit_engagement on comment_edit (engagement_id);
create index comment_edit_comment on comment_edit (comment_id, created_at) where comment_id is not null;
create index comment_edit_reply on comment_edit (reply_id, created_at) where reply_id is not null;

-- That a thread was resolved, or opened again: the newest row counts, until somebody says more.
create table comment_resolution (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    comment_id uuid not null references comment on delete cascade,
    resolved boolean not null,
    person_id uuid not null references person,
    person_name text not null,
    created_at timestamptz not null default now()
);
create index comment_resolution_engagement on comment_resolution (engagement_id);
create index comment_resolution_comment on comment_resolution (comment_id, created_at);

-- Whom a comment or a reply names with an @: ids, so that no redaction of the text takes them away.
create table mention (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    comment_id uuid references comment on delete cascade,
    reply_id uuid references room_reply on delete cascade,
    person_id uuid not null references person on delete cascade,
    made_by uuid not null references person,
    created_at timestamptz not null default now(),
    constraint mention_one check (num_nonnulls(comment_id, reply_id) = 1)
);
create index mention_person on mention (engagement_id, person_id, created_at);
create unique index mention_comment_once on mention (comment_id, person_id) where comment_id is not null;
create unique index mention_reply_once on mention (reply_id, person_id) where reply_id is not null;

-- A colleague whom somebody of the client asks to be let into their room.
create table colleague (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    name text not null constraint colleague_name_length check (length(name) between 1 and 5000),
    email text not null constraint colleague_email_length check (length(email) between 3 and 5000),
    capacity varchar(20) not null constraint colleague_capacity check (capacity in ('contributor', 'viewer')),
    state colleague_state not null default 'open',
    asked_by uuid not null references person,
    asked_by_name text not null,
    asked_at timestamptz not null default now(),
    closed_by uuid references person,
    closed_by_name text not null default '',
    closed_at timestamptz,
    word_back text not null default '' constraint colleague_word_back_length check (length(word_back) <= 50000),
    version int not null default 1,
    constraint colleague_closed check ((state <> 'open') = (closed_by is not null)
        and (closed_by is null) = (closed_at is null))
);
create index colleague_engagement on colleague (engagement_id, asked_at);
create unique index colleague_once on colleague (engagement_id, lower(email)) where state = 'open';

-- Everything that a comment or a reply said, the oldest first.
create function said_versions(of_comment uuid, of_reply uuid, body text, at timestamptz) returns jsonb
language sql stable as $$
    select jsonb_build_array(jsonb_build_object('body', body, 'at', at))
        || coalesce((select jsonb_agg(jsonb_build_object('body', e.body, 'at', e.created_at) order by e.created_at, e.id)
                     from public.comment_edit e where e.comment_id = of_comment or e.reply_id = of_reply), '[]')
$$;

-- Who can be mentioned in a room, for whoever belongs to it: names, and nothing else of anyone.
create function room_people(room uuid) returns table (id uuid, name text, of_firm boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, p.name, p.role <> 'client'
    from membership m join person p on p.id = m.person_id
    where m.engagement_id = room and p.disabled_at is null
        and (acts_as('admin') or room = any (acting_in('{lead,consultant,contributor,viewer}')))
    order by p.role = 'client' desc, lower(p.name), p.id
    limit 500
$$;

-- The addresses of whom the acting person has just mentioned, so that they are told by mail; they are shown to nobody.
create function mention_addresses(made uuid[]) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
    select p.email from mention m join person p on p.id = m.person_id
    where m.id = any (made) and m.made_by = acting_person() and p.disabled_at is null
$$;

-- Words are changed by whoever wrote them, for a day, as long as nobody replied: an answer goes on answering what was said.
create function comment_edit_open() returns trigger language plpgsql as $$
declare thread uuid; said timestamptz;
begin
    if owns_tables() then return new; end if;
    select coalesce(c.id, r.comment_id), coalesce(c.created_at, r.created_at) into thread, said
    from (select 1) one left join comment c on c.id = new.comment_id left join room_reply r on r.id = new.reply_id;
    -- Whoever replies at this moment waits, or is waited for.
    perform pg_advisory_xact_lock(hashtextextended(thread::text, 0));
    if said < now() - interval '24 hours'
            or exists (select from room_reply o where o.comment_id = thread and o.id is distinct from new.reply_id
                           and o.created_at >= said)
            or (select count(*) from comment_edit e
                where e.comment_id = new.comment_id or e.reply_id = new.reply_id) >= 20 then
        raise exception using errcode = 'check_violation', constraint = 'comment_edit_open',
            message = 'this can no longer be changed';
    end if;
    return new;
end $$;
create trigger comment_edit_open before insert on comment_edit for each row execute function comment_edit_open();
create function room_reply_in_turn() returns trigger language plpgsql as $$ begin
    perform pg_advisory_xact_lock(hashtextextended(new.comment_id::text, 0));
    return new;
end $$;
create trigger room_reply_in_turn before insert on room_reply for each row when (new.comment_id is not null)
    execute function room_reply_in_turn();

-- What was asked stays as it was; staff close it, once.
create function colleague_kept() returns trigger language plpgsql as $$ begin
    if owns_tables() or (new.state, new.closed_by, new.closed_by_name, new.closed_at, new.word_back)
            is not distinct from (old.state, old.closed_by, old.closed_by_name, old.closed_at, old.word_back) then
        return new;
    end if;
    if old.state <> 'open' or new.state = 'open' or new.closed_by is distinct from acting_person() then
        raise exception using errcode = 'check_violation', constraint = 'colleague_state_kept',
            message = 'this was answered already';
    end if;
    return new;
end $$;
create trigger colleague_kept before update on colleague for each row execute function colleague_kept();

-- Lets a colleague in whom the client asked for, on the word of a lead or an admin: an account of that client, unless there
-- is one, with a link to set its password, and a part in the room. Only admins make accounts otherwise. An account that has a
-- part elsewhere gets no link: a link opens the whole account, and whoever lets somebody in here may have no part there. Says
-- who it is, and whether the link is for them.
create function colleague_invite(asked uuid, new_id uuid, new_hash bytea, until timestamptz)
returns table (person uuid, by_link boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
declare one colleague; theirs uuid; found_one person;
begin
    select c.* into one from colleague c
    where c.id = asked and c.state = 'open'
        and (acts_as('admin') or c.engagement_id = any (acting_in('{lead}')));
    if not found then return; end if;
    select e.client_id into theirs from engagement e where e.id = one.engagement_id;
    select p.* into found_one from person p where lower(p.email) = lower(one.email) for update;
    if found and (found_one.client_id is distinct from theirs or found_one.disabled_at is not null) then
        raise exception using errcode = 'check_violation', constraint = 'colleague_address',
            message = 'this address belongs to somebody who cannot join';
    end if;
    if not found then
        insert into person (id, email, name, role, client_id) values (new_id, one.email, one.name, 'client', theirs)
        returning * into found_one;
    end if;
    insert into membership (engagement_id, person_id, capacity) values (one.engagement_id, found_one.id, one.capacity)
    on conflict do nothing;
    if not found then
        raise exception using errcode = 'check_violation', constraint = 'colleague_member',
            message = 'they are in this room already';
    end if;
    by_link := found_one.password_hash is null and not exists (
        select from membership m where m.person_id = found_one.id and m.engagement_id <> one.engagement_id);
    if by_link then
        update invitation set used_at = now() where person_id = found_one.id and used_at is null;
        insert into invitation (token_hash, person_id, expires_at) values (new_hash, found_one.id, until);
    end if;
    return query select found_one.id, by_link;
end $$;

do $$ declare said text;
begin
    foreach said in array array['comment_edit', 'comment_resolution', 'mention'] loop
        execute format('alter table %I enable row level security', said);
        execute format('alter table %I force row level security', said);
        execute format($policy$create policy %I on %I for select using
            ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
             or engagement_id = any ((select acting_rooms())::uuid[]))$policy$, said || '_read', said);
    end loop;
end $$;
create policy comment_edit_add on comment_edit for insert with check
    (person_id = acting_person()
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
          or engagement_id = any ((select acting_voice())::uuid[]))
     and (comment_id is null or exists (select from comment c where c.id = comment_edit.comment_id
              and c.engagement_id = comment_edit.engagement_id and c.person_id = comment_edit.person_id))
     and (reply_id is null or exists (select from room_reply r where r.id = comment_edit.reply_id
              and r.engagement_id = comment_edit.engagement_id and r.person_id = comment_edit.person_id
              and r.comment_id is not null)));
create policy comment_edit_redact on comment_edit for update using ((select acting_role()) = 'admin');
create policy comment_resolution_add on comment_resolution for insert with check
    (person_id = acting_person()
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
          or engagement_id = any ((select acting_voice())::uuid[]))
     and exists (select from comment c where c.id = comment_resolution.comment_id
                     and c.engagement_id = comment_resolution.engagement_id));
create policy comment_resolution_redact on comment_resolution for update using ((select acting_role()) = 'admin');
-- Whoever is mentioned belongs to the room, and whoever mentions them wrote what they are mentioned in.
create policy mention_add on mention for insert with check
    (made_by = acting_person()
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
          or engagement_id = any ((select acting_voice())::uuid[]))
     and exists (select from room_people(mention.engagement_id) p where p.id = mention.person_id)
     and (comment_id is null or exists (select from comment c where c.id = mention.comment_id
              and c.engagement_id = mention.engagement_id and c.person_id = mention.made_by))
     and (reply_id is null or exists (select from room_reply r where r.id = mention.reply_id
              and r.engagement_id = mention.engagement_id and r.person_id = mention.made_by)));

alter table colleague enable row level security;
alter table colleague force row level security;
create policy colleague_read on colleague for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
     or engagement_id = any ((select acting_voice())::uuid[]));
create policy colleague_ask on colleague for insert with check
    (asked_by = acting_person() and state = 'open' and engagement_id = any ((select acting_voice())::uuid[]));
create policy colleague_close on colleague for update
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_in('{lead}'))::uuid[]))
    with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_in('{lead}'))::uuid[]));

revoke all on function said_versions(uuid, uuid, text, timestamptz), room_people(uuid), mention_addresses(uuid[]),
    comment_edit_open(), room_reply_in_turn(), colleague_kept(), colleague_invite(uuid, uuid, bytea, timestamptz) from public;
grant execute on function said_versions(uuid, uuid, text, timestamptz), room_people(uuid), mention_addresses(uuid[]),
    comment_edit_open(), room_reply_in_turn(), colleague_kept(), colleague_invite(uuid, uuid, bytea, timestamptz) to faultline_app;
-- When something was said is the database's word.
grant select, insert (id, engagement_id, comment_id, reply_id, body, person_id) on comment_edit to faultline_app;
grant select, insert (id, engagement_id, comment_id, resolved, person_id, person_name) on comment_resolution to faultline_app;
grant select, insert (id, engagement_id, comment_id, reply_id, person_id, made_by) on mention to faultline_app;
grant select, insert (id, engagement_id, name, email, capacity, asked_by, asked_by_name),
    update (state, closed_by, closed_by_name, closed_at, word_back, version) on colleague to faultline_app;
