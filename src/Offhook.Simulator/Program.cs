using System.Runtime.InteropServices;

namespace Offhook.Simulator;

/// <summary>The simulator as a program of its own.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["--help" or "-h"])
        {
            Console.WriteLine(CommandLine.Usage);
            return 0;
        }

        SimulatorOptions options;
        try
        {
            options = CommandLine.Read(arguments);
        }
        catch (ArgumentException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }

        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await using var host = await SimulatorHost.StartAsync(options);
            Console.WriteLine($"The phones are at   {host.PhonesPage}");
            Console.WriteLine($"Click-to-call base  {host.VoiceAddress}");
            Console.WriteLine($"Outbound base       {host.ObdAddress}");
            Console.WriteLine($"kaleyra.io base     {host.IoAddress}  with the SID {options.IoSid}");
            Console.WriteLine("Ctrl-C stops it. No real phone rings.");
            await stop.Task;
            return 0;
        }
        catch (ArgumentException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }
        catch (IOException taken)
        {
            await Console.Error.WriteLineAsync($"Cannot listen on {options.Address}: {taken.Message}");
            return 1;
        }
    }
}
