#pragma once
// Labels whose characters are printed so far apart that they were found as several lines: 名 and
// 称, 经营场 and 所. Where a line is the beginning of a label and the next one on its row goes on
// with the rest, they are one line.

#include "ocr/document_type.h"
#include "ocr/fields/text.h"

#include <vector>

namespace dossier::ocr {

void join_split_labels(std::vector<TextLine>& lines, const DocumentType& type);

} // namespace dossier::ocr
