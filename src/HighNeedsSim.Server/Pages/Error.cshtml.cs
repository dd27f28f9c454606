using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
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

    /// <summary>Describes an answer that failed, whatever the method it was asked with.</summary>
    public void OnGet(int code) => Describe(code);

    /// <summary>As <see cref="OnGet"/>.</summary>
    public void OnPost(int code) => Describe(code);

    private void Describe(int code)
    {
        // Somebody who asks for this page by its own address has found nothing either.
        var failed = HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null || HttpContext.Features.Get<IExceptionHandlerFeature>() is not null;
        Code = failed ? code : StatusCodes.Status404NotFound;
        Response.StatusCode = Code;
        (Heading, Advice) = Code switch
        {
            StatusCodes.Status404NotFound => (
                "Page not found",
                "Check the address. The run or scenario may have been removed, or kept by another server's data folder."),
            StatusCodes.Status413PayloadTooLarge => ("Too much was sent", "Go back and send less: a form here is never longer than a page."),
            >= 400 and < 500 => (
                "What was sent could not be accepted",
                "Go back, reload the page and send the form again: a form can be sent only from this server's own pages, and not after its browser data was cleared."),
            _ => (
                "Something went wrong here",
                "Nothing was lost: runs go on and results stay. Try again; if it happens again, the reason is in the server's terminal."),
        };
    }
}
