using Offhook.Simulator;

namespace Offhook.Server.Demo;

/// <summary>The simulated provider of the demo.</summary>
internal static class DemoSimulator
{
    /// <summary>The simulator takes any key.</summary>
    public const string ApiKey = "demo";

    private static readonly Uri Preferred = new("http://127.0.0.1:3003");
    private static readonly Uri AnyPort = new("http://127.0.0.1:0");

    /// <summary>Starts it on its usual port, or on a free one when that is taken.</summary>
    public static async Task<SimulatorHost> StartAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            return await SimulatorHost.StartAsync(new SimulatorOptions { Address = Preferred, Clock = clock }, cancellationToken);
        }
        catch (IOException)
        {
            return await SimulatorHost.StartAsync(new SimulatorOptions { Address = AnyPort, Clock = clock }, cancellationToken);
        }
    }
}
