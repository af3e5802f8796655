using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace Offhook.Calls.Tests.Laws;

/// <summary>Runs a law over random cases. A failure ends in a line that runs the same case again.</summary>
internal static partial class Law
{
    private const string SeedVariable = "OFFHOOK_SEED";

    public static void Holds<T>(Arbitrary<T> any, Action<T> law, int cases = 2_000) =>
        Holds(any, law, cases, Environment.GetEnvironmentVariable(SeedVariable));

    /// <param name="seed">Null for a new one, or three numbers joined by commas as a failure printed them.</param>
    public static void Holds<T>(Arbitrary<T> any, Action<T> law, int cases, string? seed)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(cases).WithQuietOnSuccess(true);
        if (seed is not null)
        {
            var parts = seed.Split(',').Select(part => ulong.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            config = config.WithReplay(parts[0], parts[1], (int)parts[2]);
        }

        try
        {
            Prop.ForAll(any, law).Check(config);
        }
        catch (Exception broken) when (Seed().Match(broken.Message) is { Success: true } found)
        {
            Assert.Fail($"{broken.Message}\nRun it again with {SeedVariable}={found.Groups["seed"]},{found.Groups["gamma"]},{found.Groups["size"]}");
        }
    }

    [GeneratedRegex(@"size of (?<size>\d+) and seed of \((?<seed>\d+),\s*(?<gamma>\d+)\)")]
    private static partial Regex Seed();
}
