using System.Text.Json.Nodes;

namespace Offhook.Simulator;

/// <summary>How the legacy wire words its faults.</summary>
internal static class SpoiltEnvelope
{
    /// <summary>The refusal that a fault stands for; null when it stands for none.</summary>
    public static Written? Refusal(Fault fault, WireFormat format) => fault.Kind switch
    {
        FaultKind.BusinessFailure => Envelope.Error("E601", "Invalid receiver").Write(format),
        FaultKind.NoCredit => new Envelope("A410", "Insufficient credits", HasData: false).Write(format),
        FaultKind.AddressRefused => new Envelope("401", "Source IP not allowed", new JsonArray()).Write(format),
        FaultKind.WrongKey => new Envelope("A401", "Invalid API key").Write(format) with { Status = fault.Count },
        FaultKind.TooManyRequests => new Written(Written.PlainText, "Too many requests", fault.Count),
        FaultKind.ServerError => new Written(Written.PlainText, "Internal error", fault.Count),
        _ => null,
    };

    /// <summary>The proper envelope in another shape, or in another format than was asked for; without a fault, as it is.</summary>
    public static Written Write(Envelope envelope, Fault? fault, WireFormat format)
    {
        var id = (envelope.Data as JsonObject)?["id"]?.ToString();
        var shaped = fault?.Kind switch
        {
            FaultKind.WithoutId => fault.Missing switch
            {
                null or MissingId.Null => envelope with { Data = null },
                MissingId.Absent => envelope with { HasData = false },
                MissingId.EmptyArray => envelope with { Data = new JsonArray() },
                MissingId.EmptyObject => envelope with { Data = new JsonObject() },
                _ => envelope with { Data = "" },
            },
            FaultKind.IdInArray => envelope with { Data = new JsonArray(new JsonObject { ["id"] = id }) },
            FaultKind.IdAsText => envelope with { Data = id },
            FaultKind.IdAtTop => envelope with { HasData = false, TopId = id },
            FaultKind.StatusWord => envelope with { Status = "OK" },
            FaultKind.StatusNumber => envelope with { Status = 200 },
            _ => envelope,
        };
        return shaped.Write(fault?.Kind switch
        {
            FaultKind.TextBody => WireFormat.Text,
            FaultKind.XmlBody => WireFormat.Xml,
            _ => format,
        });
    }
}
