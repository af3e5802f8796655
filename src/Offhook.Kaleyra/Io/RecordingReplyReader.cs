using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>Judges the answer to a question for a recording and finds its link.</summary>
/// <param name="mayBeLocal">Whether the link may be http on this machine.</param>
internal sealed class RecordingReplyReader(SecretMask mask, IoRefusals refusals, bool mayBeLocal)
{
    public RecordingReply Read(Exchange exchange) => exchange switch
    {
        Exchange.NotSent notSent => new RecordingReply.Unavailable(notSent.Why, Transient: true),
        Exchange.Silent silent => new RecordingReply.Unavailable(silent.Why, Transient: true),

        // Documented for download=1 and taken whenever it comes; the redirect itself is never followed.
        Exchange.Answered { Status: >= 300 and < 400, Location: { } location } => LinkOf(location),
        Exchange.Answered answered => Read(answered, WireBody.Read(answered.Body)),
        _ => throw new InvalidOperationException("An exchange of no known kind."),
    };

    private RecordingReply Read(Exchange.Answered answered, WireBody body)
    {
        var frame = body.Value is { } value ? IoEnvelope.Read(value) : null;
        if (answered.Status is 401 or 403 or 429)
        {
            return Refuse(answered, body, frame);
        }

        if (Unreadable.Why(answered, body) is { } unreadable)
        {
            return new RecordingReply.Unavailable(body.Form is BodyForm.Text or BodyForm.Empty && answered.Status < 300 ? "an answer without a link" : unreadable.Why, unreadable.Transient);
        }

        if (answered.Status >= 400 || frame!.HasError) // What is readable has a frame.
        {
            return (frame!.Reason ?? frame.Code) is null ? new RecordingReply.Unavailable($"HTTP {answered.Status}", Transient: false) : Refuse(answered, body, frame);
        }

        return TextOf(frame) is { } text ? LinkOf(text) : new RecordingReply.Unavailable("an answer without a link", Transient: false);
    }

    // Only data.link was seen in an integration; the vendor's sample could not be read.
    private static string? TextOf(IoEnvelope frame) =>
        frame.Data?.Member("link")?.PresentText
        ?? frame.Data?.Member("url")?.PresentText
        ?? frame.Data?.PresentText
        ?? frame.Root.Member("link")?.PresentText
        ?? frame.Root.Member("url")?.PresentText;

    private RecordingReply LinkOf(string text) => TolerantLink.Read(text, mayBeLocal, out var fault) is { } link
        ? new RecordingReply.Link(link)
        : new RecordingReply.Unavailable($"a link not to be believed: {fault ?? "empty"}", Transient: false);

    private RecordingReply.Refused Refuse(Exchange.Answered answered, WireBody body, IoEnvelope? frame)
    {
        var refused = refusals.Refuse(answered, body, frame, mask);
        return new(refused.Kind, refused.Reason);
    }
}
