-- What was dealt with waits again when the client says more: a mark counts for what was said until then. It stays as it was
-- made, so dealing with a thing again is another row.
alter table room_done drop constraint room_done_pkey;
alter table room_done add primary key (engagement_id, kind, subject_id, done_at);

-- Where an engagement stands follows what the client answers. The client's people read no working document: whoever of them
-- answers says that it is to be computed anew, and the program does so a moment later.
alter table engagement add column digest_due boolean not null default false;
create index engagement_digest_due on engagement (id) where digest_due;

-- It locks the engagement too, before the row that is answered: staff take the locks in the same order.
create function digest_outdate(room uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare was text := coalesce(current_setting('faultline.role', true), '');
    theirs boolean := room = any (acting_voice());
begin
    if theirs then
        perform set_config('faultline.role', 'admin', true);
        update engagement set digest_due = true, changed_at = now() where id = room;
        perform set_config('faultline.role', was, true);
    end if;
    return theirs;
end $$;
revoke all on function digest_outdate(uuid) from public;
grant execute on function digest_outdate(uuid) to faultline_app;
