using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Callbacks;

/// <summary>Forms that only the legacy API's callbacks come in.</summary>
public sealed class LegacyCallbackFormTests
{
    public static readonly TheoryData<string> Forms =
    [
        "with a spilled recording", "with text times", "with millisecond times", "with a literal provider", "without a recording",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Forms))]
    public async Task A_callback_is_understood_in_whatever_form_it_comes(string form)
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Speed = 1 }, Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        service.Platform.Next(form switch
        {
            "with a spilled recording" => Fault.SpilledRecording(),
            "with text times" => Fault.TextTimes(),
            "with millisecond times" => Fault.MillisecondTimes(),
            "with a literal provider" => Fault.LiteralProvider(),
            _ => Fault.EmptyRecording(),
        });

        var started = await client.ClickToCallAsync(Phones.Person, cancellationToken: Cancel);
        service.Platform.PlayOnlyCall();
        var settled = await screen.SettledAsync(started.Id, Cancel);
        var callback = await service.Platform.WaitForCallbackAsync(_ => true, Cancel).SoonAsync();

        var ended = Assert.Single(service.Platform.Calls);
        Assert.Equal(("answered", "callback", ended.Id), (settled.Text("status"), settled.Text("settled_by"), settled.Text("call_id")));
        Assert.Equal(("+919800000099", "+919800000001"), (settled.Text("customer_number"), settled.Text("agent_number")));
        Assert.Equal(ended.StartedAt.ToUnixTimeSeconds() + ended.DurationSeconds, settled.Time("ended_at")?.ToUnixTimeSeconds());
        Assert.Equal(form == "with a literal provider" ? null : ended.Carrier, settled.Text("operator"));
        Assert.Equal(form != "without a recording", settled.Text("recording_url") is not null);
        Assert.Equal(200, callback.StatusCode);
        Assert.DoesNotContain(TokenOf(service.Platform), (await client.AskAsync($"/calls/{started.Id}/reports", Cancel)).Text, StringComparison.Ordinal);
    }

    private static string TokenOf(Platform platform) => platform.CallbackAddressOf(platform.Calls[0]).Value("t");
}
