using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Offhook.Server.Calls;
using Offhook.Testing;

namespace Offhook.Server.Tests.Calls;

/// <summary>What becomes of a recording when the provider stalls, breaks off or sends too much.</summary>
public sealed class RecordingFetchTests
{
    private readonly ManualClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sound_is_passed_on_to_the_byte()
    {
        var sound = Enumerable.Range(0, 100_000).Select(place => (byte)place).ToArray();

        using var answer = await FetchAsync(async http =>
        {
            http.Response.ContentType = "audio/mpeg";
            await http.Response.Body.WriteAsync(sound, Cancel);
        });

        Assert.Equal((HttpStatusCode.OK, "audio/mpeg"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(sound, await answer.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task A_provider_that_stalls_before_its_first_byte_is_given_up_after_30_seconds()
    {
        using var answer = await FetchAsync(http => SendAsync(http, length: 1000, bytes: 0, then: () => Stall(http)), played: true);

        await AssertUnavailableAsync(answer);
    }

    [Fact]
    public async Task A_provider_that_stalls_in_the_middle_is_given_up_and_the_listener_learns_that_it_is_not_the_whole()
    {
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using var answer = await FetchAsync(http => SendAsync(http, length: null, bytes: 10, then: () => Stall(http)), played: true);
        });
    }

    [Fact]
    public async Task A_provider_that_breaks_off_before_its_first_byte_is_a_clean_problem()
    {
        using var answer = await FetchAsync(http => SendAsync(http, length: 1000, bytes: 0, then: () => Break(http)));

        await AssertUnavailableAsync(answer);
    }

    [Fact]
    public async Task A_provider_that_breaks_off_in_the_middle_breaks_off_our_answer()
    {
        // Bytes that nobody has read yet may be lost with their connection.
        var heard = new TaskCompletionSource();

        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using var answer = await FetchAsync(
                http => SendAsync(
                    http,
                    length: 1000,
                    bytes: 10,
                    then: async () =>
                    {
                        await heard.Task.SoonAsync();
                        await Break(http);
                    }),
                heard: heard.SetResult);
        });
    }

    [Fact]
    public async Task A_recording_of_more_than_200_MB_is_not_fetched()
    {
        using var answer = await FetchAsync(http => SendAsync(http, length: RecordingFetch.Largest + 1, bytes: 0, then: () => Stall(http)));

        Assert.Contains("200 MB", (await AssertUnavailableAsync(answer)).Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_addresses_the_first_that_answers_is_taken()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var open = (IPEndPoint)listener.LocalEndpoint;
        var closed = new IPEndPoint(IPAddress.Loopback, FreePort.Take());

        await using var stream = await RecordingEndpoint.ConnectAsync([closed, open], Cancel);
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => RecordingEndpoint.ConnectAsync([closed], Cancel));

        Assert.True(listener.Pending());
        Assert.Contains("no public address", fault.Message, StringComparison.Ordinal);
    }

    private static async Task SendAsync(HttpContext http, long? length, int bytes, Func<Task> then)
    {
        http.Response.ContentType = "audio/wav";
        http.Response.ContentLength = length;
        await http.Response.StartAsync(Cancel);
        await http.Response.Body.WriteAsync(new byte[bytes], Cancel);
        await http.Response.Body.FlushAsync(Cancel);
        await then();
    }

    private static Task Stall(HttpContext http) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);

    private static Task Break(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }

    private static async Task<ProblemAnswer> AssertUnavailableAsync(HttpResponseMessage answer)
    {
        var problem = await ProblemAnswer.OfAsync(answer);
        Assert.Equal(("recording-unavailable", 502), (problem.Name, problem.Status));
        return problem;
    }

    /// <summary>Fetches from a provider, and reads our answer to its end.</summary>
    /// <param name="played">Whether the clock moves on meanwhile.</param>
    /// <param name="heard">Called when our answer has begun.</param>
    private async Task<HttpResponseMessage> FetchAsync(RequestDelegate send, bool played = false, Action? heard = null)
    {
        await using var provider = await StartAsync(send);
        using var client = new HttpClient();
        var address = new Uri(provider.Urls.First());
        await using var service = await StartAsync(async http => await (await RecordingFetch.AnswerAsync(http, client, address, _clock)).ExecuteAsync(http));
        using var listener = new HttpClient();
        var answer = ListenAsync(listener, new Uri(service.Urls.First()), heard);
        return await (played ? _clock.PlayAsync(answer) : answer.SoonAsync());
    }

    private static async Task<HttpResponseMessage> ListenAsync(HttpClient listener, Uri address, Action? heard)
    {
        var answer = await listener.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, Cancel);
        heard?.Invoke();
        await answer.Content.LoadIntoBufferAsync(Cancel);
        return answer;
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        application.Run(answer);
        await application.StartAsync(Cancel);
        return application;
    }
}
