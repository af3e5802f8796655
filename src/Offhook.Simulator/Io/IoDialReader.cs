namespace Offhook.Simulator;

/// <summary>Understands the two paths that dial (documented by the vendor).</summary>
internal sealed class IoDialReader(SimulatorOptions options, ProfileBook profiles)
{
    private readonly EventTargetReader _targets = new(options, profiles);

    public Order ClickToCall(WireFields fields)
    {
        fields.Exactly("from", "to", "bridge", "prefix", "retry", "dlrurl", "time", "callback");
        return Common(fields, new Order(CallKind.ClickToCall, [Number(fields, "from")], [Number(fields, "to")]));
    }

    public Order Outbound(WireFields fields)
    {
        fields.Exactly("to", "bridge", "target", "prefix", "retry", "dlrurl", "time", "callback", "timeout", "delay", "interval", "custom");

        // Taken and not acted upon, as time and retry are: the vendor's pages give the names, neither unit nor meaning.
        foreach (var name in new[] { "timeout", "delay", "interval" })
        {
            fields.Whole(name, 0, 0, 86_400);
        }

        if (fields["custom"] is { Length: > 100 })
        {
            throw RefusalException.Invalid("custom", "at most 100 characters");
        }

        var heard = Heard.Read(fields.Needed("target"));
        return Common(fields, new Order(CallKind.Outbound, [], [Number(fields, "to")]) { Custom = fields["custom"], Plays = heard.Text, FlowId = heard.FlowId });
    }

    private Order Common(WireFields fields, Order order)
    {
        fields.Whole("retry", 0, 0, 10);
        return order with
        {
            Wire = Wire.Io,
            CallerId = Bridge(fields.Needed("bridge")),
            Callback = fields["dlrurl"] is { } template ? CallbackHosts.Admitted("dlrurl", template, options.CallbackHosts) : null,
            EventTargets = fields["callback"] is { } callback ? _targets.Read(callback, order.Kind) : [],
        };
    }

    private string Bridge(string bridge) =>
        !PhoneNumbers.IsWithCountry(bridge) ? throw RefusalException.Invalid("bridge", "digits only, the country code first and no plus")
        : options.IoBridge is { } only && bridge != only ? throw RefusalException.Inactive("bridge")
        : bridge;

    private static string Number(WireFields fields, string name)
    {
        var number = fields.Needed(name);
        if (fields["prefix"] is not { } prefix)
        {
            return PhoneNumbers.IsWithCountry(number) ? number : throw RefusalException.Invalid(name, "digits only, the country code first and no plus, unless prefix is given");
        }

        if (prefix.Length > 3 || !prefix.All(char.IsAsciiDigit) || prefix[0] == '0')
        {
            throw RefusalException.Invalid("prefix", "a country code like 91 is needed");
        }

        return number.Length == 10 && number.All(char.IsAsciiDigit) ? prefix + number : throw RefusalException.Invalid(name, "ten digits are needed when prefix is given");
    }
}
