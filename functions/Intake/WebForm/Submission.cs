using System.Globalization;
using Azure;
using Azure.Storage.Blobs.Models;
using Hotline.Contracts;
using Hotline.Intake.Drop;

namespace Hotline.Intake.WebForm;

/// <summary>Why a file of a form is not taken; named as the form's texts are.</summary>
public enum FileRefusal
{
    /// <summary>All files together are over <see cref="SubmissionReader.MaxBytes"/>.</summary>
    Total,

    /// <summary>It is one more than <see cref="SubmissionReader.MaxFiles"/>.</summary>
    Many,

    /// <summary>It has no bytes.</summary>
    Empty,

    /// <summary>Its slices do not make a whole file: some are missing, altered, of another one, or were sent too long ago.</summary>
    Broken,
}

/// <summary>A file that was not taken.</summary>
/// <param name="Name">What it was called; empty where it had no name.</param>
/// <param name="Why">The reason.</param>
public sealed record RefusedFile(string Name, FileRefusal Why);

/// <summary>A file that is stored.</summary>
/// <param name="Name">What it was called.</param>
/// <param name="ContentType">What its bytes are.</param>
/// <param name="Blob">Where it lies sealed.</param>
public sealed record StoredFile(string Name, string ContentType, StoredBlob Blob);

/// <summary>
/// A form as it was sent. Its files lie sealed in the store and are no blobs until <see cref="KeepFilesAsync"/> commits them: of a form
/// that is cut short or refused, nothing stays.
/// </summary>
public sealed class Submission
{
    private readonly Dictionary<string, List<string>> fields = [];
    private readonly List<(string Name, string ContentType, StagedBlob Blob)> files = [];
    private readonly List<RefusedFile> refused = [];

    /// <summary>
    /// The submission's secret that the page gave out: 32 hex digits; null when none came. Whoever has it may fetch the report's receipt:
    /// it goes back to the browser that sent it, and nowhere else. Everything of ours is named by <see cref="Tip"/>.
    /// </summary>
    public string? Secret => SecretOf(this["submission"]);

    /// <summary>The tip that is made of what is sent under its secret, from which the secret can't be told.</summary>
    public TipId Tip => TipId.OfSubmission(Secret ?? throw new InvalidOperationException("The form has no submission id."));

    /// <summary>The files that were not taken.</summary>
    public IReadOnlyList<RefusedFile> Refused => refused;

    /// <summary>How many files were taken, or would have been.</summary>
    public int Files => files.Count + PassedOver;

    /// <summary>How many files were read past: the form is not stored now, and comes back with its words.</summary>
    public int PassedOver { get; private set; }

    /// <summary>What kept a file from the store; its form is not stored now either.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Whether a file came in slices that do not make it whole: it must be sent again, and nothing is taken before.</summary>
    public bool HasBroken => refused.Exists(file => file.Why == FileRefusal.Broken);

    /// <summary>What the files that were taken are called, in their order.</summary>
    public IEnumerable<string> FileNames => files.Select(file => file.Name);

    /// <summary>How many files came, taken or not.</summary>
    public int FilesSent => Files + refused.Count;

    /// <summary>The first value of a field, trimmed; null when it is not there or blank.</summary>
    public string? this[string field] => All(field) is [var first, ..] && first.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>Every value that a field was sent with, in order; none where it was not sent.</summary>
    public IReadOnlyList<string> All(string field) => fields.GetValueOrDefault(field) ?? [];

    /// <summary>The secret that a text is; null when it is none.</summary>
    public static string? SecretOf(string? text) => text is { Length: 32 } && text.All(char.IsAsciiHexDigitLower) ? text : null;

    /// <summary>Commits the files.</summary>
    /// <exception cref="BrokenFileException">The store has forgotten slices of one of them.</exception>
    public async Task<IReadOnlyList<StoredFile>> KeepFilesAsync(CancellationToken stop)
    {
        var stored = new List<StoredFile>(files.Count);
        foreach (var (name, type, blob) in files)
        {
            try
            {
                stored.Add(new StoredFile(name, type, await blob.CommitAsync(stop)));
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.InvalidBlockList)
            {
                throw new BrokenFileException(e);
            }
        }

        return stored;
    }

    internal void Add(string field, string value)
    {
        if (!fields.TryGetValue(field, out var values))
            fields[field] = values = [];
        values.Add(value);
    }

    internal void PassOver(Exception? failure = null)
    {
        PassedOver++;
        Failure ??= failure;
    }

    internal void Refuse(string name, FileRefusal why) => refused.Add(new RefusedFile(name, why));

    internal void Add(string name, string contentType, StagedBlob blob) => files.Add((name, contentType, blob));

    /// <summary>Says nothing of what was sent, so that no log can hold it.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"a form with {fields.Count} fields and {FilesSent} files");
}

/// <summary>The store has forgotten slices of a file: it must be sent again.</summary>
public sealed class BrokenFileException(Exception inner) : Exception("Slices of a file are not in the store any more.", inner);
