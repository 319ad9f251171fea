using System.ComponentModel;
using System.Diagnostics;

namespace Hotline.Local.Demo;

/// <summary>Speaks the demo's calls, where espeak-ng is installed (https://github.com/espeak-ng/espeak-ng).</summary>
internal static class Voice
{
    /// <summary>The words as a WAV; null where nothing here can speak: the call is then silent, its transcript the same.</summary>
    public static async Task<byte[]?> SpeakAsync(string words, string language, CancellationToken stop)
    {
        var file = Path.GetTempFileName();
        try
        {
            using var speaker = Process.Start(
                new ProcessStartInfo("espeak-ng", ["-v", language == "es" ? "es" : "en-us", "-s", "150", "-w", file, words]));
            await speaker!.WaitForExitAsync(stop);
            return speaker.ExitCode == 0 ? await File.ReadAllBytesAsync(file, stop) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
