using Hotline.Contracts;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Logging;

namespace Hotline.Intake.Receipts;

/// <summary>What became of the codes in words that somebody sent.</summary>
/// <param name="Texts">The words, without every code that opened.</param>
/// <param name="Opened">What they opened, each receipt once.</param>
/// <param name="HasUntried">
/// Whether digits are left that may be a code and could not be tried: Review hides them until somebody asks.
/// </param>
public sealed record FoundReceipts(IReadOnlyList<string> Texts, IReadOnlyList<ReceiptOpening> Opened, bool HasUntried)
{
    /// <summary>Says nothing of the words, so that no log can hold them.</summary>
    public override string ToString() => "codes in words";
}

/// <summary>Finds the receipts in words, opens them, and cuts each out wherever it is spelled: no code reaches a reviewer.</summary>
public sealed partial class ReceiptFinder(ReceiptReader receipts, ILogger<ReceiptFinder> log)
{
    // Each costs some 0.2 s, and Twilio waits for 15.
    private const int MaxTries = 8;

    /// <summary>Finds them.</summary>
    /// <param name="texts">The words.</param>
    /// <param name="from">Whose attempts they are.</param>
    /// <param name="line">The line that was texted; null on the web.</param>
    public async Task<FoundReceipts> FindAsync(IReadOnlyList<string> texts, string from, string? line, CancellationToken stop)
    {
        var (tried, wrong, opened) = (new HashSet<string>(), new HashSet<string>(), new List<ReceiptOpening>());
        // What is cut takes with it whatever digits seemed to be a code together with its own.
        while (tried.Count < MaxTries && NextOf(texts, tried) is { } code)
        {
            tried.Add(code.Digits);
            var opening = await OpenAsync(code, from, line, stop);
            if (opening?.Outcome == OpeningOutcome.Wrong)
                wrong.Add(code.Digits);
            if (opening?.Outcome is null or OpeningOutcome.Limited)
                break;
            if (opening.Outcome != OpeningOutcome.Found)
                continue;
            opened.Add(opening);
            texts = [.. texts.Select(text => SpelledCode.Cut(text, code.Digits))];
        }

        return new FoundReceipts(texts, opened, NextOf(texts, wrong) is not null);
    }

    private static ReceiptCode? NextOf(IEnumerable<string> texts, HashSet<string> known) =>
        texts.SelectMany(ReceiptCode.In).Where(code => !known.Contains(code.Digits)).Select(code => (ReceiptCode?)code).FirstOrDefault();

    // A report must not wait for its code: what can't be looked up now is kept, and hidden.
    private async Task<ReceiptOpening?> OpenAsync(ReceiptCode code, string from, string? line, CancellationToken stop)
    {
        try
        {
            return await receipts.OpenAsync(code, from, line, stop);
        }
        catch (Exception e) when (e is NotYetException || Transient.Is(e, stop))
        {
            LogUntried(e.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(514, LogLevel.Warning, "A code in a report could not be looked up, and is hidden: {Failure}")]
    private partial void LogUntried(string failure);
}
