using System.Net;
using System.Net.Sockets;
using Offhook.Server.Tests;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Io.Tests.Endings;

/// <summary>A recording is named by an id; a link to it lives for minutes and is asked for when somebody listens.</summary>
public sealed class RecordingByIdTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sound_arrives_however_late_it_is_asked_for_and_nobody_learns_its_id_or_its_link()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var id = await RecordedCallAsync(service, client);
        service.Clock.Jump(TimeSpan.FromHours(1));

        using var recording = await client.GetAsync(new Uri($"/calls/{id}/recording", UriKind.Relative), Cancel);
        var sound = await recording.Content.ReadAsByteArrayAsync(Cancel);

        Assert.Equal((HttpStatusCode.OK, "audio/wav"), (recording.StatusCode, recording.Content.Headers.ContentType?.MediaType));
        Assert.Equal("RIFF"u8, sound.AsSpan(0, 4));
        Assert.Equal(44 + (8 * 8000), sound.Length);
        Assert.Equal(1, service.Platform.RequestsReceived["recordings"]);
        var told = await client.AskAsync($"/calls/{id}", Cancel);
        var reports = await client.AskAsync($"/calls/{id}/reports", Cancel);
        var name = service.Platform.Calls[0].RecordingId.TrimEnd('=');
        Assert.DoesNotContain(name, told.Text, StringComparison.Ordinal);
        Assert.All([told.Text, reports.Text, recording.Headers.ToString()], text => Assert.DoesNotContain("/storage/", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_into_our_own_network_is_not_followed()
    {
        using var inside = new TcpListener(IPAddress.Loopback, 0);
        inside.Start();
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var id = await RecordedCallAsync(service, client);

        foreach (var scheme in (string[])["http", "https"])
        {
            service.Platform.Next(Fault.RecordingElsewhere(new Uri($"{scheme}://127.0.0.1:{((IPEndPoint)inside.LocalEndpoint).Port}/rec.wav")));
            var problem = await ProblemAnswer.ToAsync(client, $"/calls/{id}/recording");

            Assert.Equal(("recording-unavailable", 502), (problem.Name, problem.Status));
            Assert.DoesNotContain("127.0.0.1", problem.Json.ToString(), StringComparison.Ordinal);
        }

        Assert.False(inside.Pending());
    }

    [Fact]
    public async Task A_provider_that_refuses_the_link_is_a_502()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var id = await RecordedCallAsync(service, client);
        service.Platform.Next(Fault.WrongKey().OnReports());

        var problem = await client.AskAsync($"/calls/{id}/recording", Cancel);

        Assert.Equal((HttpStatusCode.BadGateway, "/problems/recording-unavailable"), (problem.Status, problem["type"]));
        Assert.Contains("Invalid api-key", problem["detail"], StringComparison.Ordinal);
    }

    private static async Task<string> RecordedCallAsync(ServiceHost service, HttpClient client)
    {
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);
        await client.BringAsync(service.CallbackOf(ended), Cancel);
        await service.PlayAsync(screen.UntilAsync(call => call.Text("recording_url") is not null, Cancel));
        return started.Id;
    }
}
