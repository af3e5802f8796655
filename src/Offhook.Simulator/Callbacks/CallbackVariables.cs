using System.Globalization;

namespace Offhook.Simulator;

/// <summary>What a callback can say, by variable. The names were collected from the vendor's documents and production integrations; the vendor's full list is not known.</summary>
internal static class CallbackVariables
{
    public static Dictionary<string, string> Of(SimulatedCall call, IReadOnlyList<Fault> faults)
    {
        Fault? Has(FaultKind kind) => faults.FirstOrDefault(fault => fault.Kind == kind);
        string Number(string number) => Has(FaultKind.OtherNumberForm) is { } other ? PhoneNumbers.InForm(number, other.Form) : number;
        string Time(DateTimeOffset at) =>
            Has(FaultKind.TextTimes) is not null ? IndianTime.Text(at)
            : (Has(FaultKind.MillisecondTimes) is not null ? at.ToUnixTimeMilliseconds() : at.ToUnixTimeSeconds()).ToString(CultureInfo.InvariantCulture);

        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = Has(FaultKind.CallbackWithoutId) is null ? call.Id : "",
            ["receiver"] = Number(call.Receiver),
            ["callto"] = Number(call.Receiver),
            ["duration"] = call.DurationSeconds.ToString(CultureInfo.InvariantCulture),
            ["billsec"] = call.BillSeconds.ToString(CultureInfo.InvariantCulture),
            ["starttime"] = Time(call.StartedAt),
            ["endtime"] = Time(call.StartedAt.AddSeconds(call.DurationSeconds)),
            ["calltime"] = IndianTime.CallTime(call.StartedAt),
            ["callerid"] = Number(call.CallerId),
            ["location"] = call.Circle,
            ["custom"] = call.Custom ?? "",
            ["recordpath"] = Recording(call, Has),
        };
        if (Has(FaultKind.LiteralProvider) is null)
        {
            values["provider"] = call.Carrier;
        }

        if (call.Kind is CallKind.ClickToCall)
        {
            values["caller"] = Number(call.Caller);
            values["status"] = call.Words.Status;
            values["status1"] = call.Words.Status1;
            values["status2"] = call.Words.Status2;
        }
        else
        {
            values["obdstatus"] = call.ObdStatus;
            values["keypress"] = call.TalkingSince is null ? "" : "1";
        }

        return values;
    }

    /// <summary>What the platform knew when only the agent had answered.</summary>
    public static Dictionary<string, string> Weaker(SimulatedCall call, IReadOnlyList<Fault> faults)
    {
        var values = Of(call, faults);
        values["billsec"] = "0";
        values["recordpath"] = "";
        if (call.Kind is CallKind.ClickToCall)
        {
            values["status"] = "NOANSWER";
            values["status1"] = "ANSWER";
            values["status2"] = "";
        }
        else
        {
            values["obdstatus"] = "NOANSWER";
            values["keypress"] = "";
        }

        return values;
    }

    private static string Recording(SimulatedCall call, Func<FaultKind, Fault?> has) =>
        has(FaultKind.EmptyRecording) is not null || call.RecordPath.Length == 0 ? ""
        : has(FaultKind.SpilledRecording) is not null ? call.RecordPath.Replace("?", "?v=2&", StringComparison.Ordinal) + "&x=1"
        : call.RecordPath;
}
