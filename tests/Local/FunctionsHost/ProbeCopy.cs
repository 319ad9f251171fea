namespace Hotline.Tests.Local.FunctionsHost;

/// <summary>The probe's build with another host.json, in a folder that goes with it.</summary>
internal sealed class ProbeCopy : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hotline-probe-");

    public ProbeCopy(string hostJson)
    {
        foreach (var file in Directory.EnumerateFiles(ProbeApp.BuildOutput))
            File.Copy(file, System.IO.Path.Combine(folder.FullName, System.IO.Path.GetFileName(file)));
        File.WriteAllText(System.IO.Path.Combine(folder.FullName, "host.json"), hostJson);
    }

    public string Path => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
