-- “Redact more” in issued quotes: the server takes texts out of what was sealed, because it knows which of them came from
-- outside; the database sees to it that nothing but the placeholder takes their place.

-- What an issued quote and a change order say is rewritten by the server, as published versions are.
create or replace function outside_texts() returns table (in_table text, in_column text, of_type text)
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
            'reconciliation_difference.content', 'snapshot.document', 'upload.mapping',
            'quote.answered_by_name', 'quote.document', 'quote_change.document'])
$$;

-- Whether one JSON is another with nothing but what was marked replaced in some of its texts.
create function only_redacted(was jsonb, is_now jsonb, marked text, placeholder text) returns boolean
language plpgsql immutable as $$
begin
    if was = is_now then return true; end if;
    if jsonb_typeof(was) <> jsonb_typeof(is_now) then return false; end if;
    return case jsonb_typeof(was)
        when 'string' then is_now #>> '{}' = public.redacted_text(was #>> '{}', marked, placeholder)
        when 'array' then jsonb_array_length(was) = jsonb_array_length(is_now)
            and not exists (select from jsonb_array_elements(was) with ordinality a (v, n)
                            join jsonb_array_elements(is_now) with ordinality b (v, n) using (n)
                            where not public.only_redacted(a.v, b.v, marked, placeholder))
        when 'object' then not exists (select from jsonb_each(was) a (k, v)
                                       full join jsonb_each(is_now) b (k, v) using (k)
                                       where a.v is null or b.v is null
                                           or not public.only_redacted(a.v, b.v, marked, placeholder))
        else false
    end;
end $$;

-- Puts what is left of an issued quote in its place. The hash it was issued with stays; the trigger dates what was done.
create function redact_quote(room uuid, which uuid, what_is_left text, marked text, placeholder text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    was text := coalesce(current_setting('faultline.role', true), '');
    before jsonb;
begin
    if not (acts_as('admin') or room = any (acting_work())) or placeholder !~ '^‹[^‹›]{1,80}›$' then
        raise exception using errcode = 'insufficient_privilege', message = 'this is not theirs to redact';
    end if;
    perform set_config('faultline.role', 'admin', true);
    select document::jsonb into before from quote where engagement_id = room and id = which for no key update;
    if not coalesce(only_redacted(before, what_is_left::jsonb, marked, placeholder), false) then
        raise exception using errcode = 'insufficient_privilege', message = 'only what was marked is redacted';
    end if;
    update quote set document = what_is_left::json, version = version + 1 where engagement_id = room and id = which;
    perform set_config('faultline.role', was, true);
end $$;

-- The same for what was written of an assumption of it.
create function redact_quote_change(room uuid, which uuid, what_is_left text, marked text, placeholder text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    was text := coalesce(current_setting('faultline.role', true), '');
    before jsonb;
begin
    if not (acts_as('admin') or room = any (acting_work())) or placeholder !~ '^‹[^‹›]{1,80}›$' then
        raise exception using errcode = 'insufficient_privilege', message = 'this is not theirs to redact';
    end if;
    perform set_config('faultline.role', 'admin', true);
    select document::jsonb into before from quote_change where engagement_id = room and id = which for no key update;
    if not coalesce(only_redacted(before, what_is_left::jsonb, marked, placeholder), false) then
        raise exception using errcode = 'insufficient_privilege', message = 'only what was marked is redacted';
    end if;
    update quote_change set document = what_is_left::json where engagement_id = room and id = which;
    perform set_config('faultline.role', was, true);
end $$;

revoke all on function only_redacted(jsonb, jsonb, text, text), redact_quote(uuid, uuid, text, text, text),
    redact_quote_change(uuid, uuid, text, text, text) from public;
grant execute on function redact_quote(uuid, uuid, text, text, text),
    redact_quote_change(uuid, uuid, text, text, text) to faultline_app;
