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
    // What the callback of each scenario must come to; null for a call without a callback and for one whose callback tells no outcome.
    public static readonly TheoryData<string, string?, string?, string, string> Outcomes = new()
    {
        { "10", "answered", null, "answered", "answered" },
        { "12", "answered", null, "answered", "answered" },
        { "13", "answered", null, "answered", "answered" },
        { "14", null, null, "", "" },
        { "15", "missed", "customer_no_answer", "answered", "no_answer" },
        { "16", "answered", null, "answered", "answered" },
        { "20", "missed", "agent_no_answer", "no_answer", "unknown" },
        { "21", "missed", "customer_no_answer", "answered", "no_answer" },
        { "22", "missed", "customer_no_answer", "answered", "no_answer" },
        { "30", "busy", "agent_busy", "busy", "unknown" },
        { "31", "busy", "customer_busy", "answered", "busy" },
        { "32", "busy", "customer_busy", "answered", "busy" },
        { "40", "cancelled", "customer_cancelled", "answered", "cancelled" },
        { "41", "cancelled", "customer_cancelled", "answered", "cancelled" },
        { "50", "failed", "agent_failed", "failed", "unknown" },
        { "51", "failed", "customer_failed", "answered", "failed" },
        { "52", "failed", "customer_congestion", "answered", "congestion" },
        { "53", "failed", "customer_channel_unavailable", "answered", "channel_unavailable" },
        { "60", "failed", "customer_do_not_disturb", "answered", "do_not_disturb" },
        { "61", "failed", "blocked", "unknown", "unknown" },
        { "62", "failed", "lines_busy", "unknown", "unknown" },
        { "63", "failed", "off_hours", "unknown", "unknown" },
        { "64", "failed", "customer_not_allowed", "answered", "not_allowed" },
        { "70", null, null, "", "" },
    };

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
        Assert.Equal((status, reason, "callback"), (settled.Text("status"), settled.Text("reason"), settled.Text("settled_by")));
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

        Assert.Equal(("customer_not_reported", "FORWARDED/ANSWER"), (told.Text("reason"), told.Text("provider_status")));
        Assert.Null(told.Text("settled_by"));
    }
}
