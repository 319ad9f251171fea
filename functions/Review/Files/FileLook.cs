namespace Hotline.Review.Files;

/// <summary>How the console shows a file; each is a download as well.</summary>
public enum FileLook
{
    /// <summary>Not at all.</summary>
    Other,

    /// <summary>Not at all: it can run scripts and call home.</summary>
    Pdf,

    /// <summary>As a picture, without its metadata.</summary>
    Picture,

    /// <summary>Not at all: its metadata can't be left out.</summary>
    OtherPicture,

    /// <summary>As a sound.</summary>
    Sound,

    /// <summary>As a video.</summary>
    Video,
}
