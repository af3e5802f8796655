using Offhook.Server.Supabase.Table;

namespace Offhook.Server.Tests.Supabase.Table;

/// <summary>The filter of a subscription.</summary>
public sealed class TableFilterTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("   ", true)]

    // Text.
    [InlineData("status=eq.answered", true)]
    [InlineData("status=eq.Answered", false)]
    [InlineData("status=neq.busy", true)]
    [InlineData("status=neq.answered", false)]
    [InlineData("status=lt.b", true)]
    [InlineData("status=lt.answered", false)]
    [InlineData("status=lte.answered", true)]
    [InlineData("status=gt.answere", true)]
    [InlineData("status=gte.answered", true)]
    [InlineData("status=gte.answeree", false)]
    [InlineData("status=in.(busy,answered)", true)]
    [InlineData("status=in.(busy)", false)]
    [InlineData("status=in.()", false)]
    [InlineData("status=not.in.()", true)]
    [InlineData("agent_number=eq.+919800000001", true)]
    [InlineData("status=eq.", false)]

    // Quotes, commas, parentheses, escapes.
    [InlineData("""agent_name=eq."Asha \"A\" O'Neil, अशा" """, true)]
    [InlineData("""agent_name=in.(x,"Asha \"A\" O'Neil, अशा")""", true)]
    [InlineData("""reason_detail=eq."50% \\ off_now" """, true)]
    [InlineData("""reason_detail=eq.50% \ off_now""", true)]
    [InlineData("status=eq. answered ", true)]
    [InlineData("""status=eq." answered" """, false)]
    [InlineData("department=in.(\"Loans\")", true)]
    [InlineData("department=eq.a\"b", false)]

    // Several.
    [InlineData("status=eq.answered,team=eq.north", true)]
    [InlineData("status=in.(answered,busy) , team=eq.north", true)]
    [InlineData("status=eq.answered,team=eq.south", false)]

    // Numbers, times, ids.
    [InlineData("duration_seconds=eq.52", true)]
    [InlineData("duration_seconds=gt.9", true)]
    [InlineData("talk_seconds=in.(1, 41)", true)]
    [InlineData("version=lte.7", true)]
    [InlineData("received_at=eq.2026-03-01T06:00:00.123456Z", true)]
    [InlineData("received_at=eq.2026-03-01T11:30:00.123456+05:30", true)]
    [InlineData("received_at=gt.2026-03-01T06:00:00.123Z", true)]
    [InlineData("received_at=lt.2026-03-01", false)]
    [InlineData("updated_at=eq.2026-03-01T06:00:00.123456Z", true)]
    [InlineData("id=eq.7A000000-0000-4000-8000-000000000007", true)]
    [InlineData("id=lt.7a000000-0000-4000-8000-000000000008", true)]
    [InlineData("id=neq.7a000000-0000-4000-8000-000000000007", false)]

    // The newer ones.
    [InlineData("status=is.null", false)]
    [InlineData("status=is.not_null", true)]
    [InlineData("status=not.is.null", true)]
    [InlineData("status=not.eq.failed", true)]
    [InlineData("status=like.ans%", true)]
    [InlineData("status=like.Ans%", false)]
    [InlineData("status=like.an*", false)]
    [InlineData("status=ilike.%SWER__", true)]
    [InlineData("""reason_detail=like."50\\% \\\\ off\\_now" """, true)]
    [InlineData("agent_name=like.%अश_", true)]
    [InlineData("status=isdistinct.busy", true)]
    [InlineData("status=isdistinct.answered", false)]

    // Our own address of the recording, never the provider's.
    [InlineData("recording_url=like.https%", false)]
    [InlineData("recording_url=eq./calls/7a000000-0000-4000-8000-000000000007/recording", true)]
    public void A_row_with_values_is_taken_or_not(string text, bool taken)
    {
        Assert.Null(TableFilter.TryParse(text, out var filter));

        Assert.Equal(taken, filter.Matches(Given.Full));
    }

    [Theory]
    [InlineData("team=eq.north", false)]
    [InlineData("team=neq.north", false)]
    [InlineData("team=lt.z", false)]
    [InlineData("team=gte.", false)]
    [InlineData("team=in.(north)", false)]
    [InlineData("team=not.eq.north", false)]
    [InlineData("team=not.in.(north)", false)]
    [InlineData("team=like.%", false)]
    [InlineData("team=not.ilike.%", false)]
    [InlineData("duration_seconds=gt.0", false)]
    [InlineData("ended_at=lt.2100-01-01", false)]
    [InlineData("team=is.null", true)]
    [InlineData("team=not.is.null", false)]
    [InlineData("team=isdistinct.north", true)]
    [InlineData("team=not.isdistinct.north", false)]
    public void A_comparison_with_nothing_never_holds(string text, bool taken)
    {
        Assert.Null(TableFilter.TryParse(text, out var filter));

        Assert.Equal(taken, filter.Matches(Given.Sparse));
    }

    [Theory]
    [InlineData("undefined", "write column=operator.value")]
    [InlineData("status", "write column=operator.value")]
    [InlineData("status=eq.a,b", "write column=operator.value")]
    [InlineData("status=eq.a,", "write column=operator.value")]
    [InlineData("nosuch=eq.1", "column ivr_calls.nosuch does not exist")]
    [InlineData("Status=eq.1", "column ivr_calls.Status does not exist")]
    [InlineData("status=foo.x", "there are eq, neq")]
    [InlineData("status=eq", "there are eq, neq")]
    [InlineData("status=EQ.x", "there are eq, neq")]
    [InlineData("status=match.^a", "there are eq, neq")]
    [InlineData("status=imatch.^a", "there are eq, neq")]
    [InlineData("status=not.not.eq.x", "there are eq, neq")]
    [InlineData("duration_seconds=eq.abc", "invalid input syntax for type integer: \"abc\"")]
    [InlineData("duration_seconds=in.(1,abc)", "invalid input syntax for type integer: \"abc\"")]
    [InlineData("duration_seconds=eq.99999999999", "out of range")]
    [InlineData("duration_seconds=like.1%", "operator does not exist")]
    [InlineData("received_at=gt.yesterday", "invalid input syntax for type timestamp with time zone")]
    [InlineData("id=eq.1", "invalid input syntax for type uuid")]
    [InlineData("status=in.a,b", "in takes a list")]
    [InlineData("status=in.(a,b", "in takes a list")]
    [InlineData("status=in.(a,b)c", "A comma or the end")]
    [InlineData("status=is.true", "must be type boolean")]
    [InlineData("status=is.maybe", "failed to parse")]
    [InlineData("status=like.a\\", "must not end with escape character")]
    [InlineData("status=eq.a\0", "invalid byte sequence")]
    public void What_cannot_be_read_is_refused_in_words(string text, string words)
    {
        var fault = TableFilter.TryParse(text, out _);

        Assert.Contains(words, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_has_at_most_a_hundred_values()
    {
        Assert.Null(TableFilter.TryParse($"version=in.({string.Join(',', Enumerable.Range(1, 100))})", out _));

        Assert.Equal("in takes at most 100 values.", TableFilter.TryParse($"version=in.({string.Join(',', Enumerable.Range(1, 101))})", out _));
    }
}
