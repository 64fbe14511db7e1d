-- Who may read drafts beside their writer is said by owning the tables, not by a name; and what a person marks as “redact
-- more” goes from every text of its engagement: versions that were published are marked as withdrawn.

-- Whether whoever asks owns the tables, as a backup and the functions below do. The role that serves requests never does,
-- whatever it is called.
create function owns_tables() returns boolean language sql stable as
    $$ select pg_catalog.pg_has_role(t.relowner, 'usage') from pg_catalog.pg_class t
       where t.oid = 'public.map_draft'::pg_catalog.regclass $$;

-- A backup is written and restored without a search path: what a policy calls is named with its schema.
create or replace function acting_role() returns text language plpgsql stable as $$
declare claimed text := coalesce(nullif(current_setting('faultline.role', true), ''), 'nobody');
begin
    if claimed <> 'nobody' and not public.owns_tables() and not public.acts_as(claimed) then return 'nobody'; end if;
    return claimed;
end $$;

drop policy map_draft_own on map_draft;
create policy map_draft_own on map_draft for all
    using ((person_id = (select acting_person()) or (select owns_tables()))
        and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])))
    with check ((person_id = (select acting_person()) or (select owns_tables()))
        and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])));

-- What is done from the console is done by nobody of the firm: only the owner of the tables says so.
drop policy audit_write on audit;
create policy audit_write on audit for insert with check
    ((person_id = acting_person() or person_id is null and (select owns_tables()))
     and (engagement_id is null or (select acting_role()) = 'admin'
          or engagement_id = any ((select acting_work())::uuid[])
          or engagement_id = any ((select acting_rooms())::uuid[])));

-- A version that was published keeps the hash it was published with. When a text was redacted in it later it is
-- withdrawn, and what is left of it has a hash of its own.
alter table snapshot add column withdrawn_at timestamptz, add column left_hash bytea,
    add constraint snapshot_withdrawn check ((withdrawn_at is null) = (left_hash is null));
create policy snapshot_withdraw on snapshot for update using ((select acting_role()) = 'admin');
create policy comment_redact on comment for update using ((select acting_role()) = 'admin');
create policy decision_redact on decision for update using ((select acting_role()) = 'admin');
create policy standing_change_redact on standing_change for update using ((select acting_role()) = 'admin');

-- A placeholder may be longer than what it stands for; how much may be typed is told by the server.
alter table comment drop constraint comment_length,
    add constraint comment_length check (length(body) between 1 and 50000);
alter table decision drop constraint decision_reason_length,
    add constraint decision_reason_length check (length(reason) <= 50000);
alter table attachment drop constraint attachment_name_length,
    add constraint attachment_name_length check (length(name) between 1 and 2000);
alter table sample_pattern drop constraint sample_pattern_name_length,
    add constraint sample_pattern_name_length check (length(name) between 1 and 2000);
alter table api_token drop constraint api_token_name_length,
    add constraint api_token_name_length check (length(name) between 1 and 1000);
alter table engagement drop constraint engagement_title_length,
    add constraint engagement_title_length check (length(title) between 1 and 2000);
alter table map_draft drop constraint map_draft_base_size, drop constraint map_draft_content_size,
    add constraint map_draft_base_size check (octet_length(base) <= 8000000),
    add constraint map_draft_content_size check (octet_length(content) <= 8000000);

-- A text with what was marked replaced, but for what stands inside a placeholder.
create function redacted_text(value text, marked text, placeholder text) returns text language sql immutable strict as $$
    select case when strpos(value, marked) = 0 then value else
        (select coalesce(string_agg(case when part.m[1] like '‹%›' then part.m[1]
                                         else replace(part.m[1], marked, placeholder) end, '' order by part.n), '')
         from regexp_matches(value, '‹[^‹›]*›|[^‹]+|‹', 'g') with ordinality part (m, n)) end
