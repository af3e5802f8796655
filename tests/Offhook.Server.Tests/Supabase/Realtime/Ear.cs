using System.Text.Json;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>A row of the table as far as it matters who may see it.</summary>
internal sealed record WatchedRow(string Id, string CallId, string? Team, string Agent, string Status);

/// <summary>Somebody on a socket who tries to hear of others' calls in every way that a binding allows, and keeps all that is told.</summary>
/// <param name="Agent">The one phone; null when all of a team's are seen.</param>
/// <param name="Team">The team; null when there is none.</param>
internal sealed record Ear(string Name, string? Agent, string? Team, Subscriber Socket) : IAsyncDisposable
{
    private const string Open = "realtime:all";

    private readonly List<HeardChange> _heard = [];

    /// <summary>Every change that was told so far.</summary>
    public IReadOnlyList<HeardChange> Heard => _heard;

    /// <summary>Whether this is one of the ear's own rows.</summary>
    public bool Sees(WatchedRow row) => Agent is null ? Team is not null && row.Team == Team : row.Agent == Agent && (row.Team is null || row.Team == Team);

    /// <summary>Joins with all that may be asked, and by name for rows that are another's.</summary>
    public async Task JoinAsync(string? token, params IReadOnlyList<WatchedRow> others)
    {
        await Socket.JoinedAsync(Open, "1", token, Watched.All);
        await Socket.JoinedAsync(
            "realtime:crafted", "2", token,
            [
                .. Filters(others).Select(Watched.Of),
                """{"event":"*","schema":"*"}""",
                """{"event":"DELETE","schema":"*","table":"*"}""",
                """{"event":"*","schema":"public"}""",
                """{"event":"anything","schema":"public","table":"*"}""",
                """{"event":"INSERT","schema":"public","table":"ivr_calls","select":["team","recording_url"]}""",
                """{"event":"UPDATE","schema":"public","table":"ivr_calls","select":["customer_number"],"filter":"team=eq.blue"}""",
                .. others.Select(row => $$"""{"event":"DELETE","schema":"public","table":"ivr_calls","filter":"id=eq.{{row.Id}}"}"""),
            ]);
    }

    /// <summary>Listens until a row of one's own was told on the channel without a filter. Whatever was told before it, on either channel, is there then.</summary>
    public async Task UntilAsync(string marker)
    {
        while (true)
        {
            var change = await Socket.ChangeAsync();
            _heard.Add(change);
            if (change.Topic == Open && change.Id == marker)
            {
                break;
            }
        }

        foreach (var frame in await Socket.UntilBeatAsync())
        {
            Assert.Equal("postgres_changes", frame.Event);
            _heard.Add(new HeardChange([], frame.Payload.GetProperty("data"), frame.Topic));
        }
    }

    /// <summary>Each change that was told is of a row that was one's own in the state that is told; of a removed one nothing but the key is told.</summary>
    /// <param name="removed">What the removed rows last were.</param>
    public void AssertOwnOnly(IReadOnlyDictionary<string, WatchedRow> removed)
    {
        foreach (var change in _heard)
        {
            Assert.Equal(JsonValueKind.Null, change.Data.GetProperty("errors").ValueKind);
            if (change.Type == "DELETE")
            {
                Assert.True(Sees(removed[change.Id!]), $"{Name} was told that {removed[change.Id!]} is gone");
                Assert.Equal($$"""{"id":"{{change.Id}}"}""", change.Data.GetProperty("old_record").ToString());
                Assert.False(change.Data.TryGetProperty("record", out _));
            }
            else if (change.Record.TryGetProperty("agent_number", out var agent))
            {
                var told = new WatchedRow(change.Id!, "", change.Record.Text("team"), agent.GetString()![3..], "");
                Assert.True(Sees(told), $"{Name} was told of {change.Data}");
            }
        }

        // A message with chosen columns is of a change that the channel without a choice was told in full.
        var own = _heard.Where(change => change.Topic == Open).Select(change => (change.Type, change.Id)).ToHashSet();
        Assert.All(_heard, change => Assert.Contains((change.Type, change.Id), own));
    }

    /// <summary>What there is of one's own was told to its last state, and what was removed of it was told to be gone.</summary>
    public void AssertWhole(IEnumerable<WatchedRow> rows, IEnumerable<WatchedRow> removed)
    {
        var all = _heard.Where(change => change.Topic == Open).ToList();
        Assert.All(rows.Where(Sees), row => Assert.Equal((row.Status, row.Team), (all.Last(change => change.Id == row.Id) is var last ? last.Status : "", last.Record.Text("team"))));
        Assert.All(removed.Where(Sees), row => Assert.Equal("DELETE", all.Last(change => change.Id == row.Id).Type));
    }

    public ValueTask DisposeAsync() => Socket.DisposeAsync();

    private static IEnumerable<string> Filters(IReadOnlyList<WatchedRow> others)
    {
        foreach (var team in (string[])["red", "blue", "Red"])
        {
            yield return $"team=eq.{team}";
            yield return $"team=neq.{team}";
            yield return $"team=not.eq.{team}";
            yield return $"team=isdistinct.{team}";
            yield return $"team=like.{team[..1]}%";
        }

        foreach (var filter in (string[])["team=in.(red,blue)", "team=is.null", "team=not.is.null", "version=gte.0", "customer_number=like.%", "id=not.is.null", "status=not.in.(x)", "agent_number=eq.+919800000021"])
        {
            yield return filter;
        }

        foreach (var row in others)
        {
            yield return $"id=eq.{row.Id}";
            yield return $"reference=eq.{row.Id}";
            yield return $"call_id=eq.{row.CallId}";
        }

        if (others.Count > 0)
        {
            yield return $"id=in.({string.Join(',', others.Select(row => row.Id))})";
        }
    }
}
