using Offhook.Calls;
using Offhook.Gateway.Policy;

namespace Offhook.Gateway.Tests.Policy;

public sealed class NumberPolicyTests
{
    private static readonly GatewayOptions Ordinary = new() { PublicAddress = () => new("https://calls.example.test"), CallbacksReachUs = true };

    [Theory]
    [InlineData("+919800000010", "+919800000001", null, null)]
    [InlineData("+919800000010", null, null, null)]
    [InlineData("+911800123456", "+919800000001", "customer_number", "premium-number")]
    [InlineData("+9118001234567", null, "customer_number", "premium-number")]
    [InlineData("+911860123456", null, "customer_number", "premium-number")]
    [InlineData("+911900123456", null, "customer_number", "premium-number")]
    [InlineData("+881612345678", null, "customer_number", "premium-number")]
    [InlineData("+97912345678", null, "customer_number", "premium-number")]
    [InlineData("+919800000010", "+911800123456", "agent_number", "premium-number")]
    [InlineData("+442079460000", "+919800000001", "customer_number", "country-not-allowed")]
    [InlineData("+919800000010", "+442079460000", "agent_number", "country-not-allowed")]
    [InlineData("+92300000000", null, "customer_number", "country-not-allowed")]
    [InlineData("+919800000001", "+919800000001", "customer_number", "equal-numbers")]
    public void Numbers_are_weighed(string customer, string? agent, string? field, string? problem) =>
        AssertWeighed(Ordinary, customer, agent, field, problem);

    [Theory]
    [InlineData("+919876543210", "+918000000000", "customer_number")]
    [InlineData("+919800000099", "+918000000000", "customer_number")]
    [InlineData("+918000000000", "+919800000000", "agent_number")]
    [InlineData("+919800001000", "+918000000000", null)]
    [InlineData("+919999999999", "+918000000000", null)]
    public void The_numbers_of_the_documentation_are_not_called_on_a_real_account(string customer, string agent, string? field)
    {
        AssertWeighed(Ordinary with { DialsRealPhones = true }, customer, agent, field, field is null ? null : "example-number");
        AssertWeighed(Ordinary, customer, agent, null, null);
    }

    [Theory]
    [InlineData("+6598000000", "country-not-allowed")]
    [InlineData("+85291234567", null)]
    public void Another_countrys_number_of_ten_digits_would_ring_an_Indian_one_and_is_refused(string customer, string? problem)
    {
        Assert.True(AllowedCountries.TryRead("IN,SG,HK", out var countries, out _));

        AssertWeighed(Ordinary with { Countries = countries }, customer, null, problem is null ? null : "customer_number", problem);
    }

    [Fact]
    public void A_test_installation_rings_only_the_listed_numbers_on_either_side()
    {
        var options = Ordinary with { OnlyNumbers = new HashSet<PhoneNumber> { Given.Customer, Given.Agent } };

        AssertWeighed(options, Given.Customer.E164, Given.Agent.E164, null, null);
        AssertWeighed(options, "+919800000011", Given.Agent.E164, "customer_number", "number-not-listed");
        AssertWeighed(options, Given.Customer.E164, "+919800000011", "agent_number", "number-not-listed");
        AssertWeighed(options with { OnlyNumbers = new HashSet<PhoneNumber>() }, Given.Customer.E164, null, "customer_number", "number-not-listed");
    }

    private static void AssertWeighed(GatewayOptions options, string customer, string? agent, string? field, string? problem)
    {
        var refusal = new NumberPolicy(options).Weigh(PhoneNumber.FromE164(customer), agent is null ? null : PhoneNumber.FromE164(agent));

        Assert.Equal((field, problem), (refusal?.Field, refusal?.Problem));
        Assert.True(refusal is null || (refusal.Sentence.EndsWith('.') && !refusal.Sentence.Contains(customer, StringComparison.Ordinal)));
    }
}
