using System.Text.RegularExpressions;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Legacy;

/// <summary>Judges the answer to a dial. Whatever does not prove a yes or a no is unknown, because a phone may ring.</summary>
internal static class DialReplyReader
{
    private static readonly Regex SaysNo = new(
        @"\b(error|invalid|fail(ed|ure)?|denied|rejected|not\s+allowed|missing)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static DialReply Read(Exchange exchange, SecretMask mask) => exchange switch
    {
        Exchange.NotSent notSent => new DialReply.NotSent(notSent.Why),
        Exchange.Silent silent => new DialReply.Unknown(silent.Why),
        Exchange.Answered answered => Read(answered, WireBody.Read(answered.Body), mask),
        _ => throw new InvalidOperationException("An exchange of no known kind."),
    };

    private static DialReply Read(Exchange.Answered answered, WireBody body, SecretMask mask)
    {
        var frame = body.Value is { } value ? LegacyEnvelope.Read(value) : null;
        return Judge(answered, body, frame, mask) with { HttpStatus = answered.Status, Raw = mask.Raw(body) };
    }

    private static DialReply Judge(Exchange.Answered answered, WireBody body, LegacyEnvelope? frame, SecretMask mask) => answered switch
    {
        { Status: 401 or 403 or 429 } => Proof.Refuse(answered, frame?.Message ?? (body.Form is BodyForm.Text ? body.Text : null), frame?.Code, mask),
        { Status: < 200 or (>= 300 and < 400) } => Proof.Unknown(answered, $"HTTP {answered.Status} instead of an answer"),
        { Status: >= 500 or 408 } => Proof.Unknown(answered, $"HTTP {answered.Status}{Proof.Words(body, frame?.Message, mask)}"),
        { Fault: { } fault } => Proof.Unknown(answered, fault),
        { Status: >= 400 } => JudgeRefusal(answered, body, frame, mask),
        _ => JudgeSuccess(answered, body, frame, mask),
    };

    private static DialReply JudgeRefusal(Exchange.Answered answered, WireBody body, LegacyEnvelope? frame, SecretMask mask)
    {
        if (frame is { IsOk: false } && (frame.Status ?? frame.Message) is not null)
        {
            return Proof.Refuse(answered, frame.Message, frame.Code, mask);
        }

        return body.Form is BodyForm.Text && Refusals.Proves(body.Text)
            ? Proof.Refuse(answered, body.Text, null, mask)
            : Proof.Unknown(answered, $"HTTP {answered.Status}{Proof.Words(body, frame?.Message, mask)}");
    }

    private static DialReply JudgeSuccess(Exchange.Answered answered, WireBody body, LegacyEnvelope? frame, SecretMask mask)
    {
        if (frame is null)
        {
            return body.Form is BodyForm.Text && LegacyEnvelope.ReadId(body.Text) is { } id && !SaysNo.IsMatch(body.Text)
                ? new DialReply.Accepted(id)
                : Proof.Unknown(answered, Proof.Name(body.Form));
        }

        return frame switch
        {
            { IsOk: true } => new DialReply.Accepted(frame.ReadId()),
            { Status: null, HasError: false } when frame.Message is null || Refusals.IsYes(frame.Message) =>
                frame.ReadId() is { } id ? new DialReply.Accepted(id) : Proof.Unknown(answered, "an answer without a status"),
            { Status: null } => Proof.Unknown(answered, $"an answer without a status{Proof.Words(body, frame.Message, mask)}"),

            // Assumed: other codes of the same family say yes in some way, so a refusal must not be read into them.
            { Status: ['2', _, _] or ['2', _, _, ' ', ..] } => Proof.Unknown(answered, $"status {mask.Reason(frame.Status)}{Proof.Words(body, frame.Message, mask)}"),
            { IsError: true } when frame.ReadId() is null => Proof.Refuse(answered, frame.Message, frame.Code, mask),
            { IsError: true } => Proof.Unknown(answered, $"an answer with the status {mask.Reason(frame.Status)} and an id{Proof.Words(body, frame.Message, mask)}"),
            _ => Proof.Unknown(answered, $"an answer with the status {mask.Reason(frame.Status)} that proves nothing{Proof.Words(body, frame.Message, mask)}"),
        };
    }
}
