using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>Puts refusals into words. One about the key says what to check: an account asked for at another region's host is refused as if its key were wrong.</summary>
/// <param name="host">The host that is asked.</param>
internal sealed class IoRefusals(string host)
{
    public DialReply.Refused Refuse(Exchange.Answered answered, WireBody body, IoEnvelope? frame, SecretMask mask)
    {
        var words = frame is null ? (body.Form is BodyForm.Text ? body.Text : null) : frame.Reason;
        var refused = Proof.Refuse(answered, words, frame?.Code, mask);
        return refused.Kind is RefusalKind.Authentication ? refused with { Reason = WithHint(refused.Reason) } : refused;
    }

    private string WithHint(string reason)
    {
        var hint = $"; check the key, the SID, the key's list of addresses, and that {host} is the account's region";
        return TolerantText.Cut(reason, Math.Max(SecretMask.LongestReason - hint.Length, 40)) + TolerantText.Cut(hint, SecretMask.LongestReason - 40);
    }
}
