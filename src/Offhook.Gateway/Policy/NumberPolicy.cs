using Offhook.Calls;

namespace Offhook.Gateway.Policy;

/// <summary>Which numbers may ring. Asked before anything is written or sent.</summary>
public sealed class NumberPolicy(GatewayOptions options)
{
    private static readonly PhoneNumber DocumentNumber = PhoneNumber.FromE164("+919876543210");

    /// <summary>Weighs both numbers of a wish.</summary>
    /// <param name="agent">Null for an outbound call.</param>
    /// <returns>Why the call may not be placed, or null when it may.</returns>
    public NumberRefusal? Weigh(PhoneNumber customer, PhoneNumber? agent) =>
        WeighOne("customer_number", customer)
        ?? (agent is { } phone ? WeighOne("agent_number", phone) : null)
        ?? (agent == customer ? new("customer_number", "equal-numbers", "Customer and agent have the same number; the second phone could never be reached.") : null);

    private NumberRefusal? WeighOne(string field, PhoneNumber number) =>
        number.Class is NumberClass.Service
            ? new(field, "premium-number", "Premium, toll-free and satellite numbers cannot be called from here.")
        : !options.Countries.Contains(number)
            ? new(field, "country-not-allowed", $"Only numbers of these countries may be called: {string.Join(", ", options.Countries.Codes)}. The setting OFFHOOK_COUNTRIES decides.")
        : !number.IsIndian && number.E164.Length == 11
            ? new(field, "country-not-allowed", "Kaleyra is given numbers without the plus, and one of ten digits in all would be taken for an Indian number.")
        : options.DialsRealPhones && IsDocumentNumber(number)
            ? new(field, "example-number", "This number stands in the documentation as an example and is never called on a real account.")
        : options.OnlyNumbers is { } only && !only.Contains(number)
            ? new(field, "number-not-listed", "This installation only calls the numbers listed in OFFHOOK_ONLY_NUMBERS.")
        : null;

    private static bool IsDocumentNumber(PhoneNumber number) =>
        number == DocumentNumber || (number.E164.StartsWith("+9198000000", StringComparison.Ordinal) && number.E164.Length == 13);
}

/// <summary>A number that may not be called.</summary>
/// <param name="Field">The member of the request, snake case.</param>
/// <param name="Problem">The last part of the problem's type.</param>
/// <param name="Sentence">What is wrong and what is allowed.</param>
public sealed record NumberRefusal(string Field, string Problem, string Sentence);
