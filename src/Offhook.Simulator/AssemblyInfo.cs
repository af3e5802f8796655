using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Offhook.Simulator.Tests")]
