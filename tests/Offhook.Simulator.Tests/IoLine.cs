using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Offhook.Simulator.Tests;

/// <summary>A line whose dialler speaks kaleyra.io's wire and follows no redirects.</summary>
internal sealed class IoLine : IAsyncDisposable
{
    public const string Sid = "HX0000000000IN";
    public const string From = "919800000001";
    public const string Bridge = "918000000000";

    /// <summary>The report at the end.</summary>
    public const string Template = "/report?ref=R1&id={id}&status={status}&caller={caller}&callee={callee}&bridge={bridge}&ringtime={ringtime}&billsec={billsec}&credits={credits}&call_type={call_type}";

    /// <summary>A live event; the vendor's pages write both kinds of braces.</summary>
    public const string EventTemplate = "/event?e={event}&id={{id}}&caller={{caller}}&callee={callee}&status={status}&ringtime={{ringtime}}&billsec={billsec}";

    /// <summary>One message, as integrations send it.</summary>
    public const string Target = """[{"message":{"language":"en-US","speed":"medium","text":"Your parcel arrives today"}}]""";

    public static readonly string[] TwoLegs = ["from_call_start", "from_call_answer", "to_call_start", "to_call_answer", "call_end"];

    public static readonly string[] OneLeg = ["call_start", "call_answer", "call_end"];

    private IoLine(Line line)
    {
        Line = line;
        Http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = line.Host.IoAddress, Timeout = TimeSpan.FromSeconds(20) };
        Http.DefaultRequestHeaders.Add("api-key", "A0000000000000000000000000000fake");
    }

    public Line Line { get; }

    public Platform Platform => Line.Platform;

    public HttpClient Http { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<IoLine> OpenAsync(Func<SimulatorOptions, SimulatorOptions>? with = null) => new(await Line.OpenAsync(with));

    public static string Path(string action) => $"v1/{Sid}/voice/{action}";

    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await Http.PostAsync(new Uri(path, UriKind.Relative), form, Cancel);
    }

    public async Task<HttpResponseMessage> PostJsonAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await Http.PostAsync(new Uri(path, UriKind.Relative), content, Cancel);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute), Cancel);

    /// <summary>The answer, and what it was; fails when it is another status.</summary>
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, int status = 200)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(status == (int)answer.StatusCode, $"{(int)answer.StatusCode} instead of {status}: {text}");
        return await Line.ReadAsync(answer);
    }

    /// <summary><c>callback</c> with one address for each event.</summary>
    public string Callback(IEnumerable<string> events, string template = EventTemplate) => new JsonObject(events.Select(name =>
        KeyValuePair.Create<string, JsonNode?>(name, new JsonObject { ["url"] = new JsonArray(Line.Receiver.Address + template) }))).ToJsonString();

    public static (string, string)[] ClickToCall(string to, params (string, string)[] more) =>
        [("from", From), ("to", to), ("bridge", Bridge), .. more];

    /// <summary>A click-to-call with all events and the report at the end.</summary>
    public async Task<SimulatedCall> DialAsync(string to)
    {
        using var answer = await PostAsync(Path("click-to-call"), ClickToCall(to, ("dlrurl", Line.Receiver.Address + Template), ("callback", Callback(TwoLegs))));
        return Line.Call((await ReadAsync(answer, 202)).GetProperty("data").GetProperty("id").GetString()!);
    }

    /// <summary>An outbound call with all events and the report at the end.</summary>
    public async Task<SimulatedCall> DialOutboundAsync(string to, string target = Target)
    {
        using var answer = await PostAsync(
            Path("outbound"), ("to", to), ("bridge", Bridge), ("target", target), ("dlrurl", Line.Receiver.Address + Template), ("callback", Callback(OneLeg)));
        return Line.Call((await ReadAsync(answer, 202)).GetProperty("data").GetProperty("id").GetString()!);
    }

    /// <summary>Lets any script end, and waits until everything that is to be told about the call was told.</summary>
    public async Task<SimulatedCall> PlayOutAsync(SimulatedCall call)
    {
        var over = Line.PlayOut(call);
        await Line.Within(ToldAsync(call), "all that is to be told of the call");
        return over;
    }

    public async Task<bool> ToldAsync(SimulatedCall call)
    {
        await Platform.ReportedAsync(call.Id);
        return true;
    }

    /// <summary>The names of what came, in order; <c>report</c> for the report at the end.</summary>
    public string[] Told() => [.. Platform.Callbacks.Select(sent => sent.Event ?? "report")];

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Line.DisposeAsync();
    }
}
