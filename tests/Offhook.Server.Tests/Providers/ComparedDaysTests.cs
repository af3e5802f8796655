using Offhook.Simulator;

namespace Offhook.Server.Tests.Providers;

/// <summary>Which day is compared, and what happens at its ends.</summary>
public sealed class ComparedDaysTests
{
    private const string AllSame = "same 1, different 0, only in kaleyra-legacy 0, only in kaleyra-io 0, ambiguous 0";

    [Fact]
    public async Task Without_a_day_it_is_yesterday()
    {
        await using var accounts = await BothAccounts.OpenAsync();
        await accounts.DialBothAsync("9800000010");
        accounts.Clock.Jump(TimeSpan.FromDays(1));
        await accounts.DialLegacyAsync("9800000021");

        Assert.Equal((0, AllSame), Trimmed(await accounts.CompareAsync("--compare-logs")));
    }

    [Fact]
    public async Task Today_can_be_compared_as_far_as_it_has_come()
    {
        await using var accounts = await BothAccounts.OpenAsync();
        await accounts.DialBothAsync("9800000010");

        Assert.Equal((0, AllSame), Trimmed(await accounts.CompareAsync("--compare-logs", $"{accounts.Today:yyyy-MM-dd}")));
    }

    [Fact]
    public async Task A_call_that_begins_on_two_sides_of_midnight_is_one_call_on_both_days()
    {
        await using var accounts = await BothAccounts.OpenAsync();
        accounts.Clock.Jump(new TimeSpan(13, 29, 50)); // 23:59:50 in India.
        await accounts.DialLegacyAsync("9800000010", TimeSpan.FromSeconds(15));
        await accounts.DialIoAsync("9800000010");
        accounts.Clock.Jump(TimeSpan.FromDays(1));
        var after = accounts.Today.AddDays(-1);

        Assert.Equal((0, AllSame), Trimmed(await accounts.CompareAsync("--compare-logs", $"{after.AddDays(-1):yyyy-MM-dd}")));
        Assert.Equal((0, AllSame), Trimmed(await accounts.CompareAsync("--compare-logs", $"{after:yyyy-MM-dd}")));
    }

    [Fact]
    public async Task The_oldest_whole_day_that_kaleyra_io_shows_is_the_last_that_can_be_compared()
    {
        await using var accounts = await BothAccounts.OpenAsync();
        var day = accounts.Today;
        await accounts.DialBothAsync("9800000010");
        accounts.Clock.Jump(TimeSpan.FromDays(6));

        var whole = await accounts.CompareAsync("--compare-logs", $"{day:yyyy-MM-dd}");
        var tooOld = await accounts.CompareAsync("--compare-logs", $"{day.AddDays(-1):yyyy-MM-dd}");

        Assert.Equal((0, AllSame), Trimmed(whole));
        Assert.Equal(2, tooOld.Code);
        Assert.Contains($"kaleyra-io shows the last 7 days of its log; the first whole one is {day:yyyy-MM-dd}", tooOld.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_right_after_midnight_of_the_oldest_day_is_not_said_to_be_missing()
    {
        await using var accounts = await BothAccounts.OpenAsync();
        accounts.Clock.Jump(new TimeSpan(13, 29, 55));
        await accounts.DialIoAsync("9800000010", TimeSpan.FromSeconds(10));
        await accounts.DialLegacyAsync("9800000010");
        var day = accounts.Today;
        accounts.Clock.Jump(TimeSpan.FromDays(6));

        var (code, output) = await accounts.CompareAsync("--compare-logs", $"{day:yyyy-MM-dd}");

        Assert.Equal(1, code);
        Assert.Contains("00:00:05 ••••••0001 → ••••••0010 ambiguous (may belong to the day before): kaleyra-legacy answered", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_of_which_two_are_equally_near_are_ambiguous()
    {
        await using var accounts = await BothAccounts.OpenAsync();
        await accounts.DialIoAsync("9800000010", TimeSpan.FromSeconds(40));
        await accounts.DialLegacyAsync("9800000010", TimeSpan.FromSeconds(40));
        await accounts.DialIoAsync("9800000010");

        var (code, output) = await accounts.CompareAsync("--compare-logs", $"{accounts.Today:yyyy-MM-dd}");

        Assert.Equal(1, code);
        Assert.Contains("10:30:40 ••••••0001 → ••••••0010 ambiguous (several calls fit): kaleyra-legacy answered", output, StringComparison.Ordinal);
        Assert.EndsWith("same 0, different 0, only in kaleyra-legacy 0, only in kaleyra-io 0, ambiguous 3", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Incoming_calls_of_the_accounts_are_counted_and_not_compared()
    {
        await using var accounts = await BothAccounts.OpenAsync();
        accounts.Legacy.Platform.Always(Fault.OtherServices(2));
        await accounts.DialBothAsync("9800000010");

        var (code, output) = await accounts.CompareAsync("--compare-logs", $"{accounts.Today:yyyy-MM-dd}");

        Assert.Equal(0, code);
        Assert.StartsWith("Not compared: incoming calls, 2 in kaleyra-legacy, 0 in kaleyra-io", output, StringComparison.Ordinal);
        Assert.EndsWith(AllSame, output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_command_line_is_none_of_its_business()
    {
        await using var accounts = await BothAccounts.OpenAsync();

        Assert.Null((await accounts.CompareAsync("--urls=http://127.0.0.1:0", "--new-key")).Code);
    }

    private static (int?, string) Trimmed((int? Code, string Output) run) => (run.Code, run.Output.Trim());
}
