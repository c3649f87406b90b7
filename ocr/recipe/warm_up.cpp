#include "ocr/recipe/warm_up.h"

#include "capture/preview.h"
#include "capture/quality.h"
#include "capture/straighten.h"
#include "ocr/recipe/page_text.h"
#include "ocr/recipe/upright.h"

#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>

namespace dossier::ocr {

void warm_up(const Engines& engines)
{
    cv::getNumberOfCPUs(); // asks the system once and remembers
    cv::Mat picture(240, 360, CV_8UC3, cv::Scalar::all(255));
    for (const int y : {100, 160}) {
        const cv::Point start(40, y);
        cv::putText(
            picture, "Dossier 09", start, cv::FONT_HERSHEY_SIMPLEX, 1.4, cv::Scalar::all(0), 3
        );
    }
    cv::rectangle(picture, {15, 15}, {345, 225}, cv::Scalar::all(0), 2);
    capture::PageFacts facts;
    facts.width = picture.cols;
    facts.height = picture.rows;
    const auto page = capture::straighten({picture, facts});
    static_cast<void>(find_turn(page, engines));
    const CleanPage clean = clean_page(page.page.pixels);
    static_cast<void>(recognise_page(clean, engines, 0));
    if (engines.lines != nullptr) {
        const CleanPage seen = with_found_lines(clean, *engines.lines, Sight::far);
        static_cast<void>(recognise_page(seen, engines, 0));
    }
    static_cast<void>(capture::judge(clean.grey));
    static_cast<void>(capture::make_preview(page));
    for (const Alphabet each : {Alphabet::chinese, Alphabet::traditional, Alphabet::ascii})
        static_cast<void>(engines.first.recognise(clean.grey, each, Care::usual));
}

} // namespace dossier::ocr
