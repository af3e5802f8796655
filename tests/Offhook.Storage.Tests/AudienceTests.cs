using Offhook.Calls;

namespace Offhook.Storage.Tests;

/// <summary>What the statements let through is what the rule in the domain sees.</summary>
public sealed class AudienceTests
{
    private static readonly string?[] Teams = [null, "red", "blue", "Red", "red ", "", "' or true --"];

    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task Lists_and_snapshots_hold_exactly_what_their_audience_sees()
    {
        await using var temp = await TempStore.OpenAsync();
        var rows = await FillAsync(temp);

        foreach (var audience in Audiences())
        {
            var expected = rows.Where(row => audience.Sees(row.Call)).Select(row => row.Call.Reference).ToHashSet();
            var listed = new List<Guid>();
            CallCursor? after = null;
            do
            {
                var page = await temp.Store.ListAsync(new CallFilter { Audience = audience }, after, 5, Cancel);
                listed.AddRange(page.Items.Select(row => row.Call.Reference));
                after = page.Next;
            }
            while (after is not null);
            var open = await temp.Store.ListAsync(new CallFilter { Audience = audience, OpenOnly = true }, null, 200, Cancel);
            var snapshot = await temp.Store.SnapshotAsync(200, audience, Cancel);

            Assert.Equal(expected, listed.ToHashSet());
            Assert.Equal(expected.Count, listed.Count);
            Assert.Equal(expected, snapshot.Items.Select(row => row.Call.Reference).ToHashSet());
            Assert.Equal(snapshot.Items.Where(row => !row.Call.IsSettled), open.Items);
        }
    }

    [Fact]
    public async Task The_newest_of_a_snapshot_are_the_audiences_own()
    {
        await using var temp = await TempStore.OpenAsync();
        var rows = await FillAsync(temp);
        var audience = new CallAudience.OfTeam("red");
        var own = rows.Where(row => audience.Sees(row.Call)).OrderByDescending(row => row.Call.ReceivedAt).ThenByDescending(row => row.Call.Reference.ToString("D"), StringComparer.Ordinal).ToList();

        var snapshot = await temp.Store.SnapshotAsync(3, audience, Cancel);

        Assert.Equal(own.Where((row, place) => place < 3 || !row.Call.IsSettled), snapshot.Items);
        Assert.NotEqual(own.Count, snapshot.Items.Count);
    }

    private static IEnumerable<CallAudience> Audiences() =>
    [
        CallAudience.Everyone.Instance,
        CallAudience.Nobody.Instance,
        .. Teams.OfType<string>().Select(team => new CallAudience.OfTeam(team)),
        .. from number in (int[])[0, 1, 9] from team in Teams select new CallAudience.OfAgent(Said.OtherAgent(number), team),
    ];

    private static async Task<List<CallRow>> FillAsync(TempStore temp)
    {
        var rows = new List<CallRow>();
        for (var i = 0; i < 84; i++)
        {
            temp.Clock.Advance(TimeSpan.FromSeconds(1));
            var intent = Said.Intent(temp.Clock.Now, Said.OtherAgent(i % 3));
            intent = intent with { Wish = intent.Wish! with { Team = Teams[i / 3 % Teams.Length], Agent = i % 3 == 2 ? null : intent.Wish.Agent } };
            var row = await temp.Store.BegunAsync(intent);
            rows.Add(i % 4 == 0 ? row : Assert.IsType<KeepOutcome.Kept>(await temp.Store.KeepAsync(new KeptReport(Said.Busy(intent.Reference, temp.Clock.Now), null), Cancel)).Row);
        }

        return rows;
    }
}
