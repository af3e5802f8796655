using System.Globalization;

namespace Offhook.Gateway.Tests;

/// <summary>Runs a law over random cases. A failure names the seed that runs the same case again.</summary>
internal static class Law
{
    private const string SeedVariable = "OFFHOOK_SEED";

    public static void Holds(int cases, Action<Random> law) => HoldsAsync(cases, random =>
    {
        law(random);
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    public static async Task HoldsAsync(int cases, Func<Random, Task> law)
    {
        var given = Environment.GetEnvironmentVariable(SeedVariable);
        for (var i = 0; i < (given is null ? cases : 1); i++)
        {
            var seed = given is null ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
            try
            {
                await law(new Random(seed));
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                throw new InvalidOperationException($"The law is broken. Run it again with {SeedVariable}={seed}. {broken.Message}", broken);
            }
        }
    }

    public static T Pick<T>(this Random random, params ReadOnlySpan<T> items) => items[random.Next(items.Length)];

    public static bool Chance(this Random random, double share) => random.NextDouble() < share;
}
