using Offhook.Storage.Postgres.Schema;
using Offhook.Testing;

namespace Offhook.Storage.Postgres.Tests.Schema;

/// <summary>In a database as a Supabase project has it: its roles, functions and publication belong to others, and new tables are handed to the roles of browsers.</summary>
public sealed class SupabaseTests(OwnCluster cluster) : IClassFixture<OwnCluster>
{
    private const string Owner = "project_owner";

    private const string Theirs = """
        select 'function ' || oid::regprocedure || ' ' || oid || ' ' || proowner::regrole || ' ' || prosrc || ' ' || coalesce(proacl::text, '') from pg_proc where pronamespace in ('auth'::regnamespace, 'realtime'::regnamespace, 'storage'::regnamespace)
        union all select 'role ' || rolname || ' ' || oid || rolsuper || rolinherit || rolcreaterole || rolcreatedb || rolcanlogin || rolbypassrls from pg_roles where rolname not like 'pg\_%'
        union all select 'schema ' || nspname || ' ' || nspowner::regrole || coalesce(nspacl::text, '') from pg_namespace where nspname in ('auth', 'realtime', 'storage', 'public')
        union all select 'class ' || oid::regclass || ' ' || oid || ' ' || relowner::regrole || coalesce(relacl::text, '') from pg_class where relnamespace in ('auth'::regnamespace, 'realtime'::regnamespace, 'storage'::regnamespace)
        union all select 'publication ' || pubname || ' ' || oid || ' ' || pubowner::regrole from pg_publication
        order by 1
        """;

    [Fact]
    public async Task Sharing_replaces_nothing_of_the_project()
    {
        await using var database = await ProjectAsync();
        await using var source = database.SourceAs(Owner);
        var before = await database.QueryAsync(Theirs);

        var remarks = await Sharing.ApplyAsync(source, new ManualClock(), withOldValues: false, Prepared.Cancel);
        await Sharing.ApplyAsync(source, new ManualClock(), withOldValues: false, Prepared.Cancel);

        Assert.Empty(remarks);
        Assert.Equal(before, await database.QueryAsync(Theirs));
        Assert.Equal(["public|ivr_calls"], await database.QueryAsync("select schemaname, tablename from pg_publication_tables where pubname = 'supabase_realtime'"));
        Assert.Equal(["offhook_agents", "offhook_supervisors"], await database.QueryAsync("select policyname from pg_policies order by 1"));
    }

    [Fact]
    public async Task A_table_that_we_make_is_closed_to_browsers_until_it_is_shared()
    {
        await using var database = await ProjectAsync();

        await database.PrepareAsync(Owner);

        Assert.Equal(["anon|False", "authenticated|False"], await database.QueryAsync(
            "select r, has_table_privilege(r, 'public.ivr_calls', 'select') from unnest(array['anon', 'authenticated']) as r order by r"));
        Assert.Equal(["True"], await database.QueryAsync("select relrowsecurity from pg_class where oid = 'public.ivr_calls'::regclass"));
    }

    [Fact]
    public async Task A_table_that_pages_read_today_is_read_by_them_after_the_start_as_before()
    {
        await using var database = await ProjectAsync();
        await database.ExecuteAsync($"set role {Owner};" + Prepared.FormerTables["key of uuid, words unchecked"]);

        await database.PrepareAsync(Owner);

        Assert.Equal(["anon|True", "authenticated|True"], await database.QueryAsync(
            "select r, has_table_privilege(r, 'public.ivr_calls', 'select') from unnest(array['anon', 'authenticated']) as r order by r"));
        Assert.Equal(["False"], await database.QueryAsync("select relrowsecurity from pg_class where oid = 'public.ivr_calls'::regclass"));
    }

    [Fact]
    public async Task Sharing_takes_the_table_from_anon_and_leaves_the_signed_in_only_reading()
    {
        await using var database = await ProjectAsync();
        await database.ExecuteAsync($"set role {Owner};" + Prepared.FormerTables["key of uuid, words unchecked"]);
        await using var source = database.SourceAs(Owner);

        await Sharing.ApplyAsync(source, new ManualClock(), withOldValues: false, Prepared.Cancel);

        Assert.Equal(["anon", "authenticated|SELECT"], await database.QueryAsync("""
            select r || coalesce('|' || string_agg(privilege_type, ',' order by privilege_type), '') from unnest(array['anon', 'authenticated']) as r
            left join information_schema.table_privileges on grantee = r and table_name = 'ivr_calls' group by r order by r
            """));
    }

    [Fact]
    public async Task A_publication_of_somebody_else_is_left_to_him_with_the_statement_that_he_must_run()
    {
        await using var database = await ProjectAsync();
        await database.ExecuteAsync("alter publication supabase_realtime owner to supabase_admin");
        await using var source = database.SourceAs(Owner);

        var remarks = await Sharing.ApplyAsync(source, new ManualClock(), withOldValues: false, Prepared.Cancel);

        Assert.Equal(["The publication supabase_realtime belongs to supabase_admin. Let it run: alter publication supabase_realtime add table public.ivr_calls;"], remarks);
    }

    private async Task<PostgresDatabase> ProjectAsync()
    {
        var database = await cluster.EmptyAsync();
        await database.ExecuteAsync($$"""
            do $$ begin
                if not exists (select from pg_roles where rolname = 'supabase_admin') then
                    create role supabase_admin superuser login;
                    create role supabase_auth_admin noinherit login createrole;
                    create role anon nologin noinherit;
                    create role authenticated nologin noinherit;
                    create role service_role nologin noinherit bypassrls;
                    create role {{Owner}} login createdb createrole bypassrls;
                    grant anon, authenticated, service_role to {{Owner}};
                end if;
            end $$;
            grant create on database {{database.Name}} to {{Owner}};
            grant all on schema public to {{Owner}};
            grant usage on schema public to anon, authenticated, service_role;
            alter default privileges for role {{Owner}} in schema public grant all on tables to anon, authenticated, service_role;
            create schema auth authorization supabase_admin;
            create schema realtime authorization supabase_admin;
            create schema storage authorization supabase_admin;
            create table auth.users (id uuid primary key);
            create table realtime.messages (id uuid primary key);
            create function auth.jwt() returns jsonb language sql stable as $f$
                select coalesce(nullif(current_setting('request.jwt.claim', true), ''), nullif(current_setting('request.jwt.claims', true), ''))::jsonb $f$;
            create function auth.uid() returns uuid language sql stable as $f$ select (auth.jwt() ->> 'sub')::uuid $f$;
            create function auth.role() returns text language sql stable as $f$ select auth.jwt() ->> 'role' $f$;
            alter function auth.jwt() owner to supabase_auth_admin;
            grant usage on schema auth to anon, authenticated, service_role, {{Owner}};
            set role {{Owner}};
            create publication supabase_realtime;
            """);
        return database;
    }
}
