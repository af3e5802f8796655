using System.Text.Json.Nodes;

namespace Offhook.Simulator;

/// <summary>Answers the methods that tell what became of calls.</summary>
internal sealed class ReportReader(SimulatorOptions options, Platform platform)
{
    /// <summary>The account's whole log, all services, by Indian days (observed in production integrations). Oldest first, by its samples.</summary>
    public Envelope AccountLog(WireFields fields, IReadOnlyList<Fault> faults)
    {
        fields.Only("fromdate", "todate", "page", "limit");
        var rows = platform.Select(Days(fields, faults)).SelectMany(call => OthersBefore(call, faults).Append(() => Rows.OfLog(call, faults)));
        return Page(rows, fields, faults);
    }

    /// <summary>Click-to-call calls: one by id, or many by customer and days (observed in production integrations).</summary>
    public Envelope ClickToCallStatus(WireFields fields, IReadOnlyList<Fault> faults)
    {
        fields.Only("id", "callto", "fromdate", "todate", "page", "limit");
        if (fields["id"] is { } id)
        {
            return One(Find(id, CallKind.ClickToCall, faults), call => Rows.OfStatus(call, faults), faults);
        }

        var callTo = fields["callto"] is { } number ? PhoneNumbers.LastTen(number) : null;
        var within = Days(fields, faults);
        var calls = platform.Select(call => call.Kind is CallKind.ClickToCall && within(call) && (callTo is null || PhoneNumbers.LastTen(call.Receiver) == callTo));
        return Page(calls.Select(call => (Func<JsonObject>)(() => Rows.OfLog(call, faults))), fields, faults);
    }

    /// <summary>One call of either kind, in its own key set (observed in a production integration).</summary>
    public Envelope CallReport(WireFields fields, IReadOnlyList<Fault> faults)
    {
        fields.Only("id");
        return One(Find(fields.Needed("id"), null, faults), Rows.OfCallReport, faults);
    }

    /// <summary>An outbound call by id or number (documented by the vendor). Assumed: it answers with the rows of the log.</summary>
    public Envelope VoiceStatus(WireFields fields, IReadOnlyList<Fault> faults)
    {
        fields.Only("id", "mobile");
        if (fields["id"] is { } id)
        {
            return One(Find(id, CallKind.Outbound, faults), call => Rows.OfLog(call, faults), faults);
        }

        var mobile = PhoneNumbers.LastTen(fields["mobile"] ?? throw RefusalException.Missing("id or mobile"));
        var calls = platform.Select(call => call.Kind is CallKind.Outbound && InLog(call, faults) && PhoneNumbers.LastTen(call.Receiver) == mobile);
        return Envelope.Ok(List(calls.Select(call => Rows.OfLog(call, faults)), faults));
    }

    private SimulatedCall? Find(string id, CallKind? kind, IReadOnlyList<Fault> faults) =>
        platform.FindByAnyId(id) is { Wire: Wire.Legacy } call && (kind is null || call.Kind == kind) && InLog(call, faults) ? call : null;

    /// <summary>Nothing is reported before the end, nor until the log has caught up: empty data means "ask later" (observed in a production integration).</summary>
    private bool InLog(SimulatedCall call, IReadOnlyList<Fault> faults)
    {
        var delay = faults.Where(fault => fault.Kind is FaultKind.LogEmptyFor).Select(fault => fault.Delay).Append(options.LogDelay).Max();
        return call is { Wire: Wire.Legacy, EndedAt: { } end } && options.Clock.GetUtcNow() - end >= delay;
    }

    private Func<SimulatedCall, bool> Days(WireFields fields, IReadOnlyList<Fault> faults)
    {
        var today = IndianTime.Day(options.Clock.GetUtcNow());
        var from = fields.Day("fromdate", today);
        var to = fields.Day("todate", today);
        if (from > to)
        {
            throw RefusalException.Invalid("fromdate", "it is after todate");
        }

        return call => InLog(call, faults) && IndianTime.Day(call.StartedAt) is var day && day >= from && day <= to;
    }

    private static IEnumerable<Func<JsonObject>> OthersBefore(SimulatedCall call, IReadOnlyList<Fault> faults) =>
        Enumerable.Range(0, faults.FirstOrDefault(fault => fault.Kind is FaultKind.OtherServices)?.Count ?? 0)
            .Select(index => (Func<JsonObject>)(() => Rows.OfOtherService(call, index)));

    private static Envelope One(SimulatedCall? call, Func<SimulatedCall, JsonObject> row, IReadOnlyList<Fault> faults) =>
        call is not null && faults.Any(fault => fault.Kind is FaultKind.RowAsObject)
            ? Envelope.Ok(row(call))
            : Envelope.Ok(List(call is null ? [] : [row(call)], faults));

    /// <summary>One page. A row is made only when it is on the page: a log may be long.</summary>
    private static Envelope Page(IEnumerable<Func<JsonObject>> rows, WireFields fields, IReadOnlyList<Fault> faults)
    {
        var page = fields.Whole("page", 1, 1, 1_000_000);
        var limit = fields.Whole("limit", 50, 1, 500);
        if (faults.FirstOrDefault(fault => fault.Kind is FaultKind.SmallPages) is { } small)
        {
            limit = Math.Min(limit, small.Count);
        }

        return Envelope.Ok(List(rows.Skip((page - 1) * limit).Take(limit).Select(row => row()), faults));
    }

    public static JsonArray List(IEnumerable<JsonObject> rows, IReadOnlyList<Fault> faults) =>
        faults.Any(fault => fault.Kind is FaultKind.RepeatedRow)
            ? [.. rows.SelectMany(row => new[] { row, row.DeepClone() })]
            : [.. rows];
}
