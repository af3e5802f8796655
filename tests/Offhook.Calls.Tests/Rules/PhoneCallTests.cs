using System.Reflection;
using Offhook.Calls.Tests.Laws;

namespace Offhook.Calls.Tests.Rules;

public sealed class PhoneCallTests
{
    private static readonly PhoneCall Whole = Given.Folded(
        Given.Intent, Given.Reply(DialProof.Accepted, "c2c_1"),
        Given.Callback(Leg.Answered, Leg.Answered, Leg.Answered, 41) with { EndedAt = Given.Clicked.AddMinutes(1) });

    public static TheoryData<string> Settable =>
    [
        .. typeof(PhoneCall).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => property.Name),
    ];

    [Theory]
    [MemberData(nameof(Settable))]
    public void Calls_that_differ_in_one_fact_are_not_equal(string fact)
    {
        var property = typeof(PhoneCall).GetProperty(fact)!; // The name came from the type itself.
        var other = Whole with { };
        property.SetValue(other, Another(property.PropertyType));

        Assert.NotEqual(EveryFact.Of(Whole), EveryFact.Of(other));
        Assert.NotEqual(Whole, other);
    }

    [Fact]
    public void Calls_with_the_same_facts_are_equal()
    {
        var same = Whole with { Derived = [.. Whole.Derived], CallId = new string(Whole.CallId) };

        Assert.Equal(Whole, same);
        Assert.Equal(Whole.GetHashCode(), same.GetHashCode());
    }

    [Fact]
    public void Printing_shows_neither_a_whole_number_nor_a_link_nor_a_name()
    {
        var callback = Given.Callback(Leg.Busy) with { RecordingUrl = "https://play.example.test/?id=AAAA0000", Detail = "9800000002 is busy" };
        var call = Given.Folded(Given.Intent, callback);

        foreach (var text in new[] { call.ToString(), callback.ToString(), Given.Intent.ToString(), Given.Intent.Wish!.ToString() })
        {
            Assert.DoesNotContain("980000000", text, StringComparison.Ordinal);
            Assert.DoesNotContain("AAAA0000", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Asha", text, StringComparison.Ordinal);
        }

        Assert.Equal($"{Given.Reference} busy ••••••0001 → ••••••0002", call.ToString());
    }

    private static object Another(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            { IsEnum: true } => Enum.GetValues(plain).GetValue(1)!, // Every one of ours has more than one value.
            _ when plain == typeof(Guid) => Guid.AllBitsSet,
            _ when plain == typeof(string) => "another",
            _ when plain == typeof(PhoneNumber) => PhoneNumber.FromE164("+919876543210"),
            _ when plain == typeof(DateTimeOffset) => Given.Clicked.AddYears(1),
            _ when plain == typeof(TimeSpan) => TimeSpan.FromSeconds(7),
            _ when plain == typeof(Reason) => Reason.SlowDown,
            _ when plain == typeof(ForeignWords) => new ForeignWords("ringing", "inbound", null),
            _ when plain == typeof(IReadOnlyList<string>) => new[] { "another" },
            _ => throw new NotSupportedException($"give {plain.Name} another value here"),
        };
    }
}
