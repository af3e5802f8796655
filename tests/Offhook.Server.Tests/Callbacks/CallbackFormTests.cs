using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Callbacks;

public sealed class CallbackFormTests
{
    public static readonly TheoryData<string> Forms =
    [
        "with the country", "with a plus", "with a zero", "as a form", "as JSON", "without the id",
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
            "with the country" => Fault.OtherNumberForm(NumberForm.WithCountry),
            "with a plus" => Fault.OtherNumberForm(NumberForm.WithPlus),
            "with a zero" => Fault.OtherNumberForm(NumberForm.WithZero),
            "as a form" => Fault.FormPost(),
            "as JSON" => Fault.JsonPost(),
            _ => Fault.CallbackWithoutId(),
        });
        service.Platform.Always(Fault.NoCallback().OnEvents());

        var started = await client.ClickToCallAsync(Phones.Person, cancellationToken: Cancel);
        service.Platform.PlayOnlyCall();
        var settled = await screen.SettledAsync(started.Id, Cancel);
        var callback = await service.Platform.WaitForCallbackAsync(_ => true, Cancel).SoonAsync();

        var ended = Assert.Single(service.Platform.Calls);
        Assert.Equal(("answered", "callback", ended.Id), (settled.Text("status"), settled.Text("settled_by"), settled.Text("call_id")));
        Assert.Equal(("+919800000099", "+919800000001"), (settled.Text("customer_number"), settled.Text("agent_number")));
        Assert.Equal($"{ended.BillSeconds}", settled.Text("talk_seconds"));
        if (service.Provider.TellsTimesAndRecording)
        {
            Assert.Equal(ended.StartedAt.ToUnixTimeSeconds() + ended.DurationSeconds, settled.Time("ended_at")?.ToUnixTimeSeconds());
            Assert.NotNull(settled.Text("recording_url"));
        }

        Assert.Equal(service.Provider.TellsNetwork ? ended.Carrier : null, settled.Text("operator"));
        Assert.Equal(200, callback.StatusCode);
        Assert.DoesNotContain(TokenOf(service.Platform), (await client.AskAsync($"/calls/{started.Id}/reports", Cancel)).Text, StringComparison.Ordinal);
    }

    private static string TokenOf(Platform platform) => platform.CallbackAddressOf(platform.Calls[0]).Value("t");
}
