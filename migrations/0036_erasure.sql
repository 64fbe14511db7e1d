-- Archive, retention and erasure: when an engagement was archived, how long what nobody answered is kept, and how all that
-- is kept of a client is erased, with a certificate that stays.

-- When an engagement was archived; brought back, it never was.
alter table engagement add column archived_at timestamptz;
select set_config('faultline.role', 'admin', true);
update engagement set archived_at = changed_at where stage = 'archived';
select set_config('faultline.role', '', true);
create function engagement_archived_at() returns trigger language plpgsql as $$ begin
    new.archived_at := case when new.stage <> 'archived' then null else coalesce(old.archived_at, now()) end;
    return new;
end $$;
create trigger engagement_archived_at before update of stage on engagement
    for each row execute function engagement_archived_at();

-- Whether an engagement that a person has a part in is archived; of any other nothing is told.
create function is_archived(room uuid, whom uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), ''); archived boolean;
begin
    perform set_config('faultline.role', 'admin', true);
    select exists (select from engagement e where e.id = room and e.stage = 'archived')
        and exists (select from person p where p.id = whom and p.disabled_at is null
                        and (p.role = 'admin' or exists (select from membership m
                                                         where m.engagement_id = room and m.person_id = whom)))
    into archived;
    perform set_config('faultline.role', was, true);
    return archived;
end $$;

-- How long the firm keeps what; null means that it is kept. How long backups are kept is the operator's own word: nothing
-- here looks at them.
create table retention (
    id boolean primary key default true constraint retention_once check (id),
    request_days int default 180 constraint retention_request_days check (request_days between 1 and 3650),
    archive_days int constraint retention_archive_days check (archive_days between 1 and 3650),
    backup_days int constraint retention_backup_days check (backup_days between 1 and 3650),
    version int not null default 1
);
insert into retention default values;
alter table retention enable row level security;
alter table retention force row level security;
create policy retention_read on retention for select using ((select acting_role()) = 'admin');
create policy retention_change on retention for update using ((select acting_role()) = 'admin')
    with check ((select acting_role()) = 'admin');
grant select, update (request_days, archive_days, backup_days, version) on retention to faultline_app;

-- An erasure: of all that is kept of a client, or of one engagement. It is recorded before anything is erased, so that
-- whoever finds it unfinished goes on with it; sealed, it says what was erased and holds no text of it.
create table erasure (
    id uuid primary key,
    number int not null constraint erasure_number unique,
    client_id uuid not null,
    only_engagement uuid,
    -- Of its id and what it was called: whoever knows the name can tell that it is meant.
    name_hash bytea not null,
    asked_by uuid not null references person,
    asked_by_name text not null,
    asked_at timestamptz not null default now(),
    -- Engagements whose rows are gone, and whose files are removed next.
    rooms uuid[] not null default '{}',
    -- Rows and bytes by table.
    counted jsonb not null default '{}',
    -- Files that the rows told of, and those that were found.
    files_recorded bigint not null default 0,
    files_found bigint not null default 0,
    file_bytes bigint not null default 0,
    files_removed bigint not null default 0,
    audit_emptied bigint not null default 0,
    -- The exact text that was hashed.
    certificate text,
    hash bytea,
    erased_at timestamptz,
    constraint erasure_sealed check ((erased_at is null) = (certificate is null) and (erased_at is null) = (hash is null))
);
create unique index erasure_open on erasure (client_id) where erased_at is null;
alter table erasure enable row level security;
alter table erasure force row level security;
create policy erasure_read on erasure for select using ((select acting_role()) = 'admin');
-- Only the functions below write it.
create policy erasure_write on erasure for insert with check ((select owns_tables()));
create policy erasure_go_on on erasure for update using ((select owns_tables())) with check ((select owns_tables()));
grant select on erasure to faultline_app;

-- Nobody has the right to delete these but the owner of the tables, in the functions below.
create policy client_erase on client for delete using ((select owns_tables()) and (select acting_role()) = 'admin');
create policy engagement_erase on engagement for delete using ((select owns_tables()) and (select acting_role()) = 'admin');
create policy intake_erase on intake for delete using ((select owns_tables()) and (select acting_role()) = 'admin');

