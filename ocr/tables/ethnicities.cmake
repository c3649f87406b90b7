# Writes OUT, the table of ocr/ethnicities.h, from the npm package gb3304 below MODULES.

include(${CMAKE_CURRENT_LIST_DIR}/table.cmake)
set(source ${MODULES}/gb3304/dist/gb3304.esm.js)
set(rows "")
set(version none)

if(EXISTS ${source})
  version_of(${MODULES}/gb3304 version)
  set(version "gb3304-${version}")
  file(READ ${source} text)
  string(REGEX MATCHALL "name: '[^']+'[^}]+digitalCode: '[0-9]+'" found "${text}")
  foreach(row IN LISTS found)
    string(REGEX REPLACE "^name: '(.*)族'.*digitalCode: '(.*)'$" "\\2;\\1" row "${row}")
    list(GET row 0 code)
    list(GET row 1 name)
    list(APPEND rows "    Ethnicity{\"${code}\", \"${name}\"},\n")
  endforeach()
  list(SORT rows)
endif()

write_table(ocr/ethnicities.h Ethnicity ethnicities ${version} "${rows}")
