using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Offhook.Calls;
using Offhook.Desk.Calls;
using Offhook.Desk.Page;
using Offhook.Gateway.Providers;
using Offhook.Storage;
using Xunit;

namespace Offhook.Desk.Tests;

public sealed partial class CallLineTests
{
    private static readonly ProviderTraits Silent = new("kaleyra-legacy", "Kaleyra", ReportsLive: false);

    [Fact]
    public async Task Of_a_call_that_was_only_accepted_nothing_is_claimed()
    {
        var line = await LineAsync(Given.Call(Given.Accepted));

        Assert.Contains("data-mark=\"placed\"", line, StringComparison.Ordinal);
        Assert.Contains("Placed. Your phone rings first; Kaleyra reports only the result.", Words(line), StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(line, "data-leg=\"unknown\""));
        Assert.DoesNotContain("icked up", line, StringComparison.Ordinal);
        Assert.Contains("data-since", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_nothing_proves_does_not_look_like_talk()
    {
        var line = await LineAsync(Given.Call(Given.Accepted, Given.SaidAnswered));

        Assert.Contains("data-mark=\"unproven\"", line, StringComparison.Ordinal);
        Assert.Contains("Not proven", Words(line), StringComparison.Ordinal);
        Assert.DoesNotContain("Talk", Words(line).Replace("nothing proves", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("data-since", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_is_over_tells_its_talk_time_and_who_says_so()
    {
        var words = Words(await LineAsync(Given.Call(Given.Accepted, Given.Talked)));

        Assert.Contains("Answered", words, StringComparison.Ordinal);
        Assert.Contains("Talked for 2 min 5 s", words, StringComparison.Ordinal);
        Assert.Contains("2:05", words, StringComparison.Ordinal);
        Assert.Contains("Reported by Kaleyra", words, StringComparison.Ordinal);
        Assert.Contains("10:32 24 Feb", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_nobody_told_the_end_of_says_so()
    {
        var words = Words(await LineAsync(Given.Call(Given.Accepted, Given.Deadline)));

        Assert.Contains("Not known", words, StringComparison.Ordinal);
        Assert.Contains("Kaleyra never said how it ended", words, StringComparison.Ordinal);
        Assert.Contains("Closed at its deadline", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_but_the_agent_reads_the_agents_name_in_the_place_of_you()
    {
        var words = Words(await LineAsync(Given.Call(Given.Click, "Asha Rao", Given.Accepted, Given.AgentSilent)));

        Assert.Contains("You did not pick up Asha Rao did not pick up", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_providers_own_words_are_left_as_they_are()
    {
        var words = Words(await LineAsync(Given.Call(Given.Click, "Asha Rao", Given.Refused)));

        Assert.Contains("Kaleyra refused the call: you have no credit", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Asha Rao have", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_with_markup_is_text()
    {
        var line = await LineAsync(Given.Call(Given.Click, "</li><script>alert(1)</script>", Given.Accepted));

        Assert.DoesNotContain("<script", line, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(line, "</li>"));
    }

    [Fact]
    public void What_needs_eyes_stands_on_top_then_ones_own_then_the_newest()
    {
        var now = Given.Click.AddDays(1).AddHours(1);
        var forgotten = Given.Call(Given.Click, null, Given.Accepted);
        var unconfirmed = Given.Call(now.AddMinutes(-9), null, Given.NoReply);
        var older = Given.Call(now.AddMinutes(-3), null, Given.Accepted);
        var newer = Given.Call(now.AddMinutes(-1), null, Given.Accepted);
        var over = Given.Call(now.AddMinutes(-2), null, Given.Accepted, Given.Talked);
        CallRow[] rows = [newer, over, older, unconfirmed, forgotten];
        var own = older with { Call = older.Call with { Agent = PhoneNumber.FromE164("+919800000102") } };
        rows[2] = own;

        Assert.Equal([unconfirmed, forgotten, own, newer], Place.Open(rows, "+919800000102", now));
        Assert.Equal([over], Place.Over(rows));
    }

    [Theory]
    [MemberData(nameof(Legs))]
    public void Every_outcome_of_a_leg_has_words(Leg leg) => Assert.NotEqual("", CallWords.Of(leg));

    public static TheoryData<Leg> Legs() => [.. Enum.GetValues<Leg>()];

    private static Task<string> LineAsync(CallRow row) => new Rendering(new ServiceCollection().BuildServiceProvider(), NullLoggerFactory.Instance)
        .HtmlAsync<CallLine>((nameof(CallLine.Row), row), (nameof(CallLine.Provider), Silent));

    private static string Words(string html) => Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(html, " ")), " ");

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
