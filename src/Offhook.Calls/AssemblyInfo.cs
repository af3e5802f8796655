using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Offhook.Calls.Tests")]
