using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Offhook.Desk.Tests")]
