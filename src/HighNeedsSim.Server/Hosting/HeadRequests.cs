namespace HighNeedsSim.Server.Hosting;

/// <summary>HEAD: every address that answers GET answers it as GET would, without a body.</summary>
public static class HeadRequests
{
    private static readonly object Mark = new();

    /// <summary>
    /// Lets everything behind answer GET; the web server knows the method that came and sends no body. So no route has to be mapped twice, and none can
    /// be forgotten.
    /// </summary>
    public static void AnswerHead(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }

        context.Request.Method = HttpMethods.Get;
        context.Items[Mark] = true;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    });

    /// <summary>Whether only the head of an answer is asked for: a stream would go on for ever without anybody hearing it.</summary>
    public static bool IsHead(this HttpContext context) => context.Items.ContainsKey(Mark);
}
