-- Which versions each person of a client has opened, when first and when last, for those who published them. It is told by
-- the pages and documents that are fetched; what somebody does with them is not known.

create table room_read (
    engagement_id uuid not null references engagement on delete cascade,
    person_id uuid not null references person on delete cascade,
    number int not null constraint room_read_number check (number > 0),
    first_at timestamptz not null default now(),
    last_at timestamptz not null default now(),
    primary key (engagement_id, number, person_id)
);
create index room_read_person on room_read (person_id);

alter table room_read enable row level security;
alter table room_read force row level security;
create policy room_read_read on room_read for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));
-- Only the function below writes it.
create policy room_read_add on room_read for insert with check ((select owns_tables()));
create policy room_read_again on room_read for update using ((select owns_tables())) with check ((select owns_tables()));

-- Notes that whoever acts has opened a version, once in ten minutes at most. Nothing is noted of staff, of whoever has no part in
-- the room, or while the engagement is archived, when nothing in it changes.
create function room_opened(room uuid, of_version int) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), '');
begin
    perform set_config('faultline.role', 'admin', true);
    insert into room_read as r (engagement_id, person_id, number)
    select s.engagement_id, p.id, s.number
    from snapshot s join engagement e on e.id = s.engagement_id and e.stage <> 'archived'
    join membership m on m.engagement_id = s.engagement_id and m.capacity in ('contributor', 'viewer')
    join person p on p.id = m.person_id and p.disabled_at is null
    where s.engagement_id = room and s.number = of_version and p.id = acting_person()
    on conflict (engagement_id, number, person_id) do update set last_at = now()
        where r.last_at < now() - interval '10 minutes';
    perform set_config('faultline.role', was, true);
end $$;

revoke all on function room_opened(uuid, int) from public;
grant execute on function room_opened(uuid, int) to faultline_app;
grant select on room_read to faultline_app;
