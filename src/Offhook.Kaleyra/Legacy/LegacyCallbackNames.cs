using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Legacy;

/// <summary>The names in our templates and the other spellings under which the provider was seen to send them.</summary>
internal static class LegacyCallbackNames
{
    /// <summary>The recording's link stands last in our templates.</summary>
    public static CallbackNames All { get; } = new("recordpath", new()
    {
        ["ref"] = "ref",
        ["t"] = "t",
        ["id"] = "id",
        ["callid"] = "id",
        ["caller"] = "caller",
        ["callfrom"] = "caller",
        ["receiver"] = "receiver",
        ["callto"] = "receiver",
        ["status"] = "status",
        ["status1"] = "status1",
        ["status2"] = "status2",
        ["obdstatus"] = "obdstatus",
        ["callerstate"] = "status1",
        ["callerstatus"] = "status1",
        ["calleestate"] = "status2",
        ["receiverstatus"] = "status2",
        ["recieverstatus"] = "status2",
        ["duration"] = "duration",
        ["billsec"] = "billsec",
        ["starttime"] = "starttime",
        ["callstart"] = "starttime",
        ["calltime"] = "starttime",
        ["endtime"] = "endtime",
        ["callend"] = "endtime",
        ["callerid"] = "callerid",
        ["provider"] = "provider",
        ["location"] = "location",
        ["keypress"] = "keypress",
        ["recordpath"] = "recordpath",
        ["recording"] = "recordpath",
        ["recordingurl"] = "recordpath",
        ["custom"] = "custom",
    });
}
