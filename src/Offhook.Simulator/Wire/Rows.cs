using System.Globalization;
using System.Text.Json.Nodes;

namespace Offhook.Simulator;

/// <summary>Calls as the platform's reports show them: <c>duration</c> is a number, <c>billsec</c> a text, times are Indian time, the id is the row's own
/// (all observed in production integrations).</summary>
internal static class Rows
{
    public static JsonObject OfLog(SimulatedCall call, IReadOnlyList<Fault> faults)
    {
        var form = faults.FirstOrDefault(fault => fault.Kind is FaultKind.OtherNumberForm);
        string Number(string number) => form is null ? number : PhoneNumbers.InForm(number, form.Form);
        return new JsonObject
        {
            ["id"] = call.RowId.ToString(),
            ["uniqid"] = call.UniqId,
            ["parent_id"] = "",
            ["callfrom"] = Number(call.Kind is CallKind.ClickToCall ? call.Caller : call.CallerId),
            ["callto"] = Number(call.Receiver),
            ["start_time"] = IndianTime.Text(call.StartedAt),
            ["end_time"] = End(call),
            ["duration"] = call.DurationSeconds,
            ["billsec"] = Talk(call),
            ["notes"] = "",
            ["location"] = call.Circle,
            ["provider"] = call.Carrier,
            ["credits"] = call.BillSeconds > 0 ? "2" : "0",
            ["status"] = call.Status,
            ["recording"] = call.RecordPath,
            ["date"] = IndianTime.Date(call.StartedAt),
            ["caller_id"] = call.CallerId,

            // Assumed: OBD. The word for outbound calls was seen nowhere.
            ["service"] = call.Kind is CallKind.ClickToCall ? "Click2Call" : "OBD",
        };
    }

    /// <summary>The same with the legs' words, which one integration reads when it asks for a single call.</summary>
    public static JsonObject OfStatus(SimulatedCall call, IReadOnlyList<Fault> faults)
    {
        var row = OfLog(call, faults);
        row["status1"] = call.Words.Status1;
        row["status2"] = call.Words.Status2;
        return row;
    }

    public static JsonObject OfCallReport(SimulatedCall call) => new()
    {
        ["id"] = call.RowId.ToString(),
        ["status"] = call.Status,
        ["callerstate"] = call.Words.Status1,
        ["calleestate"] = call.Words.Status2,
        ["billsec"] = Talk(call),
        ["callstart"] = IndianTime.Text(call.StartedAt),
        ["callend"] = End(call),
        ["recording"] = call.RecordPath,
        ["location"] = call.Circle,
        ["provider"] = call.Carrier,
    };

    /// <summary>A row that is none of the dialler's: one inbound call and the legs it was forwarded to, somewhere else on the account.</summary>
    public static JsonObject OfOtherService(SimulatedCall near, int index) => new()
    {
        ["id"] = Other(near, index).ToString(),
        ["uniqid"] = $"{near.UniqId}{index}",
        ["parent_id"] = index == 0 ? "" : Other(near, 0).ToString(),
        ["callfrom"] = "9800099999",
        ["callto"] = index == 0 ? near.CallerId : "9800088888",
        ["start_time"] = IndianTime.Text(near.StartedAt),
        ["end_time"] = IndianTime.Text(near.StartedAt.AddSeconds(20)),
        ["duration"] = 20,
        ["billsec"] = "0",
        ["notes"] = "",
        ["location"] = "MUMBAI",
        ["provider"] = "VI",
        ["credits"] = "0",
        ["status"] = "NOANSWER",
        ["recording"] = "",
        ["date"] = IndianTime.Date(near.StartedAt),
        ["caller_id"] = near.CallerId,
        ["service"] = index == 0 ? "Incoming" : "CallForward",
    };

    /// <summary>The same id whenever the same log is read again, and never that of the call's own row.</summary>
    public static Guid Other(SimulatedCall near, int index)
    {
        var bytes = near.RowId.ToByteArray(bigEndian: true);
        bytes[15] ^= (byte)(index + 1);
        return new Guid(bytes, bigEndian: true);
    }

    private static string End(SimulatedCall call) => IndianTime.Text(call.StartedAt.AddSeconds(call.DurationSeconds));

    private static string Talk(SimulatedCall call) => call.BillSeconds.ToString(CultureInfo.InvariantCulture);
}
