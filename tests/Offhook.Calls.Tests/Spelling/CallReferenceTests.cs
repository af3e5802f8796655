using FsCheck.Fluent;
using Offhook.Calls.Tests.Laws;

namespace Offhook.Calls.Tests.Spelling;

public sealed class CallReferenceTests
{
    [Fact]
    public void The_compact_form_is_read_back_in_either_case() => Law.Holds(ArbMap.Default.ArbFor<Guid>(), reference =>
    {
        var compact = CallReference.Compact(reference);

        Assert.Matches("^[0-7][0-9a-hjkmnp-tv-z]{25}$", compact);
        Assert.True(CallReference.TryReadCompact(compact, out var read) && read == reference);
        Assert.True(CallReference.TryRead(compact.ToUpperInvariant(), out var upper) && upper == reference);
        Assert.True(CallReference.TryRead(reference.ToString(), out var text) && text == reference);
        Assert.True(CallReference.TryRead(reference.ToString().ToUpperInvariant(), out var upperText) && upperText == reference);
    });

    [Fact]
    public void Compact_forms_sort_as_their_references_do() => Law.Holds(ArbMap.Default.ArbFor<Guid>().Generator.Two().ToArbitrary(), pair =>
    {
        var (a, b) = pair;

        Assert.Equal(
            Math.Sign(string.CompareOrdinal(a.ToString(), b.ToString())),
            Math.Sign(string.CompareOrdinal(CallReference.Compact(a), CallReference.Compact(b))));
    });

    [Fact]
    public void The_time_of_making_is_read_back_to_the_millisecond() => Law.Holds(Gen.Choose(0, int.MaxValue).ToArbitrary(), seconds =>
    {
        var made = DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddMilliseconds(seconds % 1000);

        Assert.Equal(made, CallReference.MadeAt(CallReference.New(made)));
        Assert.Equal(made, CallReference.MadeAt(CallReference.New(made.ToOffset(TimeSpan.FromHours(5.5)))));
    });

    [Fact]
    public void A_reference_that_was_not_made_here_still_has_a_time() =>
        Assert.Equal(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds(), CallReference.MadeAt(Guid.AllBitsSet).ToUnixTimeMilliseconds());

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0000000000000000000000000")]
    [InlineData("000000000000000000000000000")]
    [InlineData("80000000000000000000000000")]
    [InlineData("z0000000000000000000000000")]
    [InlineData("0000000000000000000000000i")]
    [InlineData("0000000000000000000000000l")]
    [InlineData("0000000000000000000000000o")]
    [InlineData("0000000000000000000000000u")]
    [InlineData("0000000000000000000000000-")]
    [InlineData(" 0000000000000000000000000")]
    [InlineData("0000000000000000000000000\u212a")]
    [InlineData("0000000000000000000000000٠")]
    [InlineData("0000000000000000000000000\0")]
    [InlineData("{019c8e0a-4a80-7000-8000-000000000001}")]
    [InlineData("019c8e0a4a8070008000000000000001")]
    [InlineData(" 019c8e0a-4a80-7000-8000-000000000001")]
    [InlineData("019c8e0a-4a80-7000-8000-000000000001\n")]
    [InlineData("0x9c8e0a-4a80-7000-8000-000000000001")]
    [InlineData("+19c8e0a-4a80-7000-8000-000000000001")]
    [InlineData("019c8e0a-4a80-7000-8000-00000000000g")]
    [InlineData("019c8e0a-4a80-7000-8000_000000000001")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(CallReference.TryRead(text, out var reference));

        Assert.Equal(Guid.Empty, reference);
    }
}
