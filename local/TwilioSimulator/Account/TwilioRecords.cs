using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hotline.Local.Twilio.Account;

/// <summary>
/// What the account remembers. In a folder where one is given, one file a resource, written before anybody is told of it: what Twilio has
/// accepted it does not lose.
/// </summary>
internal sealed class TwilioRecords
{
    private readonly ConcurrentDictionary<string, TwilioRecord> records = new();
    private readonly ConcurrentDictionary<string, byte[]> contents = new();
    private readonly Lock gate = new();
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
            var record = JsonSerializer.Deserialize<TwilioRecord>(File.ReadAllBytes(file))!;
            records[record.Sid] = record;
        }
    }

    /// <summary>The account's sid.</summary>
    public string Account { get; }

    /// <summary>A new sid with this prefix, such as <c>CA</c>.</summary>
    public static string NewSid(string prefix) => prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>A moment as the API writes it (RFC 2822).</summary>
    public static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);

    /// <summary>Makes a resource.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="sid">Its sid.</param>
    /// <param name="fields">What it says; the common fields are added.</param>
    /// <param name="content">The sound or file that belongs to it.</param>
    public TwilioRecord Add(string kind, string sid, JsonObject fields, byte[]? content = null)
    {
        var now = time.GetUtcNow();
        fields["sid"] = sid;
        fields["account_sid"] = Account;
        fields["api_version"] = "2010-04-01";
        fields["date_created"] = Text(now);
        if (content is not null)
            WriteContent(sid, content);
        return Write(new TwilioRecord(kind, sid, now, fields));
    }

    /// <summary>Changes fields of a resource that is still there.</summary>
    public void Change(string sid, params IEnumerable<(string Name, JsonNode? Value)> changes)
    {
        lock (gate)
        {
            if (!records.TryGetValue(sid, out var record))
                return;
            var fields = record.Fields.DeepClone().AsObject();
            foreach (var (name, value) in changes)
                fields[name] = value;
            Write(record with { Fields = fields });
        }
    }

    /// <summary>The resource with this sid; null when there is none.</summary>
    public TwilioRecord? Find(string kind, string sid) => records.TryGetValue(sid, out var record) && record.Kind == kind ? record : null;

    /// <summary>All of a kind, newest first, in an order that stays the same.</summary>
    public IEnumerable<TwilioRecord> List(string kind) => records.Values
        .Where(record => record.Kind == kind).OrderByDescending(record => record.Created)
        .ThenBy(record => record.Sid, StringComparer.Ordinal);

    /// <summary>The sound or file of a resource; null when it has none.</summary>
    public byte[]? ContentOf(string sid) =>
        folder is null ? contents.GetValueOrDefault(sid) : File.Exists(PathOf(sid, "bin")) ? File.ReadAllBytes(PathOf(sid, "bin")) : null;

    /// <summary>Deletes a resource. False when there is none.</summary>
    public bool Delete(string kind, string sid)
    {
        lock (gate)
        {
            if (Find(kind, sid) is null)
                return false;
            records.TryRemove(sid, out _);
            contents.TryRemove(sid, out _);
            if (folder is not null)
            {
                File.Delete(PathOf(sid, "json"));
                File.Delete(PathOf(sid, "bin"));
            }

            return true;
        }
    }

    /// <summary>Deletes every resource.</summary>
    public void Clear()
    {
        foreach (var record in records.Values)
            Delete(record.Kind, record.Sid);
    }

    private TwilioRecord Write(TwilioRecord record)
    {
        record.Fields["date_updated"] = Text(time.GetUtcNow());
        if (folder is not null)
            WriteFile(PathOf(record.Sid, "json"), JsonSerializer.SerializeToUtf8Bytes(record));
        return records[record.Sid] = record;
    }

    private void WriteContent(string sid, byte[] content)
    {
        if (folder is null)
            contents[sid] = content;
        else
            WriteFile(PathOf(sid, "bin"), content);
    }

    private string PathOf(string sid, string extension) => Path.Combine(folder!, $"{sid}.{extension}");

    // A crash leaves the whole file or none.
    private static void WriteFile(string path, byte[] content)
    {
        File.WriteAllBytes($"{path}.new", content);
        File.Move($"{path}.new", path, overwrite: true);
    }
}
