using Offhook.Kaleyra.Legacy;

namespace Offhook.Kaleyra.Tests.Callbacks;

public sealed class CallbackTests
{
    private const string Head = $"ref={Given.Reference}&t={Given.Token}";

    private const string Whole = $"{Head}&id=c2c_000000000000001&caller=9800000001&receiver=9800000002&status=ANSWER&status1=ANSWER&status2=ANSWER&duration=62&billsec=41"
        + "&starttime=1771909200&endtime=1771909262&callerid=8000000000&provider=JIO&location=UP%20EAST&recordpath=//play.example.test/?id=AAAA0000";

    private static readonly ManualClock Clock = new();

    [Fact]
    public void A_callback_is_read_whole()
    {
        var callback = KaleyraCallback.Read("?" + Whole, Clock);

        Assert.Equal(
            new KaleyraCallback
            {
                Reference = Given.Reference,
                Token = Given.Token,
                Id = "c2c_000000000000001",
                Caller = "9800000001",
                Receiver = "9800000002",
                Status = "ANSWER",
                Status1 = "ANSWER",
                Status2 = "ANSWER",
                Duration = TimeSpan.FromSeconds(62),
                Talk = TimeSpan.FromSeconds(41),
                StartedAt = Given.Then,
                EndedAt = Given.Then.AddSeconds(62),
                CallerId = "8000000000",
                Operator = "JIO",
                Circle = "UP EAST",
                Recording = new Uri("https://play.example.test/?id=AAAA0000"),
                Fields = callback.Fields,
                Flags = callback.Flags,
                RawWithoutToken = Whole.Replace(Given.Token, "", StringComparison.Ordinal),
            },
            callback);
        Assert.Empty(callback.Flags);
        Assert.Equal(("//play.example.test/?id=AAAA0000", "62"), (callback.Fields["recordpath"], callback.Fields["duration"]));
        Assert.DoesNotContain(Given.Token, callback.Fields.Values);
    }

    [Fact]
    public void An_outbound_callback_leaves_out_what_nobody_replaced()
    {
        var callback = KaleyraCallback.Read($"{Head}&id=123456-1&receiver=9800000002&obdstatus=COMPLETED&status={{status}}&keypress=1&duration=24&billsec=18&recordpath=", Clock);

        Assert.Equal((null, "COMPLETED", "1", TimeSpan.FromSeconds(18)), (callback.Status, callback.ObdStatus, callback.KeyPress, callback.Talk));
        Assert.Null(callback.Recording);
        Assert.Empty(callback.Flags);
    }

    [Theory]
    [InlineData("&location=UP+EAST&recordpath=", "UP EAST")]
    [InlineData("&location=UP%20EAST&recordpath=", "UP EAST")]
    [InlineData("&location=UP%2520EAST&recordpath=", "UP EAST")]
    [InlineData("&LOCATION=UP EAST&recordpath=", "UP EAST")]
    [InlineData("&amp;location=UP EAST&amp;recordpath=", "UP EAST")]
    [InlineData("&%20location=UP%20EAST&recordpath=", "UP EAST")]
    [InlineData("&location=&location=UP%20EAST&recordpath=", "UP EAST")]
    [InlineData("&location=%7Blocation%7D&recordpath=", null)]
    [InlineData("&location=%257Blocation%257D&recordpath=", null)]
    [InlineData("&location=NULL&recordpath=", null)]
    [InlineData("&location&recordpath=", null)]
    [InlineData("&location=%C3%28&recordpath=", "\uFFFD(")]
    [InlineData("&location=UP%2&recordpath=", "UP%2")]
    [InlineData("&location=%00A%0D%0AB&recordpath=", "A B")]
    public void Values_are_read_in_every_escaping(string tail, string? circle)
    {
        var callback = KaleyraCallback.Read(Head + tail, Clock);

        Assert.Equal((Given.Reference, Given.Token, circle), (callback.Reference, callback.Token, callback.Circle));
    }

    [Theory]
    [InlineData("recordpath=//play.example.test/?id=AAAA&x=1", "https://play.example.test/?id=AAAA&x=1", null)]
    [InlineData("id=c2c_1&recordpath=//play.example.test/?file=a&id=AAAA&x=1", "https://play.example.test/?file=a&id=AAAA&x=1", "c2c_1")]
    [InlineData("recordpath=//play.example.test/?file=a&x=1&id=c2c_1", "https://play.example.test/?file=a&x=1", "c2c_1")]
    [InlineData("id=&recordpath=//play.example.test/?file=a&id=AAAA", "https://play.example.test/?file=a&id=AAAA", null)]
    [InlineData("recordpath=%2F%2Fplay.example.test%2F%3Fid%3DAA%252FBB%26x%3D1&id=c2c_1", "https://play.example.test/?id=AA%2FBB&x=1", "c2c_1")]
    [InlineData("recordpath=%252F%252Fplay.example.test%252F%253Fid%253DA", "https://play.example.test/?id=A", null)]
    [InlineData("recordpath=//play.example.test/?id=AA%2FBB%3D%3D", "https://play.example.test/?id=AA%2FBB%3D%3D", null)]
    [InlineData("recordpath=//play.example.test/?id=AA+BB==", "https://play.example.test/?id=AA+BB==", null)]
    [InlineData("recordpath=https://play.example.test/?id=A&x=//y", "https://play.example.test/?id=A&x=//y", null)]
    [InlineData("recordpath=&x=1", null, null)]
    [InlineData("recordpath={recordpath}&x=1&id=c2c_1", null, "c2c_1")]
    public void A_recording_that_spills_over_is_put_together(string query, string? recording, string? id)
    {
        var callback = KaleyraCallback.Read($"{Head}&{query}", Clock);

        Assert.Equal((recording, id), (callback.Recording?.AbsoluteUri, callback.Id));
        Assert.Empty(callback.Flags);
    }

