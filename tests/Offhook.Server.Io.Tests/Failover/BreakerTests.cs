using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Providers.Availability;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Io.Tests.Failover;

/// <summary>A provider that fails one dial after the other rests; whether it works again is tried without ringing anybody.</summary>
public sealed class BreakerTests
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_go_to_the_other_provider_at_once_until_a_trial_that_rings_nobody_succeeds()
    {
        await using var two = await TwoAccounts.StartAsync();
        two.First.Always(Fault.WrongKey());
        for (var index = 1; index <= 3; index++)
        {
            Assert.False(await two.RestsAsync(TestProvider.Io));
            await AssertPlacedAsync(two, index, TestProvider.Legacy, asked: index);
        }

        Assert.True(await two.RestsAsync(TestProvider.Io));
        await AssertPlacedAsync(two, 4, TestProvider.Legacy, asked: 3);

        // The rest is over, and the account is still refused.
        two.First.Always(Fault.WrongKey().OnReports());
        two.Service.Clock.Advance(Rest);
        await AssertPlacedAsync(two, 5, TestProvider.Legacy, asked: 3);
        await UntilTriedAsync(two, 1);
        Assert.True(await two.RestsAsync(TestProvider.Io));

        // A trial that failed doubles the rest.
        two.First.ClearFaults();
        two.Service.Clock.Advance(Rest);
        await AssertPlacedAsync(two, 6, TestProvider.Legacy, asked: 3);
        Assert.Equal(1, Trials(two));
        two.Service.Clock.Advance(Rest);
        await AssertPlacedAsync(two, 7, TestProvider.Legacy, asked: 3);
        await UntilTriedAsync(two, 2);
        Assert.False(await two.RestsAsync(TestProvider.Io));
        Assert.Empty(two.First.Rings);
        Assert.Empty(two.First.Dials);
        Assert.Equal(["call-logs", "click-to-call"], two.First.RequestsReceived.Keys.Order(StringComparer.Ordinal));

        await AssertPlacedAsync(two, 8, TestProvider.Io, asked: 4);
        Assert.Single(two.First.Rings);
        Assert.Equal(7, two.Second.Dials.Count);
    }

    [Fact]
    public async Task Three_dials_in_a_row_that_went_unanswered_make_a_provider_rest()
    {
        await using var two = await TwoAccounts.StartAsync();
        two.First.Always(Fault.ServerError());
        for (var index = 1; index <= 3; index++)
        {
            var unknown = await two.ClickAsync($"980000000{index}");
            Assert.Equal((HttpStatusCode.Accepted, TestProvider.Io.Name), (unknown.Status, unknown["provider"]));
        }

        Assert.True(await two.RestsAsync(TestProvider.Io));
        await AssertPlacedAsync(two, 4, TestProvider.Legacy, asked: 3);
    }

    [Fact]
    public async Task A_call_that_was_taken_or_refused_for_its_own_sake_shows_that_the_provider_works()
    {
        await using var two = await TwoAccounts.StartAsync();
        Fault?[] dials = [Fault.ServerError(), Fault.WrongKey(), null, Fault.ServerError(), Fault.WrongKey(), Fault.BusinessFailure(), Fault.ServerError(), Fault.WrongKey()];
        for (var index = 0; index < dials.Length; index++)
        {
            if (dials[index] is { } fault)
            {
                two.First.Next(fault);
            }

            await two.ClickAsync($"980000000{index}");
        }

        Assert.Equal(dials.Length, TwoAccounts.Asked(two.First, TestProvider.Io));
        Assert.False(await two.RestsAsync(TestProvider.Io));
    }

    [Fact]
    public async Task Being_asked_to_slow_down_neither_wakes_nor_tires_a_provider()
    {
        await using var two = await TwoAccounts.StartAsync();
        Fault[] dials = [Fault.ServerError(), Fault.TooManyRequests(), Fault.TooManyRequests(), Fault.TooManyRequests(), Fault.ServerError()];
        for (var index = 0; index < dials.Length; index++)
        {
            two.First.Next(dials[index]);
            await two.ClickAsync($"980000000{index}");
        }

        Assert.False(await two.RestsAsync(TestProvider.Io));
        two.First.Next(Fault.ServerError());
        await two.ClickAsync("9800000008");
        Assert.True(await two.RestsAsync(TestProvider.Io));
    }

    [Theory, InlineData("kaleyra-io"), InlineData("kaleyra-legacy")]
    public async Task The_only_provider_rests_too_and_comes_back(string name)
    {
        var provider = name == TestProvider.Io.Name ? TestProvider.Io : TestProvider.Legacy;
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock(), IsPublic = true, Accounts = [provider] }, Cancel);
        using var client = service.CreateClient();
        service.Platform.Always(Fault.WrongKey());
        for (var index = 1; index <= 3; index++)
        {
            Assert.Equal(HttpStatusCode.BadGateway, (await client.ClickToCallAsync(agent: $"980000000{index}", cancellationToken: Cancel)).Status);
        }

        service.Clock.Advance(TimeSpan.FromSeconds(5));
        var resting = await client.ClickToCallAsync(agent: "9800000004", key: "one", cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "/problems/provider-rests", TimeSpan.FromSeconds(10)), (resting.Status, resting["type"], resting.RetryAfter));
        Assert.Null(resting["id"]);
        Assert.Equal(3, (await client.AskAsync("/calls", Cancel)).Items().Count);
        Assert.Equal([provider.ClickToCallRequest], service.Platform.RequestsReceived.Keys);
        Assert.Equal(3, service.Platform.RequestsReceived[provider.ClickToCallRequest]);

        // With nobody else to ask, the click waits for the trial.
        service.Platform.ClearFaults();
        service.Platform.Always(Fault.NoCallback());
        service.Platform.Always(Fault.NoCallback().OnEvents());
        service.Clock.Advance(TimeSpan.FromSeconds(10));
        var placed = await client.ClickToCallAsync(agent: "9800000004", key: "one", cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.Created, "ringing"), (placed.Status, placed["status"]));
        Assert.Equal(1, service.Platform.RequestsReceived[provider.LogRequest]);
        Assert.Single(service.Platform.Dials);
    }

    [Fact]
    public async Task When_all_rest_the_click_is_told_when_the_first_of_them_is_tried_again()
    {
        await using var two = await TwoAccounts.StartAsync();
        two.First.Always(Fault.WrongKey());
        two.Second.Always(Fault.WrongKey());
        for (var index = 1; index <= 3; index++)
        {
            Assert.Equal(HttpStatusCode.BadGateway, (await two.ClickAsync($"980000000{index}")).Status);
        }

        var resting = await two.ClickAsync("9800000004");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "/problems/provider-rests", Rest), (resting.Status, resting["type"], resting.RetryAfter));
        Assert.Equal((3, 3), (TwoAccounts.Asked(two.First, TestProvider.Io), TwoAccounts.Asked(two.Second, TestProvider.Legacy)));
        Assert.Equal(3, (await two.Client.AskAsync("/calls", Cancel)).Items().Count);
    }

    private static async Task AssertPlacedAsync(TwoAccounts two, int index, TestProvider by, int asked)
    {
        var placed = await two.ClickAsync($"980000000{index}");
        Assert.Equal((HttpStatusCode.Created, "ringing", by.Name), (placed.Status, placed["status"], placed["provider"]));
        Assert.Equal(asked, TwoAccounts.Asked(two.First, TestProvider.Io));
    }

    private static int Trials(TwoAccounts two) => two.First.RequestsReceived.GetValueOrDefault(TestProvider.Io.LogRequest);

    // A trial has come to its end when the provider is back, or rests for a while again.
    private static Task UntilTriedAsync(TwoAccounts two, int trials)
    {
        var services = two.Service.Services;
        var breaker = services.GetRequiredService<ProviderBreakers>().Of(services.GetRequiredService<ProviderDirectory>().Find(TestProvider.Io.Name)!); // It is configured.
        return Waiting.UntilAsync(() => Trials(two) == trials && (breaker.RestsBecause is null || breaker.RestsFor > TimeSpan.Zero), () => (Trials(two), breaker.RestsBecause), Cancel);
    }
}
