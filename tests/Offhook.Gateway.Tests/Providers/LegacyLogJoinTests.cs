using Offhook.Calls;
using Offhook.Gateway.Providers.Kaleyra;
using Offhook.Gateway.Providers.KaleyraLegacy;
using Offhook.Kaleyra;
using CallKind = Offhook.Calls.CallKind;

namespace Offhook.Gateway.Tests.Providers;

/// <summary>Which row of the log belongs to which call.</summary>
public sealed class LegacyLogJoinTests
{
    private static readonly DateTimeOffset Click = new(2026, 2, 24, 5, 0, 0, TimeSpan.Zero);
    private static readonly PhoneCall Unheard = CallAt(Click);
    private static readonly PhoneCall Known = CallAt(Click, id: "c2c_1");

    [Fact]
    public void A_row_with_the_id_of_the_dial_is_the_calls_own_whenever_it_began() =>
        AssertFound(Known, Row(Click.AddHours(3), "c2c_1"), Row(Click, "other"));

    [Fact]
    public void A_row_is_found_by_the_platforms_own_id() =>
        AssertFound(Known, Row(Click.AddHours(3), "r1") with { UniqueId = "c2c_1" }, Row(Click.AddHours(3), "r2"));

    [Fact]
    public void A_row_is_found_by_the_id_of_its_parent() =>
        AssertFound(Known, Row(Click.AddHours(3), "r1") with { ParentId = "c2c_1" }, Row(Click.AddHours(3), "r2"));

    [Fact]
    public void A_row_is_found_by_the_reference_that_went_with_the_dial() =>
        AssertFound(Unheard, Row(Click, "r1") with { Custom = CallReference.Compact(Unheard.Reference) }, Row(Click, "r2"));

    [Fact]
    public void Several_rows_for_one_parent_decide_nothing_by_themselves() =>
        AssertNothing(Known, isAmbiguous: false, Row(Click.AddHours(3), "r1") with { ParentId = "c2c_1" }, Row(Click.AddHours(3), "r2") with { ParentId = "c2c_1" });

    [Theory]
    [InlineData("9800000001", "9800000010")]
    [InlineData("919800000001", "+91 98000 00010")]
    [InlineData("09800000001", "00919800000010")]
    [InlineData("+919800000001", "91-9800000010")]
    public void Without_an_id_the_only_row_of_both_numbers_at_that_time_is_taken(string from, string to) =>
        AssertFound(Unheard, Row(Click.AddSeconds(2)) with { From = from, To = to });

    [Theory]
    [InlineData(-120, true)]
    [InlineData(-121, false)]
    [InlineData(0, true)]
    [InlineData(600, true)]
    [InlineData(601, false)]
    public void A_row_fits_from_2_minutes_before_the_click_to_10_minutes_after_it(int seconds, bool fits)
    {
        var row = Row(Click.AddSeconds(seconds));

        var (found, isAmbiguous) = Find(Unheard, [Unheard], [row]);

        Assert.Equal((fits ? row : null, false), (found, isAmbiguous));
    }

    public static TheoryData<string, LogRow> RowsOfOthers => new()
    {
        { "another customer", Row(Click) with { To = "9800000011" } },
        { "another agent", Row(Click) with { From = "9800000002" } },
        { "swapped numbers", Row(Click) with { From = "9800000010", To = "9800000001" } },
        { "a longer number that ends alike", Row(Click) with { To = "449800000010" } },
        { "a shorter number", Row(Click) with { To = "800000010" } },
        { "no agent", Row(Click) with { From = null } },
        { "no customer", Row(Click) with { To = null } },
        { "no time", Row(Click) with { StartedAt = null } },
        { "no id", Row(Click) with { Id = null } },
        { "an incoming call", Row(Click) with { Service = "Incoming" } },
        { "a forwarded call", Row(Click) with { Service = "CallForward" } },
        { "no service", Row(Click) with { Service = null } },
        { "the reference of another call", Row(Click) with { Custom = CallReference.Compact(CallReference.New(Click)) } },
    };

    [Theory]
    [MemberData(nameof(RowsOfOthers))]
    public void A_row_of_anything_else_is_not_taken(string what, LogRow row)
    {
        Assert.NotNull(what);
        AssertNothing(Unheard, isAmbiguous: false, row);
    }

    [Fact]
    public void A_row_that_names_another_number_is_not_taken_whatever_its_id_says() =>
        AssertNothing(Known, isAmbiguous: false, Row(Click, "c2c_1") with { To = "9800000011" }, Row(Click, "c2c_1") with { From = "9800000002" });

    [Fact]
    public void Another_countrys_number_is_compared_whole()
    {
        var intent = Given.Intent(Click, PhoneNumber.FromE164("+449800000010"));
        var call = Given.Call(intent);
        var row = Row(Click) with { To = "449800000010" };

        Assert.Same(row, Find(call, [call], [row]).Row);
        Assert.Null(Find(call, [call], [row with { To = "9800000010" }]).Row);
    }

    [Fact]
    public void Two_rows_that_fit_are_left_alone() => AssertNothing(Unheard, isAmbiguous: true, Row(Click, "r1"), Row(Click.AddMinutes(5), "r2"));

    [Fact]
    public void A_row_listed_twice_is_one_row() => AssertFound(Unheard, Row(Click, "r1"), Row(Click, "r1"));

