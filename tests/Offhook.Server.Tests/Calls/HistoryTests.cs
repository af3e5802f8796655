using System.Net;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Calls;

public sealed class HistoryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_history_is_narrowed_by_numbers_in_any_spelling_by_status_and_by_Indian_days()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        service.Platform.Always(Fault.LogEmptyFor(TimeSpan.FromDays(1)));
        var first = await client.ClickToCallAsync("9800000010", "9800000001", cancellationToken: Cancel);
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await client.ClickToCallAsync("9800000012", "9800000002", cancellationToken: Cancel);

        // Half past midnight in India, still the day before in UTC.
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        service.Clock.Jump(TimeSpan.FromHours(14));
        var nextDay = await client.ClickToCallAsync("9800000010", "9800000002", cancellationToken: Cancel);
        await client.BringAsync(service.CallbackOf(service.Platform.Calls[1]), Cancel);

        await AssertFoundAsync(client, "", nextDay, second, first);
        foreach (var spelling in (string[])["9800000010", "09800000010", "919800000010", "%2B91 98000 00010", "+919800000010"])
        {
            await AssertFoundAsync(client, $"customer_number={spelling}", nextDay, first);
        }

        await AssertFoundAsync(client, "agent_number=09800000002", nextDay, second);
        await AssertFoundAsync(client, "agent_number=9800000002&customer_number=9800000012", second);
        await AssertFoundAsync(client, "status=answered", second);
        await AssertFoundAsync(client, "from_date=2026-02-25", nextDay);
        await AssertFoundAsync(client, "to_date=2026-02-24", second, first);
        await AssertFoundAsync(client, "from_date=2026-02-24&to_date=2026-02-24&status=ringing", first);
        await AssertFoundAsync(client, "customer_number=9876543210");
    }

    [Fact]
    public async Task Pages_show_each_call_once_while_new_calls_arrive()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var older = new List<string>();
        for (var index = 0; index < 7; index++)
        {
            // Some at the same moment: then the key decides.
            service.Clock.Advance(TimeSpan.FromSeconds(index % 2 * 2));
            older.Add((await client.ClickToCallAsync("9800000099", $"98000010{index:00}", cancellationToken: Cancel)).Id);
        }

        var listed = new List<string>();
        for (string? address = "/calls?limit=2"; address is not null;)
        {
            var page = await client.AskAsync(address, Cancel);
            listed.AddRange(page.Items().Select(item => item.Text("id")!));
            address = page["next"] is { } next ? $"/calls?limit=2&after={next}" : null;
            service.Clock.Advance(TimeSpan.FromSeconds(1));
            await client.ClickToCallAsync("9800000099", $"98000020{listed.Count:00}", cancellationToken: Cancel);
        }

        Assert.Equal(older.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Theory, InlineData("/calls/{0}"), InlineData("/calls/{0}/reports"), InlineData("/calls/{0}/recording")]
    public async Task A_call_that_is_not_known_is_a_404(string path)
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();

        foreach (var id in (string[])["c2c_000000000000001", "0199d2a0-0000-7000-8000-000000000000", "%20", "a%2Fb"])
        {
            var answer = await client.AskAsync(path.Replace("{0}", id, StringComparison.Ordinal), Cancel);
            Assert.Equal((HttpStatusCode.NotFound, "/problems/no-such-call"), (answer.Status, answer["type"]));
        }
    }

    private static async Task AssertFoundAsync(HttpClient client, string query, params Answer[] expected)
    {
        var found = await client.AskAsync($"/calls?{query}", Cancel);
        Assert.Equal((query, string.Join(' ', expected.Select(call => call.Id))), (query, string.Join(' ', found.Items().Select(item => item.Text("id")))));
    }
}
