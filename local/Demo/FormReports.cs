using System.Net;
using Hotline.Contracts;
using Hotline.Local.Demo.WebForm;
using Hotline.Local.Loopback;

namespace Hotline.Local.Demo;

/// <summary>The demo's reports by the form: filled in and sent as anybody's are, and their later answers by the receipt's page.</summary>
internal sealed class FormReports(FormVisitor browser)
{
    /// <summary>Sends a report with its files, and the reporter's later answer to it where there is one.</summary>
    public async Task<TipId> SendAsync(Report report, int n, CancellationToken stop)
    {
        var page = await browser.OpenAsync($"/report?lang={report.Language ?? "en"}", stop);
        var taken = await browser.SendAsync(page, "/report", FieldsOf(report), await FilesOf(report, n, stop), stop);
        var submission = page.HiddenFields("/report").Single(field => field.Name == "submission").Value;
        if (taken.Status != HttpStatusCode.OK)
            throw new CommandException($"The form did not take a report of the demo ({(int)taken.Status}).");
        // In a burst of reports none may be ready; whoever waits presses the button.
        while (taken.Receipt is null)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
            taken = await browser.SendAsync(taken, "/report/receipt", [], [], stop);
        }

        if (report.Later is { } later)
            await AnswerAsync(taken.Receipt, report, later, stop);
        return TipId.OfSubmission(submission);
    }

    private async Task AnswerAsync(string receipt, Report report, string later, CancellationToken stop)
    {
        var opened = await browser.OpenReportAsync(receipt, report.Language ?? "en", stop);
        await browser.SendAsync(opened, "/receipt", [("what", later)], [], stop);
    }

    private static IEnumerable<(string Name, string Value)> FieldsOf(Report report)
    {
        (string Name, string? Value)[] fields =
        [
            ("what", report.Says), ("contact", report.Reach),
            .. from question in FormQuestions.All
               from said in report.Form?[question] ?? []
               select (question.Field, (string?)said),
        ];
        return fields.Where(field => field.Value is not null).Select(field => (field.Name, field.Value!));
    }

    private static async Task<IReadOnlyList<FormFile>> FilesOf(Report report, int n, CancellationToken stop)
    {
        var files = new List<FormFile>();
        if (report.Image)
            files.Add(new FormFile("screenshot.png", new MemoryStream(Picture.Of(n))));
        foreach (var name in report.Files ?? [])
            if (await MakeAsync(name, report, stop) is { } content)
                files.Add(new FormFile(name, new MemoryStream(content)));
        return files;
    }

    private static async Task<byte[]?> MakeAsync(string name, Report report, CancellationToken stop) => Path.GetExtension(name) switch
    {
        ".wav" => await Voice.SpeakAsync(report.Says, report.Language ?? "en", stop),
        ".pdf" => "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"u8.ToArray(),
        _ => throw new InvalidOperationException($"The demo makes no files like {name}."),
    };
}
