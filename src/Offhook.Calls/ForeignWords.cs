namespace Offhook.Calls;

/// <summary>A row of <c>ivr_calls</c> that another program wrote, in its own words: an inbound IVR, the service that Offhook replaced, a sync.</summary>
/// <param name="Status">The status as it lies; null when none was written. <see cref="PhoneCall.Status"/> is the same word where it is one of ours, otherwise <see cref="CallStatus.Unconfirmed"/>.</param>
/// <param name="Direction">The direction as it lies, usually <c>inbound</c> or <c>outbound</c>; null when none was written.</param>
/// <param name="MobileNumber">The customer's number as it lies; null when none was written. <see cref="PhoneCall.Customer"/> is empty when it cannot be read.</param>
/// <param name="AgentNumber">The agent's number as it lies; null when none was written. <see cref="PhoneCall.Agent"/> is the same only where it is E.164, so that everybody agrees on whose call it is.</param>
public sealed record ForeignWords(string? Status, string? Direction, string? MobileNumber, string? AgentNumber = null)
{
    /// <summary>The status alone, without the numbers.</summary>
    public override string ToString() => Status ?? "";
}
