using System.ComponentModel;
using System.Data.Common;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Hotline.Local.FunctionsHost;
using Hotline.Local.Loopback;

namespace Hotline.Local.Cli.Commands;

/// <summary>
/// What goes wrong outside this program, as one sentence: a command that can't be carried out, storage, bus and sign-in, files,
/// connections, programs. A failure that is none of these is a fault of ours, and keeps its stack trace.
/// </summary>
internal static class Refusals
{
    /// <summary>The sentence; null for another failure.</summary>
    public static string? Of(Exception failure) => failure switch
    {
        AggregateException { InnerException: { } inner } => Of(inner),
        CommandException => failure.Message,
        FunctionAppException => failure.Message,
        AuthenticationFailedException => "Azure knows nobody here: sign in with az login.",
        RequestFailedException { Status: 401 or 403 } refused =>
            $"The storage account does not let you do this ({refused.ErrorCode ?? "403"}): docs/operations.md says which rights it takes.",
        RequestFailedException { Status: 0 } =>
            "The storage account can't be reached: look whether its name is right and whether it answers this machine.",
        RequestFailedException failed => $"The storage account answers {failed.Status} ({failed.ErrorCode}): look whether it is a line's.",
        ServiceBusException failed =>
            $"The bus can't be read ({failed.Reason}): look whether its name is right and whether it answers this machine.",
        HttpRequestException { StatusCode: { } status } =>
            $"The line answers {(int)status}: look into the terminal in which ./hotline runs.",
        HttpRequestException or HttpIOException or SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            "The line does not answer: start it again with ./hotline.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "Such a port takes an administrator: give another one by --port.",
        OperationCanceledException { InnerException: TimeoutException } or TimeoutException =>
            "No answer came in time: look into the terminal in which ./hotline runs.",
        Win32Exception => "A program is missing or can't be started: is Node 18 or later installed (https://nodejs.org)?",
        CryptographicException => $"A key does not fit: {failure.Message}",
        JsonException => "What the line keeps on this machine can't be read: stop it, and start it again with ./hotline.",
        DbException =>
            "The file of the queues can't be used: look whether the disk is full, and whether you may write the data folder.",
        // They name the path.
        IOException or UnauthorizedAccessException => $"{failure.Message} Look whether it is there, and whether you may use it.",
        _ => null,
    };
}
