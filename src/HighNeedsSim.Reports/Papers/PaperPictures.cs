using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HighNeedsSim.Reports.Documents;
using HighNeedsSim.Reports.Office;

namespace HighNeedsSim.Reports.Papers;

/// <summary>
/// Pictures of charts beside the drawings, for slides and mails. They come from a browser, so their bytes are those of its version and its fonts: the manifest lists them apart from
/// the files whose bytes are promised, and an archive without them stays what it was.
/// </summary>
public static class PaperPictures
{
    /// <summary>Puts the pictures of a folder into its manifest and its archive.</summary>
    /// <param name="folder">The folder of a paper, with pictures beside its drawings.</param>
    /// <param name="manifest">The manifest's name.</param>
    /// <param name="archive">The archive's name.</param>
    /// <returns>How many, and one sentence about what went wrong, or null.</returns>
    public static (int Pictures, string? Fault) Pack(string folder, string manifest, string archive)
    {
        var packed = 0;
        var fault = ResultFiles.Told(folder, () =>
        {
            (string Name, byte[] Bytes)[] pictures =
            [
                .. Directory.GetFiles(Path.Combine(folder, "charts"), "*.png").Order(StringComparer.Ordinal).Select(file => ($"charts/{Path.GetFileName(file)}", File.ReadAllBytes(file))),
            ];
            var document = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, manifest)))!.AsObject();
            document["pictures"] = new JsonArray([.. pictures.Select(picture => new JsonObject
            {
                ["path"] = picture.Name,
                ["bytes"] = picture.Bytes.Length,
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(picture.Bytes)),
            })]);
            var listing = RunDocument.Bytes(document);
            var files = document["files"]!.AsArray().Select(file => file!["path"]!.GetValue<string>())
                .Select(name => (Name: name, Bytes: File.ReadAllBytes(Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar)))));
            var whole = FixedPackage.Zip([.. files, (manifest, listing), .. pictures]);
            ResultFiles.WriteWhole(Path.Combine(folder, manifest), ResultFiles.Bytes(listing));
            ResultFiles.WriteWhole(Path.Combine(folder, archive), ResultFiles.Bytes(whole));
            packed = pictures.Length;
            return null;
        });
        return (packed, fault);
    }
}
