using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra;

/// <summary>Puts into words what the answer to a dial proves, for both APIs.</summary>
internal static class Proof
{
    public static DialReply.Refused Refuse(Exchange.Answered answered, string? message, string? code, SecretMask mask)
    {
        var kind = Refusals.KindOf(answered.Status, code, message);
        return new(kind, Refusals.Reason(mask, message, code, kind), code is null ? null : mask.Reason(code), answered.RetryAfter);
    }

    public static DialReply.Unknown Unknown(Exchange.Answered answered, string why) => new(TolerantText.Cut(why, SecretMask.LongestReason), answered.RetryAfter);

    /// <summary>What to add to a reason: the provider's message, or that there was an HTML page; empty for neither.</summary>
    public static string Words(WireBody body, string? message, SecretMask mask) => (message, body.Form) switch
    {
        ({ }, _) => TolerantText.Cut($": {mask.Reason(message)}", 150),
        (null, BodyForm.Html) => " with an HTML page",
        _ => "",
    };

    /// <summary>A body that holds no answer, by its form.</summary>
    public static string Name(BodyForm form) => form switch
    {
        BodyForm.Empty => "an empty answer",
        BodyForm.Html => "an HTML page",
        BodyForm.Text => "a text without an id",
        _ => "an answer that is neither JSON nor XML",
    };
}
