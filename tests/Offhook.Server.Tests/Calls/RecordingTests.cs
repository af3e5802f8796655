using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Offhook.Calls;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Server.Tests.Calls;

public sealed class RecordingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_without_a_recording_and_a_call_that_is_none_are_two_problems()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var started = await client.ClickToCallAsync(cancellationToken: Cancel);

        var silent = await ProblemAnswer.ToAsync(client, $"/calls/{started.Id}/recording");
        var nothing = await ProblemAnswer.ToAsync(client, "/calls/nothing/recording");

        Assert.Equal(("no-recording", 404), (silent.Name, silent.Status));
        Assert.Equal(("no-such-call", 404), (nothing.Name, nothing.Status));
    }

    [Theory]
    [InlineData("https://127.0.0.1:{port}/recording.wav")]
    [InlineData("http://127.0.0.1:{port}/recording.wav")]
    [InlineData("https://kaleyra.com@127.0.0.1:{port}/recording.wav")]
    [InlineData("https://kaleyra.com:secret@127.0.0.1:{port}/recording.wav")]
    [InlineData("https://127.0.0.1:{port}/kaleyra.com")]
    [InlineData("//127.0.0.1:{port}/recording.wav")]
    [InlineData("file:///etc/hostname")]
    public async Task A_link_that_does_not_lead_to_the_provider_is_not_fetched(string link)
    {
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        var port = ((IPEndPoint)elsewhere.LocalEndpoint).Port;
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var started = await client.ClickToCallAsync(cancellationToken: Cancel);
        var report = new Report
        {
            Reference = Guid.Parse(started.Id),
            Source = ReportSource.Callback,
            At = service.Clock.GetUtcNow(),
            RecordingUrl = link.Replace("{port}", port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal),
        };
        await service.Services.GetRequiredService<ICallStore>().KeepAsync(new KeptReport(report, null), Cancel);

        var problem = await ProblemAnswer.ToAsync(client, $"/calls/{started.Id}/recording");

        Assert.Equal(("recording-unavailable", 502), (problem.Name, problem.Status));
        Assert.DoesNotContain("127.0.0.1", problem.Json.ToString(), StringComparison.Ordinal);
        Assert.False(elsewhere.Pending());
    }
}
