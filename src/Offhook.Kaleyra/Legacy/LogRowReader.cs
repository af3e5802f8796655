using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Legacy;

/// <summary>Reads one row by all spellings under which its parts were seen.</summary>
internal static class LogRowReader
{
    public static LogRow Read(WireValue row, SecretMask mask, DateTimeOffset now)
    {
        var fields = new TolerantFields(now);
        foreach (var (key, value) in row.Members ?? [])
        {
            if (value.Text is not null)
            {
                fields.Add(key, value.Text);
            }
        }

        var status = fields.Text("status");
        return new()
        {
            Id = fields.Text("id", "callid"),
            UniqueId = fields.Text("uniqid", "uniqueid"),
            ParentId = fields.Text("parentid"),
            From = fields.Text("callfrom", "caller", "from"),
            To = fields.Text("callto", "receiver", "to", "mobile", "number"),
            StartedAt = fields.Time("starttime", "callstart"),
            EndedAt = fields.Time("endtime", "callend"),
            Duration = fields.Seconds("duration"),
            Talk = fields.Seconds("billsec"),

            // Where a call's fields stand at the top, the status may be the answer's instead of the call's.
            Status = Refusals.IsYes(status) ? fields.Text("obdstatus") : status ?? fields.Text("obdstatus"),
            AgentStatus = fields.Text("status1", "callerstate", "callerstatus"),
            CustomerStatus = fields.Text("status2", "calleestate", "calleestatus", "receiverstatus", "recieverstatus"),
            Operator = fields.Text("provider"),
            Circle = fields.Text("location"),
            Recording = fields.Link("recording", "recordpath", "recordingurl"),
            Service = fields.Text("service"),
            CallerId = fields.Text("callerid"),
            Custom = fields.Text("custom"),
            Credits = fields.Text("credits"),
            Notes = fields.Text("notes"),
            Flags = fields.Flags,
            Raw = mask.Apply(row.Raw),
        };
    }
}
