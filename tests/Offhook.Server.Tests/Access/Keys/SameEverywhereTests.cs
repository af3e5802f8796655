using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using Offhook.Server.Tests.Supabase.Realtime;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access.Keys;

/// <summary>One credential from one page means the same on every way: as a bearer's at <c>/calls</c>, in the headers of <c>supabase-js</c>, and in the address of a socket.</summary>
public sealed class SameEverywhereTests
{
    private const string Page = "http://localhost:5173";
    private const string Listed = "https://crm.example.com";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // What is read: "refused", or the number of calls, of which there are two, one of them the team's.
    public static TheoryData<bool, string, string?, string> Matrix { get; } = new()
    {
        { false, "team", Page, "1" },
        { false, "team", null, "refused" },
        { false, "team", Listed, "refused" },
        { false, "team", "null", "refused" },
        { false, "team", "https://evil.example.test", "refused" },
        { false, "no team", Page, "refused" },
        { false, "no team", null, "refused" },
        { false, "no team", Listed, "refused" },
        { false, "unknown", Page, "2" },
        { false, "unknown", null, "2" },
        { false, "unknown", "https://evil.example.test", "refused" },
        { false, "none", null, "2" },
        { false, "none", Listed, "2" },
        { false, "none", "null", "refused" },
        { true, "team", Page, "1" },
        { true, "team", null, "refused" },
        { true, "team", Listed, "refused" },
        { true, "no team", Page, "refused" },
        { true, "unknown", Page, "refused" },
        { true, "unknown", null, "refused" },
        { true, "none", null, "refused" },
    };

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_credential_means_the_same_on_every_way(bool isPublic, string credential, string? origin, string expected)
    {
        await using var service = await ServiceHost.StartAsync(
            new ServiceOptions { IsPublic = isPublic, Clock = new ManualClock(), Settings = new Dictionary<string, string> { ["OFFHOOK_ORIGINS"] = $"{Page},{Listed}" } }, Cancel);
        using var admin = service.CreateClient();
        var key = credential switch
        {
            "team" => (await admin.AddKeyAsync(new { name = "page", kind = "publishable", team = "red", origins = new[] { Page } }))["key"]!,
            "no team" => (await admin.AddKeyAsync(new { name = "page", kind = "publishable", origins = new[] { Page } }))["key"]!,
            "unknown" => "offhook_of_another_day",
            _ => null,
        };
        await service.BeginAsync(team: "red");
        await service.BeginAsync("9800000002");

        Assert.Equal(("calls", expected), ("calls", await ReadAsync("/calls", null, key)));
        Assert.Equal(("both headers", expected), ("both headers", await ReadAsync("/rest/v1/ivr_calls", key, key)));
        Assert.Equal(("apikey alone", expected), ("apikey alone", await ReadAsync("/rest/v1/ivr_calls", key, null)));
        Assert.Equal(("bearer alone", expected), ("bearer alone", await ReadAsync("/rest/v1/ivr_calls", null, key)));
        if (!isPublic)
        {
            // Where a token that nobody knows is as good as none, it must not make more of a key than the key is.
            Assert.Equal(("beside an unknown token", expected), ("beside an unknown token", await ReadAsync("/rest/v1/ivr_calls", key, "a.person.elsewhere")));
            Assert.Equal(("socket with an unknown token", expected), ("socket with an unknown token", await HearAsync("a.person.elsewhere")));
        }

        Assert.Equal(("socket", expected), ("socket", await HearAsync(null)));

        async Task<string> ReadAsync(string path, string? apikey, string? bearer)
        {
            using var client = service.CreateStranger();
            foreach (var (name, value) in ((string, string?)[])[("apikey", apikey), ("Authorization", bearer is null ? null : "Bearer " + bearer), ("Origin", origin)])
            {
                Assert.True(value is null || client.DefaultRequestHeaders.TryAddWithoutValidation(name, value));
            }

            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancel);
            var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;
            return (int)response.StatusCode == 401 ? "refused" : (json.ValueKind is JsonValueKind.Array ? json : json.GetProperty("items")).GetArrayLength().ToString(CultureInfo.InvariantCulture);
        }

        async Task<string> HearAsync(string? token)
        {
            Subscriber client;
            try
            {
                client = await Subscriber.OpenAsync(service, $"apikey={key}&vsn=2.0.0", origin);
            }
            catch (WebSocketException fault) when (fault.Message.Contains("401", StringComparison.Ordinal))
            {
                return "refused";
            }

            await using (client)
            {
                await client.JoinAsync(token: token, bindings: Watched.All);
                if ((await client.HearAsync("phx_reply")).Payload.Text("status") == "error")
                {
                    return "refused";
                }

                await client.HearAsync("system");
                await service.BeginAsync("9800000003");
                var last = await service.BeginAsync("9800000004", "red");
                var heard = 1;
                for (; (await client.ChangeAsync()).Id != last.Call.Reference.ToString(); heard++)
                {
                }

                return heard.ToString(CultureInfo.InvariantCulture);
            }
        }
    }
}
