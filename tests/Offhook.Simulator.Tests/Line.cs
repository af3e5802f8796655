using System.Text.Json;

namespace Offhook.Simulator.Tests;

/// <summary>A simulator on a manual clock, somebody who dials it, and somebody whom it calls back.</summary>
internal sealed class Line : IAsyncDisposable
{
    public const string Template =
        "/hook?ref=R1&id={id}&caller={caller}&receiver={receiver}&status={status}&status1={status1}&status2={status2}&duration={duration}&billsec={billsec}"
        + "&starttime={starttime}&endtime={endtime}&callerid={callerid}&provider={provider}&location={location}&recordpath={recordpath}";

    public const string ObdTemplate =
        "/hook?ref=R2&id={id}&receiver={receiver}&obdstatus={obdstatus}&status={status}&keypress={keypress}&duration={duration}&billsec={billsec}&starttime={starttime}&endtime={endtime}";

    /// <summary>10:30:00 in India.</summary>
    public static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1771909200);

    private Line(SimulatorHost host, ManualClock clock, CallbackReceiver receiver)
    {
        Host = host;
        Clock = clock;
        Receiver = receiver;
        Http = new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromSeconds(20) };
        Http.DefaultRequestHeaders.Add("x-api-key", "A0000000000000000000000000000fake");
    }

    public SimulatorHost Host { get; }

    public Platform Platform => Host.Platform;

    public ManualClock Clock { get; }

    public CallbackReceiver Receiver { get; }

    public HttpClient Http { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<Line> OpenAsync(Func<SimulatorOptions, SimulatorOptions>? with = null)
    {
        var clock = new ManualClock(Start);
        var options = new SimulatorOptions { Address = new Uri("http://127.0.0.1:0"), Clock = clock, Seed = 7 };
        return new Line(await SimulatorHost.StartAsync(with?.Invoke(options) ?? options, Cancel), clock, await CallbackReceiver.StartAsync());
    }

    public Task<HttpResponseMessage> PostAsync(params (string Name, string Value)[] fields) => PostToAsync("v1/", fields);

    public async Task<HttpResponseMessage> PostToAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await Http.PostAsync(new Uri(path, UriKind.Relative), form, Cancel);
    }

    public async Task<JsonElement> AskAsync(params (string Name, string Value)[] fields)
    {
        using var answer = await PostAsync([.. fields, ("format", "json")]);
        return await ReadAsync(answer);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return document.RootElement.Clone();
    }

    public (string, string)[] ClickToCall(string receiver, string caller = "9800000001", string template = Template) =>
    [
        ("method", "dial.click2call"), ("format", "json"), ("caller", caller), ("receiver", receiver), ("return", "1"), ("callback", Receiver.Address + template),
    ];

    public async Task<SimulatedCall> DialAsync(string receiver, string caller = "9800000001")
    {
        using var answer = await PostAsync(ClickToCall(receiver, caller));
        return Call((await ReadAsync(answer)).GetProperty("data").GetProperty("id").GetString()!);
    }

    public async Task<SimulatedCall> DialOutboundAsync(string number)
    {
        var answer = await AskAsync(("method", "voice.call"), ("numbers", number), ("play", "123.sound"), ("return", "1"), ("callback", Receiver.Address + ObdTemplate));
        return Call(answer.GetProperty("data").GetProperty("id").GetString()!);
    }

    public SimulatedCall Call(string id) => Platform.Calls.Single(call => call.Id == id);

    public void Pass(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Lets enough time pass for any script to end.</summary>
    public SimulatedCall PlayOut(SimulatedCall call)
    {
        Pass(3600);
        return Call(call.Id);
    }

    public async Task<IReadOnlyList<Received>> CallbacksAsync(int count)
    {
        await Within(Platform.WaitForCallbackAsync(_ => Platform.Callbacks.Count >= count, Cancel), $"{count} callbacks; {Platform.Callbacks.Count} came");
        return Receiver.All;
    }

    /// <summary>Waits in real time, generously; a wait that runs out says for what.</summary>
    public static async Task<T> Within<T>(Task<T> task, string what)
    {
        try
        {
            return await task.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException("Waited 20 s for " + what);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
        await Receiver.DisposeAsync();
    }
}
