-- What people are told by mail of what happens in their engagements: what each of them chose, what waits for the one mail of
-- the next morning, and what was mailed a short while ago. No word of anybody stands here: what kind of thing happened, and on
-- which page it stands.

-- How somebody wants to be told of one kind of thing; without a row the program's own default counts.
create table notice_choice (
    person_id uuid not null references person on delete cascade,
    kind varchar(20) not null,
    choice varchar(20) not null constraint notice_choice_known check (choice in ('at_once', 'daily', 'never')),
    primary key (person_id, kind)
);
alter table notice_choice enable row level security;
alter table notice_choice force row level security;
create policy notice_choice_own on notice_choice for all
    using ((person_id = (select acting_person()) or (select owns_tables())) and (select acting_role()) <> 'nobody')
    with check ((person_id = (select acting_person()) or (select owns_tables())) and (select acting_role()) <> 'nobody');
grant select, insert, delete, update (choice) on notice_choice to faultline_app;

-- A notice for somebody: it waits for their mail of the day, or was handed to the mail server. Mailed ones are kept for a day,
-- so that those of an hour can be counted.
create table notice (
    id uuid primary key,
    -- None for what belongs to no engagement yet: a request for a triage.
    engagement_id uuid references engagement on delete cascade,
    person_id uuid not null references person on delete cascade,
    kind varchar(20) not null,
    event varchar(30) not null,
    -- Where it stands, as an address without the server's name.
    page varchar(300) not null constraint notice_page check (page ~ '^/[A-Za-z0-9/_#.-]*$'),
    -- The day on which what it is about ends, or an answer is due.
    due_on date,
    at timestamptz not null default clock_timestamp(),
    -- Whether it was mailed by itself, and not with others.
    at_once boolean not null,
    mailed_at timestamptz
);
create index notice_engagement on notice (engagement_id);
create index notice_waiting on notice (person_id, at) where mailed_at is null;
create index notice_hourly on notice (person_id, kind, at) where at_once;
alter table notice enable row level security;
alter table notice force row level security;
-- People see and drop what waits for them; the functions below alone write it, as the owner.
create policy notice_own on notice for all
    using ((person_id = (select acting_person()) or (select owns_tables())) and (select acting_role()) <> 'nobody')
    with check ((select owns_tables()) and (select acting_role()) <> 'nobody');
grant select, delete on notice to faultline_app;

-- The last day whose mail somebody got: claimed before it is sent, so that nobody gets two of one day.
create table daily_mail (
    person_id uuid primary key references person on delete cascade,
    day date not null
);
alter table daily_mail enable row level security;
alter table daily_mail force row level security;
create policy daily_mail_write on daily_mail for all using ((select owns_tables())) with check ((select owns_tables()));

-- Notes one notice as its person wants it. Says its id when it is to be mailed at once: that is at most ten times an hour for
-- each kind, and what is more waits for the mail of the day. What waits is bounded too.
create function notice_add(room uuid, whom uuid, of_kind text, what text, otherwise text, on_page text, due date) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    made uuid := gen_random_uuid(); chosen text; soon boolean;
begin
    -- Those of one moment count one after the other.
    perform pg_advisory_xact_lock(hashtextextended('notices of ' || whom::text, 0));
    select c.choice into chosen from notice_choice c where c.person_id = whom and c.kind = of_kind;
    chosen := coalesce(chosen, otherwise);
    soon := chosen = 'at_once' and 10 > (
        select count(*) from notice n where n.person_id = whom and n.kind = of_kind and n.at_once
            and n.at > clock_timestamp() - interval '1 hour');
    if chosen = 'never' or not soon and 500 <= (
            select count(*) from notice n where n.person_id = whom and n.mailed_at is null) then
        return null;
    end if;
    insert into notice (id, engagement_id, person_id, kind, event, page, due_on, at_once, mailed_at)
    values (made, room, whom, of_kind, what, on_page, due, soon, case when soon then clock_timestamp() end);
    return case when soon then made end;
end $$;

-- Notes that something happened, for each whom it concerns but the acting person, and once for each: people by id, or everyone
-- of a room on one side. The first entry that somebody is meant by counts. Returns what is to be mailed at once, to whom; addresses
-- are shown to nobody. Nobody is told who has no part in the room, has no account yet or was shut out. It does nothing for
-- whoever acts without a part in the room; regular tasks ask as nobody.
create function notify(room uuid, people uuid[], sides text[], kinds text[], events text[], otherwise text[], on_page text,
    due date)
