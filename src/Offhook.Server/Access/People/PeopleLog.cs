namespace Offhook.Server.Access.People;

/// <summary>What the log says about people and their tokens.</summary>
internal sealed partial class PeopleLog(ILogger<PeopleLog> logger)
{
    [LoggerMessage(LogLevel.Warning, "The keys at {Address} cannot be read: {Reason}. Those read before stay good; new ones are not known")]
    public partial void KeysAway(Uri address, string reason);

    [LoggerMessage(LogLevel.Warning, "The user {Subject} sees and dials nothing: {Reason}")]
    public partial void NoRole(string subject, string reason);
}
