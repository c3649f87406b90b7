#pragma once
// What all files of models are read with: their bytes, and a walk over them that never leaves them.

#include "ocr/net/model_error.h"

#include <cstddef>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace dossier::ocr::net {

/// The bytes of a file of at most 256 MiB. Throws ModelError, which names it.
[[nodiscard]] std::vector<std::byte> load_model_file(const std::filesystem::path& file);

/// Numbers are little-endian. Throws ModelError, which begins with `what` ("the model file"), where
/// more is asked for than there is.
class Cursor {
public:
    Cursor(std::span<const std::byte> rest, const char* what) : rest_(rest), what_(what) {}

    bool is_empty() const { return rest_.empty(); }

    std::span<const std::byte> take(std::size_t size)
    {
        if (size > rest_.size()) damaged("cut off");
        const auto taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }

    template <typename Number>
    Number number()
    {
        Number number{};
        std::memcpy(&number, take(sizeof(Number)).data(), sizeof(Number));
        return number;
    }

    std::string text(std::size_t size)
    {
        const auto bytes = take(size);
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }

    /// Throws ModelError: what it is of is damaged, and why.
    [[noreturn]] void damaged(const char* why) const
    {
        throw ModelError(std::string(what_) + " is damaged: " + why);
    }

private:
    std::span<const std::byte> rest_;
    const char* what_;
};

} // namespace dossier::ocr::net
