using Offhook.Server.Supabase.Table;
using Offhook.Storage.Table;

namespace Offhook.Server.Tests.Supabase.Table;

/// <summary>Texts cast to a column's type. The expected values and faults are those of PostgreSQL 15.18 in a session in UTC.</summary>
public sealed class TableValueTests
{
    [Theory]
    [InlineData("2026-03-01", "2026-03-01T00:00:00+00:00")]
    [InlineData("  2026-03-01  ", "2026-03-01T00:00:00+00:00")]
    [InlineData("2026-03-01Z", "2026-03-01T00:00:00+00:00")]
    [InlineData("2026-3-1", "2026-03-01T00:00:00+00:00")]
    [InlineData("2026-03-01T06:00:00Z", "2026-03-01T06:00:00+00:00")]
    [InlineData("2026-03-01T06:00:00.125Z", "2026-03-01T06:00:00.125+00:00")]
    [InlineData("2026-03-01 11:30:00+05:30", "2026-03-01T06:00:00+00:00")]
    [InlineData("2026-03-01T11:30+0530", "2026-03-01T06:00:00+00:00")]
    [InlineData("2026-03-01 06:00:00 +00", "2026-03-01T06:00:00+00:00")]
    [InlineData("2026-03-01T06:00:00 UTC", "2026-03-01T06:00:00+00:00")]
    [InlineData("2026-03-01t06:00:00z", "2026-03-01T06:00:00+00:00")]
    [InlineData("2026-03-01 06:00:00.1234565Z", "2026-03-01T06:00:00.123456+00:00")]
    [InlineData("2026-03-01T06:00:00.9999999Z", "2026-03-01T06:00:01+00:00")]
    [InlineData("2026-03-01 24:00:00", "2026-03-02T00:00:00+00:00")]
    [InlineData("2026-03-01 23:59:60", "2026-03-02T00:00:00+00:00")]
    [InlineData("2026-03-01T06:00:00+15:59", "2026-02-28T14:01:00+00:00")]
    [InlineData("0001-01-01", "0001-01-01T00:00:00+00:00")]
    [InlineData("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999+00:00")]
    public void A_time_is_read(string text, string time)
    {
        Assert.Null(TableValue.Cast(ColumnType.Timestamptz, text, out var value));

        Assert.Equal(time, TableJson.Text(Assert.IsType<DateTimeOffset>(value)));
    }

    [Theory]
    [InlineData("", "22007")]
    [InlineData("abc", "22007")]
    [InlineData("2026-03-01T", "22007")]
    [InlineData("2026-03-01T06", "22007")]
    [InlineData("2026-03-01 06:00:00 05:30", "22007")]
    [InlineData("2026-03-01T06:00:00,5Z", "22007")]
    [InlineData("2026-02-29", "22008")]
    [InlineData("2026-13-01", "22008")]
    [InlineData("2026-03-01 25:00", "22008")]
    [InlineData("2026-03-01T06:60:00", "22008")]
    [InlineData("2026-03-01T06:00:61", "22008")]
    [InlineData("0000-01-01", "22008")]
    [InlineData("2026-03-01T06:00:00+16:00", "22009")]
    public void What_is_no_time_is_refused(string text, string state) => Assert.Equal(state, TableValue.Cast(ColumnType.Timestamptz, text, out _)?.Code);

    [Theory]
    [InlineData("1", 1L)]
    [InlineData(" 1 ", 1L)]
    [InlineData("+1", 1L)]
    [InlineData("-0", 0L)]
    [InlineData("\t7\n", 7L)]
    [InlineData("2147483647", 2147483647L)]
    [InlineData("-2147483648", -2147483648L)]
    public void A_whole_number_is_read(string text, long number)
    {
        Assert.Null(TableValue.Cast(ColumnType.Number, text, out var value));
        Assert.Null(TableValue.Cast(ColumnType.BigNumber, text, out var big));

        Assert.Equal(((int)number, number), (value, big));
    }

    [Theory]
    [InlineData("9223372036854775807", 9223372036854775807L)]
    [InlineData("2147483648", 2147483648L)]
    public void A_big_number_has_more_room(string text, long number)
    {
        Assert.Equal("22003", TableValue.Cast(ColumnType.Number, text, out _)?.Code);
        Assert.Null(TableValue.Cast(ColumnType.BigNumber, text, out var big));

        Assert.Equal(number, big);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.0")]
    [InlineData("abc")]
    [InlineData("1e3")]
    [InlineData("0x1")]
    [InlineData("1_000")]
    [InlineData("- 1")]
    [InlineData("--1")]
    [InlineData("٣")]
    public void What_is_no_number_is_refused(string text) => Assert.Equal(
        new TableFault("22P02", $"invalid input syntax for type integer: \"{text}\""), TableValue.Cast(ColumnType.Number, text, out _));

    [Fact]
    public void A_number_beyond_all_bounds_is_out_of_range() => Assert.Equal(
        new TableFault("22003", "value \"99999999999999999999\" is out of range for type bigint"), TableValue.Cast(ColumnType.BigNumber, "99999999999999999999", out _));

    [Theory]
    [InlineData("7A000000-0000-4000-8000-000000000007")]
    [InlineData("{7a000000-0000-4000-8000-000000000007}")]
    [InlineData("7a000000000040008000000000000007")]
    [InlineData("7a00-0000-0000-4000-8000-0000-0000-0007")]
    public void An_id_is_read_in_every_spelling(string text)
    {
        Assert.Null(TableValue.Cast(ColumnType.Uuid, text, out var value));

        Assert.Equal(Given.Full.Call.Reference, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7a-000000-0000-4000-8000-000000000007")]
    [InlineData("7a000000--0000-4000-8000-00000000007")]
    [InlineData("7a000000-0000-4000-8000-000000000007-")]
    [InlineData("-7a000000-0000-4000-8000-000000000007")]
    [InlineData("{7a000000-0000-4000-8000-000000000007")]
    [InlineData(" 7a000000-0000-4000-8000-000000000007")]
    [InlineData("7a000000-0000-4000-8000-00000000000g")]
    [InlineData("7a000000-0000-4000-8000-0000000000070")]
    public void What_is_no_id_is_refused(string text) => Assert.Equal("22P02", TableValue.Cast(ColumnType.Uuid, text, out _)?.Code);

    [Fact]
    public void What_no_database_can_keep_is_refused() =>
        Assert.All(["a\0b", "a\ud800", "\udc00\ud800", "😀\udc00"], text => Assert.Equal("22021", TableValue.Cast(ColumnType.Text, text, out _)?.Code));

    [Theory]
    [InlineData("")]
    [InlineData(" NULL ")]
    [InlineData("😀\ufffd'; drop table ivr_calls; --")]
    public void A_text_is_taken_as_it_is(string text)
    {
        Assert.Null(TableValue.Cast(ColumnType.Text, text, out var value));

        Assert.Equal(text, value);
    }
}
