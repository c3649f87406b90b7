#include "capture/manifest/problem.h"

#include <fmt/format.h>

namespace dossier::capture {

namespace {

struct Text {
    std::string_view chinese;
    std::string_view english;
};

Text sentence_of(ManifestProblem problem)
{
    switch (problem) {
    case ManifestProblem::ended: return {"清单不完整，后面的内容缺失", "its end is missing"};
    case ManifestProblem::malformed:
        return {"格式有误", "it is not well-formed XML, JSON or CSV of the kind we take"};
    case ManifestProblem::not_utf8: return {"编码不是 UTF-8", "it is not written in UTF-8"};
    case ManifestProblem::too_large: return {"清单超过 1 MiB", "it is larger than 1 MiB"};
    case ManifestProblem::unknown_word:
        return {"含有清单没有的项目", "it has an item that manifests do not have"};
    case ManifestProblem::repeated_word: return {"同一项目写了两次", "an item is given twice"};
    case ManifestProblem::bad_fact:
        return {
            "批次名称、张数、单双面或类型有误",
            "the batch's name, sheets, sides (1 or 2) or type cannot be used"};
    case ManifestProblem::bad_file_name:
        return {"文件名不能使用（不能含路径）", "a file's name cannot be used (no paths)"};
    case ManifestProblem::bad_sha256:
        return {"SHA-256 不是 64 位十六进制", "a SHA-256 is not 64 hexadecimal digits"};
    case ManifestProblem::repeated_file: return {"同一文件列了两次", "a file is listed twice"};
    case ManifestProblem::too_many_files:
        return {"超过 10000 个文件", "it lists more than 10,000 files"};
    case ManifestProblem::no_files: return {"没有列出文件", "it lists no files"};
    }
    return {"", ""};
}

} // namespace

Refusal refusal(const ManifestError& error)
{
    const Text text = sentence_of(error.problem);
    const bool ended = error.problem == ManifestProblem::ended;
    const auto chinese_line = error.line > 0 ? fmt::format("（第 {} 行）", error.line) : "";
    const auto english_line = error.line > 0 ? fmt::format(" (line {})", error.line) : "";
    return {
        ended ? "manifest_incomplete" : "not_a_manifest",
        fmt::format(
            "这不是可以使用的批次清单：{}{}。 This is no manifest of a batch: {}{}.",
            text.chinese,
            chinese_line,
            text.english,
            english_line
        )};
}

} // namespace dossier::capture
