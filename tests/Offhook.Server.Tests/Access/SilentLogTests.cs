using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Offhook.Server.Tests.Settings;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access;

/// <summary>A whole story in a real process, and then a search through everything that it wrote.</summary>
public sealed class SilentLogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_tells_no_key_no_token_no_number_and_no_query()
    {
        using var folder = new TempFolder();
        await using var simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions { Address = new("http://127.0.0.1:0"), Speed = 50, ApiKey = Given.Key, CallbackHosts = ["calls.example.test"] }, Cancel);
        simulator.Platform.Always(Fault.NoCallback());
        var port = FreePort.Take();
        var data = Path.Combine(folder.Path, "data");
        await using var database = await PostgresDatabase.CreateIfUsedAsync();
        await using var run = OffhookRun.Start(
            folder.Path,
            Given.Settings(("KALEYRA_BASE_URL", simulator.VoiceAddress.AbsoluteUri), ("KALEYRA_OBD_BASE_URL", simulator.ObdAddress.AbsoluteUri), ("OFFHOOK_DATA", data), ("DATABASE_URL", database?.Url)),
            $"--urls=http://127.0.0.1:{port}");
        await run.ReadyAsync();
        var key = (await File.ReadAllTextAsync(Path.Combine(data, "first-key"), Cancel)).Trim();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var stranger = new HttpClient { BaseAddress = client.BaseAddress };

        var answers = new StringBuilder();
        await TellAsync(simulator.Platform, client, stranger, key, answers);

        // The last request is logged last.
        await client.AskAsync("/health/live?last=9800000099", Cancel);
        await Waiting.UntilAsync(() => run.Output.Contains("GET /health/live", StringComparison.Ordinal), () => run.Output, Cancel);
        var written = run.Output;
        Assert.Contains(Path.Combine(data, "first-key"), written, StringComparison.Ordinal);
        Assert.Contains("POST /calls/click-to-call answered 201", written, StringComparison.Ordinal);
        Assert.Contains("/webhooks/kaleyra/callback answered 200", written, StringComparison.Ordinal);
        string[] tokens = [.. simulator.Platform.Calls.Select(call => simulator.Platform.CallbackAddressOf(call).Value("t"))];
        Assert.NotEmpty(tokens);
        Assert.All(written.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^(info|warn|fail): Offhook", line));
        foreach (var secret in (string[])[Given.Key, key, key["offhook_".Length..], .. tokens, "98000000", "1415555", "?", "ref=", "customer_number", "\u001b"])
        {
            Assert.False(written.Contains(secret, StringComparison.Ordinal), $"the log tells {secret}:\n{written}");
        }

        foreach (var secret in (string[])[Given.Key, key, .. tokens, "98000000", "1415555"])
        {
            Assert.False(answers.ToString().Contains(secret, StringComparison.Ordinal), $"a refusal tells {secret}:\n{answers}");
        }
    }

    [Fact]
    public async Task A_provider_that_quotes_key_address_and_numbers_is_not_quoted_back()
    {
        string? template = null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var provider = builder.Build();
        provider.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            template = System.Web.HttpUtility.ParseQueryString(await reader.ReadToEndAsync(Cancel))["callback"];
            await http.Response.WriteAsync($$"""{"status":"A401","message":"Key {{Given.Key}} may not call 919800000010 from +919800000001"}""", Cancel);
        });
        await provider.StartAsync(Cancel);
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Provider = new Uri(provider.Urls.First() + "/"), Clock = new ManualClock() }, Cancel);
        using var client = service.CreateClient();

        var refused = await client.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Equal("/problems/provider-refused", refused["type"]);
        Assert.Contains("may not call", refused["reason"], StringComparison.Ordinal);
        foreach (var secret in (string[])[Given.Key, "9800000010", "9800000001", new Uri(template!).Value("t")])
        {
            Assert.DoesNotContain(secret, refused.Text, StringComparison.Ordinal);
        }
    }

    // The key stands in the address, where it is refused, and in the header, and a token and numbers in what is said.
    private static async Task SubscribeAsync(Uri address, string key)
    {
        using var refused = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() => refused.ConnectAsync(new UriBuilder(address) { Query = $"apikey={key}&vsn=2.0.0" }.Uri, Cancel));
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        await socket.ConnectAsync(address, Cancel);
        foreach (var frame in (string[])
        [
            """["1","1","realtime:9800000010","phx_join",{"config":{"postgres_changes":[{"event":"*","schema":"public","table":"ivr_calls","filter":"customer_number=eq.+919800000010"}]}}]""",
            """["1","2","realtime:9800000010","broadcast",{"type":"broadcast","event":"9800000010","payload":{}}]""",
            """["1","3","realtime:9800000010","access_token",{"access_token":"9800000010.9800000010.9800000010"}]""",
            """no message 9800000010""",
        ])
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, Cancel);
        }

        var buffer = new byte[4096];
        while ((await socket.ReceiveAsync(buffer.AsMemory(), Cancel)).MessageType is not WebSocketMessageType.Close)
        {
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Cancel);
    }

    // Everything that ever holds a secret: dials, refusals that quote what they refuse, callbacks good and bad, searches, broken bodies and addresses.
    private static async Task TellAsync(Platform platform, HttpClient client, HttpClient stranger, string key, StringBuilder answers)
    {
        var started = await client.ClickToCallAsync("9800000010", "9800000001", "key-9800000010", Cancel);
        answers.Append(started.Location).Append('\n');
        var placed = platform.Calls[0];
        platform.Next(Fault.WrongKey());
        Add(await client.ClickToCallAsync("9800000021", "9800000002", cancellationToken: Cancel));
        platform.Next(Fault.BusinessFailure());
        Add(await client.ClickToCallAsync("9800000021", "9800000003", cancellationToken: Cancel));
        platform.Next(Fault.ServerError());
        await client.OutboundAsync("9800000021", cancellationToken: Cancel);
        Add(await client.ClickToCallAsync("9800000010", "9800000010", cancellationToken: Cancel));
        Add(await client.ClickToCallAsync("+14155550100", "9800000001", cancellationToken: Cancel));
        Add(await client.ClickToCallAsync("98000000x10", "9800000001", cancellationToken: Cancel));
        Add(await client.ClickToCallAsync("9800000012", "9800000001", cancellationToken: Cancel));
        Add(await stranger.ClickToCallAsync(cancellationToken: Cancel));

        var callback = new Uri(platform.CallbackAddressOf(placed, new Dictionary<string, string> { ["status"] = "FORWARDED 9800000077 \u001b[31m\r\nsecond line", ["status1"] = "", ["status2"] = "", ["billsec"] = "", ["starttime"] = "9800000010" }).PathAndQuery, UriKind.Relative);
        await stranger.BringAsync(callback, Cancel);
        var absolute = new Uri(stranger.BaseAddress!, callback);
        Add(await stranger.BringAsync(absolute.With("t", "0" + absolute.Value("t")[1..]), Cancel));
        Add(await stranger.BringAsync(new Uri(absolute.OriginalString.Replace("/callback", "/9800000010", StringComparison.Ordinal)), Cancel));
        using var body = new StringContent("9800000010" + new string('x', 70_000), Encoding.ASCII, "application/x-www-form-urlencoded");
        using var tooLarge = await stranger.PostAsync(callback, body, Cancel);

        await client.AskAsync("/calls?customer_number=9800000010", Cancel);
        Add(await client.AskAsync("/calls?customer_number=9800000010x", Cancel));
        await client.AskAsync("/calls/logs?call_to=9800000010", Cancel);
        Add(await client.AskAsync("/calls/9800000010", Cancel));
        Add(await client.AskAsync($"/nowhere/9800000010?apikey={key}", Cancel));
        await SubscribeAsync(new UriBuilder(client.BaseAddress!) { Scheme = "ws", Path = "/realtime/v1/websocket", Query = "vsn=2.0.0" }.Uri, key);
        Add(await stranger.AskAsync($"/realtime/v1/websocket?apikey={key}x&vsn=2.0.0", Cancel));
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key + "x");
        Add(await stranger.AskAsync("/calls", Cancel));

        void Add(Answer answer) => answers.Append(answer.Text).Append('\n');
    }
}
