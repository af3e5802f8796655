using Offhook.Calls;

namespace Offhook.Gateway.Providers;

/// <summary>Whether a call's id is the provider's yet.</summary>
internal static class ProviderIds
{
    /// <summary>False while <c>call_id</c> still holds our own reference.</summary>
    public static bool HasProviderId(this PhoneCall call) => call.CallId != call.Reference.ToString("D");
}
