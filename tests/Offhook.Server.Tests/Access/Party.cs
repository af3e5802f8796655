using System.Text.Json;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access;

/// <summary>Somebody who looks at calls, with a live feed open from the beginning.</summary>
/// <param name="Agent">The one phone; null when all of a team's are seen.</param>
/// <param name="Team">The team; null when there is none.</param>
internal sealed record Party(string Name, string? Agent, string? Team, bool IsEveryone, HttpClient Client) : IAsyncDisposable
{
    private static readonly string[] Statuses = ["requested", "ringing", "answered", "busy", "missed", "cancelled", "failed", "unconfirmed"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public bool IsPage => Name.StartsWith("page", StringComparison.Ordinal);

    public FeedListener Feed { get; private set; } = null!; // Connected before anything else.

    /// <summary>Whether this is one of the party's own calls.</summary>
    public bool Sees(JsonElement call) => IsEveryone
        || (Agent is null ? Team is not null && call.Text("team") == Team : call.Text("agent_number") == "+91" + Agent && (call.Text("team") is null || call.Text("team") == Team));

    public async Task ConnectAsync() => Feed = await FeedListener.ConnectAsync(Client, cancellationToken: Cancel);

    /// <summary>Lists, one by one and by every filter, hold the party's calls and no others.</summary>
    public async Task AssertListsAsync(IReadOnlyList<JsonElement> all, Random random)
    {
        var customer = all[random.Next(all.Count)].Text("mobile_number")!;
        var agent = all[random.Next(all.Count)].Text("agent_number") ?? "9800000001";
        var status = Statuses[random.Next(Statuses.Length)];
        foreach (var (query, admits) in new (string, Func<JsonElement, bool>)[]
        {
            ("", _ => true),
            ($"customer_number={customer}", call => call.Text("mobile_number") == customer),
            ($"agent_number={Uri.EscapeDataString(agent)}", call => call.Text("agent_number") == agent),
            ($"status={status}", call => call.Text("status") == status),
            ($"agent_number={Uri.EscapeDataString(agent)}&customer_number={customer}", call => call.Text("agent_number") == agent && call.Text("mobile_number") == customer),
            ("from_date=2026-02-24&to_date=2026-02-25", _ => true),
        })
        {
            var expected = all.Where(call => Sees(call) && admits(call)).Select(call => call.Text("id")).Order(StringComparer.Ordinal);
            Assert.Equal(expected, (await ListAsync(query, random.Next(1, 8))).Order(StringComparer.Ordinal));
        }
    }

    /// <summary>Each single call is there if it is the party's own, and otherwise as if there were none.</summary>
    public async Task AssertSinglesAsync(IReadOnlyList<JsonElement> all, bool isStaff)
    {
        foreach (var call in all)
        {
            foreach (var id in (string[])[call.Text("id")!, call.Text("id")!.ToUpperInvariant(), call.Text("call_id")!])
            {
                var answer = await Client.AskAsync($"/calls/{id}", Cancel);
                Assert.True(Sees(call) ? answer["id"] == call.Text("id") : answer["type"] == "/problems/no-such-call" && !answer.Text.Contains(call.Text("id")!, StringComparison.Ordinal), $"{Name}: {call} {answer}");
            }

            foreach (var part in (string[])["reports", "recording"])
            {
                var answer = await Client.AskAsync($"/calls/{call.Text("id")}/{part}", Cancel);
                Assert.True(!isStaff ? answer["type"] == "/problems/not-allowed" : Sees(call) == (answer["type"] != "/problems/no-such-call"), $"{Name}: {part} {answer}");
            }
        }
    }

    /// <summary>What pages with <c>supabase-js</c> read holds the party's calls and no others, and counts no others.</summary>
    public async Task AssertTableAsync(IReadOnlyList<JsonElement> all, Random random)
    {
        var one = all[random.Next(all.Count)];
        foreach (var (query, admits) in new (string, Func<JsonElement, bool>)[]
        {
            ("select=id", _ => true),
            ($"select=id,team&id=eq.{one.Text("id")}", call => call.Text("id") == one.Text("id")),
            ($"select=id&or=(team.eq.{one.Text("team") ?? "red"},team.is.null,id.neq.{one.Text("id")})", call => call.Text("team") is null || call.Text("team") == (one.Text("team") ?? "red") || call.Text("id") != one.Text("id")),
            ("select=id&team=not.is.null&order=team.desc", call => call.Text("team") is not null),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/rest/v1/ivr_calls?{query}", UriKind.Relative));
            request.Headers.Add("Prefer", "count=exact");
            using var response = await Client.SendAsync(request, Cancel);
            var text = await response.Content.ReadAsStringAsync(Cancel);
            Assert.True(response.IsSuccessStatusCode, $"{Name} {query}: {text}");
            var expected = all.Where(call => Sees(call) && admits(call)).Select(call => call.Text("id")).Order(StringComparer.Ordinal).ToList();
            Assert.Equal(expected, JsonDocument.Parse(text).RootElement.EnumerateArray().Select(row => row.Text("id")).Order(StringComparer.Ordinal));
            Assert.EndsWith($"/{expected.Count}", response.Content.Headers.NonValidated["Content-Range"].ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>The feed has told each of the party's calls to its last version, and of others nothing.</summary>
    public Task AssertFeedAsync(IReadOnlyList<JsonElement> all) => AssertFeedAsync(Feed, all);

    /// <param name="all">Of these, the party's own must be told.</param>
    public async Task AssertFeedAsync(FeedListener feed, IReadOnlyList<JsonElement> all)
    {
        var missing = all.Where(Sees).ToDictionary(call => call.Text("id")!, call => call.GetProperty("version").GetInt64());
        foreach (var told in Told(feed))
        {
            Take(told);
        }

        while (missing.Count > 0)
        {
            var item = await feed.NextAsync(Cancel);
            foreach (var told in CallsOf(item))
            {
                Take(told);
            }
        }

        void Take(JsonElement told)
        {
            Assert.True(Sees(told), $"{Name} was told of {told}");
            if (missing.TryGetValue(told.Text("id")!, out var last) && told.GetProperty("version").GetInt64() >= last)
            {
                missing.Remove(told.Text("id")!);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Feed.DisposeAsync();
        Client.Dispose();
    }

    private async Task<List<string?>> ListAsync(string query, int limit)
    {
        var ids = new List<string?>();
        string? after = null;
        do
        {
            var page = await Client.AskAsync($"/calls?limit={limit}&{query}" + (after is null ? "" : $"&after={after}"), Cancel);
            ids.AddRange(page.Items().Select(call => call.Text("id")));
            after = page["next"];
        }
        while (after is not null);
        return ids;
    }

    private static IEnumerable<JsonElement> Told(FeedListener feed) => feed.Heard.Where(item => item.Name.Length > 0).SelectMany(CallsOf);

    private static IEnumerable<JsonElement> CallsOf(LiveEvent item) => item.Name == "snapshot" ? item.Data.GetProperty("items").EnumerateArray() : [item.Data];
}
