using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>The names in our templates, and other spellings that a profile's author or the provider may use.</summary>
internal static class IoCallbackNames
{
    public static CallbackNames All { get; } = new(null, new()
    {
        ["ref"] = "ref",
        ["t"] = "t",
        ["event"] = "event",
        ["id"] = "id",
        ["callid"] = "id",
        ["uuid"] = "id",
        ["status"] = "status",
        ["callstatus"] = "status",
        ["caller"] = "caller",
        ["from"] = "caller",
        ["callee"] = "callee",
        ["receiver"] = "callee",
        ["to"] = "callee",
        ["bridge"] = "bridge",
        ["did"] = "bridge",
        ["ringtime"] = "ringtime",
        ["billsec"] = "billsec",
        ["duration"] = "duration",
        ["starttime"] = "starttime",
        ["createdat"] = "starttime",
        ["endtime"] = "endtime",
        ["keypress"] = "keypress",
        ["recordingid"] = "recordingid",
        ["recording"] = "recordingid",
        ["recordpath"] = "recordingid",
        ["calltype"] = "calltype",
        ["type"] = "calltype",
        ["credits"] = "credits",
    });
}
