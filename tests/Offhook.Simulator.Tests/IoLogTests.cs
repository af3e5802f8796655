using System.Text.Json;

namespace Offhook.Simulator.Tests;

public sealed class IoLogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_has_the_assumed_shape_and_the_dials_own_id()
    {
        await using var line = await IoLine.OpenAsync();
        var call = await line.PlayOutAsync(await line.DialAsync("919800000010"));

        using var answer = await line.GetAsync(IoLine.Path("call-logs?start_time=2026-02-24%2000%3A00%3A00&end_time=2026-02-24%2023%3A59%3A59&page=1&limit=100"));

        var row = $$"""{"id":"{{call.Id}}","call_type":"click_to_call","from":"919800000001","to":"919800000010","bridge":"918000000000","start_time":"2026-02-24 10:30:00","end_time":"2026-02-24 10:30:13","status":"ANSWER","duration":"13","billsec":"8","credits":"2","recording_id":"{{call.RecordingId}}"}""";
        Assert.Equal($$$"""{"code":"RBC001","message":"Success","data":[{{{row}}}],"error":{}}""", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Get_and_post_query_and_form_all_ask_the_same()
    {
        await using var line = await IoLine.OpenAsync();
        var call = await line.PlayOutAsync(await line.DialAsync("919800000010"));
        await line.PlayOutAsync(await line.DialOutboundAsync("919800000021"));

        using var get = await line.GetAsync(IoLine.Path("call-logs?call_id=" + call.Id));
        using var post = await line.PostAsync(IoLine.Path("call-logs"), ("call_id", call.Id));
        using var mixed = await line.PostAsync(IoLine.Path("call-logs?call_id=" + call.Id), ("status", "answer"));

        foreach (var answer in new[] { get, post, mixed })
        {
            Assert.Equal(call.Id, Text(Rows(await IoLine.ReadAsync(answer)).Single(), "id"));
        }
    }

    [Theory]
    [InlineData("", "21 12 10")]
    [InlineData("status=ANSWER", "12 10")]
    [InlineData("status=noanswer", "21")]
    [InlineData("status=BUSY", "")]
    [InlineData("bridge=918000000000", "21 12 10")]
    [InlineData("bridge=918000000001", "")]
    [InlineData("call_id=00000000-0000-4000-8000-0000000000aa", "")]
    [InlineData("start_time=2026-02-24%2010:30:00&end_time=2026-02-24%2010:30:00", "10")]
    [InlineData("start_time=2026-02-24%2010:30:01", "21 12")]
    [InlineData("end_time=2026-02-24T10:30:59%2B05:30", "10")]
    [InlineData("start_time=2026-02-24T05:01:00Z&end_time=2026-02-24T05:01:00.5Z", "12")]
    [InlineData("start_time=2026-02-24T10:31:00&end_time=2026-02-24T10:31:00", "12")]
    public async Task Rows_come_newest_first_by_time_status_and_bridge(string query, string ends)
    {
        await using var line = await IoLine.OpenAsync();
        await line.DialAsync("919800000010");
        line.Line.Pass(60);
        await line.DialAsync("919800000012");
        line.Line.Pass(60);
        await line.DialOutboundAsync("919800000021");
        line.Line.Pass(60);

        using var answer = await line.GetAsync(IoLine.Path("call-logs?" + query));

        Assert.Equal(ends, string.Join(' ', Rows(await IoLine.ReadAsync(answer)).Select(row => Text(row, "to")[^2..])));
    }

    [Fact]
    public async Task Seven_days_back_and_no_further()
    {
        await using var line = await IoLine.OpenAsync();
        var call = await line.PlayOutAsync(await line.DialAsync("919800000010"));
        line.Line.Clock.Advance(Line.Start + TimeSpan.FromDays(7) - line.Line.Clock.GetUtcNow());
        line.Line.Pass(0.5);

        using var justSo = await line.GetAsync(IoLine.Path("call-logs?start_time=2026-02-24%2010:30:00"));
        using var byDefault = await line.GetAsync(IoLine.Path("call-logs"));
        line.Line.Pass(0.5);
        using var tooFar = await line.GetAsync(IoLine.Path("call-logs?start_time=2026-02-24%2010:30:00"));
        using var gone = await line.GetAsync(IoLine.Path("call-logs?call_id=" + call.Id));

        Assert.Equal((1, 1), (Rows(await IoLine.ReadAsync(justSo)).Length, Rows(await IoLine.ReadAsync(byDefault)).Length));
        Assert.Contains("last 7 days", (await IoLine.ReadAsync(tooFar, 400)).GetProperty("data").GetProperty("error").GetProperty("error_message").GetString(), StringComparison.Ordinal);
        Assert.Empty(Rows(await IoLine.ReadAsync(gone)));
    }

    [Fact]
    public async Task The_log_comes_in_pages_whose_size_is_a_header_or_a_parameter()
    {
        await using var line = await IoLine.OpenAsync();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            await line.DialAsync("919800000010");
        }

        line.Line.Pass(60);
        async Task<int> SizeAsync(string query, string? header = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, IoLine.Path("call-logs" + query));
            if (header is not null)
            {
                request.Headers.Add("limit", header);
            }

            using var answer = await line.Http.SendAsync(request, Cancel);
            return Rows(await IoLine.ReadAsync(answer)).Length;
        }

        Assert.Equal((2, 2, 1, 0), (await SizeAsync("?limit=2"), await SizeAsync("?limit=2&page=2"), await SizeAsync("?limit=2&page=3"), await SizeAsync("?limit=2&page=4")));
        Assert.Equal((3, 2, 3, 5), (await SizeAsync("", "3"), await SizeAsync("?page=2", "3"), await SizeAsync("?limit=3", "3"), await SizeAsync("")));
    }

    [Theory]
    [InlineData("page=0", null, "page")]
    [InlineData("limit=501", null, "limit")]
    [InlineData("", "0", "limit")]
    [InlineData("", "many", "limit")]
    [InlineData("limit=2", "3", "limit")]
    [InlineData("offset=2", null, "offset")]
    [InlineData("start_time=2026/02/24", null, "start_time")]
    [InlineData("end_time=now", null, "end_time")]
    [InlineData("start_time=2026-02-24%2010:00:00&end_time=2026-02-24%2009:00:00", null, "start_time")]
    [InlineData("start_time=2026-02-17%2010:29:59", null, "start_time")]
    [InlineData("status=ANSWER&status=BUSY", null, "status")]
    public async Task What_is_wrong_is_refused_by_name(string query, string? limit, string names)
    {
        await using var line = await IoLine.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, IoLine.Path("call-logs?" + query));
        if (limit is not null)
        {
            request.Headers.Add("limit", limit);
        }

        using var answer = await line.Http.SendAsync(request, Cancel);

        Assert.Contains(names, (await IoLine.ReadAsync(answer, 400)).GetProperty("data").GetProperty("error").GetProperty("error_message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_is_in_the_log_once_it_is_over_and_the_log_has_caught_up()
    {
        await using var line = await IoLine.OpenAsync(options => options with { LogDelay = TimeSpan.FromMinutes(3) });
        await line.DialAsync("919800000010");
        async Task<int> CountAsync()
        {
            using var answer = await line.GetAsync(IoLine.Path("call-logs"));
            return Rows(await IoLine.ReadAsync(answer)).Length;
        }

        var during = await CountAsync();
        line.Line.Pass(13 + 179);
        var early = await CountAsync();
        line.Line.Pass(1);

        Assert.Equal((0, 0, 1), (during, early, await CountAsync()));
    }

    [Fact]
    public async Task The_log_can_be_spoilt()
    {
        await using var line = await IoLine.OpenAsync();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await line.DialAsync("919800000010");
        }

        line.Line.Pass(13);
        async Task<JsonElement> SpoiltAsync(Fault fault, string query = "", int status = 200)
        {
            line.Platform.Next(fault);
            using var answer = await line.GetAsync(IoLine.Path("call-logs" + query));
            return await IoLine.ReadAsync(answer, status);
        }

        Assert.Empty(Rows(await SpoiltAsync(Fault.LogEmptyFor(TimeSpan.FromSeconds(1)))));
        Assert.Equal(6, Rows(await SpoiltAsync(Fault.RepeatedRow())).Length);
        Assert.Equal(2, Rows(await SpoiltAsync(Fault.SmallPages())).Length);
        Assert.Single(Rows(await SpoiltAsync(Fault.SmallPages(), "?page=2")));
        Assert.Equal("+919800000010", Text(Rows(await SpoiltAsync(Fault.OtherNumberForm(NumberForm.WithPlus).OnReports()))[0], "to"));
        Assert.Equal("9800000001", Text(Rows(await SpoiltAsync(Fault.OtherNumberForm(NumberForm.National).OnReports()))[0], "from"));
        Assert.Equal(3, Rows(await SpoiltAsync(Fault.FailingPage())).Length);
        Assert.Equal("E503", Text(await SpoiltAsync(Fault.FailingPage(), "?page=2", 503), "code"));

        var mixed = Rows(await SpoiltAsync(Fault.OtherServices()));
        Assert.Equal(["incoming", "incoming", "click_to_call"], mixed.Take(3).Select(row => Text(row, "call_type")));
        Assert.Equal(9, mixed.Select(row => Text(row, "id")).Distinct().Count());

        var one = await SpoiltAsync(Fault.RowAsObject(), "?call_id=" + line.Platform.Calls[0].Id);
        Assert.Equal("ANSWER", Text(one.GetProperty("data"), "status"));

        var top = await SpoiltAsync(Fault.RecordsAtTop());
        Assert.Equal((3, false), (top.GetProperty("records").GetArrayLength(), top.TryGetProperty("data", out _)));
        Assert.Equal(3, (await SpoiltAsync(Fault.RecordsInData())).GetProperty("data").GetProperty("records").GetArrayLength());

        Assert.Equal("E405", Text(await SpoiltAsync(Fault.PostOnly(), "", 405), "code"));
        Assert.Equal("E429", Text(await SpoiltAsync(Fault.TooManyRequests().OnReports(), "", 429), "code"));
        Assert.Equal("E401", Text(await SpoiltAsync(Fault.WrongRegion().OnReports(), "", 401), "code"));
        Assert.Equal("RBC999", Text(await SpoiltAsync(Fault.BusinessFailure().OnReports()), "code"));
        Assert.Equal("OK", Text(await SpoiltAsync(Fault.StatusWord().OnReports()), "code"));
    }

    [Fact]
    public async Task A_log_that_takes_post_only_works_by_post()
    {
        await using var line = await IoLine.OpenAsync();
        line.Platform.Always(Fault.PostOnly());

        using var get = await line.GetAsync(IoLine.Path("call-logs"));
        using var post = await line.PostAsync(IoLine.Path("call-logs"));

        Assert.Equal((405, 200, "POST"), ((int)get.StatusCode, (int)post.StatusCode, get.Content.Headers.Allow.Single()));
    }

    private static JsonElement[] Rows(JsonElement answer) => [.. answer.GetProperty("data").EnumerateArray()];

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
