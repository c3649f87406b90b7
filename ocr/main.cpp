// dossier-read: the program that looks at hostile bytes. It has no other mode than --launcher and
// is started by `dossier` with a socket as descriptor 3 (ocr/child/launcher.h).

#include "ocr/child/launcher.h"
#include "ocr/child/sandbox.h"
#include "ocr/child/tesseract_engine.h"
#include "ocr/document_type.h"
#ifdef DOSSIER_SECOND_RECOGNISER
#include "ocr/net/net_engine.h"
#include "ocr/net/net_line_finder.h"
#endif
#include "ocr/read.h"
#include "ocr/recipe/warm_up.h"
#include "ocr/wire.h"

#include <opencv2/core/utility.hpp>

#include <cstdio>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace capture = dossier::capture;
namespace ocr = dossier::ocr;

namespace {

ocr::TypeCatalog load_catalog(const std::string& folder)
{
    auto types = ocr::load_types(folder);
    if (types) return std::move(*types);
    const auto& error = types.error();
    throw std::runtime_error(error.file + ":" + std::to_string(error.line) + ": " + error.reason);
}

/// The installed types with those that the request brings.
tl::expected<ocr::TypeCatalog, capture::Refusal>
with_own_types(ocr::TypeCatalog types, const ocr::ReadOptions& options)
{
    for (const auto& text : options.types) {
        auto type = ocr::parse_type(text);
        if (!type)
            return tl::unexpected(capture::Refusal{
                "bad_type", "A document type is broken: " + type.error().reason});
        ocr::put_type(types, *std::move(type));
    }
    return types;
}

#ifdef DOSSIER_SECOND_RECOGNISER
/// A recogniser of single values, where its model is installed.
template <class Reader>
class ValueReader {
public:
    void load(const std::string& models, ocr::net::RecogniserModel model)
    {
        if (!ocr::net::LineRecogniser::is_installed(models, model)) return;
        recogniser_.emplace(models, ocr::net::value_options, model);
        engine_.emplace(*recogniser_);
    }

    ocr::Engine* engine() { return engine_ ? &*engine_ : nullptr; }

private:
    std::optional<ocr::net::LineRecogniser> recogniser_;
    std::optional<Reader> engine_;
};

/// The second recogniser and its like, where their models are installed.
class Second {
public:
    explicit Second(const std::string& models)
    {
        if (models.empty() || !ocr::net::LineRecogniser::is_installed(models)) return;
        recogniser_.emplace(models);
        if (ocr::net::DirectionClassifier::is_installed(models)) direction_.emplace(models);
        if (ocr::net::LineRecogniser::is_installed(models, ocr::net::worn_model))
            for_worn_.emplace(models, ocr::net::RecogniserOptions{}, ocr::net::worn_model);
        engine_.emplace(
            *recogniser_, direction_ ? &*direction_ : nullptr, for_worn_ ? &*for_worn_ : nullptr
        );
        latin_.load(models, ocr::net::latin_model);
        third_.load(models, ocr::net::third_model);
        if (!ocr::net::TextDetector::is_installed(models)) return;
        detector_.emplace(models);
        finder_.emplace(*detector_);
    }

    ocr::Engine* engine() { return engine_ ? &*engine_ : nullptr; }

    ocr::LineFinder* finder() { return finder_ ? &*finder_ : nullptr; }

    ocr::Engine* latin() { return latin_.engine(); }

    ocr::Engine* third() { return third_.engine(); }

private:
    std::optional<ocr::net::LineRecogniser> recogniser_;
    std::optional<ocr::net::LineRecogniser> for_worn_;
    std::optional<ocr::net::DirectionClassifier> direction_;
    std::optional<ocr::net::NetEngine> engine_;
    ValueReader<ocr::net::LatinEngine> latin_;
    ValueReader<ocr::net::NetEngine> third_;
    std::optional<ocr::net::TextDetector> detector_;
    std::optional<ocr::net::NetLineFinder> finder_;
};
#else
struct Second {
    explicit Second(const std::string&) {}

    ocr::Engine* engine() { return nullptr; }

    ocr::LineFinder* finder() { return nullptr; }

    ocr::Engine* latin() { return nullptr; }

    ocr::Engine* third() { return nullptr; }
};
#endif

} // namespace

int main(int argc, char** argv)
{
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    if (argc != 6 || arguments[1] != std::string_view("--launcher") ||
        arguments[2] != std::string_view("--types") ||
        arguments[4] != std::string_view("--models")) {
        std::fputs(
            "dossier-read is started by dossier: dossier-read --launcher --types DIR --models "
            "DIR\n",
            stderr
        );
        return 2;
    }
    ocr::end_with_starter(ocr::launcher_socket);
    try {
        cv::setNumThreads(1); // one core a reader; more readers use more cores
        ocr::check_sandbox();
        const ocr::TypeCatalog types = load_catalog(arguments[3]);
        const auto tesseract = ocr::load_tesseract();
        Second second(arguments[5]);
        const ocr::Engines engines{
            *tesseract, second.engine(), second.finder(), second.latin(), second.third()};
        ocr::warm_up(engines);
        ocr::launch(
            ocr::launcher_socket,
            [&](std::span<const std::byte> document,
                const ocr::ReadOptions& options,
                capture::PageRenderer* renderer) {
                const auto known = with_own_types(types, options);
                if (!known) return ocr::encode(known.error());
                const auto reading =
                    ocr::read_document(document, *known, engines, options, {}, renderer);
                return reading ? ocr::encode(*reading) : ocr::encode(reading.error());
            }
        );
    } catch (const std::exception& error) {
        ocr::report_start_failure(ocr::launcher_socket, error.what());
        return 3;
    }
    return 0;
}
