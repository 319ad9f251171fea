using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Hotline.Platform.Sealing;

namespace Hotline.Local.Demo.WebForm;

/// <summary>A page as it came.</summary>
/// <param name="Status">The answer's status.</param>
/// <param name="Html">The page.</param>
internal sealed record VisitedPage(HttpStatusCode Status, string Html)
{
    /// <summary>The receipt that it shows; null when it shows none.</summary>
    public string? Receipt => Regex.Match(Html, """id="code"[^>]*>\s*([0-9 ]+?)\s*<""") is { Success: true } found ? found.Groups[1].Value : null;

    /// <summary>Its first heading.</summary>
    public string Heading => WebUtility.HtmlDecode(Regex.Match(Html, "<h1[^>]*>(.*?)</h1>", RegexOptions.Singleline).Groups[1].Value);

    /// <summary>How the report of a receipt stands, in its words; empty where the page shows none.</summary>
    public string Standing => WebUtility.HtmlDecode(Regex.Match(Html, """<p class="state">(.*?)</p>""", RegexOptions.Singleline).Groups[1].Value);

    /// <summary>What it says must be mended, or was not taken.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            var summary = Regex.Match(Html, """<div class="summary".*?</div>""", RegexOptions.Singleline).Value;
            return [.. Regex.Matches(summary, "<li[^>]*>(.*?)</li>", RegexOptions.Singleline)
                .Select(item => WebUtility.HtmlDecode(Regex.Replace(item.Groups[1].Value, "<[^>]+>", "")).Trim())];
        }
    }

    /// <summary>The public key that files are sealed to before they are sent: SubjectPublicKeyInfo.</summary>
    public byte[] SealingKey => Convert.FromBase64String(
        WebUtility.HtmlDecode(Regex.Match(Html, """data-key="([^"]*)""").Groups[1].Value));

    /// <summary>The key's name.</summary>
    public string SealingKeyId => Regex.Match(Html, """data-key-id="([^"]*)""").Groups[1].Value;

    /// <summary>The hidden fields of the form that goes to a path.</summary>
    public IReadOnlyList<(string Name, string Value)> HiddenFields(string action)
    {
        var form = Regex.Match(Html, $"""<form[^>]*action="{Regex.Escape(action)}".*?</form>""", RegexOptions.Singleline).Value;
        return [.. Regex.Matches(form, """<input type="hidden" name="([^"]*)" value="([^"]*)""").Select(
            field => (field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value)))];
    }
}

/// <summary>A file to send.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">What its sender says that it is.</param>
internal sealed record FormFile(string Name, Stream Content, string ContentType = "application/octet-stream");

/// <summary>
/// Visits the form as a browser without scripts does: takes the page, fills it in, sends it with the fields that the page has.
/// </summary>
/// <param name="http">Speaks to the intake app; its base address is the app's origin.</param>
internal sealed class FormVisitor(HttpClient http)
{
    public async Task<VisitedPage> OpenAsync(string path, CancellationToken stop)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), stop);
        return await ReadAsync(answer, stop);
    }

    /// <summary>Fills in the form that goes to a path, and sends it.</summary>
    public async Task<VisitedPage> SendAsync(
        VisitedPage page, string action, IEnumerable<(string Name, string Value)> fields,
        IEnumerable<FormFile> files, CancellationToken stop)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in page.HiddenFields(action).Concat(fields))
            form.Add(new StringContent(value), $"\"{name}\"");
        foreach (var file in files)
        {
            var content = new StreamContent(file.Content);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(file.ContentType);
            form.Add(content, "\"files\"", $"\"{file.Name}\"");
        }

        using var answer = await http.PostAsync(new Uri(action, UriKind.Relative), form, stop);
        return await ReadAsync(answer, stop);
    }

    /// <summary>Sends a file before its form, in slices that are sealed here, as the page's script does.</summary>
    /// <param name="page">The page with the form.</param>
    /// <param name="action">Where the form goes.</param>
    /// <param name="file">The file.</param>
    /// <param name="slices">Told of each slice before it is sent, and may send it itself; null sends each once, in order.</param>
    /// <returns>The upload, for the form's field <c>upload</c>.</returns>
    public async Task<FormUpload> UploadAsync(
        VisitedPage page, string action, FormFile file, Func<IReadOnlyList<SealedPiece>, IEnumerable<SealedPiece>>? slices,
        CancellationToken stop)
    {
        var upload = new FormUpload(file.Name, page.SealingKey, page.SealingKeyId);
        var pieces = await upload.SealAsync(file.Content, SealedSlice.MaxRegions, stop);
        await SendSlicesAsync(page, action, upload, slices?.Invoke(pieces) ?? pieces, stop);
        return upload;
    }

    /// <summary>Sends slices of a file.</summary>
    public async Task SendSlicesAsync(
        VisitedPage page, string action, FormUpload upload, IEnumerable<SealedPiece> pieces, CancellationToken stop)
    {
        var secret = page.HiddenFields(action).First(field => field.Name == "submission").Value;
        foreach (var piece in pieces)
        {
            using var content = new ByteArrayContent(piece.Bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/report/slices") { Content = content };
            request.Headers.Add("X-Submission", secret);
            request.Headers.Add("X-Upload", upload.Id);
            request.Headers.Add("X-First", $"{piece.First}");
            using var answer = await http.SendAsync(request, stop);
            upload.Note(piece, answer.StatusCode, await answer.Content.ReadAsStringAsync(stop));
        }
    }

    /// <summary>Asks for a report by its receipt, in a language such as <c>en</c>.</summary>
    public async Task<VisitedPage> OpenReportAsync(string receipt, string language, CancellationToken stop) =>
        await SendAsync(await OpenAsync($"/receipt?lang={language}", stop), "/receipt", [("code", receipt)], [], stop);

    private static async Task<VisitedPage> ReadAsync(HttpResponseMessage answer, CancellationToken stop) =>
        new(answer.StatusCode, await answer.Content.ReadAsStringAsync(stop));
}
