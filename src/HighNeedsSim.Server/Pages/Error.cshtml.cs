using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages;

/// <summary>What went wrong, in plain words. Also shown for a form whose token was refused, so it asks for none itself.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class ErrorModel : PageModel
{
    /// <summary>The answer's status.</summary>
    public int Code { get; private set; }

    /// <summary>What happened.</summary>
    public string Heading { get; private set; } = "";

    /// <summary>What to do.</summary>
    public string Advice { get; private set; } = "";

    /// <summary>Describes an answer that failed, whatever the method was. Nothing of what was sent is read again: that may be what failed.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        Describe();
        context.Result = Page();
    }

    private void Describe()
    {
        // Somebody who asks for this page by its own address has found nothing either.
        if (HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is null && HttpContext.Features.Get<IExceptionHandlerFeature>() is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        Code = Response.StatusCode;
        (Heading, Advice) = Code switch
        {
            StatusCodes.Status404NotFound => (
                "Page not found",
                "Check the address. The run or scenario may have been removed, or kept by another server's data folder."),
            StatusCodes.Status405MethodNotAllowed => (
                "This address does not do that",
                "Go back to the page that you came from, and use its links and buttons."),
            StatusCodes.Status401Unauthorized => (
                "You are not signed in any more",
                "Open the first page to sign in again, then send the form again."),
            StatusCodes.Status403Forbidden => (
                "You may not do this",
                "Your role does not allow it: analysts change scenarios and start runs, approvers sign off. Ask whoever runs this service for the role you need."),
            StatusCodes.Status409Conflict => (
                "This result is of another version of the model",
                "The version that played the run counted other measures, so this one cannot show what it found. Nothing is lost: start the same run again, with the same seed, or open it with the earlier version."),
            >= 400 and < 500 => (
                "What was sent could not be accepted",
                "Go back, reload the page and send the form again: a form can be sent only from this server's own pages, and not after its browser data was cleared."),
            StatusCodes.Status507InsufficientStorage => (
                "The disk is full",
                "Nothing new can be kept just now. Runs, results and scenarios from before are unharmed and can be read, and a run under way waits. Ask whoever runs this service to make room, then send it again."),
            StatusCodes.Status503ServiceUnavailable => (
                "The database does not answer",
                "It may be starting again, or be busy. Nothing that was kept is lost: try again in a minute."),
            _ => (
                "Something went wrong here",
                "Nothing was lost: runs go on and results stay. Try again; if it happens again, the reason is in the server's terminal."),
        };
    }
}
