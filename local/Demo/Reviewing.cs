using System.Net;
using System.Text.RegularExpressions;
using Hotline.Local.Loopback;

namespace Hotline.Local.Demo;

/// <summary>A reviewer of the demo, at the console as a browser without scripts is.</summary>
internal sealed partial class Reviewing(Uri console) : IDisposable
{
    private const int MaxTries = 10;

    private readonly HttpClient client = new() { BaseAddress = console };

    /// <summary>Signs in on the stand-in's page.</summary>
    public async Task SignInAsync(string person, CancellationToken stop)
    {
        using var form = new FormUrlEncodedContent([new("person", person)]);
        using var answer = await client.PostAsync(
            new Uri(".auth/login/aad?post_login_redirect_uri=/review/session", UriKind.Relative), form, stop);
        if (!answer.IsSuccessStatusCode)
            throw new CommandException("The console's sign-in page does not answer: the demo needs the one of this machine.");
    }

    /// <summary>Waits until a tip is accepted and has so many parts on its page.</summary>
    public async Task WaitAsync(string tip, Func<string, bool> isThere, CancellationToken stop)
    {
        while (await PageAsync(tip, stop) is var page && (page is null || !isThere(page)))
            await Task.Delay(300, stop);
    }

    /// <summary>
    /// Does an act on a tip, with the version that its page says; where something came in between, once more with the new one.
    /// </summary>
    public async Task ActAsync(string tip, string act, CancellationToken stop, params (string Name, string Value)[] fields)
    {
        for (var tries = 1; ; tries++)
        {
            var page = await PageAsync(tip, stop) ?? throw new CommandException("A tip of the demo is not at the console.");
            using var form = new FormUrlEncodedContent(
            [
                new("__RequestVerificationToken", Token().Match(page).Groups[1].Value),
                new("version", Version().Match(page).Groups[1].Value),
                .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            ]);
            using var answer = await client.PostAsync(new Uri($"review/tips/{tip}/{act}", UriKind.Relative), form, stop);
            if (answer.StatusCode != HttpStatusCode.Conflict)
            {
                answer.EnsureSuccessStatusCode();
                return;
            }

            if (tries == MaxTries)
                throw new CommandException($"The console refuses the demo's \"{act}\" on tip {tip}: look at it there.");
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<string?> PageAsync(string tip, CancellationToken stop)
    {
        using var answer = await client.GetAsync(new Uri($"review/tips/{tip}", UriKind.Relative), stop);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(stop);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"version\" value=\"([^\"]+)\"")]
    private static partial Regex Version();
}
