using System.Text.Json;
using Hotline.Local.Line.Keys;
using Hotline.Local.Loopback;

namespace Hotline.Local.Line;

/// <summary>Where the parts of the running line are: written when it is ready, read by the other commands, gone when it stops.</summary>
/// <param name="Intake">Intake's address.</param>
/// <param name="Review">Review's address, for browsers.</param>
/// <param name="Twilio">The simulator's address; null where a real account is used.</param>
/// <param name="Storage">The connection string of the storage.</param>
/// <param name="ServiceBus">The connection string of the bus.</param>
/// <param name="Line">The line's number.</param>
/// <param name="PublicUrl">Intake's address as the number's webhooks name it.</param>
internal sealed record RunningLine(Uri Intake, Uri Review, Uri? Twilio, string Storage, string ServiceBus, string Line, Uri PublicUrl)
{
    private const string FileName = "running.json";

    /// <summary>The keys that its rooms have at this moment.</summary>
    public KeyNames? Keys { get; init; }

    /// <summary>The key of both apps' admin addresses (<c>POST /admin/functions/{name}</c>, header <c>x-functions-key</c>).</summary>
    public string? MasterKey { get; init; }

    /// <summary>Reads it.</summary>
    /// <exception cref="CommandException">No line runs here, or what it wrote can't be read.</exception>
    public static RunningLine Find(string data)
    {
        var path = Path.Combine(data, FileName);
        if (!File.Exists(path))
            throw new CommandException(
                "The hotline is not running here. Start it with ./hotline in another terminal, and wait until it says that it is ready.");
        try
        {
            return JsonSerializer.Deserialize<RunningLine>(File.ReadAllText(path))
                ?? throw new JsonException("It holds no line.");
        }
        catch (JsonException)
        {
            throw new CommandException($"{path} can't be read: start the hotline again with ./hotline, which writes it anew.");
        }
    }

    public void Save(string data) => SecretFile.Write(Path.Combine(data, FileName), JsonSerializer.Serialize(this));

    /// <summary>Removes it.</summary>
    public static void Forget(string data) => File.Delete(Path.Combine(data, FileName));
}
