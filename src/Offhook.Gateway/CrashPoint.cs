using System.Diagnostics;

namespace Offhook.Gateway;

/// <summary>Named places at which a test of a debug build lets the process die as if its power were cut. A release build has none of this.</summary>
internal static class CrashPoint
{
    /// <summary>Dies here when the environment variable <c>OFFHOOK_CRASH_POINT</c> names this place.</summary>
    [Conditional("DEBUG")]
    public static void Reach(string name)
    {
        if (Environment.GetEnvironmentVariable("OFFHOOK_CRASH_POINT") == name)
        {
            Process.GetCurrentProcess().Kill();
            new ManualResetEvent(false).WaitOne();
        }
    }
}
