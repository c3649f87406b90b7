#pragma once
// One picture (image XObject) of a PDF as pixels: JPEG, JPEG 2000, fax, and whatever qpdf inflates.

#include "capture/decode/decode.h"
#include "capture/decode/qpdf.h"

namespace dossier::capture {

/// `pixels` grey or BGR; a stencil is grey with 0 where colour is to be painted. `opacity` is empty
/// or as large as `pixels`, 255 where the picture covers what lies below.
struct PdfPicture {
    cv::Mat pixels;
    cv::Mat opacity;
    bool is_stencil = false;
};

/// Width and height as the dictionary states them, at most 2^20; zero when it does not.
[[nodiscard]] cv::Size stated_size(QPDFObjectHandle picture);

[[nodiscard]] tl::expected<PdfPicture, Refusal>
decode_pdf_picture(QPDFObjectHandle picture, const Limits& limits);

} // namespace dossier::capture