-- What is counted of samples goes with them: nothing is subtracted row by row while an engagement is erased.
drop trigger sample_tally_delete on sample;
create trigger sample_tally_delete after delete on sample
    referencing old table as removed for each statement
    when (current_setting('faultline.erasing', true) is distinct from 'on') execute function sample_tally_delete();

-- Rows of an engagement by table, and what they take. It is called by the functions below, as an admin.
create function erasure_count(room uuid) returns table (kind text, n bigint, bytes bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare one text;
begin
    for one in
        select c.relname::text from pg_catalog.pg_class c
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'engagement_id' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'audit' order by 1
    loop
        return query execute format(
            'select %L::text, count(*), coalesce(sum(pg_column_size(each_row.*)), 0)::bigint
             from %I each_row where each_row.engagement_id = $1 having count(*) > 0', one, one) using room;
    end loop;
    return query select 'engagement'::text, count(*), sum(pg_column_size(e.*))::bigint from engagement e
                 where e.id = room having count(*) > 0;
end $$;

-- Requests that became no engagement, but are a client's all the same: by its name, or by the address of one of its people.
create function erasure_requests(whose uuid) returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
    select array(select i.id from intake i, client c
                 where c.id = whose and i.engagement_id is null
                     and (lower(i.company) = lower(c.name)
                          or lower(i.email) in (select lower(p.email) from person p where p.client_id = whose)))
$$;

-- Rows that are a client's own, outside its engagements.
create function erasure_count_own(whose uuid) returns table (kind text, n bigint, bytes bigint)
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
        select 'intake', count(*), sum(pg_column_size(i.*))::bigint from intake i where i.id = any (erasure_requests(whose))
    ) counted (kind, n, bytes) where counted.n > 0
$$;

-- Entries of the audit that are about any of these engagements or things, or were made by any of these people.
create function erasure_audit(engagements uuid[], things uuid[], people uuid[]) returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select a.id from audit a
    where a.engagement_id = any (engagements) or a.subject_id = any (engagements || things) or a.person_id = any (people)
$$;

-- What would be erased, for an admin who asks. Nothing for anybody else.
create function erasure_preview(whose uuid, room uuid) returns table (kind text, n bigint, bytes bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    was text := coalesce(current_setting('faultline.role', true), '');
    engagements uuid[]; people uuid[] := '{}'; things uuid[] := '{}';
begin
    if not acts_as('admin') then return; end if;
    perform set_config('faultline.role', 'admin', true);
    engagements := array(select e.id from engagement e where e.client_id = whose and (room is null or e.id = room));
    if room is null then
        people := array(select p.id from person p where p.client_id = whose);
        things := people || whose || erasure_requests(whose);
    end if;
    return query
        select counted.kind, sum(counted.n)::bigint, sum(counted.bytes)::bigint
        from (select c.* from unnest(engagements) e, erasure_count(e) c
              union all select o.* from erasure_count_own(whose) o where room is null
              union all select 'files', count(*), sum(a.bytes)::bigint from attachment a
                        where a.engagement_id = any (engagements) and a.erased_at is null having count(*) > 0
              union all select 'audit', count(*), 0 from erasure_audit(engagements, things, people) having count(*) > 0) counted
        group by 1 order by 1;
    perform set_config('faultline.role', was, true);
end $$;

-- Records that an admin had something erased, and shuts out the client's people at once when it is all of a client. The
-- number it got; null when another one of this client is under way.
create function erasure_ask(new_id uuid, whose uuid, room uuid, hash_of_name bytea) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), ''); given int;
begin
    if not acts_as('admin') then
        raise exception using errcode = 'insufficient_privilege', message = 'only admins erase';
    end if;
    perform set_config('faultline.role', 'admin', true);
    perform pg_advisory_xact_lock(hashtextextended('erasure', 0));
    insert into erasure (id, number, client_id, only_engagement, name_hash, asked_by, asked_by_name)
    select new_id, coalesce((select max(number) from erasure), 0) + 1, whose, room, hash_of_name, p.id, p.name
    from person p where p.id = acting_person() and exists (select from client c where c.id = whose)
        and (room is null or exists (select from engagement e where e.id = room and e.client_id = whose))
        and not exists (select from erasure o where o.client_id = whose and o.erased_at is null)
    returning number into given;
    if given is not null and room is null then
        update person set disabled_at = now(), version = version + 1 where client_id = whose and disabled_at is null;
        delete from session s using person p where p.id = s.person_id and p.client_id = whose;
    end if;
    perform set_config('faultline.role', was, true);
    return given;
