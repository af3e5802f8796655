using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Offhook.Gateway.Tests")]
