using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Offhook.Calls;
using Offhook.Server.Tests.Access.People;
using Offhook.Server.Tests.Supabase.Realtime;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access;

/// <summary>Two calls of two teams that the provider knows by one id.</summary>
public sealed class SharedIdTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ones_own_call_is_found_whoever_has_a_newer_one_of_the_same_id()
    {
        await using var people = await PeopleService.StartAsync();
        var red = await BeginAsync(people, "red");
        people.Clock.Advance(TimeSpan.FromSeconds(1));
        var blue = await BeginAsync(people, "blue");

        foreach (var (team, id) in new[] { ("red", red), ("blue", blue) })
        {
            using var supervisor = people.With(people.Project.Supervisor(people.Clock, team, team));
            var found = await supervisor.AskAsync("/calls/shared", Cancel);
            Assert.Equal((HttpStatusCode.OK, id), (found.Status, found.Id));
        }

        using var green = people.With(people.Project.Supervisor(people.Clock, "green", "green"));
        Assert.Equal("/problems/no-such-call", (await green.AskAsync("/calls/shared", Cancel))["type"]);
    }

    private static async Task<string> BeginAsync(PeopleService people, string team)
    {
        var row = await people.Service.BeginAsync(team: team);
        var reply = new Report { Reference = row.Call.Reference, Source = ReportSource.Reply, At = people.Clock.GetUtcNow(), Proof = DialProof.Accepted, ProviderCallId = "shared" };
        Assert.IsType<KeepOutcome.Kept>(await people.Service.Services.GetRequiredService<ICallStore>().KeepAsync(new KeptReport(reply, null), Cancel));
        return row.Call.Reference.ToString();
    }
}
