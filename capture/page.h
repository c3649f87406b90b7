#pragma once
// One page with its pixels. cv::Mat shares pixels on copy, so it lives only inside Page, which
// moves and does not copy; `clone()` says it out loud.

#include "capture/facts.h"

#include <opencv2/core/mat.hpp>

#include <utility>

namespace dossier::capture {

/// `pixels`: 8 bit, one channel (grey, 0 = black) or three (BGR). `facts` always speak of the page
/// as scanned, whatever has since happened to the pixels.
struct Page {
    cv::Mat pixels;
    PageFacts facts;

    Page() = default;

    Page(cv::Mat picture, PageFacts about) : pixels(std::move(picture)), facts(std::move(about)) {}

    Page(Page&&) noexcept = default;
    Page& operator=(Page&&) noexcept = default;
    Page(const Page&) = delete;
    Page& operator=(const Page&) = delete;
    ~Page() = default;

    [[nodiscard]] Page clone() const { return {pixels.clone(), facts}; }
};

} // namespace dossier::capture
