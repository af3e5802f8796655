using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Offhook.Calls;
using Offhook.Gateway.Reports;
using Offhook.Server.Tests;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Io.Tests.Failover;

/// <summary>The other provider is asked only on proof that the first one rang nobody and that the call itself was not at fault.</summary>
public sealed class FailoverTests
{
    private const string Key = "the-click";

    public static readonly TheoryData<string, string> HandedOn =
        [.. Failure.HandedOn.Keys.SelectMany(name => (TheoryDataRow<string, string>[])[(TestProvider.Io.Name, name), (TestProvider.Legacy.Name, name)])];

    public static readonly TheoryData<string> Kept = [.. Failure.Kept.Keys];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(HandedOn))]
    public async Task A_refusal_of_the_account_hands_the_call_on(string preferred, string name)
    {
        await using var two = await TwoAccounts.StartAsync(preferred == TestProvider.Io.Name ? TestProvider.Io : TestProvider.Legacy);
        two.First.Next(Failure.HandedOn[name].Fault);

        var answer = await two.ClickAsync(key: Key);

        Assert.Equal(1, TwoAccounts.Asked(two.First, two.Service.Provider));
        await AssertHandedOnAsync(two, answer, "refused");
    }

    [Fact]
    public async Task A_refused_connection_hands_the_call_on()
    {
        using var nobody = BadAddress.Closed();
        await using var two = await TwoAccounts.StartAsync(elsewhere: nobody.Address);

        await AssertHandedOnAsync(two, await two.ClickAsync(key: Key), "not_sent");
    }

    [Fact]
    public async Task A_connection_that_is_not_made_in_time_hands_the_call_on()
    {
        using var deaf = await BadAddress.DeafAsync(Cancel);
        await using var two = await TwoAccounts.StartAsync(elsewhere: deaf.Address);
        var before = deaf.Asking();

        var asked = two.ClickAsync(key: Key);
        await deaf.UntilAskedAsync(before + 1, Cancel);
        two.Service.Clock.Advance(TimeSpan.FromSeconds(15));

        await AssertHandedOnAsync(two, await asked.SoonAsync(), "not_sent");
    }

    [Fact]
    public async Task A_connection_that_is_cut_at_once_hands_the_call_on_only_where_nothing_of_it_had_left()
    {
        using var curt = BadAddress.Curt();
        await using var two = await TwoAccounts.StartAsync(elsewhere: curt.Address);

        // Which of the two it was is decided by whose packet was faster; what is not allowed is a second dial without the proof.
        var answer = await two.ClickAsync(key: Key);

        await (answer.Status is HttpStatusCode.Created ? AssertHandedOnAsync(two, answer, "not_sent") : AssertKeptAsync(two, answer, Failure.Kept["cut before placing"]));
    }

    [Theory, MemberData(nameof(Kept))]
    public async Task Whatever_else_goes_wrong_nobody_else_is_asked(string name)
    {
        var failure = Failure.Kept[name];
        await using var two = await TwoAccounts.StartAsync();
        two.First.Next(failure.Fault);

        var asked = two.ClickAsync(key: Key);
        if (failure.IsSlow)
        {
            await Waiting.UntilAsync(() => TwoAccounts.Asked(two.First, TestProvider.Io) == 1, cancellationToken: Cancel);
            two.Service.Clock.Advance(TimeSpan.FromSeconds(16));
        }

        var answer = await asked.SoonAsync();

        Assert.Equal(1, TwoAccounts.Asked(two.First, TestProvider.Io));
        await AssertKeptAsync(two, answer, failure);
    }

    [Fact]
    public async Task A_parameter_that_the_provider_does_not_take_is_no_reason_to_ask_another()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Address = new("http://127.0.0.1:0"), IoBridge = "918000000001", CallbackHosts = ["calls.example.test"] }, Cancel);
        await using var two = await TwoAccounts.StartAsync(simulator: simulator);

        var answer = await two.ClickAsync(key: Key);

        Assert.Contains("bridge is not active", answer["reason"], StringComparison.Ordinal);
        await AssertKeptAsync(two, answer, Failure.Kept["refused for the call's own sake"]);
    }

    [Fact]
    public async Task A_call_that_was_reported_on_meanwhile_is_not_handed_on()
    {
        using var deaf = await BadAddress.DeafAsync(Cancel);
        await using var two = await TwoAccounts.StartAsync(elsewhere: deaf.Address);
        var before = deaf.Asking();
        var asked = two.ClickAsync(key: Key);
        await deaf.UntilAskedAsync(before + 1, Cancel);
        var reference = Guid.Parse((await two.Screen.UntilAsync(state => state.Text("status") == "requested", Cancel)).Text("id")!);
        var token = two.Service.Services.GetRequiredService<CallbackTokens>().For(reference);

        // Whatever the connection looked like from here: a phone rang.
        var report = new Uri(two.Service.Address, $"/webhooks/kaleyra/io/report?ref={CallReference.Compact(reference)}&t={token}&status=ANSWER&billsec=5");
        Assert.Equal(HttpStatusCode.OK, (await two.Client.BringAsync(report, Cancel)).Status);
        two.Service.Clock.Advance(TimeSpan.FromSeconds(15));
        var answer = await asked.SoonAsync();

        Assert.Equal((HttpStatusCode.Created, "answered", TestProvider.Io.Name), (answer.Status, answer["status"], answer["provider"]));
        Assert.Empty(two.Second.RequestsReceived);
        Assert.Equal(["intent", "callback", "reply"], await two.ReportsAsync(answer.Id));
        await AssertOneRowAndOneAnswerAsync(two, answer);
    }

    [Fact]
    public async Task When_both_refuse_the_second_ones_answer_is_the_calls()
    {
        await using var two = await TwoAccounts.StartAsync();
        two.First.Next(Fault.NoCredit());
        two.Second.Next(Fault.AddressRefused());

        var answer = await two.ClickAsync();

        Assert.Equal((HttpStatusCode.BadGateway, "/problems/provider-refused"), (answer.Status, answer["type"]));
        Assert.Contains("Source IP not allowed", answer["reason"], StringComparison.Ordinal);
        var row = await two.RowAsync(answer.Id);
        Assert.Equal(("failed", TestProvider.Legacy.Name, "provider_refused", "reply"), (row["status"], row["provider"], row["reason"], row["settled_by"]));
        Assert.Empty(two.First.Rings);
        Assert.Empty(two.Second.Rings);
        await AssertFreeAsync(two);
    }

    [Fact]
    public async Task When_the_second_ones_answer_is_unknown_the_call_is_unconfirmed_there_and_its_log_tells_the_outcome()
    {
        await using var two = await TwoAccounts.StartAsync();
        two.First.Next(Fault.WrongKey());
        two.Second.Next(Fault.CutAfterPlacing());

        var answer = await two.Client.ClickToCallAsync(cancellationToken: Cancel);
        var settled = await two.Service.PlayAsync(two.Screen.SettledAsync(answer.Id, Cancel));

        Assert.Equal((HttpStatusCode.Accepted, "unconfirmed", TestProvider.Legacy.Name), (answer.Status, answer["status"], answer["provider"]));
        Assert.Equal(("answered", "log", TestProvider.Legacy.Name), (settled.Text("status"), settled.Text("settled_by"), settled.Text("provider")));
        Assert.Single(two.Second.Dials);
        Assert.Empty(two.First.Rings);
    }

    private static async Task AssertHandedOnAsync(TwoAccounts two, Answer answer, string proof)
    {
        var (first, second) = (two.Service.Provider, TwoAccounts.Other(two.Service.Provider));
        var dialled = Assert.Single(two.Second.Calls);
        Assert.Equal((HttpStatusCode.Created, "ringing", second.Name, dialled.Id), (answer.Status, answer["status"], answer["provider"], answer["call_id"]));
        Assert.Single(two.Second.Rings);
        Assert.Empty(two.First.Rings);
        Assert.Empty(two.First.Dials);

        var row = await two.RowAsync(answer.Id);
        Assert.Equal(("ringing", second.Name, dialled.Id, null), (row["status"], row["provider"], row["call_id"], row["settled_by"]));
        Assert.Equal(["intent", "intent", "reply", "reply"], (await two.ReportsAsync(answer.Id)).Order(StringComparer.Ordinal));
        Assert.Equal([proof, "accepted"], (await two.ReportsAsync(answer.Id, "proof")).OfType<string>());
        await AssertOneRowAndOneAnswerAsync(two, answer);

        await two.Screen.UntilAsync(state => state.Text("id") == answer.Id && state.Text("version") == row["version"], Cancel);
        var states = two.Screen.Heard.Where(heard => heard.Name == "call").Select(heard => heard.Data).ToList();
        Assert.Equal(["requested", "ringing"], states.Select(state => state.Text("status")).Distinct());
        Assert.Equal([first.Name, second.Name], states.Select(state => state.Text("provider")).Distinct());

        two.Second.PlayOnlyCall();
        await two.Client.BringAsync(two.Service.CallbackOf(two.Second.Calls[0], ("billsec", "5")), Cancel);
        var ended = await two.RowAsync(answer.Id);
        Assert.Equal(("answered", "callback", second.Name, "5"), (ended["status"], ended["settled_by"], ended["provider"], ended["talk_seconds"]));
    }

    private static async Task AssertKeptAsync(TwoAccounts two, Answer answer, Failure failure)
    {
        Assert.Equal(failure.Status, answer.Status);
        Assert.Empty(two.Second.RequestsReceived);
        Assert.Equal(failure.Rings, two.First.Rings.Count);
        Assert.Equal(failure.Rings, two.First.Dials.Count);

        var row = await two.RowAsync(answer.Id);
        Assert.Equal((failure.Row, failure.Reason, two.Service.Provider.Name), (row["status"], row["reason"], row["provider"]));
        Assert.Equal(failure.Row == "failed" ? "reply" : null, row["settled_by"]);
        Assert.Equal(["intent", "reply"], await two.ReportsAsync(answer.Id));
        Assert.Equal([null, failure.Proof], await two.ReportsAsync(answer.Id, "proof"));
        await AssertOneRowAndOneAnswerAsync(two, answer);
    }

    // The same click again is answered with what was said the first time, and asks nobody.
    private static async Task AssertOneRowAndOneAnswerAsync(TwoAccounts two, Answer answer)
    {
        var (first, second) = (two.First.RequestsReceived.Values.Sum(), two.Second.RequestsReceived.Values.Sum());
        var again = await two.ClickAsync(key: Key);
        Assert.Equal((answer.Status, answer.Text, answer.RetryAfter), (again.Status, again.Text, again.RetryAfter));
        Assert.Equal((first, second), (two.First.RequestsReceived.Values.Sum(), two.Second.RequestsReceived.Values.Sum()));
        Assert.Equal(answer.Id, Assert.Single((await two.Client.AskAsync("/calls", Cancel)).Items()).Text("id"));
    }

    private static async Task AssertFreeAsync(TwoAccounts two) => Assert.Equal(HttpStatusCode.Created, (await two.ClickAsync()).Status);
}
