using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>Reads one row by all names under which its parts may stand. The vendor's page names the columns but not their keys.</summary>
internal static class IoLogRowReader
{
    private static readonly string[] Recording = ["recordingid", "recording", "recordpath"];

    public static LogRow Read(WireValue row, SecretMask mask, DateTimeOffset now, TimeSpan? offset)
    {
        var fields = new TolerantFields(now, offset);
        foreach (var (key, value) in row.Members ?? [])
        {
            if (value.Text is not null)
            {
                fields.Add(key, value.Text);
            }
        }

        var recording = fields.Text(Recording);
        return new()
        {
            Id = fields.Text("id", "callid", "uuid"),
            UniqueId = fields.Text("uuid"),
            From = fields.Text("from", "caller"),
            To = fields.Text("to", "callee", "receiver"),
            CallerId = fields.Text("bridge", "did"),
            Status = fields.Text("status", "callstatus"),
            StartedAt = fields.Time("starttime", "createdat"),
            EndedAt = fields.Time("endtime"),
            Duration = fields.Seconds("duration"),
            Talk = fields.Seconds("billsec"),
            Recording = recording is not null && IoRecordings.IsLink(recording) ? fields.Link(Recording) : null,
            RecordingId = IoRecordings.IdOf(recording),
            Service = fields.Text("calltype", "type"),
            Custom = fields.Text("custom"),
            Credits = fields.Text("credits"),
            Flags = fields.Flags,
            Raw = mask.Apply(row.Raw),
        };
    }
}
