using System.Globalization;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Tests.Tolerance;

public sealed class ToleranceTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("  \t ", null)]
    [InlineData("null", null)]
    [InlineData("NULL", null)]
    [InlineData("na", null)]
    [InlineData("N/A", null)]
    [InlineData("-", null)]
    [InlineData("undefined", null)]
    [InlineData("{provider}", null)]
    [InlineData("{{provider}}", null)]
    [InlineData("{provid", null)]
    [InlineData("{", null)]
    [InlineData("%7Bprovider%7D", null)]
    [InlineData("%7bprovider%7d", null)]
    [InlineData("%7Bprovi", null)]
    [InlineData("%7B", null)]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("0", "0")]
    [InlineData("NAGALAND", "NAGALAND")]
    [InlineData("null and void", "null and void")]
    [InlineData(" UP EAST ", "UP EAST")]
    [InlineData("a\0b", "ab")]
    [InlineData("a\r\nb\tc", "a b c")]
    [InlineData("a\u001b[31mb", "a[31mb")]
    public void Text_is_present_or_absent(string? text, string? present) => Assert.Equal(present, TolerantText.Present(text));

    [Fact]
    public void Half_a_surrogate_pair_is_replaced_and_a_whole_one_kept()
    {
        Assert.Equal("a\uFFFDb\U0001F600", TolerantText.Present("a\ud83db\U0001F600"));
        Assert.Equal("a\uFFFDb\U0001F600", TolerantText.Storable("a\0\ud83db\U0001F600"));
        Assert.Equal("ab", TolerantText.Cut("ab\U0001F600", 3));
    }

    [Theory]
    [InlineData("41", 41)]
    [InlineData("41.0", 41)]
    [InlineData("41.9", 41)]
    [InlineData(" 41 ", 41)]
    [InlineData("0", 0)]
    [InlineData("0.0", 0)]
    [InlineData("86400", 86400)]
    [InlineData("6.2E1", 62)]
    [InlineData("00:00:41", 41)]
    [InlineData("00:42", 42)]
    [InlineData("01:01:01", 3661)]
    [InlineData("24:00:00", 86400)]
    [InlineData("", null)]
    [InlineData("{billsec}", null)]
    [InlineData("-1", null, "negative")]
    [InlineData("86401", null, "longer than a day")]
    [InlineData("1e9", null, "longer than a day")]
    [InlineData("24:00:01", null, "longer than a day")]
    [InlineData("1e99", null, "not a number of seconds")]
    [InlineData("NaN", null, "not a number of seconds")]
    [InlineData("Infinity", null, "not a number of seconds")]
    [InlineData("41s", null, "not a number of seconds")]
    [InlineData("4 1", null, "not a number of seconds")]
    [InlineData("1,000", null, "not a number of seconds")]
    [InlineData("0x29", null, "not a number of seconds")]
    [InlineData("00:61", null, "not a number of seconds")]
    [InlineData("1:2:3:4", null, "not a number of seconds")]
    [InlineData(":", null, "not a number of seconds")]
    [InlineData("٤١", null, "not a number of seconds")]
    [InlineData("４１", null, "not a number of seconds")]
    [InlineData("00:٤١", null, "not a number of seconds")]
    [InlineData("99999999999999999999999999999999999999", null, "not a number of seconds")]
    public void Seconds_are_read_in_every_spelling(string text, int? seconds, string? fault = null)
    {
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, TolerantSeconds.Read(text, out var found));
        Assert.Equal(fault, found);
    }

    [Theory]
    [InlineData("1771909200", "2026-02-24T05:00:00")]
    [InlineData("1771909200.0", "2026-02-24T05:00:00")]
    [InlineData("1771909200123", "2026-02-24T05:00:00.123")]
    [InlineData("2026-02-24 10:30:00", "2026-02-24T05:00:00")]
    [InlineData("2026/02/24 10:30:00", "2026-02-24T05:00:00")]
    [InlineData("24-02-2026 10:30:00", "2026-02-24T05:00:00")]
    [InlineData("24/02/2026 10:30 AM", "2026-02-24T05:00:00")]
    [InlineData("24/02/2026 12:00 AM", "2026-02-23T18:30:00")]
    [InlineData("24/02/2026 12:00 pm", "2026-02-24T06:30:00")]
    [InlineData("2026-02-24 00:00:00", "2026-02-23T18:30:00")]
    [InlineData("2026-02-24T10:30:00", "2026-02-24T05:00:00")]
    [InlineData("2026-02-24T05:00:00Z", "2026-02-24T05:00:00")]
    [InlineData("2026-02-24T10:30:00+05:30", "2026-02-24T05:00:00")]
    [InlineData("2026-02-24T10:30:00 05:30", "2026-02-24T05:00:00")]
    [InlineData("2026-02-24T00:00:00-05:00", "2026-02-24T05:00:00")]
    [InlineData("2026-02-24T05:00:00.250Z", "2026-02-24T05:00:00.250")]
    [InlineData("2026-02-25 10:30:00", "2026-02-25T05:00:00")]
    [InlineData("2015-01-01 05:30:00", "2015-01-01T00:00:00")]
    [InlineData("2024-02-29 12:00:00", "2024-02-29T06:30:00")]
    [InlineData("", null)]
    [InlineData("0", null)]
    [InlineData("0000000000", null)]
    [InlineData("0000-00-00 00:00:00", null)]
    [InlineData("1970-01-01 05:30:00", null)]
    [InlineData("{starttime}", null)]
    [InlineData("2026-02-25 10:30:01", null, "more than a day ahead")]
    [InlineData("9999-12-31 23:59:59", null, "more than a day ahead")]
    [InlineData("9999999999999", null, "more than a day ahead")]
    [InlineData("2014-12-31 23:59:59", null, "before 2015")]
    [InlineData("0001-01-01 00:00:00", null, "before 2015")]
    [InlineData("1000000000", null, "before 2015")]
    [InlineData("177190920", null, "not a time")]
    [InlineData("17719092001", null, "not a time")]
    [InlineData("-1771909200", null, "not a time")]
    [InlineData("2026-02-31 10:30:00", null, "not a time")]
    [InlineData("2026-02-24", null, "not a time")]
    [InlineData("10:30:00", null, "not a time")]
    [InlineData("tomorrow", null, "not a time")]
    [InlineData("１７７１９０９２００", null, "not a time")]
    [InlineData("٢٠٢٦-02-24 10:30:00", null, "not a time")]
    public void Times_are_read_as_meant_and_never_become_now(string text, string? utc, string? fault = null)
    {
        DateTimeOffset? moment = utc is null ? null : DateTimeOffset.Parse(utc + "Z", CultureInfo.InvariantCulture);

        Assert.Equal(moment, TolerantTime.Read(text, Given.Then, out var found));
        Assert.Equal(fault, found);
    }

    [Theory]
    [InlineData("//play.example.test/?id=AAAA0000", "https://play.example.test/?id=AAAA0000")]
    [InlineData("https://play.example.test/?id=A&x=1", "https://play.example.test/?id=A&x=1")]
    [InlineData("HTTPS://play.example.test/a", "https://play.example.test/a")]
    [InlineData("https: //play.example.test/a", "https://play.example.test/a")]
    [InlineData(" //play.example.test/a b ", "https://play.example.test/ab")]
    [InlineData("", null)]
    [InlineData("{recordpath}", null)]
    [InlineData("http://play.example.test/a", null, "not https")]
    [InlineData("ftp://play.example.test/a", null, "not https")]
    [InlineData("file:///etc/passwd", null, "not a link")]
    [InlineData("javascript:alert(1)", null, "not a link")]
    [InlineData("data:text/html,x", null, "not a link")]
    [InlineData("play.example.test/a", null, "not a link")]
    [InlineData("/a", null, "not a link")]
    [InlineData("//", null, "not a link")]
    [InlineData("///a", null, "not a link")]
    [InlineData("\\\\play.example.test\\a", null, "not a link")]
    [InlineData("https:\\\\play.example.test", null, "not a link")]
    [InlineData("https://user@play.example.test/a", null, "carries a user name")]
    [InlineData("//user:word@play.example.test/a", null, "carries a user name")]
    public void Links_are_https_or_nothing(string text, string? link, string? fault = null)
    {
        Assert.Equal(link, TolerantLink.Read(text, out var found)?.AbsoluteUri);
        Assert.Equal(fault, found);
    }

    [Fact]
    public void A_link_without_end_is_nothing()
    {
        Assert.Null(TolerantLink.Read($"//play.example.test/{new string('a', 5000)}", out var fault));
        Assert.Equal("longer than 2048 characters", fault);
    }

    [Theory]
    [InlineData("caller_id", "callerid")]
    [InlineData("Caller-ID", "callerid")]
    [InlineData(" status", "status")]
    [InlineData("call to", "callto")]
    [InlineData("", "")]
    public void Names_are_compared_by_their_letters(string key, string name) => Assert.Equal(name, TolerantFields.Name(key));

    [Fact]
    public void Of_repeated_names_the_first_that_is_not_empty_counts()
    {
        var fields = new TolerantFields(Given.Then);
        fields.Add("status", "");
        fields.Add("Status", "{status}");
        fields.Add("STATUS", "ANSWER");
        fields.Add("status", "ANSWER");
        fields.Add("status", "BUSY");

        Assert.Equal("ANSWER", fields.Text("status"));
        Assert.Equal(["status: given twice, the first was taken"], fields.Flags);
    }

    [Theory]
    [InlineData("", "Empty")]
    [InlineData("\uFEFF \r\n", "Empty")]
    [InlineData(" {\"a\":1}", "Json")]
    [InlineData("[1]", "Json")]
    [InlineData("{\"a\":1,}", "Json")]
    [InlineData("cb_1({\"a\":1});", "Json")]
    [InlineData("{\"a\"", "Unreadable")]
    [InlineData("{\"a\":1}{\"b\":2}", "Unreadable")]
    [InlineData("<r/>", "Xml")]
    [InlineData("<r><meta>1</meta></r>", "Xml")]
    [InlineData("<r>", "Unreadable")]
    [InlineData("<html>", "Html")]
    [InlineData("<!-- proxy --><html><body></body></html>", "Html")]
    [InlineData("oops <HTML>", "Html")]
    [InlineData("GID=1", "Text")]
    [InlineData("Error (line 1)", "Text")]
    [InlineData("41", "Text")]
    public void A_body_is_told_by_its_content(string body, string form) => Assert.Equal(form, WireBody.Read(body).Form.ToString());
}
