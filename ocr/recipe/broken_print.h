#pragma once
// What becomes of a reading where a copier or a hard threshold has left crumbs of the print.

#include "ocr/document_type.h"
#include "ocr/reading.h"

namespace dossier::ocr {

/// On pages whose print is broken, digits that no check digit proves are for a person; and where
/// too little could be read to be worth typing the rest, the page is to be scanned again.
void weigh_broken_print(Reading& reading, const TypeCatalog& types);

} // namespace dossier::ocr
