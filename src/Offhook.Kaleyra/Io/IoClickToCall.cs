using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>A call between two phones: the agent's rings first, then the customer's, and both are joined through the account's number.</summary>
/// <remarks>
/// One number on each side: ten digits (Indian), or country code and number, with or without a plus; they are sent as digits with the country code.
/// Another country's number of ten digits in all is refused, because it could be taken for an Indian one.
/// </remarks>
/// <param name="Agent">Rings first; the provider calls it <c>from</c>.</param>
/// <param name="Customer">Rings once the agent answered; the provider calls it <c>to</c>. Must be another number than the agent's.</param>
/// <exception cref="ArgumentException">A number or the address of the end report has another form.</exception>
public sealed record IoClickToCall(string Agent, string Customer)
{
    /// <summary>The agent's number as given. Rings first; the provider calls it <c>from</c>.</summary>
    public string Agent { get; init => field = DialledNumber.Checked(value, nameof(Agent)); } = DialledNumber.Checked(Agent, nameof(Agent));

    /// <summary>The customer's number as given. Rings once the agent answered; the provider calls it <c>to</c>.</summary>
    public string Customer { get; init => field = DialledNumber.Checked(value, nameof(Customer)); } = DialledNumber.Checked(Customer, nameof(Customer));

    /// <summary>Address that the provider opens once at the end, with its <c>{variables}</c> (<c>dlrurl</c>), see <see cref="IoCallbackTemplates.EndReport"/>; null for none.</summary>
    public string? EndReport { get; init => field = CallbackAddress.Checked(value, nameof(EndReport)); }

    /// <summary>Who is told of each step of the call (<c>callback</c>), see <see cref="IoCallbackTemplates.Events"/>; null for nobody.</summary>
    public IoEventCallbacks? Events { get; init; }

    /// <summary>Both numbers by their last four digits.</summary>
    public override string ToString() =>
        $"{nameof(IoClickToCall)} {{ Agent = {DialledNumber.Masked(Agent)}, Customer = {DialledNumber.Masked(Customer)} }}";
}
