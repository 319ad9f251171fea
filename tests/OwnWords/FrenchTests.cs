using System.Net;
using Azure.Storage.Blobs;
using Hotline.Contracts;
using Hotline.Local.Demo.WebForm;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.OwnWords;

/// <summary>A third language is one folder and no code: the container brings it to the running line.</summary>
[Trait("Speed", "slow")]
public sealed class FrenchTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_answered_in_french_and_its_receipt_comes_back_by_text()
    {
        await using var line = await StartAsync();
        var call = await line.Twilio.CallAsync(new CallScript { Keys = ["4"], Says = ["Ils ont publié l'adresse de ma patronne."] }, null, Stop);
        Assert.Empty(call.Errors);
        Assert.Contains(call.Lines, said => said.Text.StartsWith("Ligne de signalement. En cas d’urgence", StringComparison.Ordinal));
        Assert.Contains(call.Lines, said => said.Text.StartsWith("Après le signal", StringComparison.Ordinal));
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 4);
        Assert.All(tips.Where(part => part.Kind is PartKind.Recording or PartKind.Transcript), part => Assert.Equal("fr", part.Language));
        var digits = string.Concat(call.Lines.Select(said => said.Text).SkipWhile(said => !said.StartsWith("Voici votre reçu", StringComparison.Ordinal))
            .Skip(1).Where(said => said.Length > 0 && char.IsDigit(said[0])).Take(4).SelectMany(said => said.Where(char.IsDigit)));
        var returned = await line.Twilio.TextAsync(new TextScript { Body = digits }, null, Stop);
        Assert.StartsWith("Nous avons votre message.", AnswerTo(returned), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_is_answered_in_french_too_and_a_form_in_french()
    {
        await using var line = await StartAsync();
        var text = await line.Twilio.TextAsync(new TextScript { Body = "Ils ont publié mon adresse." }, null, Stop);
        Assert.Empty(text.Errors);
        Assert.Contains("\nNous avons votre message. En cas d'urgence, appelez le 911. Code: ", AnswerTo(text), StringComparison.Ordinal);

        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        http.DefaultRequestHeaders.Add("Accept-Language", "fr-CA,fr;q=0.9,en;q=0.8");
        var browser = new FormVisitor(http);
        var page = await browser.OpenAsync("/report", Stop);
        Assert.Equal("Signaler une menace", page.Heading);
        Assert.Contains("Ligne de signalement est tenue par Bureau fictif.", WebUtility.HtmlDecode(page.Html), StringComparison.Ordinal);
        Assert.Contains("Appelez ou textez le +1 500-555-0100.", WebUtility.HtmlDecode(page.Html), StringComparison.Ordinal);
        var taken = await browser.SendAsync(page, "/report", [("what", "Ils ont publié ma plaque.")], [], Stop);
        Assert.Equal("Nous avons votre signalement", taken.Heading);
        Assert.Contains(
            await line.WaitForTipsAsync(tips => tips.Any(part => part is { Channel: Channel.Web, Kind: PartKind.Receipt })),
            part => part is { Channel: Channel.Web, Kind: PartKind.Statement, Language: "fr" });
        Assert.Contains(">Français<", WebUtility.HtmlDecode((await browser.OpenAsync("/report?lang=en", Stop)).Html), StringComparison.Ordinal);
        Assert.Contains("Faire un signalement", WebUtility.HtmlDecode((await browser.OpenAsync("/nowhere", Stop)).Html), StringComparison.Ordinal);
    }

    private static string AnswerTo(ConversationResult text) => text.Lines.Single(said => said.Who == "hotline").Text;

    private async Task<Line> StartAsync()
    {
        var container = new BlobContainerClient(parts.Azurite.ConnectionString, $"l{Guid.NewGuid():N}");
        await container.CreateAsync(cancellationToken: Stop);
        foreach (var (name, content) in French.Files)
            await container.UploadBlobAsync(name, new BinaryData(content), Stop);
        return await Line.StartAsync(parts, ("Hotline__Storage__Line", container.Name));
    }
}
