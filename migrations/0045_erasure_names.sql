-- What an erasure deletes is counted: attempts to sign in that failed, and networks that people signed in from, too.
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
        select 'sign_in_failure', count(*), sum(pg_column_size(f.*))::bigint from sign_in_failure f
        where f.account_hash in (select account_key(p.email) from person p where p.client_id = whose)
        union all
        select 'known_network', count(*), sum(pg_column_size(k.*))::bigint from known_network k
        where k.account_hash in (select account_key(p.email) from person p where p.client_id = whose)
        union all
        select 'intake', count(*), sum(pg_column_size(i.*))::bigint from intake i where i.id = any (erasure_requests(whose))
    ) counted (kind, n, bytes) where counted.n > 0
$$;

-- What staff wrote outside the engagements may name who was erased: saved views by their name or the words they look for,
-- templates by their name or a text in them. They stay, without the name.

-- What is looked for, as a regular expression: the client's name, titles and names of its people, each in full, whatever
-- stands between its words. Of one engagement it is the title alone. Null where there is nothing to look for.
create function erasure_pattern(whose uuid, room uuid) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select '(?<![[:alnum:]])(?:' || string_agg(replace(one.words, ' ', '[^[:alnum:]]+'), '|' order by one.words)
        || ')(?:[''’]s)?(?![[:alnum:]])'
    from (select distinct trim(regexp_replace(named.name, '[^[:alnum:]]+', ' ', 'g')) as words
          from (select c.name from client c where c.id = whose and room is null
                union all
                select p.name from person p where p.client_id = whose and room is null
                union all
                select e.title from engagement e where e.client_id = whose and (room is null or e.id = room)) named) one
    where length(one.words) > 2
$$;

-- A value of an address as it was typed.
create function erasure_decoded(encoded text) returns text
language plpgsql immutable set search_path = public, pg_temp as $$ begin
    return (select convert_from(string_agg(case when piece[1] ~ '^%..' then decode(substr(piece[1], 2), 'hex')
                                                else convert_to(piece[1], 'UTF8') end, ''::bytea order by place), 'UTF8')
            from regexp_matches(encoded, '%[0-9a-fA-F]{2}|[^%]+|%', 'g') with ordinality found (piece, place));
exception when others then
    -- It is no text then, and names nobody.
    return encoded;
end $$;

-- The filter of a view without the words that it looks for, if these name somebody.
create function erasure_filter(query text, pattern text) returns text
language sql immutable strict as $$
    select coalesce(string_agg(case when part like 'q=%' and erasure_decoded(part) ~* pattern then 'q=%5Berased%5D' else part end,
                               '&' order by place), '')
    from string_to_table(query, '&') with ordinality parts (part, place)
$$;

