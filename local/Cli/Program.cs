using Hotline.Local.Cli.Commands;

return await CommandLine.RunAsync(args);
