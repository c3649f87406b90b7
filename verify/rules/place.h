#pragma once
// Where an address lies, by the names of ocr/regions.h: as far down as its beginning
// names divisions one inside the other.

#include <string>
#include <string_view>
#include <vector>

namespace dossier::verify {

/// The city that an address names (3301 of 浙江省杭州市西湖区…; 11 of 北京市…, a city as a whole),
/// or empty. A division that was withdrawn counts where none in force has the name.
[[nodiscard]] std::string city_of_address(std::string_view address);

/// Every city that a division of this very name lies or lay in.
[[nodiscard]] std::vector<std::string> cities_of(std::string_view name);

} // namespace dossier::verify
