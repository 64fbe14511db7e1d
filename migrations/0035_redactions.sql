-- Texts that people marked and had replaced (“redact more”): what is still to be done after the rows were rewritten.
-- Text files are searched by a job, however many there are; pictures are read by nobody, so that people look at them.
create table redaction (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    -- Where it was marked.
    sample_id uuid not null,
    placeholder text not null,
    -- What text files may still hold. It is kept as long as the job needs it, as bytes: nothing but the job reads it.
    marked bytea,
    rows_changed bigint not null default 0,
    files_searched int,
    files_changed int,
    -- Pictures that somebody has looked at since.
    looked uuid[] not null default '{}',
    created_by uuid not null references person,
    created_at timestamptz not null default clock_timestamp(),
    constraint redaction_searched check ((marked is null) = (files_searched is not null))
);
create index redaction_engagement on redaction (engagement_id, created_at desc);

alter table redaction enable row level security;
alter table redaction force row level security;
create policy redaction_read on redaction for select
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));
create policy redaction_add on redaction for insert with check
    (created_by = acting_person()
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])));
create policy redaction_change on redaction for update
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))
    with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));
grant select, insert (id, engagement_id, sample_id, placeholder, marked, rows_changed, files_searched, created_by),
    update (marked, files_searched, files_changed, looked) on redaction to faultline_app;
