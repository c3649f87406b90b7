#pragma once
// PDF files and streams put together by hand.

#include "samples/render/encode.h"
#include <string_view>

namespace dossier::samples {

/// Objects in order, numbered from 1, with a right table behind them.
Bytes pdf(const std::vector<Bytes>& objects, std::string_view trailer_entries = "");

/// A stream object: its dictionary's entries and its content.
Bytes stream(std::string_view entries, const Bytes& content);

} // namespace dossier::samples
