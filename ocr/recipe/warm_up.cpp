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
    cv::Mat picture(600, 900, CV_8UC3, cv::Scalar::all(255));
    for (int line = 0; line < 6; ++line) {
        const cv::Point start(60, 100 + 80 * line);
        cv::putText(
            picture,
            "Dossier 0123456789",
            start,
            cv::FONT_HERSHEY_SIMPLEX,
            1.6,
            cv::Scalar::all(0),
            3
        );
    }
    cv::rectangle(picture, {30, 30}, {870, 570}, cv::Scalar::all(0), 2);
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
        static_cast<void>(engines.first.recognise(clean.grey, each));
}

} // namespace dossier::ocr
