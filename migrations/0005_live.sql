-- Live updates: what changed is told to every process when it is committed. A message names what changed and says
-- nothing of what is in it; whoever hears it must still be allowed to read it.

create function tell_map_change() returns trigger language plpgsql as $$ begin
    perform pg_notify('faultline', concat_ws(' ', 'map', new.engagement_id, new.body ->> 'workflow', new.body ->> 'side',
                                             new.version));
    return null;
end $$;
create trigger part_told after insert or update on part
    for each row when (new.kind = 'map') execute function tell_map_change();

-- Whoever is watching asks again whether they may.
create function tell_access_change() returns trigger language plpgsql as $$ begin
    perform pg_notify('faultline', 'access');
    return null;
end $$;
create trigger membership_told after insert or update or delete on membership
    for each statement execute function tell_access_change();
create trigger person_told after update on person for each statement execute function tell_access_change();
create trigger session_told after delete on session for each statement execute function tell_access_change();

revoke all on function tell_map_change(), tell_access_change() from public;
