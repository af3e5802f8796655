using FsCheck;
using FsCheck.Fluent;
using Offhook.Calls.Tests.Laws;

namespace Offhook.Calls.Tests.Numbers;

public sealed class PhoneNumberTests
{
    // Rows are found by their place: many of the texts cannot be written into the name of a test.
    public static TheoryData<int> GoodRows => [.. Enumerable.Range(0, SpellingTable.Good.Length)];

    public static TheoryData<int> BadRows => [.. Enumerable.Range(0, SpellingTable.Bad.Length)];

    [Theory]
    [MemberData(nameof(GoodRows))]
    public void A_number_is_read_in_every_usual_spelling(int row)
    {
        var (text, e164) = SpellingTable.Good[row];

        Assert.Null(PhoneNumber.Read(text, out var number));

        Assert.Equal(e164, number.E164);
        Assert.Equal(PhoneNumber.FromE164(e164), number);
        Assert.Equal(PhoneNumber.FromE164(e164).GetHashCode(), number.GetHashCode());
        Assert.True(PhoneNumber.TryRead(text, out var same) && same == number);
    }

    [Theory]
    [MemberData(nameof(BadRows))]
    public void What_is_no_number_is_refused_with_what_is_wrong(int row)
    {
        var (text, fault) = SpellingTable.Bad[row];

        Assert.Equal(fault, PhoneNumber.Read(text, out var number));

        Assert.Equal(default, number);
        Assert.False(PhoneNumber.TryRead(text, out _));
    }

    [Fact]
    public void The_table_holds_more_than_a_hundred_spellings() => Assert.True(SpellingTable.Good.Length + SpellingTable.Bad.Length > 100);

    [Fact]
    public void Reading_never_throws_and_what_was_read_is_read_again_from_its_digits() => Law.Holds(AnyText, text =>
    {
        if (PhoneNumber.Read(text, out var number) is { } fault)
        {
            Assert.NotEmpty(fault.Sentence());
            Assert.Equal("", number.E164);
            return;
        }

        Assert.Equal(number, PhoneNumber.FromE164(number.E164));
        Assert.Null(PhoneNumber.Read(number.E164, out var again));
        Assert.Equal(number, again);
        Assert.True(PhoneNumber.TryRead(number.Legacy, out var legacy) && legacy == number);
        Assert.True(PhoneNumber.TryRead(number.Formatted, out var formatted) && formatted == number);
        Assert.EndsWith(number.Last10, number.E164, StringComparison.Ordinal);
        Assert.InRange(number.Last10.Length, 8, 10);
        Assert.All(number.E164[1..], digit => Assert.InRange(digit, '0', '9'));
    }, cases: 20_000);

    [Fact]
    public void Printing_never_shows_more_than_the_last_four_digits() => Law.Holds(AnyText, text =>
    {
        _ = PhoneNumber.Read(text, out var number);

        Assert.InRange(number.ToString().Count(char.IsAsciiDigit), 0, 4);
        Assert.Equal(number.E164.Length > 0 ? $"••••••{number.E164[^4..]}" : "••••", number.ToString());
    });

    [Theory]
    [InlineData("9876543210", true, "9876543210", "98765 43210", "9876543210")]
    [InlineData("+12025550142", false, "+12025550142", "+12025550142", "2025550142")]
    [InlineData("18000000000", true, "18000000000", "+9118000000000", "8000000000")]
    [InlineData("+12345678", false, "+12345678", "+12345678", "12345678")]
    public void A_number_has_the_forms_that_columns_and_people_need(string text, bool indian, string legacy, string formatted, string last10)
    {
        var number = Given.Number(text);

        Assert.Equal((indian, legacy, formatted, last10), (number.IsIndian, number.Legacy, number.Formatted, number.Last10));
    }

    [Theory]
    [InlineData("9876543210", NumberClass.Subscriber)]
    [InlineData("01120000000", NumberClass.Subscriber)]
    [InlineData("+12025550142", NumberClass.Subscriber)]
    [InlineData("+447700900123", NumberClass.Subscriber)]
    [InlineData("+8801700000000", NumberClass.Subscriber)]
    [InlineData("+886900000000", NumberClass.Subscriber)]
    [InlineData("1800123456", NumberClass.Service)]
    [InlineData("18001234567", NumberClass.Service)]
    [InlineData("18601234567", NumberClass.Service)]
    [InlineData("1900123456", NumberClass.Service)]
    [InlineData("+19005550142", NumberClass.Service)]
    [InlineData("+80012345678", NumberClass.Service)]
    [InlineData("+80812345678", NumberClass.Service)]
    [InlineData("+870773000000", NumberClass.Service)]
    [InlineData("+878101234567", NumberClass.Service)]
    [InlineData("+881612345678", NumberClass.Service)]
    [InlineData("+882131234567", NumberClass.Service)]
    [InlineData("+883510012345", NumberClass.Service)]
    [InlineData("+97912345678", NumberClass.Service)]
    [InlineData("+99112345678", NumberClass.Service)]
    public void Services_and_satellite_phones_are_told_from_subscribers(string text, NumberClass expected) =>
        Assert.Equal(expected, Given.Number(text).Class);

    [Theory]
    [InlineData("")]
    [InlineData("919876543210")]
    [InlineData("+91")]
    [InlineData("+91 9876543210")]
    [InlineData("+1234567890123456")]
    [InlineData("+٩٨٧٦٥٤٣٢١٠")]
    public void Only_E164_is_taken_as_E164(string text) => Assert.Throws<ArgumentException>(() => PhoneNumber.FromE164(text));

    [Fact]
    public void Every_fault_has_a_sentence_of_its_own()
    {
        var sentences = Enum.GetValues<NumberFault>().Select(fault => fault.Sentence()).ToList();

        Assert.All(sentences, sentence => Assert.EndsWith(".", sentence, StringComparison.Ordinal));
        Assert.Equal(sentences.Count, sentences.Distinct(StringComparer.Ordinal).Count());
    }

    // Any text at all, and texts made of what numbers are made of.
    private static Arbitrary<string> AnyText => Arb.From(Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>(),
        Gen.Elements("+", "0", "00", "91", " ", "9", "98", "7", "1", "112", "1800", "54321", "-", "٩", "\0", "44").ListOf().Select(string.Concat)));
}
