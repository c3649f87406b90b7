// A launcher like dossier-read whose children open every page of a document and answer its size:
// the same sandbox, the same decoders, the same renderer, without models. Started by campaign_test.

#include "capture/open.h"
#include "ocr/child/launcher.h"
#include "ocr/wire.h"

#include <opencv2/core/utility.hpp>

using namespace dossier;

namespace {

tl::expected<ocr::Reading, capture::Refusal>
open_all(std::span<const std::byte> document, capture::PageRenderer* renderer)
{
    const auto source = capture::open_pages(document, {}, renderer);
    if (!source) return tl::unexpected(source.error());
    ocr::Reading reading;
    for (int i = 0; i < (*source)->count(); ++i) {
        const auto page = (*source)->page(i);
        if (!page) return tl::unexpected(page.error());
        reading.pages.push_back(page->facts);
    }
    return reading;
}

} // namespace

int main()
{
    constexpr std::size_t gibibyte = std::size_t{1} << 30U;
    cv::setNumThreads(1);
    cv::getCPUTickCount(); // OpenCV looks at the processor now, not in the sandbox
    ocr::LaunchOptions options;
    options.limits.memory_bytes = gibibyte;
    ocr::launch(
        ocr::launcher_socket,
        [](std::span<const std::byte> document,
           const ocr::ReadOptions& /*options*/,
           capture::PageRenderer* renderer) {
            const auto reading = open_all(document, renderer);
            return reading ? ocr::encode(*reading) : ocr::encode(reading.error());
        },
        options
    );
    return 0;
}
