using Offhook.Calls;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Providers.Availability;
using Offhook.Gateway.Tests.Providers.Conformance;

namespace Offhook.Gateway.Tests.Providers;

/// <summary>The page <c>docs/providers.md</c> says what the program does.</summary>
public sealed class ProviderPageTests
{
    private static readonly DocumentationPage Page = DocumentationPage.Providers;

    [Fact]
    public async Task The_page_tells_what_each_provider_says_of_itself()
    {
        await using var legacy = await LegacyRig.StartAsync();
        await using var io = await IoRig.StartAsync();

        var told = Page.Table("What each of them can do").Select(cells => string.Join(" | ", cells));

        Assert.Equal(Declared(legacy.Provider.Traits).Zip(Declared(io.Provider.Traits), (a, b) => $"{a.Name} | {a.Value} | {b.Value}"), told);
    }

    [Fact]
    public void The_page_tells_when_the_next_provider_is_asked()
    {
        foreach (var cells in Page.Table("When the second provider is asked"))
        {
            var proof = DialProofWords.Read(DocumentationPage.Quoted(cells[1]).Single());
            var answer = new DialAnswer(
                new Report { Reference = Guid.Empty, Source = ReportSource.Reply, At = default, Proof = proof }, null, AccountTrouble: cells[1].Contains("account", StringComparison.Ordinal));

            Assert.NotNull(proof);
            Assert.Equal((cells[0], cells[2] is "yes"), (cells[0], answer.LeavesRoomForAnother));
        }

        Assert.Equal(Enum.GetValues<DialProof>().Order(), Page.Table("When the second provider is asked").Select(cells => DialProofWords.Read(DocumentationPage.Quoted(cells[1]).Single())!.Value).Distinct().Order());
    }

    [Fact]
    public void The_page_tells_how_long_a_provider_rests()
    {
        Assert.Equal((3, 15, 2), (ProviderBreaker.MostFailures, ProviderBreaker.ShortestRest.TotalSeconds, ProviderBreaker.LongestRest.TotalMinutes));
        Assert.Contains("three dials in a row rests", Page.Text, StringComparison.Ordinal);
        Assert.Contains("After 15 seconds", Page.Text, StringComparison.Ordinal);
        Assert.Contains("2 minutes at most", Page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_shows_the_example_as_it_is_compiled()
    {
        var example = File.ReadAllText(Path.Combine(DocumentationPage.Root(), "tests", "Offhook.Gateway.Tests", "Providers", "Example", "ExampleProvider.cs"));

        Assert.Contains("```csharp\n" + example.ReplaceLineEndings("\n") + "```\n", Page.Text, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, string Value)> Declared(ProviderTraits traits) =>
    [
        ("`name`", $"`{traits.Name}`"),
        ("`display_name`", $"`{traits.DisplayName}`"),
        ("`live_events`", Word(traits.ReportsLive)),
        ("`id_in_reply`", Word(traits.GivesIdInReply)),
        ("`recordings`", $"`{Word(traits.Recordings)}`"),
        ("`several_numbers`", Word(traits.TakesSeveralNumbers)),
        ("`hang_up`", Word(traits.CanHangUp)),
        ("`callbacks`", List(Enum.GetValues<CallbackContents>().Where(content => content is not CallbackContents.None && traits.Callbacks.HasFlag(content)).Select(Word))),
        ("`log_days`", traits.LogReach is { } reach ? $"{reach.TotalDays:0}" : "no limit is known"),
        ("`plays`", List(traits.Plays.Select(form => form.Name))),
    ];

    private static string Word(bool value) => value ? "yes" : "no";

    private static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static string List(IEnumerable<string> words) => string.Join(", ", words.Select(word => $"`{word}`"));
}
