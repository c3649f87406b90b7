#include "store/receipt.h"

#include "web/cli/arguments.h"
#include "web/cli/verbs.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

namespace dossier::web {

namespace {

constexpr std::uintmax_t largest = std::uintmax_t{16} << 20;

std::optional<std::string> text_of(const std::string& path)
{
    std::error_code failed;
    const auto size = std::filesystem::file_size(path, failed);
    if (failed || size > largest) return std::nullopt;
    std::ifstream file{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    return file.bad() ? std::nullopt : std::optional{std::move(text)};
}

std::string key_line(const std::string& text)
{
    return text.substr(0, text.find_first_of("\r\n"));
}

int run_receipt(std::span<const std::string> given)
{
    const auto arguments = parse_arguments(given, {"key"}, {});
    if (!arguments) return usage("receipt", arguments.error());
    if (arguments->rest.size() < 2 || arguments->rest.front() != "verify")
        return usage("receipt", "say verify FILE…");
    const auto key_file = arguments->option("key");
    if (!key_file) return usage("receipt", "--key FILE is missing");
    const auto key = text_of(*key_file);
    if (!key) {
        complain("dossier receipt: the key " + *key_file + " cannot be read");
        return environment;
    }
    int code = done;
    for (auto file = arguments->rest.begin() + 1; file != arguments->rest.end(); ++file) {
        const auto receipt = text_of(*file);
        const bool is_genuine = receipt && store::is_genuine_receipt(*receipt, key_line(*key));
        if (is_genuine) {
            say("genuine: " + *file);
            continue;
        }
        code = some_failed;
        complain(
            "dossier receipt: " + *file +
            (receipt ? " is not as it was signed, or not with this key" : " cannot be read")
        );
    }
    return code;
}

} // namespace

const Verb receipt_verb{
    .name = "receipt",
    .summary = "verify what a station got for a batch",
    .help = R"(usage: dossier receipt verify FILE… --key FILE

Checks receipts of batches, anywhere: no archive is needed, only the public key, which
`curl https://HOST/api/v1/receipt-key` gives. A station lets go of its own copies only after
that. Exit code 0 all genuine, 1 some are not (named), 3 the key cannot be read.)",
    .run = run_receipt};

} // namespace dossier::web
