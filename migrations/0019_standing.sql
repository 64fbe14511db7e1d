-- How an engagement stands, and every change of it: verdicts with their findings, and the risk flags that were raised
-- or closed. A change has the time of the transaction that brought it, as the audit's entries have.

alter table engagement add column standing jsonb not null default '{}';

create table standing_change (
    id bigint generated always as identity primary key,
    engagement_id uuid not null references engagement on delete cascade,
    at timestamptz not null default now(),
    person_id uuid references person,
    -- The verdicts after the change, when they are others than before.
    verdict jsonb,
    -- Risk flags by key.
    raised text[] not null,
    closed text[] not null
);
create index standing_change_engagement on standing_change (engagement_id, id desc);

alter table standing_change enable row level security;
alter table standing_change force row level security;
create policy standing_change_read on standing_change for select
    using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]));
create policy standing_change_write on standing_change for insert with check
    (person_id = acting_person()
     and ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[])));
grant select, insert on standing_change to faultline_app;

-- At most one living sheet of launch checks for an integration.
drop index part_subject_unique;
create unique index part_subject_unique on part
    (engagement_id, kind, (coalesce(body ->> 'workflow', body ->> 'integration', '')), (coalesce(body ->> 'side', '')))
    where not retired and kind in ('brief', 'map', 'matching', 'control_sheet', 'call', 'launch_sheet');
