-- What Supabase has and a plain PostgreSQL lacks: the roles of its users, the functions that tell who asks, the publication. Only what is missing is made, and
-- nothing at all where Supabase itself is at home.
do $$
declare
    is_supabase constant boolean := exists (select from pg_roles where rolname in ('supabase_admin', 'supabase_auth_admin'));
    name text;
begin
    if is_supabase then
        if to_regprocedure('auth.jwt()') is null or not exists (select from pg_roles where rolname = 'authenticated') then
            raise exception using errcode = 'OFFHK', message = 'This looks like a Supabase project, but it has no function auth.jwt or no role authenticated.',
                hint = 'Start Offhook when the project is ready. Nothing was changed.';
        end if;

        return;
    end if;

    foreach name in array array['anon', 'authenticated', 'service_role'] loop
        if not exists (select from pg_roles where rolname = name) then
            execute format('create role %I nologin noinherit %s', name, case when name = 'service_role' then 'bypassrls' else '' end);
        end if;
    end loop;

    if to_regnamespace('auth') is null then
        create schema auth;
        grant usage on schema auth to anon, authenticated, service_role;
    end if;

    -- What a token says, as the one who runs a statement for its bearer set it: set_config('request.jwt.claims', …, true).
    if to_regprocedure('auth.jwt()') is null then
        create function auth.jwt() returns jsonb language sql stable as $f$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb $f$;
    end if;

    if to_regprocedure('auth.uid()') is null then
        create function auth.uid() returns uuid language sql stable as $f$ select (auth.jwt() ->> 'sub')::uuid $f$;
    end if;

    if to_regprocedure('auth.role()') is null then
        create function auth.role() returns text language sql stable as $f$ select auth.jwt() ->> 'role' $f$;
    end if;

    grant usage on schema public to anon, authenticated, service_role;
    if not exists (select from pg_publication where pubname = 'supabase_realtime') then
        create publication supabase_realtime;
    end if;
end
$$;
