using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Legacy;

/// <summary>A call between two phones: the agent's rings first, then the customer's, and both are joined.</summary>
/// <remarks>
/// One number on each side. The provider would read <c>-</c>, <c>^</c> and <c>,</c> as lists and <c>ivr:</c> as a command, so nothing but one number is taken:
/// ten digits (Indian), or country code and number, with or without a plus. Another country's number of ten digits in all is refused,
/// because the provider would take it for an Indian one.
/// </remarks>
/// <param name="Agent">Rings first; the provider calls it <c>caller</c>.</param>
/// <param name="Customer">Rings once the agent answered; the provider calls it <c>receiver</c>. Must be another number than the agent's.</param>
/// <param name="CallbackTemplate">Address that the provider opens when the call ended, see <see cref="Legacy.CallbackTemplate"/>; null for no callback.</param>
/// <exception cref="ArgumentException">A number, the template or a reference has another form.</exception>
public sealed record ClickToCall(string Agent, string Customer, string? CallbackTemplate)
{
    /// <summary>The agent's number as given. Rings first; the provider calls it <c>caller</c>.</summary>
    public string Agent { get; init => field = DialledNumber.Checked(value, nameof(Agent)); } = DialledNumber.Checked(Agent, nameof(Agent));

    /// <summary>The customer's number as given. Rings once the agent answered; the provider calls it <c>receiver</c>.</summary>
    public string Customer { get; init => field = DialledNumber.Checked(value, nameof(Customer)); } = DialledNumber.Checked(Customer, nameof(Customer));

    /// <summary>Address that the provider opens when the call ended, with its <c>{variables}</c>; null for no callback.</summary>
    public string? CallbackTemplate { get; init => field = CallbackAddress.Checked(value, nameof(CallbackTemplate)); } = CallbackAddress.Checked(CallbackTemplate, nameof(CallbackTemplate));

    /// <summary>The account's number to show on both phones (DID), written as the other numbers; null for the account's default.</summary>
    public string? CallerId { get; init => field = value is null ? null : DialledNumber.Checked(value, nameof(CallerId)); }

    /// <summary>A reference of yours, 1 to 40 of <c>A-Z a-z 0-9 _ -</c>; null for none. Whether the provider gives it back is not documented.</summary>
    public string? Custom { get; init => field = DialTexts.Custom(value, nameof(Custom)); }

    /// <summary>Both numbers by their last four digits.</summary>
    public override string ToString() =>
        $"{nameof(ClickToCall)} {{ Agent = {DialledNumber.Masked(Agent)}, Customer = {DialledNumber.Masked(Customer)} }}";
}
