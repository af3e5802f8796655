using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Offhook.Server.Access.Keys;
using Offhook.Server.Tests.Access.People;
using Offhook.Server.Tests.Supabase.Realtime;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access.Keys;

/// <summary>A database that takes the question for the keys and does not answer it.</summary>
public sealed class HangingStoreTests
{
    private const string Page = "https://crm.example.com";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_who_bring_a_named_key_wait_for_one_reading_and_its_failure_holds_for_two_seconds()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true, Clock = new ManualClock(), Database = database }, Cancel);
        using var admin = service.CreateClient();
        using var server = service.CreateStranger();
        server.DefaultRequestHeaders.Authorization = new("Bearer", (await admin.AddKeyAsync(new { name = "crm", kind = "server" }))["key"]);
        var answers = new List<Answer>();
        await using (await HoldKeysAsync(database))
        {
            var asked = Enumerable.Range(0, 20).Select(_ => server.AskAsync("/calls", Cancel)).ToList();
            await database.UntilSomebodyWaitsAsync(Cancel);
            await database.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
            answers.AddRange(await Task.WhenAll(asked).SoonAsync("twenty answers after one reading has failed"));
            answers.Add(await server.AskAsync("/calls", Cancel).SoonAsync("an answer while nobody reads"));
        }

        answers.Add(await server.AskAsync("/calls", Cancel));
        service.Clock.Advance(TimeSpan.FromSeconds(2));
        var later = await server.AskAsync("/calls", Cancel);

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.ServiceUnavailable, "/problems/store-unavailable"), (answer.Status, answer["type"])));
        Assert.Equal(HttpStatusCode.OK, later.Status);
    }

    [Fact]
    public async Task A_token_ends_its_channel_at_its_moment_while_the_keys_cannot_be_looked_at()
    {
        await using var project = await SupabaseStandIn.StartAsync();
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true, Clock = new ManualClock(), Database = database, Settings = project.Settings }, Cancel);
        var key = (await service.Services.GetRequiredService<AccessKeyRing>().AddAsync("page", AccessKeyKind.Publishable, "blue", [Page], Cancel))!.Value.Text;
        var claims = project.Claims(service.Clock, "short", new() { ["role"] = "supervisor", ["team"] = "red" });
        claims["exp"] = service.Clock.GetUtcNow().ToUnixTimeSeconds() + 40;
        await using var client = await Subscriber.OpenAsync(service, $"apikey={key}&vsn=2.0.0", Page);
        await client.JoinedAsync(token: project.Key.Token(claims), bindings: Watched.All);

        await using (await HoldKeysAsync(database))
        {
            service.Clock.Advance(TimeSpan.FromSeconds(30));
            await database.UntilSomebodyWaitsAsync(Cancel);
            service.Clock.Advance(TimeSpan.FromSeconds(10));
            var system = await client.HearAsync("system");
            await client.HearAsync("phx_close");

            Assert.Equal("Token has expired 0 seconds ago", system.Payload.Text("message"));
            await database.UntilSomebodyWaitsAsync(Cancel);
        }
    }

    private static async Task<NpgsqlConnection> HoldKeysAsync(PostgresDatabase database)
    {
        var connection = await database.ConnectAsync();
        await using var command = new NpgsqlCommand("begin; lock table offhook.access_keys in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync(Cancel);
        return connection;
    }
}
