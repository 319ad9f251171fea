using Hotline.Contracts;
using Hotline.Intake.Limits;
using Hotline.Intake.Receipts;
using Microsoft.AspNetCore.Http;

namespace Hotline.Intake.WebForm;

/// <summary>A form without the codes that opened.</summary>
/// <param name="Fields">What was filled in.</param>
/// <param name="Files">What the files are called.</param>
/// <param name="Earlier">The tips that the codes are of.</param>
/// <param name="HidesCodes">Whether digits are left that may be a code and could not be tried.</param>
public sealed record ReadForm(ReportFields Fields, IReadOnlyList<string> Files, IReadOnlyList<TipId> Earlier, bool HidesCodes)
{
    /// <summary>The files under the names without codes.</summary>
    public IReadOnlyList<StoredFile> Named(IReadOnlyList<StoredFile> files) =>
        [.. files.Zip(Files, (file, name) => file with { Name = name })];

    /// <summary>Says nothing of what was filled in, so that no log can hold it.</summary>
    public override string ToString() => "a form's codes";
}

/// <summary>Finds the receipts in a form: in its words, and in what its files are called.</summary>
public sealed class FormCodes(ReceiptFinder finder)
{
    /// <summary>Takes the codes out of a form; what was not tried, since too many were, is marked.</summary>
    public async Task<ReadForm> ReadAsync(HttpRequest request, ReportFields fields, Submission sent, CancellationToken stop)
    {
        var words = fields.Words;
        var found = await finder.FindAsync([.. words, .. sent.FileNames], FormLimit.AddressOf(request), null, stop);
        return new ReadForm(
            found.Opened.Count == 0 ? fields : fields.With([.. found.Texts.Take(words.Count)]), [.. found.Texts.Skip(words.Count)],
            [.. found.Opened.Select(opening => opening.Tip)], found.HasUntried);
    }
}
