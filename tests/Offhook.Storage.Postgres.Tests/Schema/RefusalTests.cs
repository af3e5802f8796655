namespace Offhook.Storage.Postgres.Tests.Schema;

public sealed class RefusalTests
{
    private const string Usual = """
        create table public.ivr_calls (
            id uuid primary key default gen_random_uuid(), call_id text, mobile_number text, agent_name text, department text, status text, direction text,
            received_at timestamptz default now(), answered_at timestamptz, ended_at timestamptz, duration_seconds integer, recording_url text);
        insert into public.ivr_calls (call_id, status, mobile_number) values ('old-1', 'completed', '9800000001');
        """;

    /// <summary>What is odd about a table, and what the refusal must say.</summary>
    public static TheoryData<string, string> Odd => new()
    {
        { "alter table public.ivr_calls alter received_at type timestamp", "received_at does not say in which zone its times are (alter table public.ivr_calls alter column received_at type timestamptz" },
        { "alter table public.ivr_calls alter received_at drop default, alter received_at type text", "the column received_at is text, but must be timestamp with time zone" },
        { "alter table public.ivr_calls alter answered_at type timestamptz(0)", "answered_at cuts its times" },
        { "create type public.word as enum ('completed'); alter table public.ivr_calls alter status type public.word using status::public.word", "the column status is public.word, but must be text" },
        { "alter table public.ivr_calls alter status type varchar(10)", "status has room for 10 characters and needs 11" },
        { "alter table public.ivr_calls alter recording_url type varchar(255)", "recording_url has room for 255 characters and needs 2048 (alter table public.ivr_calls alter column recording_url type text)" },
        { "alter table public.ivr_calls add reference text", "the column reference is text, which Offhook needs for something else (alter table public.ivr_calls rename column reference to old_reference)" },
        { "alter table public.ivr_calls add reference uuid not null default gen_random_uuid()", "the column reference is not unique" },
        { "alter table public.ivr_calls add version text", "the column version is text" },
        { "alter table public.ivr_calls add updated_at timestamp", "updated_at does not say in which zone" },
        { "alter table public.ivr_calls add kind text default 'sale'", "the column kind holds other words in 1 rows" },
        { "alter table public.ivr_calls add tenant uuid not null default gen_random_uuid(); alter table public.ivr_calls alter tenant drop default", "the column tenant must be filled and has no default" },
        { "update public.ivr_calls set agent_name = 'Asha'; alter table public.ivr_calls alter agent_name set not null", "agent_name must be filled, but some calls have nothing to put there" },
        { "alter table public.ivr_calls drop duration_seconds, add duration_seconds integer generated always as (3) stored", "duration_seconds is computed" },
        { "alter table public.ivr_calls drop constraint ivr_calls_pkey", "its primary key is not the column id" },
        { "alter table public.ivr_calls drop id, add primary key (call_id)", "it has no column id" },
        { "alter table public.ivr_calls alter id drop default, alter id type text", "the column id gives itself no value" },
        { "alter table public.ivr_calls add unique (mobile_number)", "allows only one call of each mobile_number" },
        { "create table public.words (word text primary key); insert into public.words values ('completed'); alter table public.ivr_calls add foreign key (status) references public.words", "the foreign key ivr_calls_status_fkey (status) allows only what another table lists" },
        { "alter table public.ivr_calls set unlogged", "it is unlogged" },
        { "create rule deaf as on insert to public.ivr_calls do instead nothing", "it has rules" },
        { "update public.ivr_calls set received_at = null", "1 of its rows have no received_at" },
        { "create table public.child () inherits (public.ivr_calls)", "one of several tables" },
        { "alter table public.ivr_calls rename to old_calls; create view public.ivr_calls as select * from public.old_calls", "it is a view" },
        { "drop table public.ivr_calls; create table public.ivr_calls (id uuid, received_at timestamptz) partition by range (received_at)", "one of several tables" },
        { "alter table public.ivr_calls add constraint words check (status in ('completed', 'no-answer'))", "The check constraint words of public.ivr_calls allows only the status words of another program (not 'requested', for example). To let it allow both and change nothing else: alter table" },
        { "alter table public.ivr_calls add constraint named check (department is not null) not valid", "The check constraint named of public.ivr_calls forbids calls that Offhook writes: CHECK ((department IS NOT NULL)) NOT VALID. Drop it" },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task A_table_that_cannot_be_adopted_is_left_as_it_is_and_the_message_says_why(string oddity, string message)
    {
        await using var database = await Prepared.EmptyAsync();
        await database.ExecuteAsync(Usual + oddity);
        var before = await database.DumpAsync();

        var refusal = await database.RefusalAsync();

        Assert.Contains(message, refusal, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", refusal, StringComparison.Ordinal);
        Assert.Equal(before, await database.DumpAsync());
    }

    [Fact]
    public async Task Everything_that_stands_in_the_way_is_said_at_once()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.ExecuteAsync(Usual + "alter table public.ivr_calls alter received_at type timestamp, alter status type varchar(5) using left(status, 5), add version text");

        var refusal = await database.RefusalAsync();

        Assert.All((string[])["received_at", "status", "version"], column => Assert.Contains($"the column {column} ", refusal, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_statement_named_for_a_check_of_words_is_all_that_adoption_needs()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.ExecuteAsync(Usual + "alter table public.ivr_calls add constraint words check (status in ('completed', 'no-answer'))");
        var refusal = await database.RefusalAsync();
        var from = refusal.IndexOf("alter table", StringComparison.Ordinal);

        await database.ExecuteAsync(refusal[from..refusal.IndexOf(';', from)]);
        await database.PrepareAsync();

        Assert.Equal(["false"], await database.QueryAsync("select relrowsecurity::text from pg_class where oid = 'public.ivr_calls'::regclass"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.ExecuteAsync("insert into public.ivr_calls (call_id, status) values ('a', 'unheard of')"));
    }

    [Fact]
    public async Task A_user_who_does_not_own_the_table_is_told_who_does()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.ExecuteAsync(Usual + $"""
            create role guest_{database.Name} login;
            grant create on database {database.Name} to guest_{database.Name};
            """);
        var before = await database.DumpAsync();

        var refusal = await database.RefusalAsync($"guest_{database.Name}");

        Assert.Contains($"it belongs to postgres, and the connection is made as guest_{database.Name}", refusal, StringComparison.Ordinal);
        Assert.Equal(before, await database.DumpAsync());
    }

    [Fact]
    public async Task A_user_who_may_not_write_a_prepared_database_or_sees_only_some_rows_is_refused()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.PrepareAsync();
        var user = $"reader_{database.Name}";
        await database.ExecuteAsync($"create role {user} login; grant usage on schema offhook to {user}; grant select on all tables in schema offhook, public to {user}");

        Assert.Contains("lacks rights: ", await database.RefusalAsync(user), StringComparison.Ordinal);

        await database.ExecuteAsync($"grant all on all tables in schema offhook, public to {user}");
        await database.PrepareAsync(user);
        await database.ExecuteAsync("alter table public.ivr_calls enable row level security");
        Assert.Contains("Row level security hides rows", await database.RefusalAsync(user), StringComparison.Ordinal);
    }
}
