namespace Offhook.Simulator;

/// <summary>A request that the platform does not take. On the legacy wire it travels as HTTP 200 with an error status, as the real one's business failures do;
/// on kaleyra.io as an HTTP error.</summary>
/// <remarks>The vendor's table of error codes could not be read: the codes are invented, only their place is right.</remarks>
internal sealed class RefusalException(string code, string message) : Exception(message)
{
    public string Code => code;

    public static RefusalException Key() => new("A401", "Invalid API key");

    public static RefusalException Invalid(string field, string why) => new("E601", $"Invalid {field}: {why}");

    public static RefusalException Missing(string field) => new("E602", $"Missing {field}");

    public static RefusalException Unknown(string field) => new("E603", $"Unknown parameter: {field}");

    public static RefusalException Twice(string field) => new("E604", $"Parameter given twice: {field}");

    public static RefusalException Method(string method) => new("E605", $"Unknown method: {method}");

    public static RefusalException Body(string why) => new("E600", "Unreadable body: " + why);

    public static RefusalException Inactive(string what) => new("E606", $"{what} is not active");

    public static RefusalException NotFound(string what) => new("E404", "There is no " + what);
}
