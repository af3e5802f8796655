using System.Text.Json;

namespace Offhook.Simulator.Tests;

public sealed class IoProfileTests
{
    private const string Path = $"v1/{IoLine.Sid}/callback/profiles";

    private const string Body = """{"event":"{{event}}","id":"{{id}}","said":"status {status}","billsec":"{{billsec}}","deep":{"list":["{callee}",1,null,true]}}""";

    [Fact]
    public async Task A_profile_decides_verb_address_headers_and_body()
    {
        await using var line = await IoLine.OpenAsync();
        var id = await ProfileAsync(line, $$$"""{"title":"All of it","http_method":"POST","url":"{{{line.Line.Receiver.Address}}}/hook?e={{event}}","channel":"voice","events":["call_end"],"response_message":"ok","headers":{"X-Offhook":"not-a-secret","Authorization":"Basic ZmFrZTpmYWtl"},"body":{{{Body}}}}""");

        var call = await CallAsync(line, id);

        Assert.Equal(["/hook?e=from_call_answer", "/hook?e=call_end"], line.Line.Receiver.All.Select(received => received.Target));
        Assert.All(line.Line.Receiver.Headers, headers => Assert.Equal(("not-a-secret", "Basic ZmFrZTpmYWtl"), (headers["X-Offhook"], headers["Authorization"])));
        Assert.Equal(
            [
                ("POST", "application/json; charset=utf-8", $$$"""{"event":"from_call_answer","id":"{{{call.Id}}}","said":"status {status}","billsec":"{{billsec}}","deep":{"list":["919800000010",1,null,true]}}"""),
                ("POST", "application/json; charset=utf-8", $$$"""{"event":"call_end","id":"{{{call.Id}}}","said":"status ANSWER","billsec":"8","deep":{"list":["919800000010",1,null,true]}}"""),
            ],
            line.Line.Receiver.All.Select(received => (received.Verb, received.ContentType!, received.Body)));
        Assert.Equal(line.Line.Receiver.All[0].Body, line.Platform.Callbacks[0].Body);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", """{"a":"ANSWER"}""")]
    [InlineData("DELETE", """{"a":"ANSWER"}""")]
    public async Task Every_verb_is_sent_and_a_get_has_no_body(string verb, string body)
    {
        await using var line = await IoLine.OpenAsync();
        var id = await ProfileAsync(line, $$$"""{"title":"a-b","http_method":"{{{verb}}}","url":"{{{line.Line.Receiver.Address}}}/x","body":{"a":"{{status}}"}}""");

        await CallAsync(line, id);

        Assert.Equal((verb, "/x", body), (line.Line.Receiver.All[1].Verb, line.Line.Receiver.All[1].Target, line.Line.Receiver.All[1].Body));
    }

    [Theory]
    [InlineData("", "Unreadable body")]
    [InlineData("[]", "a JSON object is needed")]
    [InlineData("""{"title":"abc","title":"abd"}""", "Unreadable body")]
    [InlineData("""{"http_method":"GET","url":"http://127.0.0.1:9/"}""", "Missing title")]
    [InlineData("""{"title":"ab","http_method":"GET","url":"http://127.0.0.1:9/"}""", "Invalid title")]
    [InlineData("""{"title":"a.b.c","http_method":"GET","url":"http://127.0.0.1:9/"}""", "Invalid title")]
    [InlineData("""{"title":"abc","url":"http://127.0.0.1:9/"}""", "Missing http_method")]
    [InlineData("""{"title":"abc","http_method":"PATCH","url":"http://127.0.0.1:9/"}""", "Invalid http_method")]
    [InlineData("""{"title":"abc","http_method":"GET"}""", "Missing url")]
    [InlineData("""{"title":"abc","http_method":"GET","url":7}""", "Invalid url")]
    [InlineData("""{"title":"abc","http_method":"GET","url":"http://10.0.0.1/"}""", "Invalid url: this stand-in")]
    [InlineData("""{"title":"abc","http_method":"GET","url":"http://127.0.0.1:9/","body":"x"}""", "Invalid body")]
    [InlineData("""{"title":"abc","http_method":"GET","url":"http://127.0.0.1:9/","headers":["x"]}""", "Invalid headers")]
    [InlineData("""{"title":"abc","http_method":"GET","url":"http://127.0.0.1:9/","headers":{"Host":"x"}}""", "Invalid headers: Host")]
    [InlineData("""{"title":"abc","http_method":"GET","url":"http://127.0.0.1:9/","headers":{"X-A":"x\r\ny"}}""", "Invalid headers: X-A")]
    [InlineData("""{"title":"abc","http_method":"GET","url":"http://127.0.0.1:9/","enc":{"key":"x"}}""", "Invalid enc")]
    [InlineData("""{"title":"abc","http_method":"GET","url":"http://127.0.0.1:9/","channel":"sms"}""", "Invalid channel")]
    [InlineData("""{"title":"abc","http_method":"GET","url":"http://127.0.0.1:9/","events":"call_end"}""", "Invalid events")]
    [InlineData("""{"title":"abc","http_method":"GET","url":"http://127.0.0.1:9/","colour":"red"}""", "Unknown parameter: colour")]
    public async Task What_is_wrong_with_a_profile_is_refused_by_name(string json, string says)
    {
        await using var line = await IoLine.OpenAsync();

        using var answer = await line.PostJsonAsync(Path, json);

        var refusal = await IoLine.ReadAsync(answer, 400);
        Assert.Contains(says, refusal.GetProperty("data").GetProperty("error").GetProperty("error_message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_is_json()
    {
        await using var line = await IoLine.OpenAsync();

        using var answer = await line.PostAsync(Path, ("title", "abc"));

        await IoLine.ReadAsync(answer, 400);
    }

    private static async Task<string> ProfileAsync(IoLine line, string json)
    {
        using var answer = await line.PostJsonAsync(Path, json);
        var made = await IoLine.ReadAsync(answer);
        Assert.Equal(("RBC001", JsonValueKind.Object), (made.GetProperty("code").GetString(), made.GetProperty("error").ValueKind));
        return made.GetProperty("data").GetProperty("id").GetString()!;
    }

    /// <summary>A call that tells the profile of its first answer and of its end.</summary>
    private static async Task<SimulatedCall> CallAsync(IoLine line, string profile)
    {
        var callback = $$$"""{"from_call_answer":{"callback_profile":["{{{profile}}}"]},"call_end":{"callback_profile":["{{{profile}}}"]}}""";
        using var answer = await line.PostAsync(IoLine.Path("click-to-call"), IoLine.ClickToCall("919800000010", ("callback", callback)));
        await IoLine.ReadAsync(answer, 202);
        return await line.PlayOutAsync(line.Platform.Calls.Single());
    }
}
