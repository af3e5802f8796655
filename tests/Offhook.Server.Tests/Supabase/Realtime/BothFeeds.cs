using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>Somebody who hears of changes on both ways: over a socket and as server-sent events.</summary>
internal sealed record BothFeeds(Subscriber Socket, HttpClient Client, FeedListener Feed) : IAsyncDisposable
{
    /// <summary>The next change, which both tell, each in its words.</summary>
    /// <param name="type"><c>INSERT</c>, <c>UPDATE</c> or <c>DELETE</c>.</param>
    /// <param name="id">Of the row; null for any.</param>
    /// <returns>The row's id.</returns>
    public async Task<string> NextAsync(string type, string? id = null)
    {
        var change = await Socket.ChangeAsync();
        var item = await Feed.NextAsync(TestContext.Current.CancellationToken);
        Assert.Equal((type, id ?? change.Id, type == "DELETE" ? "gone" : "call", id ?? change.Id), (change.Type, change.Id, item.Name, item.Data.Text("id")));
        return change.Id!;
    }

    public async ValueTask DisposeAsync()
    {
        await Feed.DisposeAsync();
        Client.Dispose();
        await Socket.DisposeAsync();
    }
}
