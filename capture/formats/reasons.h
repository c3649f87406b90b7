#pragma once
// Every reason for which capture says no, with its stable code and its sentence in Chinese and
// English. A sentence says what is wrong and what the clerk can do about it.

#include "capture/facts.h"

#include <string_view>

namespace dossier::capture {

enum class Reason {
    empty,
    incomplete,
    not_a_document,
    broken,
    truncated,
    too_large,
    side_too_long,
    too_many_pixels,
    too_many_pixels_in_file,
    too_many_pages,
    suspicious_ratio,
    directory_loop,
    too_many_entries,
    no_pages,
    unsupported_picture,
    moving_picture,
    out_of_memory,
    pdf_encrypted,
    pdf_page_without_scan,
    pdf_page_not_drawn,
    pdf_picture_kind,
    not_a_plain_file,
    second_name,
    unusable_name,
    no_permission,
};

/// The enumerator's name: `too_many_pixels`.
[[nodiscard]] std::string_view code_of(Reason reason);

[[nodiscard]] Refusal refusal(Reason reason);

} // namespace dossier::capture
