-- The zone in which a person reads and types times: a name such as Europe/Berlin, checked by the program. Nothing until
-- it is known; then times are told in UTC.
alter table person add column time_zone text
    constraint person_time_zone_length check (length(time_zone) between 1 and 60);

create function time_zone_of(whose uuid) returns text
language sql stable security definer set search_path = public, pg_temp as
    $$ select time_zone from person where id = whose $$;

-- Sets a person's zone: their own. With `first`, only where none is known yet; whether it was set.
create function set_time_zone(zone text, first boolean) returns boolean
language sql security definer set search_path = public, pg_temp as $$
    with changed as (
        update person set time_zone = zone
        where id = acting_person() and time_zone is distinct from zone and not (first and time_zone is not null)
        returning id)
    select exists (select from changed)
$$;

revoke all on function time_zone_of(uuid), set_time_zone(text, boolean) from public;
grant execute on function time_zone_of(uuid), set_time_zone(text, boolean) to faultline_app;
