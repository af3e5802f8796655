using System.Text.Json;
using Offhook.Simulator;

namespace Offhook.Server.Tests.Providers;

/// <summary>The real program, asked to compare both accounts' logs of a day.</summary>
public sealed class CompareLogsTests
{
    private const string NotCompared = "The logs were not compared.";

    [Fact]
    public async Task Logs_that_tell_the_same_of_every_call_end_with_code_0()
    {
        await using var accounts = await BothAccounts.OpenYesterdayAsync();
        foreach (var customer in (string[])["9800000010", "9800000012", "9800000020", "9800000021", "9800000030", "9800000031", "9800000040"])
        {
            await accounts.DialBothAsync(customer);
        }

        var (code, output) = await accounts.RunAsync("--compare-logs", $"{accounts.Today:yyyy-MM-dd}");

        Assert.Equal("same 7, different 0, only in kaleyra-legacy 0, only in kaleyra-io 0, ambiguous 0", output.Trim());
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task A_call_of_which_they_tell_different_outcomes_ends_with_code_1_and_is_shown()
    {
        await using var accounts = await BothAccounts.OpenYesterdayAsync();
        await accounts.DialBothAsync("9800000010");
        accounts.Io.Platform.Script("9800000012", Scenarios.For("21"));
        await accounts.DialBothAsync("9800000012");

        var (code, output) = await accounts.RunAsync("--compare-logs", $"{accounts.Today:yyyy-MM-dd}");

        Assert.Equal(1, code);
        Assert.Equal(
            [
                "12:02:00 ••••••0001 → ••••••0012 different (status, reason, customer_leg, talk_seconds): kaleyra-legacy answered, agent answered, customer answered, talk 20 s | kaleyra-io missed (customer_no_answer), agent unknown, customer no_answer, talk 0 s",
                "same 1, different 1, only in kaleyra-legacy 0, only in kaleyra-io 0, ambiguous 0",
            ],
            Lines(output));
    }

    [Fact]
    public async Task A_call_that_only_one_log_has_ends_with_code_1_and_is_shown()
    {
        await using var accounts = await BothAccounts.OpenYesterdayAsync();
        await accounts.DialLegacyAsync("9800000021");
        await accounts.DialIoAsync("9800000031");

        var (code, output) = await accounts.RunAsync($"--compare-logs={accounts.Today:yyyy-MM-dd}");

        Assert.Equal(1, code);
        Assert.Contains("12:00:00 ••••••0001 → ••••••0021 only in kaleyra-legacy: missed (no_answer), ", output, StringComparison.Ordinal);
        Assert.Contains("12:02:00 ••••••0001 → ••••••0031 only in kaleyra-io: busy (customer_busy), ", output, StringComparison.Ordinal);
        Assert.EndsWith("same 0, different 0, only in kaleyra-legacy 1, only in kaleyra-io 1, ambiguous 0", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_asks_for_logs_alone_and_leaves_nothing_behind()
    {
        await using var accounts = await BothAccounts.OpenYesterdayAsync();
        await accounts.DialBothAsync("9800000010");

        await accounts.RunAsync("--compare-logs", $"{accounts.Today:yyyy-MM-dd}");

        Assert.Equal(["dial", "dial.click2call"], accounts.Legacy.Platform.RequestsReceived.Keys.Order());
        Assert.Equal(["call-logs", "click-to-call"], accounts.Io.Platform.RequestsReceived.Keys.Order());
        Assert.Equal((1, 1), (accounts.Legacy.Platform.Dials.Count, accounts.Io.Platform.Dials.Count));
        Assert.False(Directory.Exists(accounts.DataFolder));
    }

    [Fact]
    public async Task As_JSON_it_is_one_document_that_says_the_same()
    {
        await using var accounts = await BothAccounts.OpenYesterdayAsync();
        await accounts.DialBothAsync("9800000010");
        accounts.Io.Platform.Script("9800000012", Scenarios.For("21"));
        await accounts.DialBothAsync("9800000012");
        await accounts.DialIoAsync("9800000031");

        var (code, output) = await accounts.RunAsync("--json", "--compare-logs", $"{accounts.Today:yyyy-MM-dd}");

        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal($"{accounts.Today:yyyy-MM-dd}", json.RootElement.GetProperty("day").GetString());
        Assert.Equal("""{"same":1,"different":1,"only_in_legacy":0,"only_in_kaleyra_io":1,"ambiguous":0}""", json.RootElement.GetProperty("counts").GetRawText());
        Assert.Equal("""{"legacy":0,"kaleyra_io":0}""", json.RootElement.GetProperty("incoming").GetRawText());
        var calls = json.RootElement.GetProperty("calls").EnumerateArray().ToList();
        Assert.Equal(["different", "only_in_kaleyra_io"], calls.Select(call => call.GetProperty("result").GetString()));
        Assert.Equal(("••••••0001", "••••••0012"), (calls[0].GetProperty("agent_number").GetString(), calls[0].GetProperty("customer_number").GetString()));
        Assert.Equal(["status", "reason", "customer_leg", "talk_seconds"], calls[0].GetProperty("differs").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(("answered", "missed"), (calls[0].GetProperty("legacy").GetProperty("status").GetString(), calls[0].GetProperty("kaleyra_io").GetProperty("status").GetString()));
        Assert.Equal((20, 0), (calls[0].GetProperty("legacy").GetProperty("talk_seconds").GetInt32(), calls[0].GetProperty("kaleyra_io").GetProperty("talk_seconds").GetInt32()));
        Assert.Equal(JsonValueKind.Null, calls[1].GetProperty("legacy").ValueKind);
    }

    [Fact]
    public async Task A_log_that_is_refused_ends_with_code_2_and_says_whose_and_why()
    {
        await using var accounts = await BothAccounts.OpenYesterdayAsync();
        await accounts.DialBothAsync("9800000010");
        accounts.Io.Platform.Always(Fault.AddressRefused().OnReports());

        var (code, output) = await accounts.RunAsync("--json", "--compare-logs", $"{accounts.Today:yyyy-MM-dd}");

        Assert.Equal(2, code);
        Assert.Matches($"^{NotCompared}\\s+kaleyra-io: its log of {accounts.Today.AddDays(-1):yyyy-MM-dd} cannot be read: .+$", output.Trim());
    }

    [Fact]
    public async Task A_log_of_which_one_page_cannot_be_read_is_not_compared_by_halves()
    {
        await using var accounts = await BothAccounts.OpenYesterdayAsync();
        foreach (var customer in (string[])["9800000010", "9800000012", "9800000021"])
        {
            await accounts.DialBothAsync(customer);
        }

        accounts.Legacy.Platform.Always(Fault.SmallPages(2));
        var whole = await accounts.RunAsync("--compare-logs", $"{accounts.Today:yyyy-MM-dd}");
        accounts.Legacy.Platform.Always(Fault.FailingPage(2));
        var (code, output) = await accounts.RunAsync("--compare-logs", $"{accounts.Today:yyyy-MM-dd}");

        Assert.Equal(0, whole.Code);
        Assert.Equal(2, code);
        Assert.Contains($"kaleyra-legacy: its log of {accounts.Today:yyyy-MM-dd} cannot be read", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KALEYRA_API_KEY KALEYRA_BASE_URL KALEYRA_OBD_BASE_URL", "KALEYRA_API_KEY is missing")]
    [InlineData("KALEYRA_API_KEY", "KALEYRA_BASE_URL: ")]
    [InlineData("KALEYRA_IO_", "the KALEYRA_IO_ settings are missing")]
    [InlineData("KALEYRA_IO_BRIDGE", "KALEYRA_IO_BRIDGE: ")]
    [InlineData("KALEYRA_", "KALEYRA_API_KEY: ")]
    public async Task Without_both_accounts_it_ends_with_code_2_and_a_sentence(string missing, string sentence)
    {
        await using var accounts = await BothAccounts.OpenYesterdayAsync();
        var settings = accounts.Settings.Where(setting => !missing.Split(' ').Any(name => setting.Key.StartsWith(name, StringComparison.Ordinal))).ToDictionary();

        var (code, output) = await accounts.RunAsync(settings, "--compare-logs", $"{accounts.Today:yyyy-MM-dd}");

        Assert.Equal(2, code);
        Assert.StartsWith(NotCompared, output, StringComparison.Ordinal);
        Assert.Contains(sentence, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--compare-logs", "24-02-2026")]
    [InlineData("--compare-logs", "2026-02-30")]
    [InlineData("--compare-logs", "yesterday")]
    [InlineData("--compare-logs", "")]
    [InlineData("--compare-logs=2026-2-4")]
    [InlineData("--compare-logs", "2999-01-01")]
    [InlineData("--compare-logs", "2020-02-24")]
    [InlineData("--compare-logs", "2026-02-24", "2026-02-25")]
    [InlineData("--compare-logs", "--jsno")]
    [InlineData("--compare-logs", "--print-migrations")]
    [InlineData("--json")]
    public async Task A_wrong_day_or_another_word_ends_with_code_2_and_a_sentence(params string[] args)
    {
        await using var accounts = await BothAccounts.OpenAsync();

        var (code, output) = await accounts.CompareAsync(args);

        Assert.Equal(2, code);
        Assert.StartsWith($"{NotCompared}{Environment.NewLine}--compare-logs: ", output, StringComparison.Ordinal);
        Assert.Empty(accounts.Io.Platform.RequestsReceived);
    }

    private static string[] Lines(string output) => output.Trim().ReplaceLineEndings("\n").Split('\n');
}
