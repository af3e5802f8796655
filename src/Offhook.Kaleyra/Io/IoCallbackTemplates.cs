using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>Builds the addresses that the provider opens during and after a call, with variables that it replaces.</summary>
/// <remarks>
/// The reference and the token stand first, so that they survive when the address is cut. The variables' names are documented by the vendor for the end report;
/// its list could not be read to the end. Any of them may come back unreplaced.
/// </remarks>
public static class IoCallbackTemplates
{
    /// <summary>The longest address built here, in characters. The provider's own limit is not published. Assumed: one of this length arrives whole.</summary>
    public const int Longest = CallbackAddress.Longest;

    private static readonly string[] Variables = ["id", "status", "caller", "callee", "ringtime", "billsec", "bridge", "call_type", "credits", "keypress"];

    // What tells how a call goes. The numbers are known, and stay out of addresses.
    private static readonly string[] EventVariables = ["id", "status", "ringtime", "billsec", "keypress"];

    /// <summary>The address that is opened once when the call is over (<c>dlrurl</c>), with variables in single braces. Documented: not in the North America region.</summary>
    /// <param name="address">Absolute http or https address of your receiver, without query, fragment and user name.</param>
    /// <param name="reference">Comes back as <c>ref</c>; 1 or more of <c>A-Z a-z 0-9 _ -</c>.</param>
    /// <param name="token">Comes back as <c>t</c> and proves that the report is genuine, since the provider signs nothing; 1 or more of <c>A-Z a-z 0-9 _ -</c>. Secret.</param>
    /// <exception cref="ArgumentException">The address, the reference or the token has another form, or the whole has more than <see cref="Longest"/> characters.</exception>
    public static string EndReport(Uri address, string reference, string token) =>
        CallbackAddress.Build(address, reference, token, string.Join('&', Variables.Select(name => $"{name}={{{name}}}")), nameof(address));

    /// <summary>One address for each event of a call, which it names as <c>event</c>, with variables in both spellings.</summary>
    /// <param name="address">As in <see cref="EndReport"/>.</param>
    /// <param name="reference">As in <see cref="EndReport"/>.</param>
    /// <param name="token">As in <see cref="EndReport"/>.</param>
    /// <param name="isOutbound">Whether the call is an <see cref="IoOutboundCall"/>; its events have other names.</param>
    /// <remarks>Assumed: an event's address gets the variables of the end report. The vendor's pages show <c>{{caller}}</c> and <c>{callee}</c>; each stands here both ways, the second under the same name with a
    /// <c>_</c> behind it, and the one that is not replaced counts as absent. An event that comes with none of them still says which step was taken.</remarks>
    /// <exception cref="ArgumentException">As in <see cref="EndReport"/>.</exception>
    public static IoEventCallbacks Events(Uri address, string reference, string token, bool isOutbound)
    {
        var variables = string.Join('&', EventVariables.Select(name => $"{name}={{{{{name}}}}}&{name}_={{{name}}}"));
        return (isOutbound ? IoEventCallbacks.OfOutbound : IoEventCallbacks.OfClickToCall).Aggregate(
            IoEventCallbacks.None,
            (events, name) => events.WithAddress(name, CallbackAddress.Build(address, reference, token, $"event={name}&{variables}", nameof(address))));
    }
}