    [Fact]
    public void A_row_of_which_another_call_is_the_owner_is_not_taken()
    {
        var row = Row(Click, "r1");

        Assert.Equal((null, false), Find(Unheard, [Unheard], [row], used: ["r1"]));
        Assert.Equal((row with { Id = "r2" }, false), Find(Unheard, [Unheard], [row, row with { Id = "r2" }], used: ["r1"]));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-11, false)]
    [InlineData(-10, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void A_neighbour_whose_row_it_may_be_is_a_rival_even_when_it_is_settled(int minutes, bool isRival)
    {
        var at = Click.AddMinutes(minutes);
        var intent = Given.Intent(at);
        var settled = Given.Call(intent, Given.Talked(intent.Reference, at));
        var row = Row(Click, "r1");

        Assert.Equal(isRival ? (null, true) : (row, false), Find(Unheard, [Unheard, settled], [row]));
    }

    [Fact]
    public void An_outbound_call_is_never_found_by_numbers()
    {
        var call = Given.Call(Given.Intent(Click, kind: CallKind.Outbound));

        Assert.Equal((null, false), Find(call, [call], [Row(Click) with { Service = "OBD" }, Row(Click) with { Id = "r2" }]));
    }

    [Fact]
    public void No_row_is_ever_given_to_two_calls_and_none_to_a_call_of_other_numbers() => Law.Holds(4_000, random =>
    {
        var calls = Enumerable.Range(0, random.Next(1, 6)).Select(i => AnyCall(random, i)).ToList();
        var rows = Enumerable.Range(0, random.Next(0, 7)).Select(i => AnyRow(random, calls, i)).ToList();
        rows.AddRange(rows.Where(_ => random.Chance(0.2)).ToList());

        var given = new List<(PhoneCall Call, LogRow Row)>();
        foreach (var call in calls)
        {
            var rivals = calls.Where(other => other.Agent == call.Agent && other.Customer == call.Customer).ToList();
            var used = rows.Where(row => calls.Exists(other => other != call && Names(row, other))).Select(row => row.Id!).ToHashSet();
            if (Find(call, rivals, rows, [.. used]).Row is { } row)
            {
                given.Add((call, row));
            }
        }

        Assert.All(given, pair => Assert.EndsWith(pair.Call.Customer.Last10, pair.Row.To ?? pair.Call.Customer.Last10, StringComparison.Ordinal));
        Assert.All(given, pair => Assert.EndsWith(pair.Call.Agent!.Value.Last10, pair.Row.From ?? pair.Call.Agent!.Value.Last10, StringComparison.Ordinal));
        Assert.All(given.GroupBy(pair => pair.Row), owners => Assert.Single(owners));
    });

    private static PhoneCall AnyCall(Random random, int index)
    {
        var at = Click.AddSeconds(random.Next(0, 2_400));
        var intent = Given.Intent(at, Given.Number(random.Pick("9800000010", "9800000011")), Given.Number(random.Pick("9800000001", "9800000002")));
        return random.Next(3) switch
        {
            0 => Given.Call(intent, Given.NoReply(intent.Reference, at)),
            1 => Given.Call(intent, Given.Accepted(intent.Reference, at, $"c2c_{index}")),
            _ => Given.Call(intent, Given.Talked(intent.Reference, at)),
        };
    }

    private static LogRow AnyRow(Random random, List<PhoneCall> calls, int index)
    {
        var near = random.Pick<PhoneCall>([.. calls]);
        return Row(near.ReceivedAt.AddSeconds(random.Next(-200, 800)), random.Chance(0.1) ? near.CallId : $"r{index}") with
        {
            From = random.Chance(0.1) ? null : random.Pick(near.Agent!.Value.E164, "9800000001", "919800000002"),
            To = random.Chance(0.1) ? null : random.Pick(near.Customer.E164, "9800000010", "09800000011"),
            UniqueId = random.Chance(0.2) ? near.CallId : null,
            ParentId = random.Chance(0.1) ? near.CallId : null,
            Custom = random.Chance(0.2) ? CallReference.Compact(near.Reference) : null,
            Service = random.Pick("Click2Call", "Click2Call", "click2call", "Incoming"),
        };
    }

    private static bool Names(LogRow row, PhoneCall call) => row.Id == call.CallId || row.UniqueId == call.CallId || row.ParentId == call.CallId;

    private static PhoneCall CallAt(DateTimeOffset at, string? id = null)
    {
        var intent = Given.Intent(at);
        return id is null ? Given.Call(intent) : Given.Call(intent, Given.Accepted(intent.Reference, at, id));
    }

    private static LogRow Row(DateTimeOffset start, string id = "r1") => new()
    {
        Id = id,
        From = "9800000001",
        To = "9800000010",
        StartedAt = start,
        EndedAt = start.AddSeconds(40),
        Service = "Click2Call",
        Status = "ANSWER",
        Talk = TimeSpan.FromSeconds(20),
    };

    private static (LogRow? Row, bool IsAmbiguous) Find(PhoneCall call, IReadOnlyList<PhoneCall> rivals, IReadOnlyList<LogRow> rows, params string[] used) =>
        new LogJoin(rivals, used.ToHashSet(), LegacyLogReads.ServiceOf).Find(call, rows);

    private static void AssertFound(PhoneCall call, LogRow expected, params LogRow[] others)
    {
        Assert.Equal((expected, false), Find(call, [call], [.. others, expected]));
        Assert.Equal((expected, false), Find(call, [call], [expected, .. others]));
    }

    private static void AssertNothing(PhoneCall call, bool isAmbiguous, params LogRow[] rows) => Assert.Equal((null, isAmbiguous), Find(call, [call], rows));
}
