using HighNeedsSim.Cluster;
using HighNeedsSim.Server.Api;
using Microsoft.AspNetCore.Diagnostics;

namespace HighNeedsSim.Server.Hosting;

/// <summary>What an exception means to whoever asked: people get a page, programs a problem document, each with what to do.</summary>
internal static class Failures
{
    // ENOSPC and EDQUOT of Linux, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    private static readonly int[] NoSpace = [28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>The status of an answer that failed.</summary>
    public static int StatusOf(Exception failure) => failure switch
    {
        BadHttpRequestException asked => asked.StatusCode,
        OtherModelException => StatusCodes.Status409Conflict,
        StoreFullException => StatusCodes.Status507InsufficientStorage,
        StoreUnavailableException => StatusCodes.Status503ServiceUnavailable,
        IOException file when NoSpace.Contains(file.HResult) => StatusCodes.Status507InsufficientStorage,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Tells of them, and of answers that have a status and no words.</summary>
    public static void TellFailures(this WebApplication app)
    {
        app.UseWhen(ApiRoutes.IsForPrograms, api =>
        {
            api.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf });
            api.UseStatusCodePages();
        });
        app.UseWhen(context => !ApiRoutes.IsForPrograms(context), pages =>
        {
            pages.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error", StatusCodeSelector = StatusOf });
            pages.UseStatusCodePagesWithReExecute("/error");
        });
    }

    /// <summary>A failure of ours as one of the kinds of problem that are explained.</summary>
    public static void Explain(ProblemDetailsContext told)
    {
        var kind = told.HttpContext.Features.Get<IExceptionHandlerFeature>() is null ? null : told.ProblemDetails.Status switch
        {
            StatusCodes.Status507InsufficientStorage => "disk-full",
            StatusCodes.Status503ServiceUnavailable => "store-away",
            StatusCodes.Status409Conflict => "other-model",
            _ => null,
        };
        if (kind is not null)
        {
            var known = Problems.All.First(k => k.Kind == kind);
            (told.ProblemDetails.Type, told.ProblemDetails.Title, told.ProblemDetails.Detail) = (Problems.TypeOf(kind), known.Title, known.Meaning);
            if (told.ProblemDetails.Status != StatusCodes.Status409Conflict)
            {
                told.HttpContext.Response.Headers.RetryAfter = "60";
            }
        }
    }
}
