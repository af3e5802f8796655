using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Offhook.Simulator.Tests;

public sealed class IoDocumentationTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(Here())!, "../../docs/simulator.md"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_words_of_kaleyra_io_in_the_documentation_are_those_that_are_used()
    {
        var used = Scenarios.All.Select(scenario =>
        {
            var (twoLegs, oneLeg) = IoEnding.Of(scenario.Script);
            return $"| {scenario.Digits} | `{twoLegs}` | `{oneLeg}` |";
        });

        Assert.Equal(used, Table("| Ends in, on kaleyra.io |"));
    }

    [Fact]
    public void The_event_faults_of_the_documentation_are_all_there_are()
    {
        var made = FaultTable.All.Where(entry => entry.Point is FaultPoint.Event).Select(entry => $"| `{entry.Name}` | {entry.Says} | {entry.Takes} |");

        Assert.Equal(made, Table("| Event fault |"));
    }

    [Fact]
    public void The_documentation_says_which_faults_make_sense_on_one_wire_only()
    {
        static string Names(Wire wire) => string.Join(", ", FaultTable.All.Where(entry => entry.Only == wire).Select(entry => $"`{entry.Name}`"));

        Assert.Equal([$"| the legacy wire | {Names(Wire.Legacy)} |", $"| kaleyra.io | {Names(Wire.Io)} |"], Table("| Only on |"));
    }

    [Fact]
    public void Whatever_can_be_moved_to_live_events_says_so()
    {
        var moved = FaultTable.All.Where(entry => entry.Point is not FaultPoint.Event && FaultTable.CanSpoil(entry.Kind, FaultPoint.Event)).Select(entry => $"`{entry.Name}`");

        Assert.Contains(Lines, line => line.Contains($"`\"on\":\"event\"` these spoil live events instead of the report at the end: {string.Join(", ", moved)}.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_dial_of_the_documentation_works_as_it_stands()
    {
        await using var line = await IoLine.OpenAsync();
        var words = Lines.Single(line => line.StartsWith("curl -H 'api-key", StringComparison.Ordinal)).Split(' ');
        var path = new Uri(words.Single(word => word.StartsWith("http://127.0.0.1:3003/", StringComparison.Ordinal))).AbsolutePath;
        var fields = words.Select(word => word.Trim('\'')).Where(word => word.Contains('=', StringComparison.Ordinal)).Select(word => word.Split('=', 2)).Select(pair => (pair[0], pair[1]));

        using var answer = await line.PostAsync(path, [.. fields]);

        Assert.Equal(202, (int)answer.StatusCode);
        var call = Assert.Single(line.Platform.Calls);
        var stated = Lines.Single(line => line.StartsWith("answers HTTP 202 and", StringComparison.Ordinal)).Split('`')[1];
        Assert.Equal(stated.Replace("…", call.Id, StringComparison.Ordinal), await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("initiated", JsonDocument.Parse(stated).RootElement.GetProperty("data").GetProperty("status").GetString());
    }

    private static IEnumerable<string> Table(string head) =>
        Lines.SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));

    private static string Here([CallerFilePath] string path = "") => path;
}
