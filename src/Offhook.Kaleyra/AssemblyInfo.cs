using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Offhook.Kaleyra.Tests")]
