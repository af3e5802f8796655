namespace Offhook.Calls.Tests;

/// <summary>The page <c>docs/statuses.md</c> says what the program does.</summary>
public sealed class StatusPageTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Root(), "docs", "statuses.md"));

    [Fact]
    public void The_page_tells_every_reason_with_its_sentence() => Assert.Equal(
        Reason.All.Select(reason => (reason.Word, reason.Template)),
        Table("Reasons").Select(cells => (cells[0], cells[^1])));

    [Fact]
    public void The_page_tells_every_status() => Assert.Equal(
        Enum.GetValues<CallStatus>().Select(status => status.Word()),
        Table("Statuses").Select(cells => cells[0]));

    [Fact]
    public void The_page_tells_every_word_of_a_leg_and_what_it_makes_of_a_call() => Assert.Equal(
        Enum.GetValues<Leg>().Select(leg => (leg.Word(), leg >= Leg.Answered ? leg.Outcome().Word() : "")),
        Table("Legs").Select(cells => (cells[0], cells[^1])));

    // The rows of the first table under a heading, without their backticks.
    private static IEnumerable<string[]> Table(string heading) => Page
        .SkipWhile(line => line != $"## {heading}")
        .SkipWhile(line => !line.StartsWith('|'))
        .TakeWhile(line => line.StartsWith('|'))
        .Skip(2)
        .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Replace("`", "", StringComparison.Ordinal)).ToArray());

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Offhook.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} holds Offhook.slnx");
    }
}
