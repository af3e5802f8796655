using System.Net;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Callbacks;

public sealed class CallbackProofTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_calls_own_token_there_is_nothing_here_and_nothing_is_kept()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        using var stranger = service.CreateStranger();
        var other = await client.ClickToCallAsync("9800000010", "9800000002", cancellationToken: Cancel);
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);
        var callback = service.CallbackOf(ended);
        var token = callback.Value("t");
        var othersToken = service.CallbackOf(service.Platform.Calls[0]).Value("t");
        Assert.NotEqual(token, othersToken);

        Uri[] forged =
        [
            callback.With("t", new string('0', 32)),
            callback.With("t", token[..31]),
            callback.With("t", token + "0"),
            callback.With("t", ""),
            callback.With("t", othersToken),
            callback.With("t", "{t}"),
            callback.Without("t"),
            callback.Without("ref").Without("t"),
            callback.With("ref", callback.Value("ref")[..25]).With("id", ""),
            callback.With("ref", service.CallbackOf(service.Platform.Calls[0]).Value("ref")),
            callback.Without("ref").With("id", other["call_id"]!),
            callback.Without("ref").With("id", ""),
            new Uri(service.Address, "/webhooks/kaleyra/callback"),
        ];
        foreach (var address in forged)
        {
            var answer = await stranger.BringAsync(address, Cancel);
            Assert.Equal((address, HttpStatusCode.NotFound, "/problems/not-found"), (address, answer.Status, answer["type"]));
        }

        foreach (var call in (Answer[])[started, other])
        {
            var row = await client.AskAsync($"/calls/{call.Id}", Cancel);
            Assert.Equal(("ringing", "2"), (row["status"], row["version"]));
            Assert.Equal(2, (await client.AskAsync($"/calls/{call.Id}/reports", Cancel)).Items().Count);
        }
    }

    [Fact]
    public async Task A_token_is_worth_seven_days()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        service.Platform.Always(Fault.LogEmptyFor(TimeSpan.FromDays(30)));
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);
        var (late, lateEnded) = await service.EndedCallAsync(client, "9800000010", "9800000002", Cancel);

        service.Clock.Jump(TimeSpan.FromDays(6.9));
        var inTime = await client.BringAsync(service.CallbackOf(ended), Cancel);
        service.Clock.Jump(TimeSpan.FromDays(1.1));
        var tooLate = await client.BringAsync(service.CallbackOf(lateEnded), Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (inTime.Status, tooLate.Status));
        Assert.Contains("callback", (await client.AskAsync($"/calls/{started.Id}/reports", Cancel)).Items().Select(report => report.Text("source")));
        Assert.DoesNotContain("callback", (await client.AskAsync($"/calls/{late.Id}/reports", Cancel)).Items().Select(report => report.Text("source")));
        Assert.Equal("answered", (await client.AskAsync($"/calls/{started.Id}", Cancel))["status"]);
        Assert.NotEqual("answered", (await client.AskAsync($"/calls/{late.Id}", Cancel))["status"]);
    }

    [Theory, InlineData("lost"), InlineData("cut"), InlineData("not replaced")]
    public async Task A_callback_whose_reference_was_lost_is_found_by_the_id_and_its_token(string how)
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await client.ClickToCallAsync("9800000010", "9800000002", cancellationToken: Cancel);
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);
        var callback = service.CallbackOf(ended);

        var thanked = await client.BringAsync(
            how switch
            {
                "lost" => callback.Without("ref"),
                "cut" => callback.With("ref", callback.Value("ref")[..20]),
                _ => callback.With("ref", "{ref}"),
            },
            Cancel);

        Assert.Equal(HttpStatusCode.OK, thanked.Status);
        Assert.Equal("answered", (await client.AskAsync($"/calls/{started.Id}", Cancel))["status"]);
    }

    [Fact]
    public async Task A_callback_cut_after_its_token_is_kept_and_claims_nothing()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);
        var text = service.CallbackOf(ended).OriginalString;

        var thanked = await client.BringAsync(new Uri(text[..text.IndexOf("&id=", StringComparison.Ordinal)]), Cancel);

        Assert.Equal(HttpStatusCode.OK, thanked.Status);
        var row = await client.AskAsync($"/calls/{started.Id}", Cancel);
        Assert.Equal("ringing", row["status"]);
        Assert.Null(row["settled_by"]);
        Assert.Equal(3, (await client.AskAsync($"/calls/{started.Id}/reports", Cancel)).Items().Count);
    }

    [Fact]
    public async Task A_callback_needs_no_key_and_its_secret_survives_a_restart()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        using var stranger = service.CreateStranger();
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);
        await service.RestartAsync(Cancel);

        var thanked = await stranger.BringAsync(service.CallbackOf(ended), Cancel);

        Assert.Equal(HttpStatusCode.OK, thanked.Status);
        Assert.Equal("answered", (await client.AskAsync($"/calls/{started.Id}", Cancel))["status"]);
    }
}
