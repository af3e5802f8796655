using System.Text.RegularExpressions;

namespace Offhook.Simulator;

/// <summary>Understands the two methods that dial.</summary>
internal sealed partial class DialReader(SimulatorOptions options)
{
    /// <summary><c>dial.click2call</c> (documented by the vendor).</summary>
    public IReadOnlyList<Order> ClickToCall(WireFields fields)
    {
        fields.Only("caller", "receiver", "return", "caller_id", "callback", "custom", "meta", "retry");
        var callers = Numbers("caller", fields.Needed("caller"), '-');
        var receiver = fields.Needed("receiver");
        var receivers = IvrName().IsMatch(receiver) ? [receiver] : Numbers("receiver", receiver, '^');
        CheckCommon(fields);
        return [new Order(CallKind.ClickToCall, callers, receivers) { Callback = Callback(fields), Custom = fields["custom"], CallerId = CallerId(fields) }];
    }

    /// <summary><c>voice.call</c> (documented by the vendor): one call for each number.</summary>
    public IReadOnlyList<Order> VoiceCall(WireFields fields)
    {
        fields.Only("numbers", "group", "play", "message", "meta", "callback", "return", "retry", "retries", "campaign", "custom", "caller_id");
        if (fields["group"] is not null)
        {
            throw RefusalException.Invalid("group", "this account has no contact groups");
        }

        var numbers = Numbers("numbers", fields.Needed("numbers"), ',');
        var play = fields["play"];
        if (play is not null && !Playable().IsMatch(play))
        {
            throw RefusalException.Invalid("play", "like 123.sound, ivr:1234 or 1234.ivr");
        }

        if ((play ?? fields["message"]) is not { } plays)
        {
            throw RefusalException.Missing("play or message");
        }

        CheckCommon(fields);
        fields.Whole("retries", 0, 0, 10);
        var callback = Callback(fields);
        return [.. numbers.Select(number => new Order(CallKind.Outbound, [], [number]) { Callback = callback, Custom = fields["custom"], Plays = plays, CallerId = CallerId(fields) })];
    }

    private static void CheckCommon(WireFields fields)
    {
        fields.Whole("return", 0, 0, 1);

        // Taken and not acted upon: one dial is one attempt here. How the real one reports attempts is not documented.
        fields.Whole("retry", 0, 0, 10);
        fields.Json("meta");
        if (fields["custom"] is { Length: > 100 })
        {
            throw RefusalException.Invalid("custom", "at most 100 characters");
        }
    }

    private static string[] Numbers(string name, string text, char separator)
    {
        var numbers = text.Split(separator);
        return numbers.All(PhoneNumbers.IsDialable) ? numbers : throw RefusalException.Invalid(name, $"ten digits each, separated by {separator}");
    }

    private static string? CallerId(WireFields fields) => fields["caller_id"] is not { } number || PhoneNumbers.IsDialable(number)
        ? fields["caller_id"]
        : throw RefusalException.Invalid("caller_id", "ten digits are needed");

    private string? Callback(WireFields fields) =>
        (fields["callback"] ?? options.AccountCallback) is { } template ? CallbackHosts.Admitted("callback", template, options.CallbackHosts) : null;

    [GeneratedRegex("^ivr:[0-9]{1,10}$", RegexOptions.CultureInvariant)]
    private static partial Regex IvrName();

    [GeneratedRegex(@"^([0-9]{1,10}\.(sound|ivr)|ivr:[0-9]{1,10})$", RegexOptions.CultureInvariant)]
    private static partial Regex Playable();
}
