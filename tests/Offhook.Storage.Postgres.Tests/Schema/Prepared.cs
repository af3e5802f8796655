using System.Diagnostics;
using Npgsql;
using Offhook.Storage.Postgres.Schema;
using Offhook.Testing;

namespace Offhook.Storage.Postgres.Tests.Schema;

/// <summary>A database as these tests speak of it.</summary>
internal static class Prepared
{
    /// <summary>Tables as the programs before Offhook made them, each with rows, also inbound ones.</summary>
    public static readonly IReadOnlyDictionary<string, string> FormerTables = new Dictionary<string, string>
    {
        ["key of uuid, words unchecked"] = """
            create table public.ivr_calls (
                id uuid primary key default gen_random_uuid(), call_id varchar, mobile_number varchar, agent_name varchar, department varchar, status varchar not null,
                direction varchar, received_at timestamptz not null default now(), answered_at timestamptz, ended_at timestamptz, duration_seconds integer,
                recording_url varchar, created_at timestamptz default now());
            """,
        ["key of bigint, call_id unique"] = """
            create table public.ivr_calls (
                id bigint generated always as identity primary key, call_id text not null unique, mobile_number varchar(20), agent_name text, department text,
                status varchar(30) not null default 'new', direction text default 'inbound' check (direction in ('inbound', 'outbound')), received_at timestamptz,
                answered_at timestamptz, ended_at timestamptz, duration_seconds bigint, recording_url text);
            create index calls_by_status on public.ivr_calls (status);
            """,
        ["key of text, with a trigger, a policy and a computed column"] = """
            create table public.ivr_calls (
                id text primary key default gen_random_uuid()::text, call_id text, mobile_number text, agent_name text, department text default 'sales', status text,
                direction text, received_at timestamptz default now(), answered_at timestamptz, ended_at timestamptz, duration_seconds integer, recording_url text,
                updated_at timestamptz not null default now(), raw json, minutes integer generated always as (duration_seconds / 60) stored);
            create function public.touch() returns trigger language plpgsql as $$ begin new.updated_at := '2030-01-01'; return new; end $$;
            create trigger touch before update on public.ivr_calls for each row execute function public.touch();
            alter table public.ivr_calls enable row level security;
            create policy everybody on public.ivr_calls for select using (true);
            """,
    };

    private const string FormerRows = """
        insert into public.ivr_calls (call_id, mobile_number, agent_name, department, status, direction, received_at, answered_at, ended_at, duration_seconds, recording_url)
        select 'old-' || n, case n % 5 when 0 then '98000000' || lpad(n::text, 2, '0') when 1 then '9198000000' || lpad(n::text, 2, '0') when 2 then '098000000' || lpad(n::text, 2, '0')
            when 3 then 'hidden' end, 'Asha', null, (array['completed', 'no-answer', 'in-progress'])[1 + n % 3], (array['inbound', 'outbound'])[1 + n % 2],
            timestamptz '2026-01-01 10:00:00.123456+05:30' + n * interval '1 minute', null, null, n, 'https://example.com/' || n || '.mp3'
        from generate_series(1, 50) n
        """;

    private static readonly string Programs = Directory.Exists("/usr/lib/postgresql")
        ? Path.Combine(Directory.GetDirectories("/usr/lib/postgresql").OrderBy(folder => int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture)).Last(), "bin")
        : "";

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<PostgresDatabase> EmptyAsync() => await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();

    /// <summary>Connections for another user, or for the one who owns everything.</summary>
    public static NpgsqlDataSource SourceAs(this PostgresDatabase database, string user = "postgres") =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = user, Pooling = false, IncludeErrorDetail = true });

    public static async Task PrepareAsync(this PostgresDatabase database, string user = "postgres")
    {
        await using var source = database.SourceAs(user);
        await PostgresSchema.PrepareAsync(source, new ManualClock(), Cancel);
    }

    /// <summary>The store on it, as a node would open it.</summary>
    public static async Task<PostgresCallStore> OpenAsync(this PostgresDatabase database, TimeProvider clock)
    {
        Assert.Null(PostgresAddress.Read(database.ConnectionString, out var address));
        return await PostgresCallStore.OpenAsync(new PostgresStoreOptions { Address = address! }, clock, Cancel); // It was read.
    }

    public static async Task<string> RefusalAsync(this PostgresDatabase database, string user = "postgres") =>
        (await Assert.ThrowsAsync<StoreUnavailableException>(() => database.PrepareAsync(user))).Message;

    /// <summary>One of <see cref="FormerTables"/> with its rows.</summary>
    public static async Task HoldFormerAsync(this PostgresDatabase database, string table) => await database.ExecuteAsync(FormerTables[table] + FormerRows);

    /// <summary>Everything that the database holds, as text.</summary>
    public static async Task<string> DumpAsync(this PostgresDatabase database)
    {
        var (dump, faults) = await RunAsync("pg_dump", database, "");
        Assert.Equal("", faults);

        // Newer ones bear a random word.
        return string.Join('\n', dump.Split('\n').Where(line => !line.StartsWith(@"\restrict", StringComparison.Ordinal) && !line.StartsWith(@"\unrestrict", StringComparison.Ordinal)));
    }

    /// <summary>Runs a script as a person would.</summary>
    public static async Task PsqlAsync(this PostgresDatabase database, string script)
    {
        var (_, faults) = await RunAsync("psql", database, script, "-X", "-q", "--set", "ON_ERROR_STOP=1");
        Assert.DoesNotContain("ERROR", faults, StringComparison.Ordinal);
    }

    private static async Task<(string Output, string Faults)> RunAsync(string program, PostgresDatabase database, string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Programs, program), [.. arguments, database.Url])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!; // Started without the shell, there is one.
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var faults = process.StandardError.ReadToEndAsync(Cancel);
        await process.StandardInput.WriteAsync(input.AsMemory(), Cancel);
        process.StandardInput.Close();
        return (await output.SoonAsync(), await faults.SoonAsync());
    }
}
