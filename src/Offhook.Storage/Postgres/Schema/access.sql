-- The table must still be what was prepared, and this user must be able to read and write all of it.
do $$
declare
    missing text;
begin
    select string_agg(name, ', ') into missing from (
        select name from unnest(array['id', 'reference', 'call_id', 'provider', 'kind', 'direction', 'department', 'team', 'mobile_number', 'customer_number',
            'agent_number', 'agent_name', 'campaign', 'play', 'status', 'reason', 'reason_detail', 'agent_leg', 'customer_leg', 'provider_status', 'received_at',
            'answered_at', 'ended_at', 'duration_seconds', 'talk_seconds', 'recording_url', 'operator', 'circle', 'key_press', 'settled_by', 'derived',
            'version', 'updated_at']) as name
        where not exists (select from pg_attribute where attrelid = to_regclass('public.ivr_calls') and attname = name and not attisdropped)
        union all
        select 'the trigger ' || name from unnest(array['zz_offhook_new', 'zz_offhook_changing', 'zz_offhook_changed', 'zz_offhook_added_or_removed', 'zz_offhook_emptied']) as name
        where not exists (select from pg_trigger where tgrelid = to_regclass('public.ivr_calls') and tgname = name and tgenabled in ('O', 'A'))) as gone;
    if missing is not null then
        raise exception using errcode = 'OFFHK',
            message = format('The table public.ivr_calls is not as Offhook left it: it lacks %s. Another program replaced it, or makes it follow a list of columns of its own.', missing),
            hint = 'Stop that, then let Offhook prepare the table anew: delete from offhook.schema_migrations where number in (2, 3).';
    end if;

    select string_agg(distinct format('%s on %s', right_, c.oid::regclass), ', ') into missing
    from pg_class c, unnest(array['select', 'insert', 'update', 'delete']) as right_
    where c.relkind = 'r' and (c.oid = to_regclass('public.ivr_calls') and right_ <> 'delete' or c.relnamespace = 'offhook'::regnamespace and c.relname <> 'schema_migrations')
        and not has_table_privilege(c.oid, right_);
    if missing is not null then
        raise exception using errcode = 'OFFHK',
            message = format('The database''s user %s lacks rights: %s.', current_user, missing),
            hint = 'Grant them, or connect as the owner of the tables.';
    end if;

    if row_security_active('public.ivr_calls') then
        raise exception using errcode = 'OFFHK',
            message = format('Row level security hides rows of public.ivr_calls from the database''s user %s.', current_user),
            hint = 'Connect as the owner of the table, or as a role with bypassrls.';
    end if;
end
$$;
