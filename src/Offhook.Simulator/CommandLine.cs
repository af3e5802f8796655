using System.Globalization;

namespace Offhook.Simulator;

/// <summary>The options of the program, from its arguments.</summary>
internal static class CommandLine
{
    public const string Usage = """
        A stand-in for Kaleyra's voice platforms, the legacy one and kaleyra.io. No real phone rings.

          --urls URL             where to listen (http://127.0.0.1:3003; port 0: any free one)
          --speed N              how fast scripts are played, 0.1 to 1000 (1)
          --seed N               decides which requests faults of a share hit (0)
          --key KEY              the only API key that is accepted (any)
          --io-sid SID           the account on kaleyra.io (HX0000000000IN)
          --io-bridge NUMBER     the only bridge that is active on kaleyra.io (any)
          --ring-timeout S       seconds that an unanswered phone rings (30)
          --log-delay S          seconds after the end of a call until reports know it (0)
          --callback-host HOST   a host beside this machine that may be called back; may be repeated
          --account-callback URL where the end of legacy calls is reported whose dial names no callback (nowhere)
        """;

    /// <exception cref="ArgumentException">One sentence that says what is wrong.</exception>
    public static SimulatorOptions Read(IReadOnlyList<string> arguments)
    {
        var options = new SimulatorOptions();
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var name = arguments[index];
            var value = index + 1 < arguments.Count ? arguments[index + 1] : null;
            options = name switch
            {
                "--urls" => options with { Address = Uri.TryCreate(Needed(), UriKind.Absolute, out var address) ? address : throw Wrong("a URL like http://127.0.0.1:3003") },
                "--speed" => options with { Speed = Number() },
                "--seed" => options with { Seed = int.TryParse(Needed(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed) ? seed : throw Wrong("a whole number") },
                "--key" => options with { ApiKey = Needed() },
                "--io-sid" => options with { IoSid = Needed() },
                "--io-bridge" => options with { IoBridge = Needed() },
                "--ring-timeout" => options with { RingTimeout = Seconds() },
                "--log-delay" => options with { LogDelay = Seconds() },
                "--callback-host" => options with { CallbackHosts = [.. options.CallbackHosts, Needed()] },
                "--account-callback" => options with { AccountCallback = Needed() },
                _ => throw new ArgumentException($"{name} is not an option; --help lists them."),
            };

            string Needed() => value ?? throw new ArgumentException($"{name} needs a value.");
            double Number() => double.TryParse(Needed(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong("a number");
            TimeSpan Seconds() => Number() is >= 0 and <= 1e6 and var number ? TimeSpan.FromSeconds(number) : throw Wrong("a number of seconds");
            ArgumentException Wrong(string needed) => new($"{name} needs {needed}, not {value}.");
        }

        options.Check();
        return options;
    }
}