    [Fact]
    public void A_callback_cut_anywhere_after_the_token_keeps_reference_and_token()
    {
        for (var length = Head.Length; length < Whole.Length; length++)
        {
            var callback = KaleyraCallback.Read(Whole[..length], Clock);

            Assert.Equal((Given.Reference, Given.Token), (callback.Reference, callback.Token));
            Assert.DoesNotContain(Given.Token, callback.RawWithoutToken, StringComparison.Ordinal);
        }

        Assert.Equal(["recordpath: missing, so the last value may be cut"], KaleyraCallback.Read(Head + "&status=ANS", Clock).Flags);
    }

    [Fact]
    public void A_callback_escaped_once_more_as_a_whole_is_read_all_the_same()
    {
        var callback = KaleyraCallback.Read(Uri.EscapeDataString(Whole), Clock);

        Assert.Equal((Given.Reference, Given.Token, "c2c_000000000000001", "UP EAST"), (callback.Reference, callback.Token, callback.Id, callback.Circle));
        Assert.Equal("https://play.example.test/?id=AAAA0000", callback.Recording?.AbsoluteUri);
        Assert.DoesNotContain(Given.Token, callback.RawWithoutToken, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("duration=-1", "duration: negative")]
    [InlineData("billsec=NaN", "billsec: not a number of seconds")]
    [InlineData("starttime=yesterday", "starttime: not a time")]
    [InlineData("endtime=9999999999", "endtime: more than a day ahead")]
    [InlineData("recordpath=http://play.example.test/", "recordpath: not https")]
    [InlineData("status=ANSWER&status=BUSY", "status: given twice, the first was taken")]
    public void What_cannot_be_parsed_is_kept_as_text_and_flagged(string query, string flag)
    {
        var callback = KaleyraCallback.Read(query, Clock);

        Assert.Equal([flag], callback.Flags);
        Assert.Equal(Uri.UnescapeDataString(query.Split('&')[0].Split('=', 2)[1]), callback.Fields[query.Split('=')[0]]);
    }

    [Theory]
    [InlineData("starttime=2026-02-24+10:30:00")]
    [InlineData("starttime=2026-02-24%2010%3A30%3A00")]
    [InlineData("starttime=1771909200000")]
    [InlineData("calltime=24/02/2026 10:30 AM")]
    [InlineData("starttime=2026-02-24T10:30:00+05:30")]
    public void Times_come_in_several_spellings(string query) => Assert.Equal(Given.Then, KaleyraCallback.Read(query, Clock).StartedAt);

    [Fact]
    public void A_post_with_a_form_or_with_json_says_the_same()
    {
        const string Json = $$"""{"ref":"{{Given.Reference}}","t":"{{Given.Token}}","id":7,"status":"ANSWER","billsec":41,"starttime":1771909200,"data":null,"recording":"//play.example.test/?id=A&x=1"}""";
        const string Form = $"{Head}&id=7&status=ANSWER&billsec=41&starttime=1771909200&recordpath=%2F%2Fplay.example.test%2F%3Fid%3DA%26x%3D1";

        var json = KaleyraCallback.ReadJson(Json, Clock);
        var form = KaleyraCallback.ReadForm(Form, Clock);
        var swapped = (KaleyraCallback.ReadForm(Json, Clock), KaleyraCallback.ReadJson(Form, Clock));

        foreach (var callback in (KaleyraCallback[])[json, form, swapped.Item1, swapped.Item2])
        {
            Assert.Equal((Given.Reference, Given.Token, "7", "ANSWER"), (callback.Reference, callback.Token, callback.Id, callback.Status));
            Assert.Equal((TimeSpan.FromSeconds(41), Given.Then, "https://play.example.test/?id=A&x=1"), (callback.Talk, callback.StartedAt, callback.Recording?.AbsoluteUri));
            Assert.DoesNotContain(Given.Token, callback.RawWithoutToken, StringComparison.Ordinal);
        }

        Assert.Equal(Json.Replace(Given.Token, "", StringComparison.Ordinal), json.RawWithoutToken);
    }

    [Theory]
    [InlineData("""{"data":{"status":"BUSY"}}""")]
    [InlineData("""{"data":[{"status":"BUSY"}]}""")]
    [InlineData("""[{"STATUS":"BUSY"}]""")]
    public void Json_may_be_wrapped(string body) => Assert.Equal("BUSY", KaleyraCallback.ReadJson(body, Clock).Status);

    [Theory]
    [InlineData("""{"\u0074":"00000000000000000000000000c0ffee","x":1}""")]
    [InlineData("""{"t":"\u00300000000000000000000000000c0ffee","x":1}""")]
    [InlineData("""{"t":"00000000000000000000000000c0ffee","x":""")]
    public void A_token_hidden_by_escapes_or_a_broken_end_is_not_kept(string body)
    {
        var raw = KaleyraCallback.ReadJson(body, Clock).RawWithoutToken;

        Assert.DoesNotContain("123456789abcdef", raw, StringComparison.Ordinal);
    }

    [Fact]
    public void A_post_may_carry_a_query_and_a_body_and_the_query_wins()
    {
        var callback = KaleyraCallback.ReadPost($"?{Head}&id=c2c_1&recordpath=", """{"id":"c2c_2","status":"BUSY"}""", Clock);

        Assert.Equal((Given.Reference, Given.Token, "c2c_1", "BUSY"), (callback.Reference, callback.Token, callback.Id, callback.Status));
        Assert.Equal(["id: given twice, the first was taken"], callback.Flags);
    }

    [Fact]
    public void More_than_the_limits_is_cut_and_flagged()
    {
        var query = KaleyraCallback.Read($"{Head}&recordpath=&x={new string('a', 9000)}", Clock);
        var body = KaleyraCallback.ReadForm($"{Head}&recordpath=&x={new string('a', 70_000)}", Clock);

        Assert.Equal((Given.Token, Given.Token), (query.Token, body.Token));
        Assert.Equal(["query: cut at 8 kB"], query.Flags);
        Assert.Equal(["body: cut at 64 kB"], body.Flags);
        Assert.True(query.RawWithoutToken.Length <= KaleyraCallback.LongestQuery);
    }

    [Fact]
    public void Of_more_than_64_fields_the_first_64_are_read_and_all_are_kept()
    {
        var text = $"{Head}&status=ANSWER&{string.Join('&', Enumerable.Range(0, 61).Select(i => $"x{i}=1"))}&billsec=41&t={Given.Token}&recordpath=";

        var callback = KaleyraCallback.Read(text, Clock);

        Assert.Equal((Given.Token, "ANSWER", null), (callback.Token, callback.Status, callback.Talk));
        Assert.Equal(63, callback.Fields.Count);
        Assert.Equal(["query: too many fields"], callback.Flags);
        Assert.Equal(text.Replace(Given.Token, "", StringComparison.Ordinal), callback.RawWithoutToken);
    }

    [Fact]
    public void A_link_of_32_000_parts_is_read_for_64_of_them()
    {
        var text = $"recordpath=//play.example.test/{string.Concat(Enumerable.Repeat("&a", 32_000))}";

        var callback = KaleyraCallback.ReadForm(text, Clock);

        Assert.Equal($"//play.example.test/{string.Concat(Enumerable.Repeat("&a", 63))}", callback.Fields["recordpath"]);
        Assert.Equal(["body: too many fields"], callback.Flags);
        Assert.Equal(text, callback.RawWithoutToken);
    }

    [Fact]
    public void A_link_that_spills_over_more_than_2_kB_is_no_link()
    {
        var callback = KaleyraCallback.Read($"recordpath=//play.example.test/{string.Concat(Enumerable.Repeat("&" + new string('a', 100), 30))}", Clock);

        Assert.Null(callback.Recording);
        Assert.Equal(["recordpath: longer than 2048 characters"], callback.Flags);
    }

    [Fact]
    public void Of_a_json_body_64_members_are_read_too()
    {
        var members = string.Join(',', Enumerable.Range(0, 70).Select(i => $"\"x{i}\":1"));

        var callback = KaleyraCallback.ReadJson($$"""{"ref":"r","t":"{{Given.Token}}",{{members}},"data":{"status":"BUSY"} }""", Clock);

        Assert.Equal(("r", Given.Token, null, 63), (callback.Reference, callback.Token, callback.Status, callback.Fields.Count));
        Assert.Equal(["body: too many fields"], callback.Flags);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("&&&=&==")]
    [InlineData("%")]
    [InlineData("{")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("null")]
    public void Nothing_is_read_from_nothing(string? text)
    {
        var read = (KaleyraCallback[])[KaleyraCallback.Read(text, Clock), KaleyraCallback.ReadForm(text, Clock), KaleyraCallback.ReadJson(text, Clock), KaleyraCallback.ReadPost(text, text)];

        Assert.All(read, callback => Assert.Equal((null, null, null), (callback.Reference, callback.Token, callback.Status)));
    }

    [Fact]
    public void A_callback_prints_neither_token_nor_numbers_nor_link()
    {
        var printed = KaleyraCallback.Read(Whole, Clock).ToString();

        Assert.Contains(Given.Reference, printed, StringComparison.Ordinal);
        Assert.DoesNotContain(Given.Token, printed, StringComparison.Ordinal);
        Assert.DoesNotContain("980000000", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA0000", printed, StringComparison.Ordinal);
    }
}
