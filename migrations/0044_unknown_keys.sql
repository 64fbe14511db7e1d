-- What is not known yet is named “control:…” again, its kind and its subject. For a while it was named “control/…”: what was
-- stored with such a key stood for no question any more, and is given its own.

select set_config('faultline.role', 'admin', true);
-- Whoever has the old version open meanwhile does not store the old key again: the version is another.
update part p set body = jsonb_set(p.body, '{unknown}', to_jsonb(regexp_replace(p.body ->> 'unknown', '^([a-z_]+)/', '\1:'))),
    version = p.version + 1
where p.kind = 'task' and p.body ->> 'unknown' ~ '^[a-z_]+/'
    -- Where the same was asked anew since, that task stands.
    and not exists (select from part other where other.engagement_id = p.engagement_id and other.kind = 'task'
                        and not other.retired
                        and other.body ->> 'unknown' = regexp_replace(p.body ->> 'unknown', '^([a-z_]+)/', '\1:'));
update part p set version = p.version + 1,
    body = jsonb_set(p.body, '{assumptions}', (
        select jsonb_agg(case when a.entry ->> 'unknown' ~ '^[a-z_]+/'
            then jsonb_set(a.entry, '{unknown}', to_jsonb(regexp_replace(a.entry ->> 'unknown', '^([a-z_]+)/', '\1:')))
            else a.entry end order by a.place)
        from jsonb_array_elements(p.body -> 'assumptions') with ordinality a (entry, place)))
where p.kind = 'quote' and jsonb_typeof(p.body -> 'assumptions') = 'array'
    and exists (select from jsonb_array_elements(p.body -> 'assumptions') a (entry) where a.entry ->> 'unknown' ~ '^[a-z_]+/');
select set_config('faultline.role', '', true);