-- Parts of a template without names. Texts that somebody wrote stand in these fields alone: the others hold words of ours.
create function erasure_without(value jsonb, field text, pattern text) returns jsonb
language sql immutable strict as $$
    select case
        when jsonb_typeof(value) = 'object' then
            (select coalesce(jsonb_object_agg(o.key, erasure_without(o.value, o.key, pattern)), '{}') from jsonb_each(value) o)
        when jsonb_typeof(value) = 'array' then
            (select coalesce(jsonb_agg(erasure_without(a.item, field, pattern) order by a.place), '[]')
             from jsonb_array_elements(value) with ordinality a (item, place))
        when jsonb_typeof(value) = 'string' and field in ('name', 'says', 'test', 'exclusions') then
            to_jsonb(regexp_replace(value #>> '{}', pattern, '[erased]', 'gi'))
        else value
    end
$$;

-- The texts of a template that somebody wrote, as one: between two of them stands what is no part of a name.
create function erasure_texts(parts jsonb) returns text
language sql immutable strict as $$
    select string_agg(found.one #>> '{}', E'\n0\n')
    from (select jsonb_path_query(parts, '$.**.name') union all select jsonb_path_query(parts, '$.**.says')
          union all select jsonb_path_query(parts, '$.**.test')
          union all select jsonb_path_query(parts, '$.**.exclusions[*]')) found (one)
$$;

-- Saved views and templates that name somebody, those that were removed too.
create function erasure_found(pattern text) returns table (kind text, id uuid, called text)
language sql stable security definer set search_path = public, pg_temp as $$
    select 'saved_view', v.id, p.name from saved_view v join person p on p.id = v.person_id
    where v.name ~* pattern or erasure_filter(v.query, pattern) <> v.query
    union all
    select 'template', t.id, t.name from template t where t.name ~* pattern or erasure_texts(t.parts) ~* pattern
$$;

-- Entries of the audit about saved views and templates that name somebody, whatever these are called by now.
create function erasure_audit_found(pattern text) returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select a.id from audit a
    where a.subject_kind in ('saved_view', 'template')
        and concat_ws(' | ', a.subject_name, a.before ->> 'name', a.after ->> 'name', erasure_decoded(a.before ->> 'view'),
                      erasure_decoded(a.after ->> 'view')) ~* pattern
$$;

-- Takes the names of what an erasure is of out of saved views and templates, and out of what the audit says of them.
create function erasure_unname(which uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    pattern text; left_of_it jsonb; one record; new_name text; free_name text; number int; emptied bigint;
begin
    select erasure_pattern(e.client_id, e.only_engagement), jsonb_build_object('erasure', e.number) into pattern, left_of_it
    from erasure e where e.id = which;
    if pattern is null then return; end if;
    for one in
        select f.kind, f.id, coalesce(v.name, t.name) as name, v.person_id from erasure_found(pattern) f
        left join saved_view v on f.kind = 'saved_view' and v.id = f.id
        left join template t on f.kind = 'template' and t.id = f.id
    loop
        new_name := one.name;
        if one.name ~* pattern then
            new_name := left(regexp_replace(one.name, pattern, '[erased]', 'gi'),
                             case one.kind when 'template' then 190 else 70 end);
        end if;
        free_name := new_name;
        number := 1;
        -- Two that are called by the same name differ by a number.
        while exists (select from saved_view o where one.kind = 'saved_view' and o.person_id = one.person_id
                          and o.id <> one.id and o.removed_at is null and lower(o.name) = lower(free_name))
            or exists (select from template o where one.kind = 'template'
                           and o.id <> one.id and o.removed_at is null and lower(o.name) = lower(free_name))
        loop
            number := number + 1;
            free_name := new_name || ' ' || number;
        end loop;
        if one.kind = 'saved_view' then
            update saved_view v set name = free_name, query = erasure_filter(v.query, pattern), version = v.version + 1
            where v.id = one.id;
        else
            update template t set name = free_name, parts = erasure_without(t.parts, '', pattern), version = t.version + 1
            where t.id = one.id;
        end if;
        perform erasure_add(which, one.kind, 1, 0);
    end loop;
    update audit a set subject_name = '', before = null, after = left_of_it
    where a.id in (select erasure_audit_found(pattern));
    get diagnostics emptied = row_count;
    update erasure set audit_emptied = audit_emptied + emptied where id = which;
end $$;

-- What names it outside the engagements, for an admin who asks: templates by name, and whose view it is, not what that says.
create function erasure_mentions(whose uuid, room uuid) returns table (kind text, id uuid, called text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), '');
begin
    if not acts_as('admin') then return; end if;
    perform set_config('faultline.role', 'admin', true);
    return query select f.kind, f.id, f.called from erasure_found(erasure_pattern(whose, room)) f order by 1, lower(f.called), 2;
    perform set_config('faultline.role', was, true);
end $$;

create or replace function erasure_preview(whose uuid, room uuid) returns table (kind text, n bigint, bytes bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    was text := coalesce(current_setting('faultline.role', true), '');
    engagements uuid[]; people uuid[] := '{}'; things uuid[] := '{}'; pattern text;
begin
    if not acts_as('admin') then return; end if;
    perform set_config('faultline.role', 'admin', true);
    engagements := array(select e.id from engagement e where e.client_id = whose and (room is null or e.id = room));
    pattern := erasure_pattern(whose, room);
    if room is null then
        people := array(select p.id from person p where p.client_id = whose);
        things := people || whose || erasure_requests(whose);
    end if;
    return query
        select counted.kind, sum(counted.n)::bigint, sum(counted.bytes)::bigint
        from (select c.* from unnest(engagements) e, erasure_count(e) c
              union all select o.* from erasure_count_own(whose) o where room is null
              union all select f.kind, count(*), 0 from erasure_found(pattern) f group by 1
              union all select 'files', count(*), sum(a.bytes)::bigint from attachment a
                        where a.engagement_id = any (engagements) and a.erased_at is null having count(*) > 0
              union all select 'audit', count(*), 0
                        from (select erasure_audit(engagements, things, people) union select erasure_audit_found(pattern)) a
                        having count(*) > 0) counted
        group by 1 order by 1;
    perform set_config('faultline.role', was, true);
end $$;

create or replace function erasure_room(which uuid, room uuid, stored bigint, stored_bytes bigint) returns void
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
    -- As long as the title is known.
    perform erasure_unname(which);
    select count(*) into told from attachment a where a.engagement_id = room and a.erased_at is null;
    perform set_config('faultline.erasing', 'on', true);
    delete from engagement where id = room;
    perform set_config('faultline.erasing', '', true);
    update erasure e set rooms = e.rooms || room, files_recorded = e.files_recorded + told,
        files_found = e.files_found + stored, file_bytes = e.file_bytes + stored_bytes
    where e.id = which;
    perform set_config('faultline.role', was, true);
end $$;

create or replace function erasure_client(which uuid) returns void
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
    perform erasure_unname(which);
    delete from sign_in_failure where account_hash = any (accounts);
    delete from known_network where account_hash = any (accounts);
    delete from intake where id = any (asked);
    delete from person where id = any (people);
    delete from client where id = whose;
    perform set_config('faultline.role', was, true);
end $$;

revoke all on function erasure_pattern(uuid, uuid), erasure_decoded(text), erasure_filter(text, text),
    erasure_without(jsonb, text, text), erasure_texts(jsonb), erasure_found(text), erasure_audit_found(text),
    erasure_unname(uuid), erasure_mentions(uuid, uuid) from public;
grant execute on function erasure_mentions(uuid, uuid) to faultline_app;

-- What regular tasks ask for, as nobody, they alone are told: a transaction that acts for somebody gets nothing of it.

create or replace function erasures_open() returns setof erasure
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if coalesce(current_setting('faultline.role', true), '') <> '' then return; end if;
    perform set_config('faultline.role', 'admin', true);
    return query select * from erasure e where e.erased_at is null order by e.asked_at limit 100;
    perform set_config('faultline.role', '', true);
end $$;

alter function claim_reminders(date, int) rename to claim_reminders_of_all;
create function claim_reminders(today date, most int) returns table (engagement uuid, subject uuid, person uuid, email text,
    of_room boolean, of_question boolean, about text, ends_on date, days_before int)
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    if coalesce(current_setting('faultline.role', true), '') <> '' then return; end if;
    return query select * from claim_reminders_of_all(today, most);
end $$;
revoke all on function claim_reminders(date, int) from public;
revoke execute on function claim_reminders_of_all(date, int) from faultline_app;
grant execute on function claim_reminders(date, int) to faultline_app;
