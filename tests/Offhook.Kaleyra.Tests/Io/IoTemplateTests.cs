using System.Text.Json;
using Offhook.Kaleyra.Io;

namespace Offhook.Kaleyra.Tests.Io;

public sealed class IoTemplateTests
{
    [Fact]
    public void An_end_report_begins_with_reference_and_token()
    {
        Assert.Equal(
            "https://calls.example.test/webhooks/kaleyra/io/report?ref=01J0TESTREF000000000000001&t=00000000000000000000000000c0ffee&id={id}&status={status}&caller={caller}&callee={callee}"
            + "&ringtime={ringtime}&billsec={billsec}&bridge={bridge}&call_type={call_type}&credits={credits}&keypress={keypress}",
            IoCallbackTemplates.EndReport(new Uri("https://calls.example.test/webhooks/kaleyra/io/report"), Given.Reference, Given.Token));
    }

    [Theory]
    [InlineData(false, "from_call_start from_call_answer to_call_start to_call_answer call_end")]
    [InlineData(true, "call_start call_answer call_end")]
    public void Every_event_of_a_kind_of_call_has_an_address_that_names_it(bool isOutbound, string names)
    {
        var events = IoCallbackTemplates.Events(IoGiven.Hooks, Given.Reference, Given.Token, isOutbound);

        using var json = JsonDocument.Parse(events.ToJson());
        Assert.Equal(names.Split(' '), json.RootElement.EnumerateObject().Select(it => it.Name));
        Assert.All(
            json.RootElement.EnumerateObject(),
            it => Assert.Equal(
                $"{IoGiven.Hooks}?ref={Given.Reference}&t={Given.Token}&event={it.Name}"
                + "&id={{id}}&id_={id}&status={{status}}&status_={status}&ringtime={{ringtime}}&ringtime_={ringtime}&billsec={{billsec}}&billsec_={billsec}&keypress={{keypress}}&keypress_={keypress}",
                Assert.Single(it.Value.GetProperty("url").EnumerateArray()).GetString()));
    }

    [Theory]
    [InlineData("id={{id}}&id_=x1&status={{status}}&status_=NOANSWER_CHANNEL2&billsec={{billsec}}&billsec_=0")]
    [InlineData("id={x1}&id_=x1&status={NOANSWER_CHANNEL2}&status_=NOANSWER_CHANNEL2&billsec={0}&billsec_=0")]
    [InlineData("id=x1&id_={id}&status=NOANSWER_CHANNEL2&status_={status}&billsec=0&billsec_={billsec}")]
    [InlineData("id=x1&id_=x1&status=NOANSWER_CHANNEL2&status_=NOANSWER_CHANNEL2&billsec=0&billsec_=0")]
    public void Whichever_spelling_of_a_variable_is_replaced_its_value_is_read(string filled)
    {
        var callback = IoCallback.Read($"ref={Given.Reference}&t={Given.Token}&event=call_end&{filled}", TimeProvider.System);

        Assert.Equal(("x1", "NOANSWER_CHANNEL2", TimeSpan.Zero), (callback.Id, callback.Status, callback.Talk));
        Assert.Empty(callback.Flags);
    }

    [Fact]
    public void Each_address_stays_under_700_characters_or_is_refused_in_words()
    {
        var room = IoCallbackTemplates.Longest - IoCallbackTemplates.EndReport(new Uri("https://calls.example.test/"), Given.Reference, Given.Token).Length;
        Uri Address(int letters) => new($"https://calls.example.test/{new string('a', letters)}");

        var failure = Assert.Throws<ArgumentException>(() => IoCallbackTemplates.EndReport(Address(room + 1), Given.Reference, Given.Token));

        Assert.Equal(699, IoCallbackTemplates.EndReport(Address(room), Given.Reference, Given.Token).Length);
        Assert.Contains("at most 699", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Given.Token, failure.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => IoCallbackTemplates.Events(Address(room), Given.Reference, Given.Token, isOutbound: false));
    }

    [Theory]
    [InlineData("https://calls.example.test/h?a=1", "r", "t")]
    [InlineData("https://calls.example.test/h#", "r", "t")]
    [InlineData("https://me@calls.example.test/h", "r", "t")]
    [InlineData("ftp://calls.example.test/h", "r", "t")]
    [InlineData("/h", "r", "t")]
    [InlineData("https://calls.example.test/h", "", "t")]
    [InlineData("https://calls.example.test/h", "r&id=1", "t")]
    [InlineData("https://calls.example.test/h", "r", "t+")]
    [InlineData("https://calls.example.test/h", "r", "")]
    public void What_would_not_survive_is_refused(string address, string reference, string token)
    {
        var uri = new Uri(address, UriKind.RelativeOrAbsolute);

        Assert.Throws<ArgumentException>(() => IoCallbackTemplates.EndReport(uri, reference, token));
        Assert.Throws<ArgumentException>(() => IoCallbackTemplates.Events(uri, reference, token, isOutbound: true));
    }

    [Fact]
    public void What_the_platform_replaces_is_read_back()
    {
        var events = JsonDocument.Parse(IoCallbackTemplates.Events(IoGiven.Hooks, Given.Reference, Given.Token, isOutbound: false).ToJson());
        var address = events.RootElement.GetProperty("call_end").GetProperty("url")[0].GetString()!
            .Replace("{{id}}", IoGiven.CallId, StringComparison.Ordinal).Replace("{{status}}", "BUSY_CHANNEL2", StringComparison.Ordinal);

        var callback = IoCallback.Read(new Uri(address).Query, new ManualClock());

        Assert.Equal((Given.Reference, Given.Token, IoEvent.CallEnd, IoGiven.CallId, "BUSY_CHANNEL2", null), (callback.Reference, callback.Token, callback.Kind, callback.Id, callback.Status, callback.Caller));
        Assert.Empty(callback.Flags);
    }
}
