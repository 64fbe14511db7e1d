-- Whether whoever acts came before to the step that confirms an acceptance of this version. The audit notes it once for each
-- reader and version, and clients do not read the audit.
create function decision_opened(of_version uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    was text := coalesce(current_setting('faultline.role', true), '');
    opened boolean;
begin
    perform set_config('faultline.role', 'admin', true);
    select exists (select from audit a where a.subject_id = of_version and a.person_id = acting_person()
                       and a.action = 'opened' and a.subject_kind = 'snapshot') into opened;
    perform set_config('faultline.role', was, true);
    return opened;
end $$;
revoke all on function decision_opened(uuid) from public;
grant execute on function decision_opened(uuid) to faultline_app;
