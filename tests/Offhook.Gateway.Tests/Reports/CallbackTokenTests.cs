using Offhook.Calls;
using Offhook.Gateway.Reports;
using Offhook.Testing;

namespace Offhook.Gateway.Tests.Reports;

public sealed class CallbackTokenTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_token_has_32_lower_case_hex_digits_and_opens_its_own_call_only()
    {
        var tokens = With(1);
        var (reference, other) = (NewReference(), NewReference());

        var token = tokens.For(reference);

        Assert.Matches("^[0-9a-f]{32}$", token);
        Assert.Equal(CallbackTokens.Length, token.Length);
        Assert.Equal(token, tokens.For(reference));
        Assert.True(tokens.Admits(reference, token));
        Assert.False(tokens.Admits(other, token));
    }

    [Fact]
    public void A_token_with_any_character_changed_left_out_or_added_opens_nothing() => Law.Holds(2_000, random =>
    {
        var tokens = With(1);
        var reference = NewReference();
        var token = tokens.For(reference);
        var place = random.Next(token.Length);
        var broken = random.Next(5) switch
        {
            0 => token.Remove(place, 1),
            1 => token.Insert(place, random.Pick("0", "f", "é", "\0")),
            2 => token.ToUpperInvariant() is var upper && upper != token ? upper : token[..^1],
            3 => string.Concat(token.AsSpan(0, place), [(char)(token[place] | '\u0100')], token.AsSpan(place + 1)),
            _ => string.Concat(token.AsSpan(0, place), [random.Pick("0123456789abcdef".Replace($"{token[place]}", "", StringComparison.Ordinal).AsSpan())], token.AsSpan(place + 1)),
        };

        Assert.False(tokens.Admits(reference, broken), broken);
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("guess")]
    [InlineData("????????????????????????????????")]
    [InlineData("\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac0123456789abcdef012345")]
    public void A_guess_opens_nothing(string? token) => Assert.False(With(1).Admits(NewReference(), token));

    [Fact]
    public void The_newest_secret_signs_and_the_newest_two_are_believed()
    {
        var reference = NewReference();
        var (first, second, third) = (With(1).For(reference), With(2).For(reference), With(3).For(reference));

        var tokens = With(3, 2, 1);

        Assert.Equal(third, tokens.For(reference));
        Assert.True(tokens.Admits(reference, third));
        Assert.True(tokens.Admits(reference, second));
        Assert.False(tokens.Admits(reference, first));
        Assert.False(With(2).Admits(reference, first));
    }

    [Fact]
    public void A_token_is_believed_for_7_days()
    {
        var tokens = With(1);
        var reference = NewReference();
        var token = tokens.For(reference);

        _clock.Advance(TimeSpan.FromDays(7));
        Assert.True(tokens.Admits(reference, token));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(tokens.Admits(reference, token));
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    [InlineData(60 * 24 * 365, false)]
    public void A_reference_from_the_future_is_believed_as_far_as_clocks_may_differ(int minutes, bool believed)
    {
        var tokens = With(1);
        var reference = CallReference.New(_clock.GetUtcNow().AddMinutes(minutes));

        Assert.Equal(believed, tokens.Admits(reference, tokens.For(reference)));
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    public void A_reference_that_bears_an_impossible_time_is_refused_without_ado(string text)
    {
        var tokens = With(1);
        var reference = Guid.Parse(text);

        Assert.False(tokens.Admits(reference, tokens.For(reference)));
    }

    [Fact]
    public void Without_a_secret_of_32_bytes_there_are_no_tokens()
    {
        Assert.Throws<ArgumentException>(() => new CallbackTokens([], _clock));
        Assert.Throws<ArgumentException>(() => new CallbackTokens([new byte[31]], _clock));
        Assert.Throws<ArgumentException>(() => new CallbackTokens([new byte[32], new byte[31]], _clock));
    }

    private Guid NewReference() => CallReference.New(_clock.GetUtcNow());

    private CallbackTokens With(params byte[] secrets) => new(secrets.Select(fill => Enumerable.Repeat(fill, 32).ToArray()), _clock);
}
