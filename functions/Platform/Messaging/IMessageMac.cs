namespace Hotline.Platform.Messaging;

/// <summary>
/// Marks what a room rejects, so that the room knows it again: anybody who may send to <c>rejected</c> can say where it came from.
/// </summary>
public interface IMessageMac
{
    /// <summary>The mark of a message of a queue: only the room that has the key can make it.</summary>
    string Of(string queue, string id, string body);
}
