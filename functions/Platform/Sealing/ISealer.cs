namespace Hotline.Platform.Sealing;

/// <summary>Closes a content so that only Review can open it.</summary>
public interface ISealer
{
    /// <summary>Returns the content as a compact JWE, bound to the header.</summary>
    string Seal(SealHeader header, ReadOnlySpan<byte> content);
}
