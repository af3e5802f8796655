using System.Net;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Calls;

public sealed class ProviderLogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_is_read_live_by_Indian_days_in_the_shape_of_our_rows()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var (_, first) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);

        // Half past midnight in India.
        service.Clock.Jump(TimeSpan.FromHours(14));
        var (_, second) = await service.EndedCallAsync(client, "9800000021", "9800000002", Cancel);

        var today = await client.AskAsync("/calls/logs", Cancel);
        var yesterday = await client.AskAsync("/calls/logs?from_date=2026-02-24&to_date=2026-02-24", Cancel);
        var both = await client.AskAsync("/calls/logs?from_date=2026-02-24", Cancel);

        Assert.Equal(["items", "page", "limit", "has_more"], today.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("1", "50", "False"), (today["page"], today["limit"], today["has_more"]));
        var missed = Assert.Single(today.Items());
        Assert.Equal((service.Provider.LogIdOf(second), "9800000021", "+919800000021", "+919800000002"), (missed.Text("call_id"), missed.Text("mobile_number"), missed.Text("customer_number"), missed.Text("agent_number")));
        Assert.Equal(service.Provider == TestProvider.Io ? "NOANSWER_CHANNEL2" : "NOANSWER", missed.Text("provider_status"));
        var answered = Assert.Single(yesterday.Items());
        Assert.Equal((service.Provider.LogIdOf(first), "answered", "8", "outbound"), (answered.Text("call_id"), answered.Text("status"), answered.Text("talk_seconds"), answered.Text("direction")));
        Assert.Null(answered.Text("id"));
        Assert.Equal(2, both.Items().Count);
    }

    [Fact]
    public async Task The_log_is_narrowed_to_a_customer_in_any_spelling_and_read_by_pages()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        foreach (var customer in (string[])["9800000010", "9800000010", "9800000010", "9800000031"])
        {
            await service.EndedCallAsync(client, customer, "9800000001", Cancel);
        }

        var mine = new List<string?>();
        for (var (page, more) = (1, true); more; page++)
        {
            var read = await client.AskAsync($"/calls/logs?call_to={(page == 1 ? "09800000010" : "%2B919800000010")}&limit=2&page={page}", Cancel);
            Assert.Equal(($"{page}", "2"), (read["page"], read["limit"]));
            mine.AddRange(read.Items().Select(item => item.Text("call_id")));
            more = read["has_more"] == "True";
        }

        var expected = service.Platform.Calls.Where(call => call.Receiver.EndsWith("9800000010", StringComparison.Ordinal)).Select(service.Provider.LogIdOf).ToList();
        Assert.Equal(3, expected.Count);
        Assert.Equal(expected.Order(StringComparer.Ordinal), mine.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Calls_of_the_account_that_came_in_are_shown_as_such()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        service.Platform.Always(Fault.OtherServices());
        await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);

        var log = await client.AskAsync("/calls/logs", Cancel);

        Assert.Equal(["inbound", "inbound", "outbound"], log.Items().Select(item => item.Text("direction")));
        Assert.Equal(["9800099999", "9800099999", "9800000010"], log.Items().Select(item => item.Text("mobile_number")));
        Assert.Equal([null, null, "click_to_call"], log.Items().Select(item => item.Text("kind")));
    }

    [Fact]
    public async Task A_provider_that_refuses_its_log_is_a_502_with_its_reason()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();
        service.Platform.Next(Fault.AddressRefused().OnReports());

        var refused = await client.AskAsync("/calls/logs", Cancel);

        Assert.Equal((HttpStatusCode.BadGateway, "/problems/provider-log-refused"), (refused.Status, refused["type"]));
        Assert.Contains("Source IP not allowed", refused["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_stays_unreadable_is_a_502_and_was_asked_for_more_than_once()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();
        service.Platform.Always(Fault.ServerError().OnReports());

        var failed = await client.AskAsync("/calls/logs", Cancel);
        service.Platform.ClearFaults();
        var well = await client.AskAsync("/calls/logs", Cancel);

        Assert.Equal((HttpStatusCode.BadGateway, "/problems/provider-log-unavailable"), (failed.Status, failed["type"]));
        Assert.Equal(HttpStatusCode.OK, well.Status);
        Assert.Equal(4, service.Platform.RequestsReceived[service.Provider.LogRequest]);
    }

    [Fact]
    public async Task A_provider_that_wants_to_be_asked_for_its_log_later_is_a_502_that_says_when()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();
        service.Platform.Always(Fault.TooManyRequests(TimeSpan.FromSeconds(60)).OnReports());

        var failed = await client.AskAsync("/calls/logs", Cancel);

        Assert.Equal((HttpStatusCode.BadGateway, TimeSpan.FromSeconds(60)), (failed.Status, failed.RetryAfter));
    }

    [Fact]
    public async Task One_failed_read_of_the_log_is_not_noticed()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();
        service.Platform.Next(Fault.ServerError(503).OnReports());

        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync("/calls/logs", Cancel)).Status);
    }
}
