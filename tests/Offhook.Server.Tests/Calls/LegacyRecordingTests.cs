using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Offhook.Server.Calls;
using Offhook.Server.Settings;
using Offhook.Testing;

namespace Offhook.Server.Tests.Calls;

/// <summary>Recordings whose links last, as the demo's simulator gives them.</summary>
public sealed class LegacyRecordingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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
