using System.Reflection;
using Offhook.Simulator;

namespace Offhook.Testing;

/// <summary>A provider that tests place calls with, and in what it differs from the other.</summary>
public sealed class TestProvider
{
    private TestProvider()
    {
    }

    /// <summary>Kaleyra's legacy API.</summary>
    public static TestProvider Legacy { get; } = new()
    {
        Name = "kaleyra-legacy",
        DisplayName = "Kaleyra",
        ClickToCallRequest = "dial.click2call",
        OutboundRequest = "voice.call",
        CallLogRequest = "dial.c2cstatus",
        OutboundLogRequest = "voice.status",
        LogRequest = "dial",
        Plays = ["123.sound", "ivr:1234"],
        TellsTimesAndRecording = true,
        TellsNetwork = true,
        HasRowIds = true,
        FirstOfTheEnd = "callback",
    };

    /// <summary>kaleyra.io.</summary>
    public static TestProvider Io { get; } = new()
    {
        Name = "kaleyra-io",
        DisplayName = "Kaleyra.io",
        ClickToCallRequest = "click-to-call",
        OutboundRequest = "outbound",
        CallLogRequest = "call-logs",
        OutboundLogRequest = "call-logs",
        LogRequest = "call-logs",
        Plays = ["say:Your parcel arrives today"],
        ReportsLive = true,
        FirstOfTheEnd = "event",
    };

    /// <summary>The one that the tests of this program run on, as its <see cref="RunsOnKaleyraIoAttribute"/> says.</summary>
    public static TestProvider OfTheseTests { get; } = Assembly.GetEntryAssembly()?.IsDefined(typeof(RunsOnKaleyraIoAttribute)) == true ? Io : Legacy;

    /// <summary>In the column <c>provider</c> and in settings.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The simulator counts click-to-calls under this name.</summary>
    public required string ClickToCallRequest { get; init; }

    /// <summary>The simulator counts outbound calls under this name.</summary>
    public required string OutboundRequest { get; init; }

    /// <summary>The simulator counts questions for one click-to-call under this name.</summary>
    public required string CallLogRequest { get; init; }

    /// <summary>The simulator counts questions for one outbound call under this name.</summary>
    public required string OutboundLogRequest { get; init; }

    /// <summary>The simulator counts reads of the account's log under this name.</summary>
    public required string LogRequest { get; init; }

    /// <summary>What it can play on an outbound call, an example of each kind.</summary>
    public required IReadOnlyList<string> Plays { get; init; }

    /// <summary>Who tells of the end of a call first, as in <c>settled_by</c>.</summary>
    public required string FirstOfTheEnd { get; init; }

    /// <summary>Whether its callbacks tell when the call ended, how long it took in all, and whether there is a recording. When not, only its log does.</summary>
    public bool TellsTimesAndRecording { get; private init; }

    /// <summary>Whether it tells the customer's phone network.</summary>
    public bool TellsNetwork { get; private init; }

    /// <summary>Whether it tells the steps of a call while they happen.</summary>
    public bool ReportsLive { get; private init; }

    /// <summary>Whether a row of its log has another id than the call was given when it was dialled.</summary>
    public bool HasRowIds { get; private init; }

    /// <summary>The id that the log has for a call.</summary>
    public string LogIdOf(SimulatedCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return HasRowIds ? call.RowId.ToString() : call.Id;
    }

    /// <summary>The settings of an account with it.</summary>
    /// <param name="simulator">Where its calls are placed.</param>
    /// <param name="elsewhere">The provider's address when it is not the simulator.</param>
    public IEnumerable<KeyValuePair<string, string>> SettingsFor(SimulatorHost simulator, Uri? elsewhere = null)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        Dictionary<string, string> settings = this == Io
            ? new()
            {
                ["KALEYRA_IO_SID"] = "HX0000000000IN",
                ["KALEYRA_IO_API_KEY"] = "A0000000000000000000000000000fake",
                ["KALEYRA_IO_BRIDGE"] = "918000000000",
                ["KALEYRA_IO_BASE_URL"] = (elsewhere ?? simulator.IoAddress).AbsoluteUri,
            }
            : new()
            {
                ["KALEYRA_API_KEY"] = "A0000000000000000000000000000fake",
                ["KALEYRA_BASE_URL"] = (elsewhere ?? simulator.VoiceAddress).AbsoluteUri,
                ["KALEYRA_OBD_BASE_URL"] = (elsewhere ?? simulator.ObdAddress).AbsoluteUri,
            };
        return settings;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
