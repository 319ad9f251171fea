using Hotline.Contracts;

namespace Hotline.Review.Files;

/// <summary>
/// Copies a picture without what it tells about its maker: place, device, author, comments, thumbnails, and anything hidden behind its end.
/// Nothing is decoded: the bytes of the image itself are copied as they are. What is not understood is refused, never passed on. A JPEG,
/// PNG or GIF that is cut inside or behind its image is copied as far as it goes, for a browser shows as much.
/// </summary>
public static class PictureMetadata
{
    private static readonly Dictionary<FileKind, Action<ReadOnlySpan<byte>, MemoryStream>> Strippers = new()
    {
        [FileKind.Jpeg] = JpegMetadata.Strip,
        [FileKind.Png] = PngMetadata.Strip,
        [FileKind.WebP] = WebPMetadata.Strip,
        [FileKind.Gif] = GifMetadata.Strip,
    };

    /// <summary>Whether pictures of this kind can be shown without their metadata: they are <see cref="Showing.Picture"/>.</summary>
    public static bool CanStrip(FileKind kind) => Strippers.ContainsKey(kind);

    /// <summary>The picture without metadata.</summary>
    /// <param name="picture">The whole file.</param>
    /// <exception cref="InvalidDataException">The type can't be stripped, or the file is malformed, or cut before its image; says where.</exception>
    public static byte[] Strip(ReadOnlySpan<byte> picture)
    {
        if (!Strippers.TryGetValue(ContentSniffer.KindOf(picture), out var strip))
            throw new InvalidDataException("Only JPEG, PNG, WebP and GIF can be shown without their metadata.");
        var stripped = new MemoryStream(picture.Length);
        strip(picture, stripped);
        return stripped.ToArray();
    }

    /// <summary>A piece of the file, or the sentence that says that it is cut.</summary>
    /// <exception cref="InvalidDataException">The file ends before the piece does.</exception>
    internal static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> picture, long start, long length) =>
        start >= 0 && length >= 0 && start + length <= picture.Length
            ? picture.Slice((int)start, (int)length)
            : throw new InvalidDataException($"The picture is cut: {length} bytes at {start} go beyond its {picture.Length}.");
}
