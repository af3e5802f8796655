using System.Text.Json.Nodes;

namespace Offhook.Simulator;

/// <summary>Answers <c>call-logs</c>: the account's calls of at most the last seven days (documented by the vendor). Newest first is assumed, as are the names of a row's members.</summary>
internal sealed class IoLog(SimulatorOptions options, Platform platform)
{
    private static readonly TimeSpan Reach = TimeSpan.FromDays(7);

    /// <param name="limitHeader">The header <c>limit</c>, where the vendor's page shows it; empty when missing.</param>
    public JsonObject Read(WireFields fields, string limitHeader, IReadOnlyList<Fault> faults)
    {
        fields.Exactly("start_time", "end_time", "call_id", "status", "bridge", "page", "limit");
        var admits = Window(fields, faults);
        var (id, status, bridge) = (fields["call_id"], fields["status"], fields["bridge"]);
        var page = fields.Whole("page", 1, 1, 1_000_000);
        var limit = Limit(fields, limitHeader, faults);

        var calls = platform.Select(call => admits(call)
            && (id is null || call.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
            && (status is null || call.Status.Equals(status, StringComparison.OrdinalIgnoreCase))
            && (bridge is null || call.CallerId == bridge));
        if (id is not null && calls is [var one] && faults.Any(fault => fault.Kind is FaultKind.RowAsObject))
        {
            return Frame.Ok("Success", Row(one, faults));
        }

        var others = faults.FirstOrDefault(fault => fault.Kind is FaultKind.OtherServices)?.Count ?? 0;
        var rows = calls.Reverse().SelectMany(call => Enumerable.Range(0, others).Select(index => (Func<JsonObject>)(() => OfOtherService(call, index))).Append(() => Row(call, faults)));
        return Placed(ReportReader.List(rows.Skip((page - 1) * limit).Take(limit).Select(row => row()), faults), faults);
    }

    /// <summary>Ended, known to the log by now, and begun within the window; both ends belong to it, in whole seconds.</summary>
    private Func<SimulatedCall, bool> Window(WireFields fields, IReadOnlyList<Fault> faults)
    {
        var now = options.Clock.GetUtcNow();

        // The texts know whole seconds only: who asks for seven days back must not be refused for the rest of the second.
        var earliest = Seconds(now) - Reach;
        var from = fields["start_time"] is { } start ? IndianTime.Read(start) ?? throw Unreadable("start_time") : earliest;
        var to = fields["end_time"] is { } end ? IndianTime.Read(end) ?? throw Unreadable("end_time") : now;
        if (from < earliest)
        {
            throw RefusalException.Invalid("start_time", "at most the last 7 days");
        }

        if (from > to)
        {
            throw RefusalException.Invalid("start_time", "it is after end_time");
        }

        var delay = faults.Where(fault => fault.Kind is FaultKind.LogEmptyFor).Select(fault => fault.Delay).Append(options.LogDelay).Max();
        return call => call is { Wire: Wire.Io, EndedAt: { } over } && now - over >= delay
            && call.StartedAt >= from && Seconds(call.StartedAt) <= to;
    }

    private static DateTimeOffset Seconds(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));

    private static RefusalException Unreadable(string name) => RefusalException.Invalid(name, "yyyy-MM-dd HH:mm:ss in Indian time is needed, or ISO 8601");

    private static int Limit(WireFields fields, string header, IReadOnlyList<Fault> faults)
    {
        var limit = fields.Whole("limit", 50, 1, 500);
        if (header.Length > 0)
        {
            var inHeader = WireFields.Whole("limit", header, 1, 500);
            limit = fields["limit"] is null || limit == inHeader ? inHeader : throw RefusalException.Invalid("limit", "the header says otherwise than the query");
        }

        return faults.FirstOrDefault(fault => fault.Kind is FaultKind.SmallPages) is { } small ? Math.Min(limit, small.Count) : limit;
    }

    private static JsonObject Placed(JsonArray rows, IReadOnlyList<Fault> faults)
    {
        if (faults.Any(fault => fault.Kind is FaultKind.RecordsInData))
        {
            return Frame.Ok("Success", new JsonObject { ["records"] = rows });
        }

        return faults.Any(fault => fault.Kind is FaultKind.RecordsAtTop)
            ? new JsonObject { ["code"] = "RBC001", ["message"] = "Success", ["records"] = rows, ["error"] = new JsonObject() }
            : Frame.Ok("Success", rows);
    }

    private static JsonObject Row(SimulatedCall call, IReadOnlyList<Fault> faults)
    {
        var form = faults.FirstOrDefault(fault => fault.Kind is FaultKind.OtherNumberForm);
        string Number(string number) => form is null ? number : PhoneNumbers.InForm(number, form.Form);
        return Row(call, call.Id, IoVariables.Type(call), Number(IoVariables.Caller(call)), Number(call.Receiver), Number(call.CallerId), call.Status, call.BillSeconds, call.RecordingId);
    }

    /// <summary>An incoming call somewhere else on the account.</summary>
    private static JsonObject OfOtherService(SimulatedCall near, int index) =>
        Row(near, Rows.Other(near, index).ToString(), "incoming", "919800099999", near.CallerId, near.CallerId, "MISS_CALL", 0, "");

    private static JsonObject Row(SimulatedCall call, string id, string type, string from, string to, string bridge, string status, int billSeconds, string recording) => new()
    {
        ["id"] = id,
        ["call_type"] = type,
        ["from"] = from,
        ["to"] = to,
        ["bridge"] = bridge,
        ["start_time"] = IndianTime.Text(call.StartedAt),
        ["end_time"] = IndianTime.Text(call.StartedAt.AddSeconds(call.DurationSeconds)),
        ["status"] = status,
        ["duration"] = IoVariables.Whole(call.DurationSeconds),
        ["billsec"] = IoVariables.Whole(billSeconds),
        ["credits"] = billSeconds > 0 ? "2" : "0",
        ["recording_id"] = recording,
    };
}
