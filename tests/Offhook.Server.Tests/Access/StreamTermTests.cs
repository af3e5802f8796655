using System.Net;
using Offhook.Server.Tests.Access.Keys;
using Offhook.Server.Tests.Access.People;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access;

/// <summary>A live stream ends with the credential that opened it.</summary>
public sealed class StreamTermTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_persons_stream_ends_when_the_token_expires()
    {
        await using var people = await PeopleService.StartAsync();
        using var client = people.With(people.Project.Supervisor(people.Clock, "supervisor", "red"));
        await using var feed = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        await feed.NextAsync(Cancel);

        people.Clock.Jump(TimeSpan.FromSeconds(3599));
        await feed.CommentAsync(Cancel);
        Assert.False(feed.Ended.IsCompleted);
        await people.Service.PlayAsync(EndedAsync(feed));

        Assert.InRange(people.Clock.GetUtcNow(), new(2026, 2, 24, 6, 0, 0, TimeSpan.Zero), new(2026, 2, 24, 6, 1, 0, TimeSpan.Zero));
        Assert.Equal("/problems/credential-refused", (await client.AskAsync("/calls", Cancel))["type"]);
    }

    [Fact]
    public async Task A_keys_stream_ends_within_a_minute_after_the_key()
    {
        await using var people = await PeopleService.StartAsync();
        using var admin = people.Service.CreateClient();
        using var client = people.With((await admin.AddKeyAsync(new { name = "red", kind = "server", team = "red" }))["key"]!);
        await using var feed = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        await using var administrators = await FeedListener.ConnectAsync(admin, cancellationToken: Cancel);
        await feed.NextAsync(Cancel);

        Assert.Equal(HttpStatusCode.NoContent, await admin.RemoveKeyAsync("red"));
        await admin.AddKeyAsync(new { name = "red", kind = "server", team = "blue" });
        var start = people.Clock.GetUtcNow();
        await people.Service.PlayAsync(EndedAsync(feed));

        Assert.InRange(people.Clock.GetUtcNow() - start, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Assert.False(administrators.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_stream_whose_key_can_no_longer_be_looked_at_for_an_unheard_of_reason_ends()
    {
        await using var people = await PeopleService.StartAsync();
        using var admin = people.Service.CreateClient();
        using var client = people.With((await admin.AddKeyAsync(new { name = "red", kind = "server", team = "red" }))["key"]!);
        await using var feed = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        await feed.NextAsync(Cancel);

        await people.Service.Database.ExecuteAsync("alter table access_keys rename to mislaid");
        var start = people.Clock.GetUtcNow();
        await people.Service.PlayAsync(EndedAsync(feed));

        Assert.InRange(people.Clock.GetUtcNow() - start, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    private static async Task<bool> EndedAsync(FeedListener feed)
    {
        try
        {
            await feed.Ended;
        }
        catch (IOException)
        {
            // Cut off, in the middle of an answer that has no end of its own.
        }

        return true;
    }
}
