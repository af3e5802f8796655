using System.Net;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Calls;

public sealed class RefusedDialTests
{
    public static readonly TheoryData<string, string> Refusals = new()
    {
        { nameof(FaultKind.BusinessFailure), TestProvider.OfTheseTests == TestProvider.Io ? "bridge must be numeric" : "Invalid receiver" },
        { nameof(FaultKind.NoCredit), "Insufficient credits" },
        { nameof(FaultKind.AddressRefused), "Source IP not allowed" },
        { nameof(FaultKind.WrongKey), TestProvider.OfTheseTests == TestProvider.Io ? "Invalid api-key; check the key, the SID" : "Invalid API key" },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Refusals))]
    public async Task What_the_provider_refuses_is_a_502_with_its_reason_and_a_failed_row(string kind, string reason)
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();
        service.Platform.Next(kind switch
        {
            nameof(FaultKind.BusinessFailure) => Fault.BusinessFailure(),
            nameof(FaultKind.NoCredit) => Fault.NoCredit(),
            nameof(FaultKind.AddressRefused) => Fault.AddressRefused(),
            _ => Fault.WrongKey(),
        });

        var refused = await client.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.BadGateway, "/problems/provider-refused"), (refused.Status, refused["type"]));
        Assert.Contains(reason, refused["reason"], StringComparison.Ordinal);
        Assert.EndsWith("No phone rings.", refused["detail"], StringComparison.Ordinal);
        var row = await client.AskAsync($"/calls/{refused.Id}", Cancel);
        Assert.Equal(("failed", "provider_refused", "reply"), (row["status"], row["reason"], row["settled_by"]));
        Assert.Contains(reason, row["reason_text"], StringComparison.Ordinal);
        Assert.Empty(service.Platform.Rings);
    }

    [Fact]
    public async Task A_provider_that_wants_to_be_asked_later_is_a_503_that_says_when()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();
        service.Platform.Next(Fault.TooManyRequests(TimeSpan.FromSeconds(17)));

        var refused = await client.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "/problems/provider-slows-down"), (refused.Status, refused["type"]));
        Assert.Equal(TimeSpan.FromSeconds(17), refused.RetryAfter);
        var row = await client.AskAsync($"/calls/{refused.Id}", Cancel);
        Assert.Equal(("failed", "slow_down", "reply"), (row["status"], row["reason"], row["settled_by"]));
        Assert.Equal(1, service.Platform.RequestsReceived[service.Provider.ClickToCallRequest]);
    }

    [Fact]
    public async Task A_provider_that_asks_to_slow_down_without_saying_for_how_long_is_a_503_with_a_guess()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();
        service.Platform.Next(Fault.TooManyRequests());

        var refused = await client.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_connection_that_was_never_made_is_a_504_and_a_failed_row_and_rings_nothing()
    {
        var nobody = new Uri($"http://127.0.0.1:{FreePort.Take()}/");
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Provider = nobody }, Cancel);
        using var client = service.CreateClient();

        var failed = await client.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.GatewayTimeout, "/problems/provider-unreachable"), (failed.Status, failed["type"]));
        var row = await client.AskAsync($"/calls/{failed.Id}", Cancel);
        Assert.Equal(("failed", "never_connected", "reply"), (row["status"], row["reason"], row["settled_by"]));
        Assert.Empty(service.Platform.Rings);
    }

    [Fact]
    public async Task A_refused_call_leaves_its_agent_free_to_dial_again()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();
        service.Platform.Next(Fault.BusinessFailure());
        await client.ClickToCallAsync(cancellationToken: Cancel);

        var again = await client.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Equal(HttpStatusCode.Created, again.Status);
    }

    [Theory, InlineData("9800000001", "9800000001"), InlineData("+91 98000 00001", "09800000001"), InlineData("919800000001", "9800000001")]
    public async Task Equal_numbers_are_refused_in_any_spelling_and_nothing_is_kept_or_sent(string customer, string agent)
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();

        var refused = await client.ClickToCallAsync(customer, agent, cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.BadRequest, "/problems/equal-numbers"), (refused.Status, refused["type"]));
        Assert.Empty(service.Platform.RequestsReceived);
        Assert.Empty((await client.AskAsync("/calls", Cancel)).Items());
    }
}
