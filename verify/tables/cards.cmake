# Writes OUT, the table of verify/tables/cards.h, from the npm package bankcard below MODULES.

include(${CMAKE_CURRENT_LIST_DIR}/version_of.cmake)
set(source ${MODULES}/bankcard/dist/bankcard.cjs.js)
set(lines "")
set(count 0)
set(version none)
set(kind_DC debit)
set(kind_CC credit)
set(kind_SCC semi_credit)
set(kind_PC prepaid)

if(EXISTS ${source})
  version_of(${MODULES}/bankcard version)
  set(version "bankcard-${version}")
  file(READ ${source} text)

  string(REGEX MATCHALL "code: '[A-Za-z0-9]+', name: '[^']+'" banks "${text}")
  foreach(bank IN LISTS banks)
    string(REGEX REPLACE "^code: '(.*)', name: '(.*)'$" "\\1;\\2" bank "${bank}")
    list(GET bank 0 code)
    list(GET bank 1 name_${code})
  endforeach()

  string(REGEX MATCHALL "bin: '[0-9]+', bank: '[A-Za-z0-9]+', type: [A-Z]+, len: [0-9]+" ranges "${text}")
  foreach(range IN LISTS ranges)
    string(REGEX REPLACE "^bin: '(.*)', bank: '(.*)', type: (.*), len: (.*)$" "\\1;\\2;\\3;\\4" range "${range}")
    list(GET range 0 prefix)
    list(GET range 1 bank)
    list(GET range 2 kind)
    list(GET range 3 length)
    list(APPEND rows "    CardRange{\"${prefix}\", \"${name_${bank}}\", \"${kind_${kind}}\", ${length}},\n")
  endforeach()
  list(SORT rows)
  list(LENGTH rows count)
  string(JOIN "" lines ${rows})
endif()

file(
  WRITE ${OUT}
  "// Made by verify/tables/cards.cmake.\n"
  "#include \"verify/tables/cards.h\"\n\n#include <array>\n\n"
  "namespace dossier::verify {\nnamespace {\n\n"
  "constexpr std::array<CardRange, ${count}> rows{\n${lines}};\n\n} // namespace\n\n"
  "std::span<const CardRange> card_ranges()\n{\n    return rows;\n}\n\n"
  "std::string_view card_ranges_version()\n{\n    return \"cards/${version}\";\n}\n\n"
  "} // namespace dossier::verify\n")
