using System.Globalization;

namespace Offhook.Simulator;

/// <summary>What kaleyra.io can say of a call, by variable. The names are the vendor's for <c>dlrurl</c>; that live events know the same is assumed.</summary>
internal static class IoVariables
{
    /// <summary>What only the end tells.</summary>
    private static readonly string[] OfTheEnd = ["status", "ringtime", "billsec", "credits"];

    /// <summary>For the report at the end.</summary>
    public static Dictionary<string, string> AtEnd(SimulatedCall call, IReadOnlyList<Fault> faults)
    {
        if (faults.Any(fault => fault.Kind is FaultKind.LiteralVariables))
        {
            return [];
        }

        var values = Always(call, faults);
        values["status"] = call.Status;
        values["ringtime"] = Whole(call.RingSeconds);
        values["billsec"] = Whole(call.BillSeconds);
        values["credits"] = Credits(call);
        if (call.Kind is CallKind.Outbound)
        {
            values["keypress"] = call.TalkingSince is null ? "" : "1";
        }

        return values;
    }

    /// <summary>For a live event. Before the end of the call nothing is known of it, and the variables stay in braces.</summary>
    public static Dictionary<string, string> AtEvent(SimulatedCall call, string name, IReadOnlyList<Fault> faults)
    {
        if (faults.Any(fault => fault.Kind is FaultKind.LiteralVariables))
        {
            return [];
        }

        var values = name == CallEvents.End ? AtEnd(call, faults) : Always(call, faults);
        values["event"] = name;
        if (name != CallEvents.End && faults.Any(fault => fault.Kind is FaultKind.EmptyVariables))
        {
            foreach (var unknown in OfTheEnd)
            {
                values[unknown] = "";
            }
        }

        return values;
    }

    /// <summary>What the platform knew when only the first party had answered.</summary>
    public static Dictionary<string, string> Weaker(SimulatedCall call, IReadOnlyList<Fault> faults)
    {
        var values = AtEnd(call, faults);
        if (values.Count == 0)
        {
            return values;
        }

        values["status"] = IoEnding.OnLeg(Side.Customer, LegOutcome.NoAnswer);
        values["billsec"] = "0";
        values["credits"] = "0";
        if (call.Kind is CallKind.Outbound)
        {
            values["status"] = IoEnding.OnOneLeg(LegOutcome.NoAnswer, inFlow: false);
            values["keypress"] = "";
        }

        return values;
    }

    public static string Credits(SimulatedCall call) => call.BillSeconds > 0 ? "2" : "0";

    public static string Type(SimulatedCall call) => call.Kind is CallKind.ClickToCall ? "click_to_call" : "outbound";

    public static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Always(SimulatedCall call, IReadOnlyList<Fault> faults)
    {
        var form = faults.FirstOrDefault(fault => fault.Kind is FaultKind.OtherNumberForm);
        string Number(string number) => form is null ? number : PhoneNumbers.InForm(number, form.Form);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = faults.Any(fault => fault.Kind is FaultKind.CallbackWithoutId) ? "" : call.Id,
            ["caller"] = Number(Caller(call)),
            ["callee"] = Number(call.Receiver),
            ["bridge"] = Number(call.CallerId),
            ["call_type"] = Type(call),
        };
        if (call.FlowId is { } flow)
        {
            values["flow_id"] = flow;
        }

        return values;
    }

    /// <summary>Assumed: in an outbound call it is the bridge that calls.</summary>
    public static string Caller(SimulatedCall call) => call.Agent is null ? call.CallerId : call.Caller;
}
