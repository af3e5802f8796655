using Offhook.Testing;

namespace Offhook.Server.Tests.Survival;

public sealed class LegacyLogRowTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_of_the_log_has_an_id_of_its_own_and_the_call_keeps_that_of_its_dial()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);

        var started = await client.ClickToCallAsync("9800000014", cancellationToken: Cancel);
        var settled = await service.PlayAsync(screen.SettledAsync(started.Id, Cancel));

        var call = Assert.Single(service.Platform.Calls);
        Assert.NotEqual(call.Id, call.RowId.ToString());
        Assert.Equal(call.Id, settled.Text("call_id"));
        var reports = await client.AskAsync($"/calls/{call.Id}/reports", Cancel);
        Assert.Equal(["intent", "reply", "log"], reports.Items().Select(report => report.Text("source")));
        Assert.Equal([null, call.Id, call.RowId.ToString()], reports.Items().Select(report => report.Text("call_id")));
    }
}
