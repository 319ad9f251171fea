using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Hotline.Contracts;

namespace Hotline.Intake.WebForm;

/// <summary>
/// A file whose slices came before the form: the value of a field <c>upload</c>, as JSON. What it says of the key is its sender's own word:
/// whoever says it wrong has sent a file that nobody can open.
/// </summary>
/// <param name="Id">The upload's id: 32 hex digits.</param>
/// <param name="Name">What the file is called.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="KeyId">The public key under which the file's own key is wrapped.</param>
/// <param name="Key">The wrapped key, base64 (RSA-OAEP with SHA-256; in it the format's version in eight bytes, then the key).</param>
/// <param name="Tickets">The tickets of its slices.</param>
public sealed partial record UploadedFile(
    string Id, string Name, long Length, string KeyId, byte[] Key, IReadOnlyList<string> Tickets)
{
    private const int MaxKeyBytes = 1024;
    private const int MaxNameCharacters = 200;

    /// <summary>Whether it is an upload's id.</summary>
    public static bool IsId(string? id) => id is { Length: 32 } && id.All(char.IsAsciiHexDigitLower);

    /// <summary>A file's name as it is kept: for people to read, and for nothing else. No path is ever made of it.</summary>
    public static string NameOf(string name)
    {
        name = string.Concat(name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Where(c => !char.IsControl(c)));
        return name.Length <= MaxNameCharacters ? name : name[..MaxNameCharacters];
    }

    /// <summary>The name of the blob that the slices of an upload become.</summary>
    public static string BlobOf(TipId tip, string id) => $"{tip}/{PartId.Of(PartKind.Attachment, tip.Value)}/{id}";

    /// <summary>Reads one; null when it is none.</summary>
    public static UploadedFile? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, UploadedFiles.Default.UploadedFile) is
            {
                Name: not null, KeyId: not null, Key: { Length: > 0 and <= MaxKeyBytes },
                Tickets: { Count: > 0 and <= SubmissionReader.MaxRegions },
            } file && IsId(file.Id) && Thumbprint().IsMatch(file.KeyId) && file.Tickets.All(ticket => ticket is not null) ? file : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Says nothing of the file.</summary>
    public override string ToString() => "an uploaded file";

    [GeneratedRegex("^[A-Za-z0-9_-]{43}$")]
    private static partial Regex Thumbprint();
}

/// <summary>The JSON of <see cref="UploadedFile"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(UploadedFile))]
public sealed partial class UploadedFiles : JsonSerializerContext;
