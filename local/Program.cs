using Hotline.Local.Commands;

return await CommandLine.RunAsync(args);
