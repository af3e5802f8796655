namespace Offhook.Kaleyra.Tests.Io;

public sealed class IoLogRowTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_is_read_whole()
    {
        const string Json = """{"id":"00000000-0000-4000-8000-0000000000aa","call_type":"click_to_call","from":"919800000001","to":"919800000002","bridge":"918000000000","start_time":"2026-02-24 10:30:00","end_time":"2026-02-24 10:31:02","status":"ANSWER","duration":"62","billsec":"41","credits":"2","recording_id":"QUFBQTAwMDA="}""";

        var row = await ReadAsync(Json);

        Assert.Equal(
            new LogRow
            {
                Id = IoGiven.CallId,
                From = "919800000001",
                To = "919800000002",
                CallerId = "918000000000",
                StartedAt = Given.Then,
                EndedAt = Given.Then.AddSeconds(62),
                Duration = TimeSpan.FromSeconds(62),
                Talk = TimeSpan.FromSeconds(41),
                Status = "ANSWER",
                RecordingId = "QUFBQTAwMDA=",
                Service = "click_to_call",
                Credits = "2",
                Flags = row.Flags,
                Raw = Json,
            },
            row);
        Assert.Empty(row.Flags);
    }

    [Theory]
    [InlineData("call_id")]
    [InlineData("callId")]
    [InlineData("uuid")]
    [InlineData("ID")]
    public async Task The_id_has_many_names(string name) => Assert.Equal("x1", (await ReadAsync($$"""{"{{name}}":"x1"}""")).Id);

    [Theory]
    [InlineData("from", "to", "bridge")]
    [InlineData("caller", "callee", "did")]
    [InlineData("Caller", "receiver", "DID")]
    public async Task The_numbers_have_many_names(string first, string second, string bridge)
    {
        var row = await ReadAsync($$"""{"{{first}}":919800000001,"{{second}}":"919800000002","{{bridge}}":"918000000000"}""");

        Assert.Equal(("919800000001", "919800000002", "918000000000"), (row.From, row.To, row.CallerId));
    }

    [Theory]
    [InlineData("start_time", "end_time", "bill_sec", "call_status", "call_type")]
    [InlineData("startTime", "endTime", "billsec", "status", "type")]
    [InlineData("starttime", "END_TIME", "BillSec", "callStatus", "callType")]
    [InlineData("created_at", "endtime", "bill-sec", "Status", "Type")]
    public async Task Times_status_and_kind_have_many_names(string start, string end, string talk, string status, string kind)
    {
        var row = await ReadAsync($$"""{"{{start}}":1771909200,"{{end}}":"2026-02-24T05:01:02Z","{{talk}}":"00:00:41","{{status}}":"BUSY_CHANNEL2","{{kind}}":"outbound"}""");

        Assert.Equal((Given.Then, Given.Then.AddSeconds(62), TimeSpan.FromSeconds(41)), (row.StartedAt, row.EndedAt, row.Talk));
        Assert.Equal(("BUSY_CHANNEL2", "outbound"), (row.Status, row.Service));
        Assert.Equal(new StatusMeaning(StatusOutcome.Busy, 2, "BUSY_CHANNEL2"), KaleyraStatus.Read(row.Status));
    }

    [Theory]
    [InlineData("""{"recording_id":"QUFBQQ=="}""", "QUFBQQ==", null, null)]
    [InlineData("""{"recording":"//8AAA=="}""", "//8AAA==", null, null)]
    [InlineData("""{"recordpath":"QU FB"}""", "QU+FB", null, null)]
    [InlineData("""{"recording_id":"","recording":"https://storage.example.test/rec/1.mp3"}""", null, "https://storage.example.test/rec/1.mp3", null)]
    [InlineData("""{"recording":"//storage.example.test/rec/1.mp3"}""", null, "https://storage.example.test/rec/1.mp3", null)]
    [InlineData("""{"recording":"http://storage.example.test/rec/1.mp3"}""", null, null, "recording: not https")]
    [InlineData("""{"recording":"NA"}""", null, null, null)]
    public async Task A_recording_is_an_id_or_a_link(string json, string? id, string? link, string? flag)
    {
        var row = await ReadAsync(json);

        Assert.Equal((id, link), (row.RecordingId, row.Recording?.AbsoluteUri));
        Assert.Equal(flag is null ? [] : [flag], row.Flags);
    }

    [Theory]
    [InlineData("HX0000000000IN", null, "2026-02-24 10:30:00", "2026-02-24T05:00:00")]
    [InlineData("HX0000000000US", -300, "2026-02-24 00:00:00", "2026-02-24T05:00:00")]
    [InlineData("HX0000000000IN", 0, "2026-02-24 05:00:00", "2026-02-24T05:00:00")]
    [InlineData("HX0000000000US", null, "2026-02-24T10:30:00+05:30", "2026-02-24T05:00:00")]
    [InlineData("HX0000000000US", null, "1771909200", "2026-02-24T05:00:00")]
    [InlineData("HX0000000000US", null, "2026-02-24 05:00:00", null)]
    public async Task A_time_without_an_offset_is_read_only_where_the_offset_is_known(string sid, int? minutes, string text, string? moment)
    {
        var row = await ReadAsync($$"""{"start_time":"{{text}}"}""", sid, minutes is { } given ? TimeSpan.FromMinutes(given) : null);

        Assert.Equal(moment is null ? null : DateTimeOffset.Parse($"{moment}Z", System.Globalization.CultureInfo.InvariantCulture), row.StartedAt);
        Assert.Equal(moment is null ? ["starttime: a time without an offset"] : [], row.Flags);
        Assert.Contains(text, row.Raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"start_time":"never"}""", "starttime: not a time")]
    [InlineData("""{"end_time":"2031-01-01 00:00:00"}""", "endtime: more than a day ahead")]
    [InlineData("""{"bill_sec":"-1"}""", "billsec: negative")]
    [InlineData("""{"duration":86401}""", "duration: longer than a day")]
    public async Task What_cannot_be_parsed_is_absent_and_flagged(string json, string flag)
    {
        var row = await ReadAsync(json);

        Assert.Equal([flag], row.Flags);
        Assert.Equal((null, null, null, null), (row.StartedAt, row.EndedAt, row.Duration, row.Talk));
    }

    [Fact]
    public async Task A_row_prints_no_number_and_keeps_neither_key_nor_token()
    {
        var row = await ReadAsync($$"""{"id":"a","to":"919800000002","x":"{{Given.Key}}","dlrurl":"https://calls.example.test/h?ref=r&t={{Given.Token}}"}""");

        Assert.DoesNotContain("9800000002", row.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Given.Key, row.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain(Given.Token, row.Raw, StringComparison.Ordinal);
    }

    private static async Task<LogRow> ReadAsync(string json, string sid = IoGiven.Sid, TimeSpan? offset = null)
    {
        await using var server = RawServer.Replying(200, $$"""{"code":"RBC001","message":"Success","data":[{{json}}],"error":null}""");
        var reply = await IoGiven.Client(server.Address, change: options => options with { Sid = sid, LogOffset = offset }).ReadCallLogAsync(IoGiven.Today, Cancel);
        return Assert.Single(Assert.IsType<LogReply.Rows>(reply).Items);
    }
}
