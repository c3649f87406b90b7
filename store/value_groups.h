#pragma once
// Values of many documents that wait for a look at the picture, side by side.

#include "store/types.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dossier::store {

/// The values that wait of one field of one type.
struct ValueGroup {
    std::string type;
    std::string field;
    std::int64_t values = 0;
};

/// Which to look at, those first that wait longest: of one type and field, where these are not
/// empty, and those in whose value this character is doubted (verify/glyphs.h), where one is given.
struct ValuesAsked {
    std::string type;
    std::string field;
    std::string glyph;
    int limit = 60;
};

struct GroupValue {
    DocumentId document_id;
    std::int64_t version = 0; ///< of the document
    std::string type;
    std::string discrepancy_id;
    verify::CheckedField checked;
    std::vector<verify::Finding> findings; ///< that speak of it
    std::vector<std::string> glyphs;       ///< the characters of it that are doubted
    Page page;                             ///< on which it stands
};

} // namespace dossier::store
