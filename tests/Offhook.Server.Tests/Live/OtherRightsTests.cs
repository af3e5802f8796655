using Offhook.Server.Tests.Access.People;
using Offhook.Server.Tests.Supabase.Realtime;
using Offhook.Testing;

namespace Offhook.Server.Tests.Live;

/// <summary>A person comes back to the feed with the place where it left off, and with another token.</summary>
public sealed class OtherRightsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_may_see_other_calls_than_before_begins_with_a_snapshot_of_those()
    {
        await using var people = await PeopleService.StartAsync();
        var own = (await people.Service.BeginAsync("9800000021", "red")).Call.Reference.ToString();
        people.Clock.Advance(TimeSpan.FromSeconds(1));
        var teams = (await people.Service.BeginAsync("9800000022", "red")).Call.Reference.ToString();
        using var agent = people.With(people.Project.Agent(people.Clock, "person", "9800000021", "red"));
        using var supervisor = people.With(people.Project.Supervisor(people.Clock, "person", "red"));

        await using var before = await FeedListener.ConnectAsync(agent, cancellationToken: Cancel);
        Assert.Equal([own], Ids(await before.NextAsync(Cancel)));
        await using var promoted = await FeedListener.ConnectAsync(supervisor, before.LastId, Cancel);
        Assert.Equal([teams, own], Ids(await promoted.NextAsync(Cancel)));
        await using var demoted = await FeedListener.ConnectAsync(agent, promoted.LastId, Cancel);
        Assert.Equal([own], Ids(await demoted.NextAsync(Cancel)));
    }

    [Fact]
    public async Task Who_comes_with_the_same_rights_goes_on_where_it_left_off()
    {
        await using var people = await PeopleService.StartAsync();
        using var client = people.With(people.Project.Supervisor(people.Clock, "person", "red"));
        await using var before = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        await before.NextAsync(Cancel);
        var first = (await people.Service.BeginAsync(team: "red")).Call.Reference.ToString();
        Assert.Equal(first, (await before.NextAsync(Cancel)).Data.Text("id"));
        var second = (await people.Service.BeginAsync("9800000022", "red")).Call.Reference.ToString();
        people.Clock.Advance(TimeSpan.FromSeconds(1));

        // Another token, and another person of the same team.
        foreach (var subject in (string[])["person", "another"])
        {
            using var again = people.With(people.Project.Supervisor(people.Clock, subject, "red"));
            await using var after = await FeedListener.ConnectAsync(again, before.LastId, Cancel);
            var heard = await after.NextAsync(Cancel);
            Assert.Equal(("call", second), (heard.Name, heard.Data.Text("id")));
        }
    }

    private static IEnumerable<string?> Ids(LiveEvent item)
    {
        Assert.Equal("snapshot", item.Name);
        return item.Data.GetProperty("items").EnumerateArray().Select(call => call.Text("id"));
    }
}
