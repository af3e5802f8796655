using System.Security.Cryptography;
using System.Text;
using Offhook.Calls;

namespace Offhook.Gateway.Dialling;

/// <summary>A wish to call, with its numbers read.</summary>
/// <param name="Team">The team that the call belongs to: that of who asks; null when there is none.</param>
public sealed record CallWish(CallKind Kind, PhoneNumber Customer, PhoneNumber? Agent, string? AgentName, string? Play, string? Campaign, string? Team = null)
{
    /// <summary>64 hex digits that tell one wish from another under the same idempotency key: of what is asked, not of how it is spelt.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', Kind.Word(), Customer.E164, Agent?.E164, AgentName, Play, Campaign) + (Team is null ? "" : "\n" + Team))));
}
