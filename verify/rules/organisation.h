#pragma once
// Who registered an organisation: the first two characters of its unified social credit code.

#include <string_view>

namespace dossier::verify {

inline constexpr std::string_view registrar_table = "gb32100-registrars/2024";

/// Both empty when the table does not know the department, `category` when not the category.
struct Registrar {
    std::string_view department;
    std::string_view category;
};

[[nodiscard]] Registrar registrar_of(std::string_view code);

} // namespace dossier::verify
