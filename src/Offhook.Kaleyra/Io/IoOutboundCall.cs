using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>A call to one phone in which a text is spoken or a flow runs.</summary>
/// <param name="Customer">One number, by the rules of <see cref="IoClickToCall"/>.</param>
/// <param name="Target">What the called person hears.</param>
/// <exception cref="ArgumentException">The number or the address of the end report has another form.</exception>
public sealed record IoOutboundCall(string Customer, IoTarget Target)
{
    /// <summary>The customer's number as given.</summary>
    public string Customer { get; init => field = DialledNumber.Checked(value, nameof(Customer)); } = DialledNumber.Checked(Customer, nameof(Customer));

    /// <summary>What the called person hears.</summary>
    public IoTarget Target { get; init => field = value ?? throw new ArgumentNullException(nameof(Target)); } = Target ?? throw new ArgumentNullException(nameof(Target));

    /// <summary>As <see cref="IoClickToCall.EndReport"/>.</summary>
    public string? EndReport { get; init => field = CallbackAddress.Checked(value, nameof(EndReport)); }

    /// <summary>As <see cref="IoClickToCall.Events"/>.</summary>
    public IoEventCallbacks? Events { get; init; }

    /// <summary>The number by its last four digits, and what is heard without its text.</summary>
    public override string ToString() => $"{nameof(IoOutboundCall)} {{ Customer = {DialledNumber.Masked(Customer)}, Target = {Target} }}";
}
