#pragma once
// The one exception of ocr/net and ocr/lstm: a model file that is damaged, or that asks for
// something the executor does not do. It is thrown while models are loaded, never while a line is
// read.

#include <stdexcept>

namespace dossier::ocr::net {

struct ModelError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace dossier::ocr::net
