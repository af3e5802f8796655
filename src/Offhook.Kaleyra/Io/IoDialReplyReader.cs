using System.Text.RegularExpressions;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>Judges the answer to a dial by its HTTP status, then by its error, then by its id. Whatever does not prove a yes or a no is unknown, because a phone may ring.</summary>
internal static class IoDialReplyReader
{
    private static readonly Regex SaysYes = new(
        @"^(call\s+|request\s+|call\s+request\s+)?(is\s+|was\s+)?(accepted|queued|initiated)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static DialReply Read(Exchange exchange, SecretMask mask, IoRefusals refusals) => exchange switch
    {
        Exchange.NotSent notSent => new DialReply.NotSent(notSent.Why),
        Exchange.Silent silent => new DialReply.Unknown(silent.Why),
        Exchange.Answered answered => Read(answered, WireBody.Read(answered.Body), mask, refusals),
        _ => throw new InvalidOperationException("An exchange of no known kind."),
    };

    private static DialReply Read(Exchange.Answered answered, WireBody body, SecretMask mask, IoRefusals refusals)
    {
        var frame = body.Value is { } value ? IoEnvelope.Read(value) : null;
        return Judge(answered, body, frame, mask, refusals) with { HttpStatus = answered.Status, Raw = mask.Raw(body) };
    }

    private static DialReply Judge(Exchange.Answered answered, WireBody body, IoEnvelope? frame, SecretMask mask, IoRefusals refusals) => answered switch
    {
        { Status: 401 or 403 or 429 } => refusals.Refuse(answered, body, frame, mask),
        { Status: < 200 or (>= 300 and < 400) } => Proof.Unknown(answered, $"HTTP {answered.Status} instead of an answer"),
        { Status: >= 500 or 408 } => Proof.Unknown(answered, $"HTTP {answered.Status}{Proof.Words(body, frame?.Reason, mask)}"),
        { Fault: { } fault } => Proof.Unknown(answered, fault),
        { Status: >= 400 } => IsRefusal(answered.Status, body, frame)
            ? refusals.Refuse(answered, body, frame, mask)
            : Proof.Unknown(answered, $"HTTP {answered.Status}{Proof.Words(body, frame?.Reason, mask)}"),
        _ when frame is null => Proof.Unknown(answered, body.Form is BodyForm.Text ? "a text instead of an answer" : Proof.Name(body.Form)),
        _ => JudgeSuccess(answered, body, frame, mask, refusals),
    };

    // Assumed: 400 and 422 are about the request itself, so their words need no frame.
    private static bool IsRefusal(int status, WireBody body, IoEnvelope? frame) =>
        frame is null ? (body.Form is BodyForm.Text or BodyForm.Empty && status is 400 or 422) || (body.Form is BodyForm.Text && Refusals.Proves(body.Text)) : (frame.Reason ?? frame.Code) is not null && frame.ReadId() is null;

    private static DialReply JudgeSuccess(Exchange.Answered answered, WireBody body, IoEnvelope frame, SecretMask mask, IoRefusals refusals) => (frame, frame.ReadId()) switch
    {
        // A yes with a warning beside it. A phone may ring.
        ({ HasError: true }, null) when frame.Root.Member("message")?.PresentText is { } message && SaysYes.IsMatch(message) =>
            Proof.Unknown(answered, $"an answer with a yes and an error{Proof.Words(body, frame.Reason, mask)}"),
        ({ HasError: true }, null) => refusals.Refuse(answered, body, frame, mask),
        (_, null) when Refusals.IsNo(frame.Status) => refusals.Refuse(answered, body, frame, mask),
        ({ HasError: true }, _) => Proof.Unknown(answered, $"an answer with an error and an id{Proof.Words(body, frame.Reason, mask)}"),
        (_, _) when Refusals.IsNo(frame.Status) => Proof.Unknown(answered, $"an answer with the status {mask.Reason(frame.Status!)} and an id{Proof.Words(body, frame.Reason, mask)}"), // What is a no is a word.

        // Assumed: codes of these families are errors elsewhere at this vendor. That proves no refusal here, but no yes either.
        (_, _) when Refusals.IsNo(frame.Code) => Proof.Unknown(answered, $"an answer with the code {mask.Reason(frame.Code!)}{Proof.Words(body, frame.Reason, mask)}"), // As above.
        (_, { } id) => new DialReply.Accepted(id),
        ({ IsFramed: false }, _) => Proof.Unknown(answered, $"an answer that proves nothing{Proof.Words(body, frame.Reason, mask)}"),
        _ when frame.Reason is not null && Refusals.Proves(frame.Reason) => Proof.Unknown(answered, $"an answer without an id{Proof.Words(body, frame.Reason, mask)}"),
        _ => new DialReply.Accepted(null),
    };
}
