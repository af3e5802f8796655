using Offhook.Testing;

namespace Offhook.Server.Tests.Calls;

/// <summary>What only the legacy API's log can do: it is asked for one customer.</summary>
public sealed class LegacyLogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_of_one_customers_calls_are_full()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        foreach (var customer in (string[])["9800000010", "9800000010", "9800000010", "9800000031"])
        {
            await service.EndedCallAsync(client, customer, "9800000001", Cancel);
        }

        var mine = await client.AskAsync("/calls/logs?call_to=09800000010&limit=2", Cancel);
        var rest = await client.AskAsync("/calls/logs?call_to=%2B919800000010&limit=2&page=2", Cancel);

        Assert.Equal(("1", "2", "True", 2), (mine["page"], mine["limit"], mine["has_more"], mine.Items().Count));
        Assert.Equal(("2", "2", "False", 1), (rest["page"], rest["limit"], rest["has_more"], rest.Items().Count));
        Assert.All(mine.Items().Concat(rest.Items()), item => Assert.Equal("9800000010", item.Text("mobile_number")));
    }
}
