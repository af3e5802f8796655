using System.Text.Json;
using System.Text.Json.Serialization;

namespace Offhook.Simulator;

/// <summary>What <c>GET /control/state</c> tells: the platform's own truth.</summary>
internal sealed record StateView(
    IReadOnlyList<SimulatedCall> Calls,
    IReadOnlyList<Ring> Rings,
    IReadOnlyList<DialRecord> Dials,
    IReadOnlyList<CallbackAttempt> Callbacks,
    IReadOnlyDictionary<string, int> Requests);

internal sealed class SnakeCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

internal sealed class KebabCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters =
    [
        typeof(SnakeCase<CallKind>), typeof(SnakeCase<Wire>), typeof(SnakeCase<CallState>), typeof(SnakeCase<LegState>), typeof(SnakeCase<Side>), typeof(SnakeCase<LegOutcome>),
        typeof(SnakeCase<FaultPoint>), typeof(SnakeCase<FaultTiming>), typeof(SnakeCase<NumberForm>), typeof(SnakeCase<MissingId>), typeof(KebabCase<FaultKind>),
    ])]
[JsonSerializable(typeof(StateView))]
[JsonSerializable(typeof(FaultRequest))]
[JsonSerializable(typeof(PhonesView))]
internal sealed partial class SimulatorJson : JsonSerializerContext;
