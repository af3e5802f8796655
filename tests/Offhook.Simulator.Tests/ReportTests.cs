using System.Text.Json;

namespace Offhook.Simulator.Tests;

public sealed class ReportTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_of_the_log_has_the_observed_shape()
    {
        await using var line = await Line.OpenAsync();
        var call = line.PlayOut(await line.DialAsync("9876543210"));

        using var answer = await line.PostAsync(("method", "dial"), ("format", "json"), ("fromdate", "2026/02/24"), ("todate", "2026/02/24"), ("page", "1"), ("limit", "200"));

        var row = $$"""{"id":"{{call.RowId}}","uniqid":"{{call.UniqId}}","parent_id":"","callfrom":"9800000001","callto":"9876543210","start_time":"2026-02-24 10:30:00","end_time":"2026-02-24 10:30:13","duration":13,"billsec":"8","notes":"","location":"{{call.Circle}}","provider":"{{call.Carrier}}","credits":"2","status":"ANSWER","recording":"{{call.RecordPath}}","date":"2026-02-24","caller_id":"8000000000","service":"Click2Call"}""";
        Assert.Equal($$"""{"status":"200","message":"OK","data":[{{row}}]}""", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_call_is_found_by_the_id_of_its_dial_or_its_row_and_shows_the_rows()
    {
        await using var line = await Line.OpenAsync();
        var call = line.PlayOut(await line.DialAsync("9800000021"));

        foreach (var id in new[] { call.Id, call.RowId.ToString() })
        {
            var row = Rows(await line.AskAsync(("method", "dial.c2cstatus"), ("id", id))).Single();
            Assert.Equal(call.RowId.ToString(), row.GetProperty("id").GetString());
            Assert.Equal(("NOANSWER", "ANSWER", "NOANSWER"), (Text(row, "status"), Text(row, "status1"), Text(row, "status2")));
            Assert.Equal((JsonValueKind.Number, JsonValueKind.String), (row.GetProperty("duration").ValueKind, row.GetProperty("billsec").ValueKind));
        }
    }

    [Fact]
    public async Task The_detail_of_one_call_has_names_of_its_own()
    {
        await using var line = await Line.OpenAsync();
        var call = line.PlayOut(await line.DialAsync("9800000010"));

        var row = Rows(await line.AskAsync(("method", "dial.callreports"), ("id", call.Id))).Single();

        Assert.Equal(["id", "status", "callerstate", "calleestate", "billsec", "callstart", "callend", "recording", "location", "provider"], row.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("8", "2026-02-24 10:30:00", "2026-02-24 10:30:13"), (Text(row, "billsec"), Text(row, "callstart"), Text(row, "callend")));
    }

    [Fact]
    public async Task An_outbound_call_is_found_by_id_and_by_number()
    {
        await using var line = await Line.OpenAsync();
        var call = line.PlayOut(await line.DialOutboundAsync("9800000010"));

        var byId = Rows(await line.AskAsync(("method", "voice.status"), ("id", call.Id))).Single();
        var byNumber = Rows(await line.AskAsync(("method", "voice.status"), ("mobile", "919800000010"))).Single();

        Assert.Equal(["COMPLETED", "COMPLETED"], new[] { byId, byNumber }.Select(row => Text(row, "status")));
    }

    [Fact]
    public async Task A_call_that_lasts_or_does_not_exist_has_no_row()
    {
        await using var line = await Line.OpenAsync();
        var call = await line.DialAsync("9800000099");

        Assert.Empty(Rows(await line.AskAsync(("method", "dial.c2cstatus"), ("id", call.Id))));
        Assert.Empty(Rows(await line.AskAsync(("method", "dial.callreports"), ("id", "c2c_0"))));
        Assert.Empty(Rows(await line.AskAsync(("method", "dial"))));
    }

    [Fact]
    public async Task A_row_appears_once_the_log_has_caught_up()
    {
        await using var line = await Line.OpenAsync(options => options with { LogDelay = TimeSpan.FromMinutes(3) });
        await line.DialAsync("9800000010");
        line.Pass(13);

        line.Pass(179);
        Assert.Empty(Rows(await line.AskAsync(("method", "dial"))));
        line.Pass(1);
        Assert.Single(Rows(await line.AskAsync(("method", "dial"))));
    }

    [Fact]
    public async Task Days_are_indian_days_and_both_ends_belong()
    {
        await using var line = await Line.OpenAsync();

        // 23:59:59 on 24 February and 00:00:00 on 25 February in India.
        line.Clock.Advance(new TimeSpan(13, 29, 59));
        await line.DialAsync("9800000010");
        line.Pass(1);
        await line.DialAsync("9800000012");
        line.Pass(60);

        async Task<string[]> Of(string from, string to) =>
            [.. Rows(await line.AskAsync(("method", "dial"), ("fromdate", from), ("todate", to))).Select(row => Text(row, "callto"))];
        Assert.Equal(["9800000010"], await Of("2026/02/24", "2026/02/24"));
        Assert.Equal(["9800000012"], await Of("2026/02/25", "2026/02/25"));
        Assert.Equal(["9800000010", "9800000012"], await Of("2026/02/24", "2026/02/25"));
        Assert.Equal(["9800000012"], Rows(await line.AskAsync(("method", "dial"))).Select(row => Text(row, "callto")));
    }

    [Fact]
    public async Task The_log_comes_in_pages_and_by_customer()
    {
        await using var line = await Line.OpenAsync();
        foreach (var customer in new[] { "9800000010", "9800000012", "9800000010", "9800000031", "9800000010" })
        {
            await line.DialAsync(customer);
            line.Pass(60);
        }

        await line.DialOutboundAsync("9800000010");
        line.Pass(60);

        async Task<int[]> Pages(params (string, string)[] more)
        {
            var sizes = new List<int>();
            for (var page = 1; page <= 4; page++)
            {
                sizes.Add(Rows(await line.AskAsync([.. more, ("page", $"{page}"), ("limit", "2")])).Length);
            }

            return [.. sizes];
        }

        var all = await Pages(("method", "dial"));
        var twoLegs = await Pages(("method", "dial.c2cstatus"));
        var oneCustomer = await Pages(("method", "dial.c2cstatus"), ("callto", "919800000010"));
        Assert.Equal([2, 2, 2, 0], all);
        Assert.Equal([2, 2, 1, 0], twoLegs);
        Assert.Equal([2, 1, 0, 0], oneCustomer);
    }

    [Fact]
    public async Task Reports_can_be_spoilt()
    {
        await using var line = await Line.OpenAsync();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await line.DialAsync("9800000010");
        }

        line.Pass(13);
        async Task<JsonElement[]> Spoilt(Fault fault, params (string, string)[] more)
        {
            line.Platform.Next(fault);
            return Rows(await line.AskAsync([("method", "dial"), .. more]));
        }

        Assert.Empty(await Spoilt(Fault.LogEmptyFor(TimeSpan.FromSeconds(1))));
        Assert.Equal(6, (await Spoilt(Fault.RepeatedRow())).Length);
        Assert.Equal(2, (await Spoilt(Fault.SmallPages())).Length);
        Assert.Single(await Spoilt(Fault.SmallPages(), ("page", "2")));
        Assert.Equal("+919800000010", Text((await Spoilt(Fault.OtherNumberForm(NumberForm.WithPlus).OnReports()))[0], "callto"));
        Assert.Equal(3, (await Spoilt(Fault.FailingPage())).Length);

        var mixed = await Spoilt(Fault.OtherServices());
        Assert.Equal(["Incoming", "CallForward", "Click2Call"], mixed.Take(3).Select(row => Text(row, "service")));
        Assert.Equal(9, mixed.Select(row => Text(row, "id")).Distinct().Count());

        line.Platform.Next(Fault.RowAsObject());
        var one = await line.AskAsync(("method", "dial.c2cstatus"), ("id", line.Platform.Calls[0].Id));
        Assert.Equal("ANSWER", Text(one.GetProperty("data"), "status2"));

        line.Platform.Next(Fault.FailingPage());
        using var failing = await line.PostAsync(("method", "dial"), ("page", "2"));
        line.Platform.Next(Fault.TooManyRequests().OnReports());
        using var slower = await line.PostAsync(("method", "dial"));
        Assert.Equal((503, 429), ((int)failing.StatusCode, (int)slower.StatusCode));
    }

    [Fact]
    public async Task A_fault_of_reports_leaves_dials_alone()
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Always(Fault.ServerError().OnReports());

        await line.DialAsync("9800000010");
        using var report = await line.PostAsync(("method", "dial"));

        Assert.Equal(500, (int)report.StatusCode);
        Assert.Throws<InvalidOperationException>(() => Fault.CutAfterPlacing().OnReports());
        Assert.Throws<InvalidOperationException>(() => Fault.BusinessFailure().ThatPlaces());
    }

    [Fact]
    public async Task A_recording_can_be_heard_and_others_cannot_be_guessed()
    {
        await using var line = await Line.OpenAsync();
        var call = line.PlayOut(await line.DialAsync("9800000010"));

        var wav = await line.Http.GetByteArrayAsync(new Uri("http:" + call.RecordPath), Cancel);
        using var other = await line.Http.GetAsync(new Uri("recordings/?id=1", UriKind.Relative), Cancel);

        Assert.Equal((44 + (8 * 8000), "RIFF"u8.ToArray()), (wav.Length, wav[..4]), Wav);
        Assert.Equal(404, (int)other.StatusCode);
    }

    private static readonly IEqualityComparer<(int Length, byte[] Head)> Wav = EqualityComparer<(int Length, byte[] Head)>.Create(
        (one, other) => one.Length == other.Length && one.Head.SequenceEqual(other.Head), wav => wav.Length);

    private static JsonElement[] Rows(JsonElement answer) => [.. answer.GetProperty("data").EnumerateArray()];

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