returns table (noticed uuid, email text, event text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    was text := coalesce(current_setting('faultline.role', true), '');
    me uuid := case when was <> '' then acting_person() end;
    one record;
begin
    if was <> '' and (acts_as('admin') or room = any (acting_in('{lead,consultant,contributor,viewer}'))) is not true then
        return;
    end if;
    perform set_config('faultline.role', 'admin', true);
    for one in
        with told as (
            select t.* from unnest(people, sides, kinds, events, otherwise) with ordinality
                t (whom, side, kind, event, otherwise, n)
        ), meant as (
            select t.*, m.person_id
            from told t join membership m on m.engagement_id = room
                and (m.person_id = t.whom or t.side = any (case m.capacity when 'contributor' then array['client', 'voice']
                                                               when 'viewer' then array['client'] else array['staff'] end))
            union all
            select t.*, t.whom from told t where room is null
        )
        select distinct on (p.id) p.id, p.email, o.kind, o.event, o.otherwise
        from meant o join person p on p.id = o.person_id
        where p.disabled_at is null and p.password_hash is not null and p.id is distinct from me
            and (room is not null or p.role <> 'client')
        order by p.id, o.n
        limit 500
    loop
        noticed := notice_add(room, one.id, one.kind, one.event, one.otherwise, on_page, due);
        if noticed is not null then
            email := one.email;
            event := one.event;
            return next;
        end if;
    end loop;
    perform set_config('faultline.role', was, true);
end $$;

-- What regular tasks ask for, as nobody, they alone are told: a transaction that acts for somebody gets nothing of it.

-- Lets a notice that could not be mailed at once wait for the mail of the day.
create function notice_later(which uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    if coalesce(current_setting('faultline.role', true), '') <> '' then return; end if;
    perform set_config('faultline.role', 'admin', true);
    update notice n set mailed_at = null, at_once = false, at = clock_timestamp() where n.id = which and n.at_once;
    perform set_config('faultline.role', '', true);
end $$;

-- Takes back a notice that could not be mailed at once, and whose cause will be told of again.
create function notice_take_back(which uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    if coalesce(current_setting('faultline.role', true), '') <> '' then return; end if;
    perform set_config('faultline.role', 'admin', true);
    delete from notice n where n.id = which and n.at_once;
    perform set_config('faultline.role', '', true);
end $$;

-- People for whom something waits, after one of them: where their clocks stand, and since when the oldest of it waits.
create function daily_mail_waiting(after uuid, most int) returns table (whom uuid, zone text, oldest timestamptz)
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    if coalesce(current_setting('faultline.role', true), '') <> '' then return; end if;
    perform set_config('faultline.role', 'admin', true);
    return query
        select p.id, p.time_zone, min(n.at) from notice n join person p on p.id = n.person_id
        where n.mailed_at is null and (after is null or p.id > after) and p.disabled_at is null and p.password_hash is not null
        group by p.id order by p.id limit most;
    perform set_config('faultline.role', '', true);
end $$;

-- Takes what waits for somebody since before a moment, for their mail of a day: what is returned counts as mailed, and nothing
-- is when the mail of that day was claimed before. What they have no part in any more, or was archived, is dropped.
create function daily_mail_claim(whom uuid, of_day date, before timestamptz)
returns table (noticed uuid, email text, of_client boolean, room uuid, event text, page text, due_on date)
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    if coalesce(current_setting('faultline.role', true), '') <> '' then return; end if;
    perform set_config('faultline.role', 'admin', true);
    delete from notice n using person p
    where p.id = whom and n.person_id = p.id and n.mailed_at is null and case when n.engagement_id is null then p.role = 'client'
        else not exists (select from membership m join engagement e on e.id = m.engagement_id and e.stage <> 'archived'
                         where m.engagement_id = n.engagement_id and m.person_id = p.id) end;
    insert into daily_mail as d (person_id, day)
    select p.id, of_day from person p
    where p.id = whom and p.disabled_at is null and p.password_hash is not null
        and exists (select from notice n where n.person_id = p.id and n.mailed_at is null and n.at < before)
    on conflict (person_id) do update set day = excluded.day where d.day < excluded.day;
    if found then
        return query
            with taken as (
                update notice n set mailed_at = clock_timestamp()
                where n.person_id = whom and n.mailed_at is null and n.at < before returning n.*)
            select t.id, p.email, p.role = 'client', t.engagement_id, t.event::text, t.page::text, t.due_on
            from taken t join person p on p.id = t.person_id
            order by t.engagement_id nulls first, t.at, t.id;
    end if;
    perform set_config('faultline.role', '', true);
end $$;

-- Gives back a mail of a day that could not be sent, so that it is sent the next time.
create function daily_mail_return(whom uuid, of_day date, taken uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    if coalesce(current_setting('faultline.role', true), '') <> '' then return; end if;
    perform set_config('faultline.role', 'admin', true);
    update notice n set mailed_at = null where n.person_id = whom and n.id = any (taken);
    update daily_mail d set day = of_day - 1 where d.person_id = whom and d.day = of_day;
    perform set_config('faultline.role', '', true);
end $$;

-- Forgets what was mailed a day ago, and what nobody could be told of for a month. Says how many those were.
create function notices_forget() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare gone bigint;
begin
    if coalesce(current_setting('faultline.role', true), '') <> '' then return 0; end if;
    perform set_config('faultline.role', 'admin', true);
    delete from notice n where n.mailed_at < now() - interval '1 day' or n.at < now() - interval '31 days';
    get diagnostics gone = row_count;
    perform set_config('faultline.role', '', true);
    return gone;
end $$;

-- Who hears of a request that has just come: staff by id, so that each is told as they chose.
drop function intake_letters(uuid);
create function intake_letters(which uuid) returns table (receipt boolean, staff uuid[])
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), ''); tells boolean;
begin
    perform set_config('faultline.role', 'admin', true);
    perform pg_advisory_xact_lock(hashtextextended('intake letters', 0));
    update intake i set told_at = clock_timestamp()
    where i.id = which and i.told_at is null
        and not exists (select from intake o where o.told_at > clock_timestamp() - interval '10 minutes');
    tells := found;
    return query
        select not exists (select from intake o where o.id <> i.id and lower(o.email) = lower(i.email)
                               and o.received_at > now() - interval '1 day'),
            case when tells
                then array(select p.id from person p where p.role in ('admin', 'consultant')
                               and p.disabled_at is null and p.password_hash is not null
                           order by p.created_at limit 50)
                else '{}' end
        from intake i where i.id = which;
    perform set_config('faultline.role', was, true);
end $$;

-- Whoever is mentioned is told by `notify`.
drop function mention_addresses(uuid[]);

-- Rows that are a client's own, outside its engagements: what its people chose, and when they were mailed, among them.
create or replace function erasure_count_own(whose uuid) returns table (kind text, n bigint, bytes bigint)
language sql security definer set search_path = public, pg_temp as $$
    select counted.* from (
        select 'client'::text, count(*), sum(pg_column_size(c.*))::bigint from client c where c.id = whose
        union all
        select 'person', count(*), sum(pg_column_size(p.*))::bigint from person p where p.client_id = whose
        union all
        select 'session', count(*), sum(pg_column_size(s.*))::bigint from session s join person p on p.id = s.person_id
        where p.client_id = whose
        union all
        select 'invitation', count(*), sum(pg_column_size(i.*))::bigint from invitation i join person p on p.id = i.person_id
        where p.client_id = whose
        union all
        select 'form_sent', count(*), sum(pg_column_size(f.*))::bigint from form_sent f join person p on p.id = f.person_id
        where p.client_id = whose
        union all
        select 'notice_choice', count(*), sum(pg_column_size(h.*))::bigint from notice_choice h
        join person p on p.id = h.person_id where p.client_id = whose
        union all
        select 'daily_mail', count(*), sum(pg_column_size(d.*))::bigint from daily_mail d join person p on p.id = d.person_id
        where p.client_id = whose
        union all
        select 'sign_in_failure', count(*), sum(pg_column_size(f.*))::bigint from sign_in_failure f
        where f.account_hash in (select account_key(p.email) from person p where p.client_id = whose)
        union all
        select 'known_network', count(*), sum(pg_column_size(k.*))::bigint from known_network k
        where k.account_hash in (select account_key(p.email) from person p where p.client_id = whose)
        union all
        select 'intake', count(*), sum(pg_column_size(i.*))::bigint from intake i where i.id = any (erasure_requests(whose))
    ) counted (kind, n, bytes) where counted.n > 0
$$;

revoke all on function notice_add(uuid, uuid, text, text, text, text, date),
    notify(uuid, uuid[], text[], text[], text[], text[], text, date), notice_later(uuid), notice_take_back(uuid),
    daily_mail_waiting(uuid, int), daily_mail_claim(uuid, date, timestamptz), daily_mail_return(uuid, date, uuid[]),
    notices_forget(), intake_letters(uuid) from public;
grant execute on function notify(uuid, uuid[], text[], text[], text[], text[], text, date), notice_later(uuid),
    notice_take_back(uuid), daily_mail_waiting(uuid, int), daily_mail_claim(uuid, date, timestamptz),
    daily_mail_return(uuid, date, uuid[]), notices_forget(), intake_letters(uuid) to faultline_app;
