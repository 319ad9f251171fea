using System.CommandLine;
using Hotline.Local.Line.Keys;
using Hotline.Local.Loopback;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline keys new</c>: makes a pair for a deployment. It needs no line.</summary>
internal static class KeysNewCommand
{
    public static Command Build()
    {
        var folder = CheckedOption.Folder("--out", "Where the two files go (default: here).");
        var command = new Command("new", "Make a key pair for a deployment, and say what to do with it") { folder };
        command.SetAction(parsed => Run(parsed.GetValue(folder)?.FullName ?? Directory.GetCurrentDirectory()));
        return command;
    }

    private static int Run(string folder)
    {
        Directory.CreateDirectory(folder);
        var (publicFile, privateFile) = (KeyPair.PublicIn(folder), KeyPair.PrivateIn(folder));
        if (File.Exists(publicFile) || File.Exists(privateFile))
            throw new CommandException($"There is a key in {folder} already: name another folder by --out, and keep what is there.");
        var pair = KeyPair.New();
        pair.SaveTo(folder);
        Console.WriteLine($"""
            Key      {pair.Id}
            Public   {publicFile}
            Private  {privateFile}  (only you may read it: keep a copy offline)

            In a deployment, in this order:
              1. Review: put the private half before those that are in the secret sealing-private-keys (Hotline:SealingKeys of Review), restart it.
              2. Intake: once Review runs with it, set the secret sealing-public-key (Hotline:SealingKeys of Intake) to the public half, restart it.
              3. Leave the old private halves where they are: what was sealed to them is not sealed again.
            The commands are in docs/operations.md, "Rotate the sealing key". On this machine, ./hotline keys rotate does it all.
            """);
        return 0;
    }
}
