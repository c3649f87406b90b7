#include "capture/sheet_code.h"
#include "ocr/document_type.h"
#include "web/cli/arguments.h"
#include "web/cli/verbs.h"
#include "web/clock.h"
#include "web/config.h"
#include "web/cover_sheet.h"

#include <fmt/format.h>

#include <fstream>

namespace dossier::web {

namespace {

constexpr int most_sheets = 100'000;
/// A page each in the file.
constexpr int most_separators = 500;

int write(const std::string& path, const std::string& pdf)
{
    std::ofstream stream{path, std::ios::binary | std::ios::trunc};
    stream << pdf;
    stream.close();
    if (stream) return done;
    complain("dossier cover: " + path + " cannot be written");
    return environment;
}

std::string today()
{
    return day_text(day_at(now(), Config{}.store.utc_offset));
}

int run_cover(std::span<const std::string> given)
{
    const auto arguments = parse_arguments(
        given,
        {"batch", "sheets", "sides", "separators", "type", "station", "date", "out", "share"},
        {"separator"}
    );
    if (!arguments) return usage("cover", arguments.error());
    if (!arguments->rest.empty())
        return usage("cover", arguments->rest.front() + " is one word too many");
    const auto out = arguments->option("out");
    if (!out) return usage("cover", "--out FILE.pdf is missing");
    const auto separators =
        parse_int(arguments->option("separators").value_or("-1"), -1, most_separators);
    if (!separators)
        return usage("cover", fmt::format("--separators must be 0 to {}", most_separators));

    const auto type = arguments->option("type").value_or("");
    if (!type.empty()) {
        const auto share = arguments->option("share");
        const auto types = ocr::load_types(
            (share ? std::filesystem::path{*share} : installed_config().share) / "types"
        );
        if (!types) {
            complain(fmt::format(
                "dossier cover: {}:{}: {}",
                types.error().file,
                types.error().line,
                types.error().reason
            ));
            return environment;
        }
        if (types->find_type(type) == nullptr)
            return usage("cover", "there is no document type " + type);
    }
    if (arguments->flag("separator"))
        return write(*out, separator_sheet_pdf({.type = type}, std::max(1, *separators)));

    const auto batch = arguments->option("batch");
    if (!batch) return usage("cover", "--batch NAME is missing (or --separator)");
    if (!capture::is_batch_name(*batch))
        return usage("cover", "--batch must be 1 to 64 of A-Z a-z 0-9 . _ -");
    const auto sheets = parse_int(arguments->option("sheets").value_or("0"), 0, most_sheets);
    if (!sheets) return usage("cover", fmt::format("--sheets must be 1 to {}", most_sheets));
    const auto sides = parse_int(arguments->option("sides").value_or("1"), 1, 2);
    if (!sides) return usage("cover", "--sides must be 1 or 2");
    return write(
        *out,
        cover_sheet_pdf(
            {.cover =
                 {.batch = *batch,
                  .sheets = *sheets,
                  .sides = *sides,
                  .separators = *separators,
                  .type = type},
             .station = arguments->option("station").value_or(""),
             .date = arguments->option("date").value_or(today())}
        )
    );
}

} // namespace

const Verb cover_verb{
    .name = "cover",
    .summary = "cover and separator sheets to print",
    .help =
        R"(usage: dossier cover --batch NAME [--sheets N] [--sides 1|2] [--separators N] [--type TYPE] --out FILE.pdf
       dossier cover --separator [--separators N] [--type TYPE] --out FILE.pdf

Writes a PDF to print at its own size. The first form is the cover of a batch, which announces what
lies under it, with its separators behind it; the second is separators alone, to be used again.

  --batch NAME      1 to 64 of A-Z a-z 0-9 . _ -
  --sheets N        customers' sheets under the cover, covers and separators not counted
  --sides N         sides scanned of each sheet (1)
  --separators N    separators in the batch; as many are printed
  --type TYPE       the document type of what follows, when all of it is of one
  --station NAME    printed for people
  --date DATE       printed for people (today in China)
  --out FILE.pdf    where to
  --share DIR       document types, when they lie elsewhere)",
    .run = run_cover};

} // namespace dossier::web
