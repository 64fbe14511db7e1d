-- The names that must not stand in evidence of an engagement: of those who work on it, of its client's people, and what
-- its document gives for owners and contacts, which may be teams as well. Who changes the engagement or speaks in its
-- room may use them to redact; everybody else is told nothing. Working tables are out of a client's reach, so within it
-- the role is an admin's, and the same as before when it ends; an error undoes that too.
create function engagement_names(room uuid) returns table (name text, of_person boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := acting_role();
begin
    if (before = 'admin' or room = any (acting_work()) or room = any (acting_voice())) is not true then return; end if;
    perform set_config('faultline.role', 'admin', true);
    return query
        select p.name, true from membership m join person p on p.id = m.person_id where m.engagement_id = room
        union
        select p.name, true from engagement e join person p on p.client_id = e.client_id where e.id = room
        union
        select f.said, false
        from part, lateral (
            select body ->> 'business_owner' union all select body ->> 'technical_owner' union all select body ->> 'contact'
            union all
            select value from jsonb_each_text(
                case when jsonb_typeof(body -> 'owners') = 'object' then body -> 'owners' else '{}'::jsonb end)) f (said)
        where part.engagement_id = room and part.kind in ('system', 'integration') and not part.retired and f.said <> ''
        limit 2000;
    perform set_config('faultline.role', before, true);
end $$;

revoke all on function engagement_names(uuid) from public;
grant execute on function engagement_names(uuid) to faultline_app;
