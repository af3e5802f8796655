using System.Globalization;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Callbacks;

public sealed class CallbackTimesTests
{
    private static readonly TimeSpan India = new(5, 30, 0);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("seconds"), InlineData("milliseconds"), InlineData("text"), InlineData("other text")]
    public async Task A_time_is_right_in_whatever_form_it_comes(string form)
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);
        var (begin, end) = (ended.StartedAt, ended.StartedAt.AddSeconds(ended.DurationSeconds));

        await client.BringAsync(service.CallbackOf(ended, ("starttime", Written(begin, form)), ("endtime", Written(end, form))), Cancel);

        var row = await client.AskAsync($"/calls/{started.Id}", Cancel);
        Assert.Equal(end, row.Json.Time("ended_at"));
        Assert.Equal(end.AddSeconds(-8), row.Json.Time("answered_at"));
        Assert.Equal(("13", "8"), (row["duration_seconds"], row["talk_seconds"]));
    }

    [Theory, InlineData("{starttime}", "{endtime}"), InlineData("", ""), InlineData("0", "0"), InlineData("0000-00-00 00:00:00", "0000-00-00 00:00:00"), InlineData("soon", "later")]
    public async Task A_time_that_was_not_told_is_absent_and_never_now(string begin, string end)
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);

        await client.BringAsync(service.CallbackOf(ended, ("starttime", begin), ("endtime", end)), Cancel);

        var row = await client.AskAsync($"/calls/{started.Id}", Cancel);
        Assert.Equal(("answered", "8", service.Provider.TellsTimesAndRecording ? "13" : null), (row["status"], row["talk_seconds"], row["duration_seconds"]));
        Assert.Null(row["ended_at"]);
        Assert.Null(row["answered_at"]);
    }

    [Fact]
    public async Task An_end_that_follows_from_start_and_duration_is_said_to_be_derived()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);

        await client.BringAsync(service.CallbackOf(ended, ("starttime", Written(ended.StartedAt, "seconds")), ("duration", "13"), ("endtime", "{endtime}")), Cancel);

        var row = await client.AskAsync($"/calls/{started.Id}", Cancel);
        Assert.Equal(ended.StartedAt.AddSeconds(ended.DurationSeconds), row.Json.Time("ended_at"));
        Assert.Contains("ended_at", row["derived"], StringComparison.Ordinal);
        Assert.Contains("answered_at", row["derived"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_of_a_late_callback_is_not_the_end_of_the_call()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        service.Platform.Always(Fault.LogEmptyFor(TimeSpan.FromDays(1)));
        var (started, ended) = await service.EndedCallAsync(client, "9800000031", "9800000001", Cancel);
        service.Clock.Advance(TimeSpan.FromMinutes(1));

        await client.BringAsync(service.CallbackOf(ended), Cancel);

        var row = await client.AskAsync($"/calls/{started.Id}", Cancel);
        Assert.Equal(("busy", service.Provider.TellsTimesAndRecording ? ended.StartedAt.AddSeconds(ended.DurationSeconds) : null), (row["status"], row.Json.Time("ended_at")));
        Assert.Null(row["answered_at"]);
    }

    private static string Written(DateTimeOffset time, string form) => form switch
    {
        "seconds" => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        "milliseconds" => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        "text" => time.ToOffset(India).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        _ => time.ToOffset(India).ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture),
    };
}
