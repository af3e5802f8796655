using System.Net;
using System.Text;
using System.Text.Json;

namespace Offhook.Simulator.Tests;

public sealed class ControlTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_truth_can_be_read_as_json()
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Next(Fault.IdAsText());
        using var dial = await line.PostAsync(line.ClickToCall("9800000010"));
        line.Pass(13);
        await line.CallbacksAsync(1);

        using var state = JsonDocument.Parse(await line.Http.GetStringAsync(new Uri("control/state", UriKind.Relative), Cancel));

        var root = state.RootElement;
        Assert.Equal(["calls", "rings", "dials", "callbacks", "requests"], root.EnumerateObject().Select(field => field.Name));
        Assert.Equal("ended", root.GetProperty("calls")[0].GetProperty("state").GetString());
        Assert.Equal("id-as-text", root.GetProperty("dials")[0].GetProperty("fault").GetString());
        Assert.Equal(["agent", "customer"], root.GetProperty("rings").EnumerateArray().Select(ring => ring.GetProperty("side").GetString()!));
        Assert.Equal(200, root.GetProperty("callbacks")[0].GetProperty("status_code").GetInt32());
        Assert.Equal(1, root.GetProperty("requests").GetProperty("dial.click2call").GetInt32());
    }

    [Fact]
    public async Task Phones_can_be_moved_by_other_processes()
    {
        await using var line = await Line.OpenAsync();
        var id = (await line.DialAsync("9800000099")).Id;

        var codes = new List<int>();
        foreach (var act in new[] { "agent/answer", "customer/answer", "agent/hang-up", "agent/hang-up", "agent/dance" })
        {
            codes.Add(await PostAsync(line, $"control/calls/{id}/{act}", "{}"));
        }

        codes.Add(await PostAsync(line, "control/calls/c2c_0/agent/answer", "{}"));
        Assert.Equal([204, 204, 204, 409, 404, 404], codes);
        Assert.Equal(CallState.Ended, line.Call(id).State);
    }

    public static TheoryData<string> Faults => [.. FaultTable.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Every_fault_can_be_asked_for_by_name(string name)
    {
        await using var line = await Line.OpenAsync();
        var entry = FaultTable.All.Single(entry => entry.Name == name);

        var code = await PostAsync(line, "control/faults", $$"""{"fault":"{{name}}"}""");

        Assert.Equal(204, code);
        Assert.Equal(entry.Kind, Assert.Single(line.Platform.TakeFaults(entry.Point)).Kind);
    }

    [Fact]
    public async Task A_fault_takes_its_values_and_its_timing()
    {
        await using var line = await Line.OpenAsync();

        Assert.Equal(204, await PostAsync(line, "control/faults", """{"apply":"always","fault":"server-error","count":503,"places":true}"""));
        Assert.Equal(204, await PostAsync(line, "control/faults", """{"apply":"share","share":1,"fault":"server-error","on":"report"}"""));
        Assert.Equal(204, await PostAsync(line, "control/faults", """{"fault":"other-number-form","form":"with_plus","on":"callback"}"""));

        Assert.Equal(Fault.ServerError(503).ThatPlaces(), Assert.Single(line.Platform.TakeFaults(FaultPoint.Dial)));
        Assert.Equal(Fault.ServerError().OnReports(), Assert.Single(line.Platform.TakeFaults(FaultPoint.Report)));
        Assert.Equal(Fault.OtherNumberForm(NumberForm.WithPlus), Assert.Single(line.Platform.TakeFaults(FaultPoint.Callback)));
        Assert.Equal(204, await PostAsync(line, "control/faults", """{"apply":"clear"}"""));
        Assert.Empty(line.Platform.TakeFaults(FaultPoint.Dial));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"fault":"earthquake"}""")]
    [InlineData("""{"fault":"no-callback","colour":"red"}""")]
    [InlineData("""{"fault":"no-callback","on":"report"}""")]
    [InlineData("""{"fault":"no-callback","places":true}""")]
    [InlineData("""{"fault":"server-error","count":200}""")]
    [InlineData("""{"fault":"held-reply","seconds":-1}""")]
    [InlineData("""{"fault":"no-callback","apply":"share"}""")]
    [InlineData("""{"fault":"no-callback","apply":"share","share":2}""")]
    [InlineData("""{"fault":"no-callback","apply":3}""")]
    public async Task A_wish_that_makes_no_sense_is_a_clear_problem(string body)
    {
        await using var line = await Line.OpenAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await line.Http.PostAsync(new Uri("control/faults", UriKind.Relative), content, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.NotEqual("", (await Line.ReadAsync(answer)).GetProperty("detail").GetString());
    }

    /// <summary>Path, header, value, and the status that follows.</summary>
    [Theory]
    [InlineData("GET", "control/state", "Host", "evil.example.test", 403)]
    [InlineData("GET", "phones", "Host", "evil.example.test", 403)]
    [InlineData("GET", "phones/events", "Host", "127.0.0.1.example.test", 403)]
    [InlineData("GET", "phones", "Host", "localhost", 200)]
    [InlineData("POST", "control/faults", "Origin", "https://evil.example.test", 403)]
    [InlineData("POST", "control/faults", "Origin", "null", 403)]
    [InlineData("POST", "control/faults", "Origin", "http://127.0.0.1:1", 403)]
    [InlineData("POST", "control/faults", "Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("POST", "control/faults", "Sec-Fetch-Site", "same-origin", 204)]
    [InlineData("POST", "control/faults", "Content-Type", "text/plain", 415)]
    [InlineData("POST", "control/faults", "Content-Type", "application/x-www-form-urlencoded", 415)]
    [InlineData("POST", "phones/c2c_0/agent", "Content-Type", "text/plain", 415)]
    public async Task Only_this_machine_may_control(string verb, string path, string header, string value, int status)
    {
        await using var line = await Line.OpenAsync();
        using var request = new HttpRequestMessage(new HttpMethod(verb), new Uri(line.Host.Address, path));
        if (verb == "POST")
        {
            request.Content = new StringContent("""{"apply":"clear"}""", Encoding.UTF8, header == "Content-Type" ? value : "application/json");
        }

        if (header != "Content-Type")
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        using var answer = await line.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    private static async Task<int> PostAsync(Line line, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await line.Http.PostAsync(new Uri(path, UriKind.Relative), content, Cancel);
        return (int)answer.StatusCode;
    }
}
