using Offhook.Kaleyra.Io;

namespace Offhook.Kaleyra.Tests.Io;

public sealed class IoCallbackTests
{
    private const string Head = $"ref={Given.Reference}&t={Given.Token}";

    private const string Whole = $"{Head}&id=00000000-0000-4000-8000-0000000000aa&status=ANSWER&caller=919800000001&callee=919800000002&ringtime=9&billsec=41&bridge=918000000000"
        + "&call_type=click_to_call&credits=2&keypress=%7Bkeypress%7D";

    private static readonly ManualClock Clock = new();

    [Fact]
    public void An_end_report_is_read_whole()
    {
        var callback = IoCallback.Read("?" + Whole, Clock);

        Assert.Equal(
            new IoCallback
            {
                Reference = Given.Reference,
                Token = Given.Token,
                Id = IoGiven.CallId,
                Status = "ANSWER",
                Caller = "919800000001",
                Callee = "919800000002",
                Bridge = "918000000000",
                RingTime = TimeSpan.FromSeconds(9),
                Talk = TimeSpan.FromSeconds(41),
                CallType = "click_to_call",
                Credits = "2",
                Fields = callback.Fields,
                Flags = callback.Flags,
                RawWithoutToken = Whole.Replace(Given.Token, "", StringComparison.Ordinal),
            },
            callback);
        Assert.Null(callback.Kind);
        Assert.Empty(callback.Flags);
        Assert.DoesNotContain(Given.Token, callback.Fields.Values);
    }

    [Fact]
    public void An_event_names_its_step_in_the_query_and_the_rest_in_a_json_body()
    {
        var answered = IoCallback.ReadPost($"?{Head}&event=from_call_answer", """{"id":"00000000-0000-4000-8000-0000000000aa","caller":"919800000001","callee":"919800000002","bridge":"918000000000"}""", Clock);
        var ended = IoCallback.ReadPost($"{Head}&event=call_end", """{"id":"00000000-0000-4000-8000-0000000000aa","status":"NOANSWER_CHANNEL2","billsec":"0","ringtime":"25"}""", Clock);
        var started = IoCallback.Read($"{Head}&event=to_call_start&id=00000000-0000-4000-8000-0000000000aa&caller=919800000001&callee={{callee}}", Clock);

        Assert.Equal((IoEvent.FromCallAnswer, IoGiven.CallId, "919800000001", "919800000002", "918000000000"), (answered.Kind, answered.Id, answered.Caller, answered.Callee, answered.Bridge));
        Assert.Equal((IoEvent.CallEnd, "NOANSWER_CHANNEL2", TimeSpan.Zero, TimeSpan.FromSeconds(25)), (ended.Kind, ended.Status, ended.Talk, ended.RingTime));
        Assert.Equal((IoEvent.ToCallStart, "919800000001", null), (started.Kind, started.Caller, started.Callee));
        Assert.All((IoCallback[])[answered, ended, started], callback => Assert.Equal((Given.Reference, Given.Token, IoGiven.CallId, 0), (callback.Reference, callback.Token, callback.Id, callback.Flags.Count)));
    }

    [Theory]
    [InlineData("from_call_start", IoEvent.FromCallStart)]
    [InlineData("From-Call-Answer", IoEvent.FromCallAnswer)]
    [InlineData("toCallStart", IoEvent.ToCallStart)]
    [InlineData("TO_CALL_ANSWER", IoEvent.ToCallAnswer)]
    [InlineData("call_start", IoEvent.CallStart)]
    [InlineData("callanswer", IoEvent.CallAnswer)]
    [InlineData("call_end", IoEvent.CallEnd)]
    [InlineData("dlr", null)]
    [InlineData("0", null)]
    [InlineData("call_held", null)]
    public void An_event_is_known_in_every_spelling(string name, IoEvent? kind)
    {
        var callback = IoCallback.Read($"{Head}&event={name}", Clock);

        Assert.Equal((name.ToLowerInvariant(), kind), (callback.Event, callback.Kind));
    }

    [Theory]
    [InlineData("{status}")]
    [InlineData("{{status}}")]
    [InlineData("%7Bstatus%7D")]
    [InlineData("%7B%7Bstatus%7D%7D")]
    [InlineData("%257B%257Bstatus%257D%257D")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("NA")]
    [InlineData("-")]
    [InlineData("undefined")]
    public void What_nobody_replaced_is_absent(string value)
    {
        var query = IoCallback.Read($"{Head}&event={value}&id={value}&status={value}&billsec={value}", Clock);
        var json = IoCallback.ReadPost(Head, $$"""{"event":"{{value}}","id":"{{value}}","status":"{{value}}","billsec":"{{value}}"}""", Clock);

        Assert.Equal((null, null, null, null, null), (query.Event, query.Kind, query.Id, query.Status, query.Talk));
        Assert.Empty(query.Flags);
        if (!value.StartsWith("%25", StringComparison.Ordinal))
        {
            Assert.Equal((null, null, null), (json.Event, json.Id, json.Status));
        }
    }

