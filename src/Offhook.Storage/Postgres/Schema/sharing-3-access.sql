-- Who may read which calls. Nobody but programs writes them: neither anon nor authenticated keeps a right to.
alter table public.ivr_calls enable row level security;
revoke all on public.ivr_calls from anon;
revoke insert, update, delete, truncate, references, trigger on public.ivr_calls from authenticated;

-- All columns, because a page that selects * is refused when a single one is missing. Who granted some of them keeps it so.
do $$
begin
    if not has_any_column_privilege('authenticated', 'public.ivr_calls', 'select') then
        grant select on public.ivr_calls to authenticated;
    end if;
end
$$;

-- Only app_metadata counts, which nobody can write for himself. Sub-selects are worked out once a statement, not once a row. The number may be spelt in any
-- way that Offhook reads; in the table it is E.164.
drop policy if exists offhook_agents on public.ivr_calls;
create policy offhook_agents on public.ivr_calls for select to authenticated using (
    agent_number = (
        select case
            when length(btrim(said.number, ' ')) > 40 then null
            when replace(said.number, ' ', '') ~ '^([+]91|0091|91|0)?[1-9][0-9]{9}$' then '+91' || right(replace(said.number, ' ', ''), 10)
            when replace(said.number, ' ', '') ~ '^([+]91|0091|0)?18[06]0[0-9]{7}$' then '+91' || right(replace(said.number, ' ', ''), 11)
            when replace(said.number, ' ', '') ~ '^([+]|00)91' then null
            when replace(said.number, ' ', '') ~ '^([+]|00)[1-9][0-9]{7,14}$' then regexp_replace(replace(said.number, ' ', ''), '^([+]|00)', '+')
        end
        from (select auth.jwt() as claims) token, lateral (select token.claims -> 'app_metadata' ->> 'agent_number' as number) said
        where token.claims -> 'app_metadata' ->> 'role' = 'agent'
            and coalesce(token.claims -> 'is_anonymous', 'false') in ('false', 'null')
            and coalesce(jsonb_typeof(token.claims -> 'app_metadata' -> 'team'), 'null') in ('string', 'null'))
    and (team is null or team = (select auth.jwt() -> 'app_metadata' ->> 'team')));

drop policy if exists offhook_supervisors on public.ivr_calls;
create policy offhook_supervisors on public.ivr_calls for select to authenticated using (
    team = (
        select token.claims -> 'app_metadata' ->> 'team'
        from (select auth.jwt() as claims) token
        where token.claims -> 'app_metadata' ->> 'role' = 'supervisor'
            and coalesce(token.claims -> 'is_anonymous', 'false') in ('false', 'null')
            and jsonb_typeof(token.claims -> 'app_metadata' -> 'team') = 'string'));

-- Supabase's Realtime tells browsers what is in this publication.
do $$
declare
    owner name;
    name text;
begin
    select r.rolname into owner from pg_publication p join pg_roles r on r.oid = p.pubowner where p.pubname = 'supabase_realtime';
    if owner is null then
        raise warning 'There is no publication supabase_realtime, so Realtime tells nobody of calls. Switch Realtime on in the project and apply this again.' using errcode = 'OFFHK';
    elsif exists (select from pg_publication_tables where pubname = 'supabase_realtime' and schemaname = 'public' and tablename = 'ivr_calls') then
        null;
    elsif pg_has_role(owner, 'usage') then
        alter publication supabase_realtime add table public.ivr_calls;
    else
        raise warning 'The publication supabase_realtime belongs to %. Let it run: alter publication supabase_realtime add table public.ivr_calls;', owner using errcode = 'OFFHK';
    end if;

    if current_setting('wal_level') <> 'logical' then
        raise warning 'The server''s wal_level is %, so publications tell nothing. Set it to logical and restart the server.', current_setting('wal_level') using errcode = 'OFFHK';
    end if;

    -- Without any identity, a published row cannot be changed at all.
    if (select relreplident from pg_class where oid = 'public.ivr_calls'::regclass) = 'n' then
        alter table public.ivr_calls replica identity default;
    end if;

    -- Who neither owns the table nor is above its policies reads nothing of it from now on, and writes nothing to it.
    for name in
        select distinct r.rolname from pg_class c, aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
        where c.oid = 'public.ivr_calls'::regclass and not (r.rolsuper or r.rolbypassrls or pg_has_role(r.oid, c.relowner, 'usage'))
            and r.rolname not in ('anon', 'authenticated')
            and not exists (select from pg_policies p where p.schemaname = 'public' and p.tablename = 'ivr_calls' and p.roles && array[r.rolname, 'public'::name])
    loop
        raise warning 'The role % has rights on public.ivr_calls, but no policy lets it see or write a row: give it one, or alter role % bypassrls.', name, name using errcode = 'OFFHK';
    end loop;

    for name in
        select p.policyname from pg_policies p
        where p.schemaname = 'public' and p.tablename = 'ivr_calls' and p.policyname not in ('offhook_agents', 'offhook_supervisors') and p.permissive = 'PERMISSIVE'
    loop
        raise warning 'The policy % of public.ivr_calls was there before and stays: whom it admits sees more than Offhook''s policies allow.', name using errcode = 'OFFHK';
    end loop;
end
$$;

notify pgrst, 'reload schema';
