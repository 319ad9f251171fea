using System.CommandLine;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline keys</c>: the sealing keys.</summary>
internal static class KeysCommand
{
    public static Command Build() => new("keys", "The sealing keys: make, count, rotate")
    {
        KeysNewCommand.Build(), KeysListCommand.Build(), KeysRotateCommand.Build(),
    };
}
