using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Io.Tests.Steps;

/// <summary>A call that is under way at a provider who tells nothing by itself: the test tells its steps.</summary>
internal sealed record SteppedCall(ServiceHost Service, HttpClient Client, Answer Asked, SimulatedCall Dialled)
{
    private static readonly string[] OfOneCall = ["id", "call_id", "version", "updated_at", "agent_number"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<ServiceHost> StartServiceAsync() => ServiceHost.StartAsync(
        new ServiceOptions { Clock = new ManualClock(), IsPublic = true, Settings = new Dictionary<string, string> { ["KALEYRA_DIALS_PER_SECOND"] = "0", ["OFFHOOK_AGENT_GUARD_SECONDS"] = "0" } },
        Cancel);

    public static async Task<SteppedCall> BeginAsync(ServiceHost service, HttpClient client)
    {
        var asked = await client.ClickToCallAsync(Offhook.Server.Tests.Phones.Person, cancellationToken: Cancel);
        Assert.Equal(HttpStatusCode.Created, asked.Status);
        var dialled = await service.Platform.WaitForCallAsync(call => call.Id == asked["call_id"], Cancel).SoonAsync();
        return new SteppedCall(service, client, asked, dialled);
    }

    /// <summary>The address of a step, or of the end report.</summary>
    public Uri AddressOf(string told, params (string Name, string Value)[] words) =>
        told == Story.Report ? Service.CallbackOf(Dialled, words) : Service.EventOf(Dialled, told, told == Story.End ? words : []);

    /// <summary>Tells it, and is thanked.</summary>
    /// <param name="form">0: a GET; 1: a form; 2: JSON; 3: JSON beside reference, token and event in the address.</param>
    public async Task TellAsync(Uri address, int form = 0)
    {
        using var request = Request(address, form);
        var answer = await Answer.ToAsync(Client, request, Cancel);
        Assert.True(answer.Status is HttpStatusCode.OK, $"{request.Method} {address.AbsolutePath}: {answer}");
    }

    /// <summary>The row, without what differs from call to call.</summary>
    public async Task<JsonObject> RowAsync()
    {
        var answer = await Client.AskAsync($"/calls/{Asked.Id}", Cancel);
        Assert.Equal(Dialled.Id, answer["call_id"]);
        var row = JsonNode.Parse(answer.Text)!.AsObject(); // It is JSON: it has just been read.
        foreach (var name in OfOneCall)
        {
            row.Remove(name);
        }

        return row;
    }

    private static HttpRequestMessage Request(Uri address, int form)
    {
        if (form == 0)
        {
            return new HttpRequestMessage(HttpMethod.Get, address);
        }

        var fields = QueryHelpers.ParseQuery(address.Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        string[] kept = form == 3 ? ["ref", "t", "event"] : [];
        var rest = fields.Where(pair => !kept.Contains(pair.Key)).ToDictionary();
        var path = QueryHelpers.AddQueryString(address.GetLeftPart(UriPartial.Path), fields.Where(pair => kept.Contains(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        return new HttpRequestMessage(HttpMethod.Post, path) { Content = form == 1 ? new FormUrlEncodedContent(rest) : JsonContent.Create(rest) };
    }
}