$$;
-- The same wherever it stands in JSON; ids are ours and stay.
create or replace function redacted_json(value jsonb, marked text, placeholder text) returns jsonb
language plpgsql immutable as $$
declare id constant text := '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
begin
    case jsonb_typeof(value)
        when 'string' then
            if value #>> '{}' ~ id then return value; end if;
            return to_jsonb(redacted_text(value #>> '{}', marked, placeholder));
        when 'array' then
            return coalesce((select jsonb_agg(redacted_json(e.v, marked, placeholder) order by e.n)
                             from jsonb_array_elements(value) with ordinality e (v, n)), '[]');
        when 'object' then
            return coalesce((select jsonb_object_agg(
                                 case when e.k ~ id then e.k else redacted_text(e.k, marked, placeholder) end,
                                 redacted_json(e.v, marked, placeholder))
                             from jsonb_each(value) e (k, v)), '{}');
        else return value;
    end case;
end $$;

-- The columns of tenants' tables that hold what came from outside: every text but those that hold words of our own, and
-- those that the server rewrites itself, because it knows what must stay readable in them.
create function outside_texts() returns table (in_table text, in_column text, of_type text)
language sql stable as $$
    select c.relname::text, a.attname::text, format_type(a.atttypid, null)
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and format_type(a.atttypid, null) in ('text', 'text[]', 'json', 'jsonb')
        and exists (select from pg_catalog.pg_attribute e where e.attrelid = c.oid and e.attname = 'engagement_id')
        and c.relname || '.' || a.attname <> all (array[
            'api_token.scopes', 'attachment.format', 'attachment.replaced', 'audit.action', 'audit.subject_kind',
            'comment.about', 'comment.person_name', 'decision.answer', 'decision.person_name', 'job.kind', 'job.state',
            'map_draft.side', 'membership.capacity', 'part.kind', 'reconciliation_difference.kind', 'sample.cause',
            'sample.detected_by', 'sample.error_class', 'sample.missing_control', 'sample.origin', 'sample.outcome',
            'sample.state', 'sample.symptom', 'sample_clock.measure', 'sample_pattern_rule.cause',
            'sample_pattern_rule.origin', 'sample_pattern_rule.symptom', 'sample_secret.kind', 'sample_tally.cause',
            'sample_tally.detected_by', 'sample_tally.missing_control', 'sample_tally.origin', 'sample_tally.state',
            'sample_tally.symptom', 'snapshot.published_by_name', 'standing_change.closed', 'standing_change.raised',
            'standing_change.verdict', 'upload.encoding', 'upload.format', 'upload.redacted',
            'import_mapping.mapping', 'part.body', 'reconciliation.outcome', 'reconciliation.settings',
            'reconciliation_difference.content', 'snapshot.document', 'upload.mapping'])
$$;

-- Replaces what a person marked in all of them, and takes away files that wait to be imported and hold it. Says in how many
-- rows of which table. The server has no right to change an entry of the audit, a comment or a decision: this function
-- alone does, and only a placeholder takes the place of what was marked.
drop function redact_history(uuid, text, text);
create function redact_rows(room uuid, marked text, placeholder text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    was text := coalesce(current_setting('faultline.role', true), '');
    written text := to_jsonb(marked)::text;
    sought bytea[] := array[convert_to(marked, 'UTF8'), convert_to(replace(marked, '"', '""'), 'UTF8')];
    one record; n bigint; reached jsonb := '{}';
begin
    if not (acts_as('admin') or room = any (acting_work())) or length(marked) < 2 or marked ~ '[‹›]'
        or placeholder !~ '^‹[^‹›]{1,80}›$' then
        raise exception using errcode = 'insufficient_privilege', message = 'this is not theirs to redact';
    end if;
    written := substr(written, 2, length(written) - 2);
    perform set_config('faultline.role', 'admin', true);
    -- Pieces of a file are cut anywhere: what stands across a cut is looked for too.
    delete from upload u where u.engagement_id = room and u.id in (
        select p.upload_id
        from (select c.upload_id, c.content, lag(c.content) over (partition by c.upload_id order by c.number) as before
              from upload_chunk c where c.engagement_id = room) p, unnest(sought) s
        where position(s in p.content) > 0
            or position(s in substr(p.before, greatest(length(p.before) - length(s), 0) + 1)
                             || substr(p.content, 1, length(s))) > 0);
    get diagnostics n = row_count;
    if n > 0 then reached := jsonb_build_object('upload', n); end if;
    for one in
        select o.in_table,
            string_agg(format(case o.of_type
                when 'text' then '%1$I = redacted_text(%1$I, $2, $3)'
                when 'text[]' then '%1$I = array(select redacted_text(e.v, $2, $3) from unnest(%1$I) with ordinality e (v, n) order by e.n)'
                when 'json' then '%1$I = redacted_json(%1$I::jsonb, $2, $3)::json'
                else '%1$I = redacted_json(%1$I, $2, $3)' end, o.in_column), ', ') as changes,
            string_agg(format(case o.of_type
                when 'text' then 'strpos(%1$I, $2) > 0'
                when 'text[]' then 'exists (select from unnest(%1$I) e where strpos(e, $2) > 0)'
                else 'strpos(%1$I::text, $4) > 0' end, o.in_column), ' or ') as finds,
            exists (select from pg_attribute a where a.attrelid = o.in_table::regclass and a.attname = 'version') as counted
        from outside_texts() o group by o.in_table order by o.in_table
    loop
        execute format('update %I set %s%s where engagement_id = $1 and (%s)', one.in_table, one.changes,
                       case when one.counted then ', version = version + 1' else '' end, one.finds)
            using room, marked, placeholder, written;
        get diagnostics n = row_count;
        if n > 0 then reached := reached || jsonb_build_object(one.in_table, n + coalesce((reached ->> one.in_table)::bigint, 0)); end if;
    end loop;
    -- The history of verdicts tells what each integration was called.
    update standing_change c set verdict = jsonb_set(c.verdict, '{integrations}',
        (select coalesce(jsonb_agg(e.v || jsonb_build_object('name', redacted_text(e.v ->> 'name', marked, placeholder)) order by e.n), '[]')
         from jsonb_array_elements(c.verdict -> 'integrations') with ordinality e (v, n)))
    where c.engagement_id = room and strpos(c.verdict::text, written) > 0 and jsonb_typeof(c.verdict -> 'integrations') = 'array';
    get diagnostics n = row_count;
    if n > 0 then reached := reached || jsonb_build_object('standing_change', n); end if;
    update engagement set title = redacted_text(title, marked, placeholder), version = version + 1
    where id = room and strpos(title, marked) > 0;
    get diagnostics n = row_count;
    if n > 0 then reached := reached || jsonb_build_object('engagement', n); end if;
    perform set_config('faultline.role', was, true);
    return reached;
end $$;

-- Puts what is left of a version in its place. The hash it was published with stays.
create function withdraw_snapshot(room uuid, which uuid, what_is_left text, hash_of_it bytea) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), '');
begin
    if not (acts_as('admin') or room = any (acting_work()))
        or sha256(convert_to(what_is_left, 'UTF8')) <> hash_of_it then
        raise exception using errcode = 'insufficient_privilege', message = 'this is not theirs to withdraw';
    end if;
    perform set_config('faultline.role', 'admin', true);
    update snapshot set document = what_is_left, left_hash = hash_of_it,
        withdrawn_at = coalesce(withdrawn_at, clock_timestamp())
    where engagement_id = room and id = which;
    perform set_config('faultline.role', was, true);
end $$;

revoke all on function owns_tables(), redacted_text(text, text, text), outside_texts(), redact_rows(uuid, text, text),
    withdraw_snapshot(uuid, uuid, text, bytea) from public;
grant execute on function owns_tables(), redact_rows(uuid, text, text), withdraw_snapshot(uuid, uuid, text, bytea)
    to faultline_app;
grant update (bytes) on attachment to faultline_app;
