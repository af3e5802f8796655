using System.Runtime.CompilerServices;

namespace Offhook.Simulator.Tests;

public sealed class DocumentationTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(Here())!, "../../docs/simulator.md"));

    [Fact]
    public void The_scenario_table_of_the_documentation_is_the_one_that_is_played()
    {
        var played = Scenarios.All.Select(scenario =>
        {
            var (words, obd) = Ending.Of(scenario.Script);
            return $"| {scenario.Digits} | {scenario.Says} | {Word(words.Status)} | {Word(words.Status1)} | {Word(words.Status2)} | {Word(obd)} |";
        });

        Assert.Equal(played, Table("| Ends in |"));
    }

    [Fact]
    public void The_fault_tables_of_the_documentation_name_every_fault()
    {
        static IEnumerable<string> Made(FaultPoint point) =>
            FaultTable.All.Where(entry => entry.Point == point).Select(entry => $"| `{entry.Name}` | {entry.Says} | {entry.Takes} |");

        Assert.Equal(Made(FaultPoint.Dial), Table("| Reply fault |"));
        Assert.Equal(Made(FaultPoint.Callback), Table("| Callback fault |"));
        Assert.Equal(Made(FaultPoint.Report), Table("| Report fault |"));
        Assert.Equal(Enum.GetValues<FaultKind>(), FaultTable.All.Select(entry => entry.Kind));
    }

    [Fact]
    public void Every_option_of_the_program_is_in_the_documentation()
    {
        var options = CommandLine.Usage.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("--", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]);

        Assert.All(options, option => Assert.Contains(Lines, line => line.Contains($"`{option}", StringComparison.Ordinal)));
    }

    private static string Word(string word) => word.Length == 0 ? "" : $"`{word}`";

    private static IEnumerable<string> Table(string head) =>
        Lines.SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));

    private static string Here([CallerFilePath] string path = "") => path;
}
