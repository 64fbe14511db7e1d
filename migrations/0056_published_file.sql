-- Files beside failures that whoever publishes chose to hand out with a version. The version itself lists each with its hash;
-- a row here lets the client's people read that file, and says when it was withdrawn.

alter table attachment add constraint attachment_whole unique (engagement_id, id);

create table published_file (
    engagement_id uuid not null references engagement on delete cascade,
    snapshot_id uuid not null,
    attachment_id uuid not null,
    withdrawn_at timestamptz,
    primary key (snapshot_id, attachment_id),
    foreign key (engagement_id, snapshot_id) references snapshot (engagement_id, id) on delete cascade,
    foreign key (engagement_id, attachment_id) references attachment (engagement_id, id) on delete cascade
);
create index published_file_attachment on published_file (engagement_id, attachment_id);

alter table published_file enable row level security;
alter table published_file force row level security;
-- Whoever reads the version reads which files it hands out.
create policy published_file_read on published_file for select using
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])
     or engagement_id = any ((select acting_rooms())::uuid[]));
create policy published_file_add on published_file for insert with check
    ((select acting_role()) = 'admin' or engagement_id = any ((select acting_in('{lead}'))::uuid[]));
-- Only the functions below write to it again.
create policy published_file_withdraw on published_file for update
    using ((select owns_tables())) with check ((select owns_tables()));

-- A file whose content is erased, or was written anew, is not what was handed out any more: every version that has it says so.
-- That it is taken from its failure alone changes nothing in a version.
create function published_file_withdrawn() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), '');
begin
    perform set_config('faultline.role', 'admin', true);
    update published_file set withdrawn_at = now()
    where engagement_id = new.engagement_id and attachment_id = new.id and withdrawn_at is null;
    perform set_config('faultline.role', was, true);
    return null;
end $$;
create trigger attachment_erased after update of erased_at on attachment for each row
    when (new.erased_at is not null) execute function published_file_withdrawn();
create trigger attachment_rewritten after update of bytes on attachment for each row
    execute function published_file_withdrawn();

-- Withdraws a file from every version that hands it out, and says whether one did. It stays beside its failure.
create function withdraw_file(room uuid, file uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), ''); n bigint;
begin
    if (acts_as('admin') or room = any (acting_in('{lead}'))) is not true then return false; end if;
    perform set_config('faultline.role', 'admin', true);
    update published_file set withdrawn_at = now()
    where engagement_id = room and attachment_id = file and withdrawn_at is null;
    get diagnostics n = row_count;
    perform set_config('faultline.role', was, true);
    return n > 0;
end $$;

revoke all on function published_file_withdrawn(), withdraw_file(uuid, uuid) from public;
grant execute on function withdraw_file(uuid, uuid) to faultline_app;
grant select, insert (engagement_id, snapshot_id, attachment_id) on published_file to faultline_app;
