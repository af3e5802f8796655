using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Offhook.Calls;
using Offhook.Server.Calls;
using Offhook.Server.Settings;
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

    [Fact]
    public async Task In_the_demo_the_simulators_tone_arrives_and_nobody_learns_its_link()
    {
        using var folder = new TempFolder();
        var clock = new ManualClock();
        await using var demo = await OffhookHost.OpenAsync(
            ["--urls=http://127.0.0.1:0"], new SettingsSource(new Dictionary<string, string> { ["OFFHOOK_DATA"] = folder.Path }), clock, Cancel);
        await demo.Application.StartAsync(Cancel);
        using var client = new HttpClient { BaseAddress = new Uri(demo.Application.Urls.First()) };
        var simulator = demo.Application.Services.GetRequiredService<RecordingSource>().Simulator!.Authority;
        var started = await client.ClickToCallAsync(cancellationToken: Cancel);

        var ended = await clock.PlayAsync(WithRecordingAsync(client, started.Id));
        using var recording = await client.GetAsync(new Uri(ended["recording_url"]!, UriKind.Relative), Cancel);
        var sound = await recording.Content.ReadAsByteArrayAsync(Cancel);

        Assert.Equal($"/calls/{started.Id}/recording", ended["recording_url"]);
        Assert.Equal((HttpStatusCode.OK, "audio/wav"), (recording.StatusCode, recording.Content.Headers.ContentType?.MediaType));
        Assert.Equal("RIFF"u8, sound.AsSpan(0, 4));
        Assert.Equal(44 + (8 * 8000), sound.Length);
        var reports = await client.AskAsync($"/calls/{started.Id}/reports", Cancel);
        Assert.All([ended.Text, reports.Text, recording.Headers.ToString()], text => Assert.DoesNotContain(simulator + "/recordings", text, StringComparison.Ordinal));
        await demo.Application.StopAsync(Cancel);
    }

    private static async Task<Answer> WithRecordingAsync(HttpClient client, string id)
    {
        using var breath = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var call = await client.AskAsync($"/calls/{id}", Cancel);
            if (call["recording_url"] is not null)
            {
                return call;
            }

            await breath.WaitForNextTickAsync(Cancel);
        }
    }
}
