-- What the client's people report may come with a PDF, and they see again what they sent: their pictures as they are now,
-- and what became of each report.

alter table attachment drop constraint attachment_format,
    add constraint attachment_format check (format in ('png', 'jpeg', 'text', 'pdf'));
-- Whether it came with a report from the room, or took the place of one that did. What staff add beside a report is theirs.
alter table attachment add column from_client boolean not null default false;
select set_config('faultline.role', 'admin', true);
update attachment a set from_client = true from sample s
where s.engagement_id = a.engagement_id and s.id = a.sample_id and s.submitted_by = a.added_by;
select set_config('faultline.role', '', true);

create or replace function submit_attachment(
    new_id uuid, room uuid, to_sample uuid, called text, of_format text, size bigint, wide int, high int,
    what_was_replaced jsonb) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare own boolean;
begin
    perform submission_check(room);
    perform set_config('faultline.role', 'admin', true);
    insert into attachment (id, engagement_id, sample_id, name, format, bytes, width, height, replaced, added_by,
        from_client)
    select new_id, room, s.id, called, of_format, size, wide, high, what_was_replaced, acting_person(), true
    from sample s where s.engagement_id = room and s.id = to_sample and s.submitted_by = acting_person();
    own := found;
    perform set_config('faultline.role', 'client', true);
    return own;
end $$;

-- What the acting person submitted in a room, newest first, and what became of it. The reason of a rejection is a word back
-- to whoever sent it, and the page that asks for one says so. What was reported before this migration keeps its reason to
-- staff: it may have been written when nobody else read it.
drop function own_submissions(uuid);
create function own_submissions(room uuid)
returns table (id uuid, summary text, occurred_at timestamptz, dates_only smallint, created_at timestamptz, state text,
               rejected_because text)
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    perform submission_check(room);
    perform set_config('faultline.role', 'admin', true);
    return query
        select s.id, s.summary, s.occurred_at, s.dates_only, s.created_at, s.state,
            case when s.created_at >= (select m.installed_on from _sqlx_migrations m where m.version = 50)
                 then s.rejected_because else '' end
        from sample s where s.engagement_id = room and s.submitted_by = acting_person()
        order by s.created_at desc, s.id desc limit 100;
    perform set_config('faultline.role', 'client', true);
end $$;

-- The files that came with them, as they are now, of the newest 100 reports: a picture with blanked parts is that picture.
create function own_submitted_files(room uuid)
returns table (sample_id uuid, id uuid, name text, format text, bytes bigint, width int, height int)
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    perform submission_check(room);
    perform set_config('faultline.role', 'admin', true);
    return query
        select a.sample_id, a.id, a.name, a.format, a.bytes, a.width, a.height
        from (select s.id from sample s where s.engagement_id = room and s.submitted_by = acting_person()
              order by s.created_at desc, s.id desc limit 100) own
        join attachment a on a.engagement_id = room and a.sample_id = own.id
        where a.from_client and a.removed_at is null
        order by a.created_at, a.id limit 2000;
    perform set_config('faultline.role', 'client', true);
end $$;

-- One picture of them; a text and a PDF are for staff to read.
create function own_submitted_picture(room uuid, file uuid) returns table (name text, format text)
language plpgsql security definer set search_path = public, pg_temp as $$ begin
    perform submission_check(room);
    perform set_config('faultline.role', 'admin', true);
    return query
        select a.name, a.format
        from attachment a join sample s on s.engagement_id = a.engagement_id and s.id = a.sample_id
        where a.engagement_id = room and a.id = file and a.from_client and a.removed_at is null
            and a.format in ('png', 'jpeg') and s.submitted_by = acting_person();
    perform set_config('faultline.role', 'client', true);
end $$;
revoke all on function own_submissions(uuid), own_submitted_files(uuid), own_submitted_picture(uuid, uuid) from public;
grant execute on function own_submissions(uuid), own_submitted_files(uuid), own_submitted_picture(uuid, uuid)
    to faultline_app;
