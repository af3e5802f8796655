using Offhook.Calls;
using Offhook.Gateway.Policy;

namespace Offhook.Gateway.Tests.Policy;

public sealed class AllowedCountriesTests
{
    [Theory]
    [InlineData("IN", "IN")]
    [InlineData("in, gb", "IN,GB")]
    [InlineData(" In ,, GB ,IN,", "IN,GB")]
    public void A_list_is_read_in_any_case_and_once_each(string text, string codes)
    {
        Assert.True(AllowedCountries.TryRead(text, out var countries, out var unknown));
        Assert.Null(unknown);
        Assert.Equal(codes.Split(','), countries.Codes);
    }

    [Theory]
    [InlineData("", "(empty)")]
    [InlineData(" , ", "(empty)")]
    [InlineData("IN,XX,YY", "XX")]
    [InlineData("IND", "IND")]
    [InlineData("+91", "+91")]
    [InlineData("IN;GB", "IN;GB")]
    public void An_unknown_code_is_named(string text, string expected)
    {
        Assert.False(AllowedCountries.TryRead(text, out var countries, out var unknown));
        Assert.Null(countries);
        Assert.Equal(expected, unknown);
    }

    [Theory]
    [InlineData("IN", "+919800000001", true)]
    [InlineData("IN", "+442079460000", false)]
    [InlineData("IN", "+92300000000", false)]
    [InlineData("GB", "+442079460000", true)]
    [InlineData("GB", "+919800000001", false)]
    [InlineData("AE,IN", "+971500000000", true)]
    [InlineData("AE,IN", "+919800000001", true)]
    [InlineData("US", "+12025550100", true)]
    [InlineData("CA", "+12025550100", true)]
    [InlineData("SG", "+6598000000", true)]
    [InlineData("DK", "+4512345678", true)]
    [InlineData("DE", "+4512345678", false)]
    [InlineData("NP", "+9779800000001", true)]
    [InlineData("IN", "+9779800000001", false)]
    public void A_number_lies_in_a_country_by_its_country_code(string codes, string number, bool lies)
    {
        Assert.True(AllowedCountries.TryRead(codes, out var countries, out _));

        Assert.Equal(lies, countries.Contains(PhoneNumber.FromE164(number)));
    }

    [Fact]
    public void India_is_the_default_and_no_number_lies_nowhere()
    {
        Assert.Equal(["IN"], AllowedCountries.India.Codes);
        Assert.False(AllowedCountries.India.Contains(default));
    }
}
