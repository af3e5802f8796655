using System.Net;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Callbacks;

/// <summary>One service for the whole table: each call has an agent of its own.</summary>
public sealed class QuickService : SharedFixture
{
    private ServiceHost? _service;

    public ServiceHost Service => _service ?? throw new InvalidOperationException("not started");

    protected override async ValueTask BeginAsync() => _service = await ServiceHost.StartAsync(
        new ServiceOptions { Speed = 1000, Settings = new Dictionary<string, string> { ["KALEYRA_DIALS_PER_SECOND"] = "0" } }, TestContext.Current.CancellationToken);

    protected override ValueTask EndAsync() => Service.DisposeAsync();
}

public sealed class ScenarioTests(QuickService quick) : IClassFixture<QuickService>
{
    public static TheoryData<string, string?, string?, string, string> Outcomes => ScenarioOutcomes.OfTheseTests;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_table_names_every_scenario() =>
        Assert.Equal(Scenarios.All.Select(scenario => scenario.Digits), Outcomes.Select(row => row.Data.Item1));

    [Theory, MemberData(nameof(Outcomes))]
    public async Task Every_scenario_ends_with_its_status_its_reason_and_its_legs(string digits, string? status, string? reason, string agentLeg, string customerLeg)
    {
        using var client = quick.Service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);

        var started = await client.ClickToCallAsync($"98000000{digits}", $"98000010{digits}", cancellationToken: Cancel);

        if (status is null)
        {
            Assert.Equal(HttpStatusCode.Created, started.Status);
            return;
        }

        var settled = await screen.SettledAsync(started.Id, Cancel);
        Assert.Equal((status, reason, quick.Service.Provider.FirstOfTheEnd), (settled.Text("status"), settled.Text("reason"), settled.Text("settled_by")));
        Assert.Equal((agentLeg, customerLeg), (settled.Text("agent_leg"), settled.Text("customer_leg")));
        Assert.Equal(status == "answered", settled.Text("talk_seconds") is not (null or "0"));
    }

    [Fact]
    public async Task An_agent_who_answered_does_not_make_an_answered_call()
    {
        using var client = quick.Service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);

        var started = await client.ClickToCallAsync("9800000021", "9800002021", cancellationToken: Cancel);
        var settled = await screen.SettledAsync(started.Id, Cancel);

        Assert.Equal(("missed", "customer_no_answer", "The customer did not answer"), (settled.Text("status"), settled.Text("reason"), settled.Text("reason_text")));
        Assert.Equal(("answered", "no_answer"), (settled.Text("agent_leg"), settled.Text("customer_leg")));
        Assert.Null(settled.Text("answered_at"));
    }

    [Fact]
    public async Task A_word_in_no_document_is_kept_and_leaves_the_call_open()
    {
        using var client = quick.Service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);

        var started = await client.ClickToCallAsync("9800000070", "9800002070", cancellationToken: Cancel);
        var told = await screen.StatusAsync(started.Id, "unconfirmed", Cancel);

        Assert.Equal(
            quick.Service.Provider == TestProvider.Io ? ("end_unexplained", "FORWARDED") : ("customer_not_reported", "FORWARDED/ANSWER"), (told.Text("reason"), told.Text("provider_status")));
        Assert.Null(told.Text("settled_by"));
    }
}
