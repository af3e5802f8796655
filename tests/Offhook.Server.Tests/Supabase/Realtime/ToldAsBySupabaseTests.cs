using System.Text.Json;
using System.Text.RegularExpressions;
using Offhook.Storage.Postgres;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>One script, and what is told of it: by Offhook through a socket, and by Supabase's rules from the write-ahead log of a real PostgreSQL.</summary>
public sealed partial class ToldAsBySupabaseTests
{
    // One without a filter, so that everybody hears of each change as one message, and each operator on a type of column, where the value may be missing.
    private static readonly IReadOnlyList<Subscription> Subscriptions =
    [
        new("*"),
        new("INSERT"),
        new("UPDATE"),
        new("DELETE"),
        new("*", new Condition("agent_number", "eq", "+919800000001")),
        new("*", new Condition("status", "in", "ringing,completed")),
        new("*", new Condition("duration_seconds", "gt", "10")),
        new("UPDATE", new Condition("duration_seconds", "lt", "11")),
        new("*", new Condition("team", "neq", "north")),
        new("*", new Condition("received_at", "lte", "2026-02-24T05:00:30.000Z")),
        new("*", new Condition("agent_name", "neq", "Asha"), new Condition("status", "neq", "requested")),
        new("*", new Condition("version", "gte", "2")),
        new("*", new Condition("status", "gt", "busy")),
        new("DELETE", new Condition("direction", "eq", "inbound")),
        new("*", new Condition("reference", "neq", "7a000000-0000-4000-8000-000000000007")),
        new("*", new Condition("answered_at", "gt", "2026-02-24")),
    ];

    private static readonly IReadOnlyList<Func<ServiceHost, Task>> OwnSteps =
    [
        async service =>
        {
            using var client = service.CreateClient();
            Assert.Equal(201, (int)(await client.ClickToCallAsync(cancellationToken: Cancel)).Status);
        },
        async service =>
        {
            // Long enough for the call to end, not so long that a socket is taken for dead. A tenth of a microsecond is more than the databases keep.
            service.Clock.Advance(TimeSpan.FromSeconds(45) + TimeSpan.FromTicks(1_234_567));
            using var provider = service.CreateStranger();
            await provider.BringAsync(service.CallbackOf(service.Platform.Calls[^1]), Cancel);
        },
        async service => await service.RingAsync(await service.BeginAsync("9800000002", "north", "Rita \"R\" O'Neil \\ रीता 😀\nsecond line")),
        async service =>
        {
            service.Clock.Advance(TimeSpan.FromTicks(3_765_433));
            await service.BusyAsync(await service.RingAsync(await service.BeginAsync("9800000003", "south", name: null)));
        },
    ];

    private static readonly IReadOnlyList<string> ForeignSteps =
    [
        """
        insert into public.ivr_calls (call_id, mobile_number, agent_name, department, status, direction, received_at)
        values ('in-1', '09800000055', e'Quo"te \\ O''Neil\n😀', 'sales', 'in-progress', 'inbound', '2026-02-24 10:30:00.250+05:30')
        """,
        """
        update public.ivr_calls set status = 'completed', answered_at = '2026-02-24 10:30:10+05:30', ended_at = '2026-02-24 10:30:52.100200+05:30', duration_seconds = 42,
            recording_url = 'https://provider.example/in-1.mp3' where call_id = 'in-1'
        """,
        "insert into public.ivr_calls (call_id, mobile_number, status, direction, received_at, team) values ('in-2', 'hidden', 'no-answer', 'inbound', '2026-02-24 05:01:00+00', 'south')",
        "update public.ivr_calls set duration_seconds = 0, department = '' where call_id = 'in-2'",
        "delete from public.ivr_calls where call_id = 'in-1'",
        "delete from public.ivr_calls where call_id = 'in-2'",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_change_is_told_as_Supabase_tells_it()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var service = await StartAsync(database);
        await ShareAsync(database, service.Clock);
        await using var slot = await ReplicationSlot.CreateAsync(database);
        await using var client = await Subscriber.SubscribedAsync(service, [.. Subscriptions.Select(subscription => subscription.Binding)]);
        var deliberate = new Deliberate(slot);
        var types = new List<string>();

        foreach (var step in OwnSteps.Concat(ForeignSteps.Select<string, Func<ServiceHost, Task>>(sql => _ => database.ExecuteAsync(sql))))
        {
            await step(service);
            foreach (var (told, row) in await slot.ReadAsync(Subscriptions))
            {
                var expected = await deliberate.OfAsync(told, row);
                var heard = DecodedChange.Of(await client.ChangeAsync());
                Assert.Equal(expected.ToString(), (heard with { CommitTimestamp = Deliberate.Form(heard.CommitTimestamp) }).ToString());
                types.Add(told.Type);
            }
        }

        Assert.Empty(await client.UntilBeatAsync());
        Assert.Equal("INSERT UPDATE UPDATE INSERT UPDATE INSERT UPDATE UPDATE INSERT UPDATE INSERT UPDATE DELETE DELETE", string.Join(' ', types));
    }