    [Fact]
    public void The_query_wins_over_the_body_and_the_body_fills_its_gaps()
    {
        const string Body = """{"ref":"theirs","t":"their-token-0000","event":"call_start","id":"x1","status":"BUSY"}""";

        var callback = IoCallback.ReadPost($"{Head}&event=call_end&id={{{{id}}}}", Body, Clock);

        Assert.Equal((Given.Reference, Given.Token, IoEvent.CallEnd, "x1", "BUSY"), (callback.Reference, callback.Token, callback.Kind, callback.Id, callback.Status));
        Assert.Contains("event: given twice, the first was taken", callback.Flags);
        Assert.DoesNotContain("their-token-0000", callback.RawWithoutToken, StringComparison.Ordinal);
        Assert.DoesNotContain(Given.Token, callback.RawWithoutToken, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"x1","status":"BUSY"}""")]
    [InlineData("\uFEFF  {\"id\":\"x1\",\"status\":\"BUSY\"}")]
    [InlineData("""callback({"id":"x1","status":"BUSY"});""")]
    [InlineData("""{"data":{"call_id":"x1","callStatus":"BUSY"}}""")]
    [InlineData("""[{"uuid":"x1","STATUS":"BUSY"}]""")]
    [InlineData("""{"id":"x1","status":"BUSY",}""")]
    [InlineData("id=x1&status=BUSY")]
    [InlineData("id=x1&amp;status=BUSY")]
    [InlineData("id=x1&id=&status=%42USY")]
    public void A_body_is_told_by_its_content(string body)
    {
        var callback = IoCallback.ReadPost(Head, body, Clock);

        Assert.Equal((Given.Reference, "x1", "BUSY"), (callback.Reference, callback.Id, callback.Status));
    }

    [Theory]
    [InlineData("from=919800000001&to=919800000002&did=918000000000")]
    [InlineData("Caller=919800000001&receiver=919800000002&bridge=918000000000")]
    public void Numbers_have_many_names(string query)
    {
        var callback = IoCallback.Read(query, Clock);

        Assert.Equal(("919800000001", "919800000002", "918000000000"), (callback.Caller, callback.Callee, callback.Bridge));
    }

    [Fact]
    public void What_only_a_profile_may_send_is_read_too()
    {
        var callback = IoCallback.ReadPost(Head, """{"duration":"62","start_time":"2026-02-24 10:30:00","endTime":1771909262,"recording_id":"QUFB QQ==","type":"outbound","keypress":12}""", Clock);

        Assert.Equal((TimeSpan.FromSeconds(62), Given.Then, Given.Then.AddSeconds(62)), (callback.Duration, callback.StartedAt, callback.EndedAt));
        Assert.Equal(("QUFB+QQ==", "outbound", "12"), (callback.RecordingId, callback.CallType, callback.KeyPress));
        Assert.Null(IoCallback.Read("recording=https://storage.example.test/1.mp3", Clock).RecordingId);
    }

    [Theory]
    [InlineData("duration=-1", "duration: negative")]
    [InlineData("billsec=NaN", "billsec: not a number of seconds")]
    [InlineData("ringtime=90000", "ringtime: longer than a day")]
    [InlineData("starttime=yesterday", "starttime: not a time")]
    [InlineData("status=ANSWER&status=BUSY", "status: given twice, the first was taken")]
    public void What_cannot_be_parsed_is_kept_as_text_and_flagged(string query, string flag)
    {
        var callback = IoCallback.Read(query, Clock);

        Assert.Equal([flag], callback.Flags);
        Assert.Equal(query.Split('&')[0].Split('=')[1], callback.Fields[query.Split('=')[0]]);
    }

    [Fact]
    public void A_callback_cut_anywhere_after_the_token_keeps_reference_and_token()
    {
        for (var length = Head.Length; length < Whole.Length; length++)
        {
            var callback = IoCallback.Read(Whole[..length], Clock);

            Assert.Equal((Given.Reference, Given.Token), (callback.Reference, callback.Token));
            Assert.DoesNotContain(Given.Token, callback.RawWithoutToken, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_callback_escaped_once_more_as_a_whole_is_read_all_the_same()
    {
        var callback = IoCallback.Read(Uri.EscapeDataString(Whole), Clock);

        Assert.Equal((Given.Reference, Given.Token, IoGiven.CallId), (callback.Reference, callback.Token, callback.Id));
        Assert.DoesNotContain(Given.Token, callback.RawWithoutToken, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_the_limits_is_cut_and_flagged()
    {
        var query = IoCallback.Read($"{Head}&x={new string('a', 9000)}", Clock);
        var body = IoCallback.ReadPost(Head, $"x={new string('a', 70_000)}", Clock);
        var many = IoCallback.Read($"{Head}&{string.Join('&', Enumerable.Range(0, 70).Select(i => $"x{i}=1"))}&status=BUSY", Clock);

        Assert.Equal((Given.Token, Given.Token, Given.Token), (query.Token, body.Token, many.Token));
        Assert.Equal(["query: cut at 8 kB"], query.Flags);
        Assert.Equal(["body: cut at 64 kB"], body.Flags);
        Assert.Equal(["query: too many fields"], many.Flags);
        Assert.Equal((null, 63), (many.Status, many.Fields.Count));
        Assert.Null(IoCallback.Read($"id={new string('a', 129)}", Clock).Id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("&&&=&==")]
    [InlineData("%")]
    [InlineData("{")]
    [InlineData("a({")]
    [InlineData("<html></html>")]
    [InlineData("null")]
    public void Nothing_is_read_from_nothing(string? text)
    {
        var read = (IoCallback[])[IoCallback.Read(text, Clock), IoCallback.ReadPost(text, text, Clock), IoCallback.ReadPost(null, text, Clock)];

        Assert.All(read, callback => Assert.Equal((null, null, null, null), (callback.Reference, callback.Token, callback.Status, callback.Kind)));
    }

    [Fact]
    public void A_callback_prints_neither_token_nor_numbers()
    {
        var printed = IoCallback.Read(Whole, Clock).ToString();

        Assert.Contains(Given.Reference, printed, StringComparison.Ordinal);
        Assert.DoesNotContain(Given.Token, printed, StringComparison.Ordinal);
        Assert.DoesNotContain("9800000", printed, StringComparison.Ordinal);
    }
}
