# Writes OUT, the table of verify/tables/readings.h, from the npm package pinyin-pro below MODULES.

include(${CMAKE_CURRENT_LIST_DIR}/../../ocr/tables/table.cmake)
set(source ${MODULES}/pinyin-pro/dist/esm/data/dict1.mjs)
set(rows "")
set(version none)

# Without tones, and with v for ü, as it is typed.
set(marked ā:a á:a ǎ:a à:a ē:e é:e ě:e è:e ê:e ế:e ề:e ī:i í:i ǐ:i ì:i ō:o ó:o ǒ:o ò:o ū:u ú:u ǔ:u ù:u
           ü:v ǘ:v ǚ:v ǜ:v ń:n ň:n ǹ:n ḿ:m)

if(EXISTS ${source})
  version_of(${MODULES}/pinyin-pro version)
  set(version "pinyin-pro-${version}")
  file(READ ${source} text)
  string(FIND "${text}" "const map = {" start)
  string(SUBSTRING "${text}" ${start} -1 text)
  string(REPLACE "const map = {" "" text "${text}")
  string(REGEX REPLACE "['\r\n]" "" text "${text}")
  foreach(letter IN LISTS marked)
    string(REGEX REPLACE ":.$" "" mark ${letter})
    string(REGEX REPLACE "^.*:" "" plain ${letter})
    string(REPLACE ${mark} ${plain} text "${text}")
  endforeach()
  string(REGEX MATCHALL "[^][,:]+:[^][:]*\\[[^]]+\\]" groups "${text}")
  foreach(group IN LISTS groups)
    string(REGEX REPLACE "^ *([^:]+):.*$" "\\1" readings "${group}")
    string(REGEX REPLACE "[^a-z ]" "" readings "${readings}")
    string(FIND "${group}" "[" opening)
    string(SUBSTRING "${group}" ${opening} -1 characters)
    string(REGEX REPLACE "[][, ]*([^][, ]+)[][, ]*" "    Reading{\"\\1\", \"${readings}\"},\n;" characters
                         "${characters}")
    string(APPEND rows "${characters}")
  endforeach()
  string(REGEX REPLACE ";$" "" rows "${rows}")
  list(SORT rows)
endif()

write_table(verify/tables/readings.h Reading readings ${version} "${rows}")