    [Fact]
    public async Task Each_change_of_our_own_is_told_alike_from_both_stores()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var onPostgres = await HearOwnAsync(database);
        var embedded = await HearOwnAsync(null);

        Assert.Equal(8, embedded.Count);
        Assert.Equal(embedded, onPostgres);
    }

    private static Task<ServiceHost> StartAsync(PostgresDatabase? database) =>
        ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock(), IsPublic = true, Database = database }, Cancel);

    private static async Task ShareAsync(PostgresDatabase database, ManualClock clock)
    {
        Assert.Null(PostgresAddress.Read(database.ConnectionString, out var address));
        await PostgresAdministration.ShareAsync(address!, withOldValues: false, clock, Cancel); // It was read.
    }

    // Both clocks are moved alike, so only the ids differ.
    private static async Task<List<string>> HearOwnAsync(PostgresDatabase? database)
    {
        await using var service = await StartAsync(database);
        await using var client = await Subscriber.SubscribedAsync(service, [.. Subscriptions.Select(subscription => subscription.Binding)]);
        var heard = new List<string>();
        foreach (var (step, changes) in OwnSteps.Zip([2, 1, 2, 3]))
        {
            await step(service);
            for (var i = 0; i < changes; i++)
            {
                var change = await client.ChangeAsync();
                heard.Add(DecodedChange.Of(change).ToString()
                    .Replace(change.Id!, "(id)", StringComparison.Ordinal)
                    .Replace(change.Id!.Replace("-", "", StringComparison.Ordinal), "(id)", StringComparison.Ordinal)
                    .Replace($"call_id \"{change.Record.Text("call_id")}\"", "call_id (id)", StringComparison.Ordinal));
            }
        }

        Assert.Empty(await client.UntilBeatAsync());
        return heard;
    }

    /// <summary>What Offhook tells otherwise than Supabase, and why. Everything that is not here is the same.</summary>
    private sealed partial class Deliberate(ReplicationSlot slot)
    {
        private readonly Dictionary<string, (DecodedChange Told, IReadOnlyList<JsonElement> Row)> _last = [];

        /// <summary>A moment in the form of a commit's.</summary>
        public static string Form(string time) => CommitTimestamp().Replace(time, "(time)");

        public async Task<DecodedChange> OfAsync(DecodedChange told, IReadOnlyList<JsonElement> row)
        {
            var key = (told.Record ?? told.OldRecord)!.Single(value => value.Name == "id").Value;
            if (told.Record is not null)
            {
                _last[key] = (told, row);
            }

            var last = _last[key];
            return OwnKey(OwnAddressOfRecording(OwnMoment(await JudgedByTheLastRowAsync(told, last.Row)), last.Told), last.Told);
        }

        // The log has the moment of the commit. Offhook knows when the row was written, by the service's clock. Both are UTC to the millisecond.
        private static DecodedChange OwnMoment(DecodedChange told) => told with { CommitTimestamp = Form(told.CommitTimestamp) };

        // Another program gives its row whatever key it likes, in an adopted table a counted one. Offhook names every call by its reference.
        private static DecodedChange OwnKey(DecodedChange told, DecodedChange last)
        {
            var reference = last.Record!.Single(value => value.Name == "reference").Value;
            return told with { Record = Put(told.Record, "id", _ => reference), OldRecord = Put(told.OldRecord, "id", _ => reference) };
        }

        // The provider's link opens the recording to whoever has it. Offhook tells its own address, which asks who is there.
        private static DecodedChange OwnAddressOfRecording(DecodedChange told, DecodedChange last)
        {
            var reference = last.Record!.Single(value => value.Name == "reference").Value.Trim('"');
            return told with { Record = Put(told.Record, "recording_url", link => link == "null" ? link : $"\"/calls/{reference}/recording\"") };
        }

        // Of a removed row the log has the key alone, so a filter on anything else takes no DELETE. Offhook keeps what the row last was and judges by that:
        // a list that shows the row by such a filter hears that it is gone.
        private async Task<DecodedChange> JudgedByTheLastRowAsync(DecodedChange told, IReadOnlyList<JsonElement> last) =>
            told.Type == "DELETE" ? told with { Bindings = await slot.BindingsAsync(told.Type, last, Subscriptions) } : told;

        private static List<(string Name, string Value)>? Put(IReadOnlyList<(string Name, string Value)>? values, string name, Func<string, string> other) =>
            values is null ? null : [.. values.Select(value => value.Name == name ? (name, other(value.Value)) : value)];

        [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$")]
        private static partial Regex CommitTimestamp();
    }
}
