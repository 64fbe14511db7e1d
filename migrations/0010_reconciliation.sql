-- Two exports compared: which systems they are from, how they are compared, and every difference between them.

create table reconciliation (
    id uuid primary key,
    engagement_id uuid not null references engagement on delete cascade,
    system_a uuid not null,
    system_b uuid not null,
    file_a text not null,
    file_b text not null,
    -- The files as they were received, already redacted; they go once they are compared.
    upload_a uuid,
    upload_b uuid,
    -- The comparison this one repeats with a newer pair.
    follows uuid,
    -- The key, the pairs of columns and their rules, once a person confirmed them.
    settings jsonb,
    -- What was counted, once it was compared.
    outcome jsonb,
    compared_at timestamptz,
    version int not null default 1,
    created_by uuid references person,
    created_at timestamptz not null default now(),
    unique (engagement_id, id),
    foreign key (engagement_id, follows) references reconciliation (engagement_id, id) on delete set null (follows),
    constraint reconciliation_systems check (system_a <> system_b)
);
create index reconciliation_engagement on reconciliation (engagement_id, created_at desc, id desc);
create index reconciliation_follows on reconciliation (engagement_id, follows) where follows is not null;

create table reconciliation_difference (
    engagement_id uuid not null,
    reconciliation_id uuid not null,
    number int not null,
    kind text not null,
    -- One side is behind: it may be right by now.
    late boolean not null,
    -- Which of the compared columns differ.
    columns int[] not null,
    content jsonb not null constraint reconciliation_difference_size check (pg_column_size(content) < 65536),
    -- Keyed hashes: of the record it is about, which a later comparison finds again, and of all it says.
    record bytea not null,
    fingerprint bytea not null,
    -- Whether the comparison this one repeats found it too.
    remains boolean not null default false,
    primary key (reconciliation_id, number),
    foreign key (engagement_id, reconciliation_id) references reconciliation (engagement_id, id) on delete cascade
);
create index reconciliation_difference_record on reconciliation_difference (reconciliation_id, record);
create index reconciliation_difference_kind on reconciliation_difference (reconciliation_id, kind, number);

do $$ declare working text;
begin
    foreach working in array array['reconciliation', 'reconciliation_difference'] loop
        execute format('alter table %I enable row level security', working);
        execute format('alter table %I force row level security', working);
        execute format($policy$create policy %I on %I for all
            using ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))
            with check ((select acting_role()) = 'admin' or engagement_id = any ((select acting_work())::uuid[]))$policy$,
            working || '_work', working);
    end loop;
end $$;
grant select, insert, update, delete on reconciliation, reconciliation_difference to faultline_app;
