namespace Hotline.Platform.Sealing;

/// <summary>Closes a stream of any length so that only Review can open it.</summary>
public interface IBlobSealer
{
    /// <summary>Returns a stream of the sealed bytes, to be read once; it does not own the content.</summary>
    /// <param name="content">What to seal; read as the result is read.</param>
    /// <param name="metadata">Gets what the blob must carry to be opened.</param>
    Stream Seal(Stream content, IDictionary<string, string> metadata);
}
