using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Local.Line;
using Hotline.Local.Loopback;
using Hotline.Local.Twilio.Account;

namespace Hotline.Local.Cli.Commands;

/// <summary>Has the running line's Twilio simulator play a conversation, and prints it as it goes.</summary>
internal static class Simulator
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Plays a script; returns the exit code.</summary>
    public static async Task<int> PlayAsync<TScript>(string kind, TScript script, CancellationToken stop)
    {
        var line = RunningLine.Find(Folders.Data);
        var twilio = line.Twilio
            ?? throw new CommandException("The line runs with a real Twilio account: call or text its number with a phone.");
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Post,
            new Uri(twilio, $"simulator/{kind}")) { Content = JsonContent.Create(script, options: Json) };
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            if (!response.IsSuccessStatusCode)
                throw new CommandException(await response.Content.ReadAsStringAsync(stop));
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(stop));
            var failed = false;
            while (await lines.ReadLineAsync(stop) is { } text)
                failed |= Print(text);
            return failed ? 1 : 0;
        }
        catch (HttpRequestException)
        {
            throw new CommandException("The line does not answer. Start it again with ./hotline.");
        }
    }

    private static bool Print(string text)
    {
        if (!text.Contains("\"heardError\"", StringComparison.Ordinal))
        {
            var line = JsonSerializer.Deserialize<ConversationLine>(text, Json)!;
            Console.WriteLine($"{line.Who + " " + line.Does,-24} {line.Text}".TrimEnd());
            return false;
        }

        var end = JsonSerializer.Deserialize<Ending>(text, Json)!;
        Console.WriteLine();
        Console.WriteLine(end.Sid);
        foreach (var error in end.Errors)
            Console.WriteLine($"Twilio error {error.Code}: {error.Message}");
        return end.HeardError || end.Errors.Count > 0;
    }

    private sealed record Ending(string Sid, IReadOnlyList<TwilioError> Errors, bool HeardError);
}
