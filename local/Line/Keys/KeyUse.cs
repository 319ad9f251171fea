namespace Hotline.Local.Line.Keys;

/// <summary>What names a key: as long as anything does, Review must have it.</summary>
/// <param name="Id">The key's name.</param>
internal sealed record KeyUse(string Id)
{
    /// <summary>Blobs of the container <c>parts</c>: what was accepted, what reviewers wrote, what could not be delivered.</summary>
    public int Parts { get; private set; }

    /// <summary>Blobs of the evidence container.</summary>
    public int Evidence { get; private set; }

    /// <summary>Rows of both tables: parts again, senders' numbers, what is not yet on the bus.</summary>
    public int Rows { get; private set; }

    /// <summary>Messages on the queues.</summary>
    public int Messages { get; private set; }

    /// <summary>When the first blob that names it was written; null when none is there.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>When the last one was.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>Whether nothing names it.</summary>
    public bool IsUnused => Parts + Evidence + Rows + Messages == 0;

    /// <summary>Counts a part.</summary>
    public void AddPart(DateTimeOffset? at)
    {
        Parts++;
        Note(at);
    }

    /// <summary>Counts a blob of evidence.</summary>
    public void AddEvidence(DateTimeOffset? at)
    {
        Evidence++;
        Note(at);
    }

    /// <summary>Counts a row.</summary>
    public void AddRow() => Rows++;

    /// <summary>Counts a message.</summary>
    public void AddMessage() => Messages++;

    private void Note(DateTimeOffset? at)
    {
        First = First < at ? First : at ?? First;
        Last = Last > at ? Last : at ?? Last;
    }
}
