using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Hotline.Local.Twilio;

/// <summary>A resource of the account: its fields as REST gives them, and its media where it has some.</summary>
internal sealed record TwilioRecord(string Kind, string Sid, JsonObject Fields, byte[]? Content)
{
    /// <summary>A field's text.</summary>
    public string? this[string field] => Fields[field]?.ToString();
}

/// <summary>
/// What the account remembers: calls, messages, recordings, media, transcriptions. On disk where a folder is given, one file a resource, written before
/// anybody is told of it: what Twilio has accepted it does not lose.
/// </summary>
internal sealed class TwilioRecords
{
    private readonly ConcurrentDictionary<string, TwilioRecord> records = new();
    private readonly string? folder;
    private readonly TimeProvider time;

    public TwilioRecords(string? folder, string account, TimeProvider time)
    {
        (this.folder, Account, this.time) = (folder, account, time);
        if (folder is null)
            return;
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            var fields = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            var name = Path.GetFileNameWithoutExtension(file).Split('.');
            var media = Path.ChangeExtension(file, ".bin");
            records[name[1]] = new TwilioRecord(name[0], name[1], fields, File.Exists(media) ? File.ReadAllBytes(media) : null);
        }
    }

    /// <summary>The account's sid.</summary>
    public string Account { get; }

    /// <summary>A new sid of that kind, such as <c>CA</c>.</summary>
    public static string NewSid(string kind) => kind + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>A moment as the API writes it (RFC 2822).</summary>
    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);

    /// <summary>Makes a resource, or writes it over.</summary>
    public TwilioRecord Keep(string kind, string sid, JsonObject fields, byte[]? content = null)
    {
        fields["sid"] = sid;
        fields["account_sid"] = Account;
        fields["date_created"] ??= Text(time.GetUtcNow());
        fields["date_updated"] = Text(time.GetUtcNow());
        var record = new TwilioRecord(kind, sid, fields, content ?? records.GetValueOrDefault(sid)?.Content);
        if (folder is not null)
        {
            if (content is not null)
                Write(PathOf(record, "bin"), content);
            Write(PathOf(record, "json"), System.Text.Encoding.UTF8.GetBytes(fields.ToJsonString()));
        }

        return records[sid] = record;
    }

    /// <summary>Changes fields of a resource.</summary>
    public TwilioRecord Change(string sid, params (string Name, string? Value)[] changes)
    {
        var record = records[sid];
        var fields = record.Fields.DeepClone().AsObject();
        foreach (var (name, value) in changes)
            fields[name] = value;
        return Keep(record.Kind, sid, fields);
    }

    /// <summary>The resource with this sid; null when there is none.</summary>
    public TwilioRecord? Find(string kind, string sid) => records.TryGetValue(sid, out var record) && record.Kind == kind ? record : null;

    /// <summary>All of a kind, newest first.</summary>
    public IEnumerable<TwilioRecord> List(string kind) => records.Values.Where(r => r.Kind == kind)
        .OrderByDescending(r => DateTimeOffset.Parse(r["date_created"]!, CultureInfo.InvariantCulture)).ThenBy(r => r.Sid, StringComparer.Ordinal);

    /// <summary>Deletes a resource. False when there is none.</summary>
    public bool Delete(string kind, string sid)
    {
        if (Find(kind, sid) is not { } record || !records.TryRemove(sid, out _))
            return false;
        if (folder is not null)
        {
            File.Delete(PathOf(record, "json"));
            File.Delete(PathOf(record, "bin"));
        }

        return true;
    }

    private string PathOf(TwilioRecord record, string extension) => Path.Combine(folder!, $"{record.Kind}.{record.Sid}.{extension}");

    private static void Write(string path, byte[] content)
    {
        File.WriteAllBytes($"{path}.new", content);
        File.Move($"{path}.new", path, overwrite: true);
    }
}
