-- A backup is written and restored without a search path: what a policy calls is named with its schema.
create or replace function acting_work() returns uuid[] language sql stable as
    $$ select public.acting_in('{lead,consultant}') $$;
create or replace function acting_rooms() returns uuid[] language sql stable as
    $$ select public.acting_in('{contributor,viewer}') $$;
create or replace function acting_voice() returns uuid[] language sql stable as
    $$ select public.acting_in('{contributor}') $$;