end $$;

-- The functions that follow go on with an erasure that was recorded: they act for nobody, and reach nothing else.

-- Erasures that are not finished, the oldest first.
create function erasures_open() returns setof erasure
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), '');
begin
    perform set_config('faultline.role', 'admin', true);
    return query select * from erasure e where e.erased_at is null order by e.asked_at limit 100;
    perform set_config('faultline.role', was, true);
end $$;

-- The next engagement of an erasure whose rows are still there.
create function erasure_next(which uuid) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), ''); room uuid;
begin
    perform set_config('faultline.role', 'admin', true);
    select g.id into room from erasure e join engagement g on g.client_id = e.client_id
    where e.id = which and e.erased_at is null and (e.only_engagement is null or g.id = e.only_engagement)
    order by g.created_at limit 1;
    perform set_config('faultline.role', was, true);
    return room;
end $$;

create function erasure_add(which uuid, of_kind text, more bigint, more_bytes bigint) returns void
language sql security definer set search_path = public, pg_temp as $$
    update erasure e set counted = e.counted || jsonb_build_object(of_kind, jsonb_build_object(
        'rows', coalesce((e.counted #>> array[of_kind, 'rows'])::bigint, 0) + more,
        'bytes', coalesce((e.counted #>> array[of_kind, 'bytes'])::bigint, 0) + more_bytes))
    where e.id = which
$$;

-- Takes every text out of entries of the audit: that something was done, by whom and when stays.
create function erasure_empty_audit(which uuid, engagements uuid[], things uuid[], people uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare n bigint; left_of_it jsonb;
begin
    select jsonb_build_object('erasure', e.number) into left_of_it from erasure e where e.id = which;
    update audit a set subject_name = '', before = null, after = left_of_it
    where a.id in (select erasure_audit(engagements, things, people)) and a.after is distinct from left_of_it;
    get diagnostics n = row_count;
    update erasure set audit_emptied = audit_emptied + n where id = which;
end $$;

-- Erases the rows of one engagement. Whoever writes to it meanwhile waits, and then finds that it is gone.
create function erasure_room(which uuid, room uuid, stored bigint, stored_bytes bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    was text := coalesce(current_setting('faultline.role', true), '');
    told bigint;
begin
    perform set_config('faultline.role', 'admin', true);
    perform 1 from erasure e join engagement g on g.client_id = e.client_id and g.id = room
    where e.id = which and e.erased_at is null and (e.only_engagement is null or e.only_engagement = room) for update;
    if not found then
        raise exception using errcode = 'insufficient_privilege', message = 'nobody had this erased';
    end if;
    perform erasure_add(which, c.kind, c.n, c.bytes) from erasure_count(room) c;
    perform erasure_empty_audit(which, array[room], '{}', '{}');
    select count(*) into told from attachment a where a.engagement_id = room and a.erased_at is null;
    perform set_config('faultline.erasing', 'on', true);
    delete from engagement where id = room;
    perform set_config('faultline.erasing', '', true);
    update erasure e set rooms = e.rooms || room, files_recorded = e.files_recorded + told,
        files_found = e.files_found + stored, file_bytes = e.file_bytes + stored_bytes
    where e.id = which;
    perform set_config('faultline.role', was, true);
end $$;

-- Erases what is a client's own outside engagements, which are gone by then: its people, what they may come back with, its
-- requests, and its name.
create function erasure_client(which uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    was text := coalesce(current_setting('faultline.role', true), '');
    whose uuid; people uuid[]; asked uuid[]; accounts bytea[];
begin
    perform set_config('faultline.role', 'admin', true);
    select e.client_id into whose from erasure e
    where e.id = which and e.erased_at is null and e.only_engagement is null for update;
    if whose is null or exists (select from engagement g where g.client_id = whose) then
        raise exception using errcode = 'insufficient_privilege', message = 'nobody had this erased';
    end if;
    select coalesce(array_agg(p.id), '{}'), coalesce(array_agg(account_key(p.email)), '{}') into people, accounts
    from person p where p.client_id = whose;
    asked := erasure_requests(whose);
    perform erasure_add(which, c.kind, c.n, c.bytes) from erasure_count_own(whose) c;
    perform erasure_empty_audit(which, '{}', people || asked || whose, people);
    delete from sign_in_failure where account_hash = any (accounts);
    delete from known_network where account_hash = any (accounts);
    delete from intake where id = any (asked);
    delete from person where id = any (people);
    delete from client where id = whose;
    perform set_config('faultline.role', was, true);
end $$;

-- How many files were removed so far.
create function erasure_removed(which uuid, so_far bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), '');
begin
    perform set_config('faultline.role', 'admin', true);
    update erasure set files_removed = so_far where id = which and erased_at is null;
    perform set_config('faultline.role', was, true);
end $$;

-- How long backups are kept, in the operator's own word.
create function backup_days() returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), ''); said int;
begin
    perform set_config('faultline.role', 'admin', true);
    select r.backup_days into said from retention r;
    perform set_config('faultline.role', was, true);
    return said;
end $$;

-- Seals an erasure of which nothing is left but its certificate.
create function erasure_seal(which uuid, ended timestamptz, says text, hash_of_it bytea) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), ''); sealed boolean;
begin
    if sha256(convert_to(says, 'UTF8')) <> hash_of_it then
        raise exception using errcode = 'insufficient_privilege', message = 'that is not the hash of the certificate';
    end if;
    perform set_config('faultline.role', 'admin', true);
    update erasure e set erased_at = ended, certificate = says, hash = hash_of_it
    where e.id = which and e.erased_at is null
        and not exists (select from engagement g where g.id = any (e.rooms) or g.id = e.only_engagement)
        and (e.only_engagement is not null or not exists (select from client c where c.id = e.client_id));
    sealed := found;
    perform set_config('faultline.role', was, true);
    return sealed;
end $$;

-- Removes requests that were declined or never answered, once the firm keeps them no longer. Says how many.
create function requests_forget() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    was text := coalesce(current_setting('faultline.role', true), '');
    days int; gone uuid[];
begin
    perform set_config('faultline.role', 'admin', true);
    select r.request_days into days from retention r;
    gone := array(select i.id from intake i
                 where i.state = 'declined' and i.answered_at < now() - make_interval(days => days)
                     or i.state = 'waiting' and i.received_at < now() - make_interval(days => days)
                 limit 10000);
    if cardinality(gone) > 0 then
        update audit a set subject_name = '', before = null, after = null where a.subject_id = any (gone);
        delete from intake where id = any (gone);
        insert into audit (action, subject_kind, after)
        values ('removed', 'request', jsonb_build_object('requests', cardinality(gone), 'kept_for_days', days));
    end if;
    perform set_config('faultline.role', was, true);
    return cardinality(gone);
end $$;

revoke all on function engagement_archived_at(), is_archived(uuid, uuid), erasure_count(uuid), erasure_requests(uuid),
    erasure_count_own(uuid), erasure_audit(uuid[], uuid[], uuid[]), erasure_preview(uuid, uuid),
    erasure_ask(uuid, uuid, uuid, bytea), erasures_open(), erasure_next(uuid), erasure_add(uuid, text, bigint, bigint),
    erasure_empty_audit(uuid, uuid[], uuid[], uuid[]), erasure_room(uuid, uuid, bigint, bigint), erasure_client(uuid),
    erasure_removed(uuid, bigint), backup_days(), erasure_seal(uuid, timestamptz, text, bytea), requests_forget()
    from public;
grant execute on function is_archived(uuid, uuid), erasure_preview(uuid, uuid), erasure_ask(uuid, uuid, uuid, bytea),
    erasures_open(), erasure_next(uuid), erasure_room(uuid, uuid, bigint, bigint), erasure_client(uuid),
    erasure_removed(uuid, bigint), backup_days(), erasure_seal(uuid, timestamptz, text, bytea), requests_forget()
    to faultline_app;
