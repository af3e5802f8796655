using Microsoft.Extensions.Options;
using Offhook.Server;
using Offhook.Server.Settings;
using Offhook.Storage;

try
{
    var settings = SettingsSource.Read(Directory.GetCurrentDirectory());
    if (await CompareLogs.RunAsync(args, settings, Console.Out, Console.Error, TimeProvider.System) is { } compared)
    {
        return compared;
    }

    if (await DatabaseCommands.RunAsync(args, settings, Console.Out, TimeProvider.System))
    {
        return 0;
    }

    await using var offhook = await OffhookHost.OpenAsync(args, settings, TimeProvider.System);
    await offhook.Application.RunAsync();
    return 0;
}
catch (Exception fault) when (fault is SettingsException or StoreUnavailableException)
{
    await Console.Error.WriteLineAsync($"Offhook does not start.{Environment.NewLine}{fault.Message}");
    return 2;
}
catch (OptionsValidationException fault)
{
    await Console.Error.WriteLineAsync($"Offhook does not start.{Environment.NewLine}{string.Join(Environment.NewLine, fault.Failures)}");
    return 2;
}
catch (IOException fault) when (fault.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    await Console.Error.WriteLineAsync($"Offhook does not start.{Environment.NewLine}--urls: another program listens on this address already");
    return 2;
}
