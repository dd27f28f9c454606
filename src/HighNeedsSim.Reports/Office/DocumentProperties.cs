using System.Net;
using System.Text;
using DocumentFormat.OpenXml.Packaging;

namespace HighNeedsSim.Reports.Office;

/// <summary>Title, subject and language of an Office document, which readers announce before anything else.</summary>
internal static class DocumentProperties
{
    /// <summary>Writes them; the only date is that of the run, so that no clock is asked.</summary>
    internal static void Write(OpenXmlPackage document, string title, string subject, DateTimeOffset created)
    {
        var part = document.AddNewPart<CoreFilePropertiesPart>("rIdCore");
        var day = created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        using var stream = part.GetStream(FileMode.Create);
        stream.Write(Encoding.UTF8.GetBytes(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
            + "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
            + "xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
            + $"<dc:title>{WebUtility.HtmlEncode(title)}</dc:title><dc:subject>{WebUtility.HtmlEncode(subject)}</dc:subject><dc:creator>HighNeedsSim</dc:creator>"
            + $"<dc:language>en-GB</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}</dcterms:created>"
            + $"<dcterms:modified xsi:type=\"dcterms:W3CDTF\">{day}</dcterms:modified></cp:coreProperties>"));
    }
}
