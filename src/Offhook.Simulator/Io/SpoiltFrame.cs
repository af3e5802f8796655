using System.Text.Json.Nodes;

namespace Offhook.Simulator;

/// <summary>How kaleyra.io words its faults.</summary>
internal static class SpoiltFrame
{
    /// <summary>The refusal that a fault stands for; null when it stands for none.</summary>
    public static Written? Refusal(Fault fault) => fault.Kind switch
    {
        // A code that begins as a success does: only the error tells.
        FaultKind.BusinessFailure => Frame.Write(new JsonObject { ["code"] = "RBC999", ["message"] = "Request failed", ["data"] = new JsonObject(), ["error"] = new JsonObject { ["bridge"] = "must be numeric" } }),
        FaultKind.NoCredit => Frame.Error(402, "Insufficient credits", "Insufficient credits") with { Status = 200 },
        FaultKind.AddressRefused => Frame.Write(new JsonObject { ["error"] = "forbidden", ["message"] = "Source IP not allowed" }, 403),
        FaultKind.WrongKey or FaultKind.WrongRegion => Frame.WrongKey(fault.Count),
        FaultKind.TooManyRequests => Frame.Error(fault.Count, "Too many requests", "Rate limit exceeded"),
        FaultKind.ServerError => Frame.Error(fault.Count, "Internal error", "Internal error"),
        _ => null,
    };

    /// <summary>A successful frame in another shape; without a fault, as it is.</summary>
    public static JsonObject Shaped(JsonObject frame, Fault? fault)
    {
        var id = (frame["data"] as JsonObject)?["id"]?.ToString();
        switch (fault?.Kind)
        {
            case FaultKind.WithoutId when fault.Missing is MissingId.Absent:
                frame.Remove("data");
                break;
            case FaultKind.WithoutId:
                frame["data"] = fault.Missing switch
                {
                    MissingId.Null => null,
                    MissingId.EmptyArray => new JsonArray(),
                    MissingId.EmptyText => "",
                    _ => new JsonObject(),
                };
                break;
            case FaultKind.IdInArray:
                return new JsonObject { ["code"] = "202", ["message"] = "Accepted", ["data"] = new JsonArray(new JsonObject { ["id"] = id }), ["error"] = null };
            case FaultKind.IdAsText:
                frame["data"] = id;
                break;
            case FaultKind.IdAtTop:
                return new JsonObject { ["id"] = id, ["status"] = "queued" };
            case FaultKind.StatusWord:
                frame["code"] = "OK";
                break;
            case FaultKind.StatusNumber:
                frame["code"] = 200;
                break;
        }

        return frame;
    }
}
