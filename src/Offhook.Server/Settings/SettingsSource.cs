using System.Collections;
using DotNetEnv;

namespace Offhook.Server.Settings;

/// <summary>The settings by name: the process environment, and for what it does not name, the file <c>.env</c> of the working directory.</summary>
public sealed class SettingsSource
{
    private readonly Dictionary<string, string> _values;

    /// <summary>Settings as given; a test's way to start a server.</summary>
    public SettingsSource(IEnumerable<KeyValuePair<string, string>> values) => _values = new(values, StringComparer.Ordinal);

    /// <summary>The names that are present, also those whose value is empty.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>Reads the environment and <c>.env</c>.</summary>
    /// <exception cref="SettingsException"><c>.env</c> cannot be read.</exception>
    public static SettingsSource Read(string folder)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in ReadFile(Path.Combine(folder, ".env")))
        {
            values[name] = value;
        }

        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            values[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        return new SettingsSource(values);
    }

    /// <summary>Whether a setting is present, even if empty.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The value without surrounding blanks; null when absent or empty.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>The value of a setting that switches something on. Somebody who writes the name and leaves it empty made a slip, and would never hear that it is off.</summary>
    /// <param name="what">What to write.</param>
    /// <param name="without">What it means to leave the setting out, after "to".</param>
    /// <param name="faults">Takes a sentence when it is present and empty.</param>
    /// <returns>Null when absent or empty.</returns>
    internal string? Filled(string name, string what, string without, List<string> faults)
    {
        if (Has(name) && this[name] is null)
        {
            faults.Add($"{name}: empty; write {what}, or remove the setting to {without}");
        }

        return this[name];
    }

    private static IEnumerable<KeyValuePair<string, string>> ReadFile(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            return [.. Env.NoEnvVars().Load(path)];
        }
        catch (Exception fault) when (fault is Sprache.ParseException or IOException or UnauthorizedAccessException)
        {
            // The parser's message quotes what it read, which may be a key.
            var place = fault is Sprache.ParseException { Position: { } position } ? $"line {position.Line}" : "the file";
            throw new SettingsException($".env: {place} cannot be read; each line is NAME=value or begins with #");
        }
    }
}

/// <summary>A setting is missing or impossible. The message is one or more sentences for the administrator and holds no secret.</summary>
public sealed class SettingsException(string message) : Exception(message);
